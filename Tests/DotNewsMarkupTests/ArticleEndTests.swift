import DotNewsMarkup
import DotNewsModels
import Testing

@Suite struct ArticleEndTests {
    struct Line: CustomTestStringConvertible, Sendable {
        let html: String
        let credits: Credits
        var testDescription: String { html }
        init(_ html: String, source: String = "", editor: String = "", author: String = "", line: String) {
            self.html = html
            credits = Credits(author: author, editor: editor, source: source, line: line)
        }
    }

    static let lines: [Line] = [
        Line(
            "<p>(Source: Ta Kung Pao; English Editor: Darius)</p>", source: "Ta Kung Pao", editor: "Darius",
            line: "Source: Ta Kung Pao; English Editor: Darius"),
        Line("<p>（來源：港灣通訊社；責任編輯：阿達）</p>", source: "港灣通訊社", editor: "阿達", line: "來源：港灣通訊社；責任編輯：阿達"),
        Line("<p>（来源：港湾通讯社；责任编辑：阿达）</p>", source: "港湾通讯社", editor: "阿达", line: "来源：港湾通讯社；责任编辑：阿达"),
        Line("<p>(來源:大公報 責任編輯:阿達)</p>", source: "大公報", editor: "阿達", line: "來源:大公報 責任編輯:阿達"),
        Line("<p>責任編輯：阿達</p>", editor: "阿達", line: "責任編輯：阿達"),
        Line("<div style='color:#B3B3B3'><span>責任編輯：</span><span>Ada</span></div>", editor: "Ada", line: "責任編輯：Ada"),
        Line("<p><strong>(Source: Wire)</strong></p>", source: "Wire", line: "Source: Wire"),
        Line("<p>[Source: Wire, Editor: Ada]</p>", source: "Wire", editor: "Ada", line: "Source: Wire, Editor: Ada"),
        Line("<p>Edited by Ada</p>", editor: "Ada", line: "Edited by Ada"),
        Line("<p>記者：小明；編輯：阿達</p>", editor: "阿達", author: "小明", line: "記者：小明；編輯：阿達"),
        Line("<p>（文：小明 圖：小紅 來源：點新聞）</p>", source: "點新聞", author: "小明", line: "文：小明 圖：小紅 來源：點新聞"),
        Line(
            "<p>（來源：大公報）</p><p>責任編輯：阿達</p>", source: "大公報", editor: "阿達", line: "來源：大公報; 責任編輯：阿達"),
        Line(
            "<p>(Source: Wire; English Editor: Ada)</p><div><span>責任編輯：</span><span>Ada</span></div>", source: "Wire",
            editor: "Ada", line: "Source: Wire; English Editor: Ada"),
    ]

    @Test(arguments: lines) func `the credit line at the end is read and leaves the body`(_ line: Line) {
        let parsed = parse("<p>First.</p>" + line.html)
        #expect(parsed.credits == line.credits)
        #expect(outline(parsed.body) == "p(First.)")
    }

    static let noLines = [
        "<p>Source: </p><p>The rest.</p>", "<p>消息來源：他們。</p><p>後文。</p>", "<p>An editor said (in May) no.</p>",
        "<p>The court (Source B) agreed</p>", "<p>（攝影：小紅）</p><p>後文</p>", "<p>前文</p><p>攝影：小紅</p>",
    ]

    @Test(arguments: noLines) func `what is no credit line stays in the body`(_ html: String) {
        let parsed = parse(html)
        #expect(parsed.credits == Credits())
        #expect(parsed.body.blocks.count == html.split(separator: "</p>").count)
    }

    @Test func `a credit line at the end of the last paragraph is cut off`() {
        let bracket = parse("<p>一。</p><p>東橋<b>已</b>重開。（來源：港灣通訊社；責任編輯：阿達）</p>")
        #expect(outline(bracket.body) == "p(一。) p(東橋**已**重開。)")
        #expect(bracket.credits.source == "港灣通訊社")
        let line = parse("<p>One.</p><p>Two.<br>(Source: Wire)</p>")
        #expect(outline(line.body) == "p(One.) p(Two.)")
        #expect(line.credits.source == "Wire")
    }

    static let headings = [
        "<p>Related News:</p>", "<p><strong>Related News:</strong></p>", "<p>相關新聞：</p>", "<p>相关新闻</p>", "<h3>延伸閱讀</h3>",
        "<p>【相關報道】</p>", "<p>▼延伸阅读：</p>", "<div>Related articles</div>",
    ]

    @Test(arguments: headings) func `linked titles under a heading become related articles`(_ heading: String) {
        let parsed = parse(
            "<p>First.</p>" + heading + "<p><a href=/a/1.html>One</a></p><p>· <a href=/a/2.html>T<b>w</b>o</a></p>"
                + "<ul><li><a href=/a/3.html>三</a></li></ul>")
        #expect(outline(parsed.body) == "p(First.)")
        #expect(parsed.related.map(\.title) == ["One", "Two", "三"])
        #expect(parsed.related.map(\.address.path) == ["/a/1.html", "/a/2.html", "/a/3.html"])
    }

    @Test func `heading and links may share a paragraph`() {
        let parsed = parse("<p>First.</p><p>相關新聞：<br><a href=/1>一</a><br><a href=/2>二</a></p>")
        #expect(parsed.related.map(\.title) == ["一", "二"])
        #expect(outline(parsed.body) == "p(First.)")
    }

    @Test func `credits before and after the related articles are found`() {
        let links = "<p>Related News:</p><p><a href=/1>One</a></p>"
        for html in ["<p>(Source: Wire)</p>" + links, links + "<p>(Source: Wire)</p>"] {
            let parsed = parse("<p>First.</p>" + html)
            #expect(parsed.credits.source == "Wire")
            #expect(parsed.related.count == 1)
            #expect(outline(parsed.body) == "p(First.)")
        }
    }

    @Test func `a heading without links stays`() {
        let parsed = parse("<p>First.</p><p>Related News:</p><p>Trump says phone call went very well</p>")
        #expect(parsed.related.isEmpty)
        #expect(outline(parsed.body) == "p(First.) p(Related News:) p(Trump says phone call went very well)")
    }

    @Test func `the same article is related once`() {
        let parsed = parse("<p>x</p><p>相關新聞</p><p><a href=/1>一</a></p><p><a href=/1>又一</a></p>")
        #expect(parsed.related.map(\.title) == ["一"])
    }
}
