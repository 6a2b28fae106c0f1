import DotNewsMarkup
import Foundation
import Testing
import DotNewsTestSupport

private func document(_ html: String) -> HTMLDocument { HTMLDocument(Data(html.utf8)) }

@Suite("Pages as trees")
struct HTMLDocumentTests {
    private let page = document(
        """
        <!DOCTYPE html><html><head><title>T &amp; t</title><meta name="keywords" content="a,b"></head><body>
        <div class="columnList item" id="first"><div class="text"><h2><a href="/1" data-itemId="One">一 <em>two</em></a></h2>
        <p>Summary</p></div></div>
        <div class="item-list"><h2 class=big><span><a href="/2">Two</a></span></h2></div>
        <script>var a = "<p>no</p>" && 1;</script></body></html>
        """)

    @Test(
        arguments: [
            ("div", 3), ("div.item", 1), (".columnList.item", 1), (".item.columnList", 1), (".columnList .item", 0),
            (".list", 0),
            ("#first", 1), ("div#first", 1), ("p#first", 0), ("h2 a", 2), ("h2 > a", 1), ("div.text h2 a[href]", 1),
            ("[data-itemid]", 1), ("[data-itemid=One]", 1), ("[data-itemid=one]", 0), ("meta[name=keywords]", 1),
            ("h1, h2, p", 3),
            ("div > div > h2 > a", 1), ("body > .item-list a", 1), ("*", 16), ("html", 1),
        ] as [(HTMLSelector, Int)])
    func `a selector finds what it describes`(_ selector: HTMLSelector, _ count: Int) {
        #expect(page.all(selector).count == count)
        #expect((page.first(selector) == nil) == (count == 0))
    }

    @Test func `elements are found in reading order, up to the limit, outermost alone when asked`() {
        let nested = document("<div id=a><div id=b></div></div><div id=c></div>")
        #expect(nested.all("div").map { $0["id"] } == ["a", "b", "c"])
        #expect(nested.all("div", limit: 2).map { $0["id"] } == ["a", "b"])
        #expect(nested.root?.all("div", isOutermost: true).map { $0["id"] } == ["a", "c"])
        #expect(nested.first("#a")?.all("div").map { $0["id"] } == ["b"])
    }

    @Test(arguments: [
        ("<p> a\n  b\t</p>", "a b"), ("<p>a&nbsp;&nbsp;b</p>", "a b"), ("<p>a<br>b</p>", "a b"),
        ("<div><p>a</p><p>b</p></div>c", "a b c"),
        ("<p><b>a</b>b</p>", "ab"), ("<div><b><i>a</i></b></div>b", "a b"),
        ("<p>a<script>x()</script><style>y</style>b</p>", "ab"),
        ("<p>\u{3000}\u{3000}東橋　重開</p>", "東橋　重開"), ("<p>&lt;b&gt; &amp;amp;</p>", "<b> &amp;"), ("", ""),
        ("<p>東<span>橋</span></p>", "東橋"),
    ])
    func `text is what a reader sees`(_ html: String, _ text: String) {
        #expect(document("<html><body>\(html)</body></html>").root?.text == text)
    }

    @Test func `raw text of a script is kept as it is`() {
        #expect(page.first("script")?.rawText == "var a = \"<p>no</p>\" && 1;")
    }

    @Test func `inner markup reads as the same tree`() throws {
        let html =
            #"<p class="a&quot;b" title="&lt;x&gt;">1 &lt; 2 &amp; 東 <br><img src="/a b?x=1&amp;y=2" alt=""></p>"#
            + "<ul><li>x</li></ul>"
        let body = try #require(document("<html><body>\(html)</body></html>").first("body"))
        #expect(body.innerHTML == html)
        let list = try #require(body.first("ul"))
        #expect(body.innerHTML(omitting: [list]) == String(html.dropLast("<ul><li>x</li></ul>".count)))
        #expect(list.innerHTML == "<li>x</li>")
    }

    @Test func `attributes are there with and without values`() {
        let input = document("<input disabled value='' data-Url=\"x'y\">").first("input")
        #expect(input?["disabled"] != nil)
        #expect(input?["value"] == "")
        #expect(input?["data-url"] == "x'y")
        #expect(input?["name"] == nil)
    }

    @Test(arguments: [
        ("<html><body>x", false), ("<!DOCTYPE html>\n<html>", false), ("<!-- c --><HTML><p>", false),
        ("<body>x", false),
        ("<div>x</div>", true),
        ("", true), ("text", true),
    ])
    func `a piece of a page is told from a page`(_ html: String, _ isFragment: Bool) {
        #expect(document(html).isFragment == isFragment)
    }

    @Test func `an element keeps its document alive`() {
        var element = document("<p>a<b>c</b></p>").first("p")
        #expect(element?.parent?.name == "body")
        element = element?.first("b")
        #expect(element?.text == "c")
    }

    // MARK: Encodings

    private static let gbk: [UInt8] = [0xB6, 0xAB, 0xC7, 0xC5]
    private static let big5: [UInt8] = [0xAA, 0x46, 0xBE, 0xF4]

    private func text(_ bytes: [UInt8], charset: String? = nil, meta: String = "") -> String? {
        HTMLDocument(
            Data("<html><head>\(meta)</head><p>".utf8) + Data(bytes) + Data("</p></html>".utf8), charset: charset
        )
        .first("p")?.text
    }

    @Test func `the encoding is the answer's, else the page's, else UTF-8`() {
        #expect(text(Self.gbk, charset: "gb2312") == "东桥")
        #expect(text(Self.gbk, meta: "<meta charset=gbk>") == "东桥")
        #expect(text(Self.big5, charset: "Big5", meta: "<meta charset=gbk>") == "東橋")
        #expect(
            text(Self.big5, meta: "<meta http-equiv=Content-Type content='text/html; charset=big5'>") == "東橋")
        #expect(text(Array("東橋".utf8)) == "東橋")
        #expect(text([0xE9], charset: "iso-8859-1") == "é")
    }

    @Test func `what reads as UTF-8 is UTF-8, whatever it is called`() {
        for charset in ["big5", "gb18030", "iso-8859-1", "no-such-charset", "", nil] {
            #expect(text(Array("東橋 — 东桥".utf8), charset: charset, meta: "<meta charset=gbk>") == "東橋 — 东桥")
        }
    }

    @Test func `UTF-8 with a fault here and there stays UTF-8`() {
        let bytes = Array("渡輪昨早九時照常開出".utf8) + [0xE6, 0x9D]
        #expect(text(bytes, charset: "big5")?.hasPrefix("渡輪昨早九時照常開出") == true)
        #expect(text(bytes)?.hasPrefix("渡輪昨早九時照常開出\u{FFFD}") == true)
    }

    @Test func `a byte order mark decides`() throws {
        let html = "<html><p>東橋</p></html>"
        #expect(HTMLDocument(Data("\u{FEFF}\(html)".utf8), charset: "big5").first("p")?.text == "東橋")
        for (encoding, mark) in [
            (String.Encoding.utf16LittleEndian, [0xFF, 0xFE] as [UInt8]), (.utf16BigEndian, [0xFE, 0xFF]),
        ] {
            let data = try #require(html.data(using: encoding))
            #expect(HTMLDocument(Data(mark) + data).first("p")?.text == "東橋")
        }
    }

    @Test(arguments: [
        ("text/html; charset=utf-8", "utf-8"), ("text/html;charset=\"Big5\"", "Big5"),
        ("text/html; boundary=x; CHARSET = 'gbk'", "gbk"),
        ("text/html", nil), ("text/html; charset=", nil), ("", nil),
    ])
    func `the charset of a content type is found`(_ field: String, _ charset: String?) {
        #expect(PageEncoding.charset(inContentType: field) == charset)
    }

    // MARK: Bounds

    @Test func `no bytes are a page without elements`() {
        #expect(HTMLDocument(Data()).root == nil)
        #expect(HTMLDocument(Data()).first("p") == nil)
        #expect(HTMLDocument(Data([0, 0, 0])).root == nil)
    }

    @Test func `what is beyond the limits is left out, and said so`() {
        let html = Data(("<html><body>" + String(repeating: "<p>x</p>", count: 100)).utf8)
        let few = HTMLDocument(html, limits: HTMLDocumentLimits(elements: 12))
        #expect(few.all("p").count == 10)
        #expect(few.isCutOff)
        let short = HTMLDocument(html, limits: HTMLDocumentLimits(bytes: 60))
        #expect(short.all("p").count == 6)
        #expect(short.isCutOff)
        #expect(!HTMLDocument(html).isCutOff)
        let deep = HTMLDocument(Data(String(repeating: "<div>", count: 100_000).utf8))
        #expect(deep.isCutOff)
        #expect((200...256).contains(deep.all("div").count))
    }

    @Test func `a tag keeps its first 256 attributes, and what stands behind it is read`() {
        let names = (0..<60_000).map { "a\($0)" }
        for separator in [" ", "=x ", "='y'", "=\"z\" "] {
            let html = document("<html><body><p \(names.joined(separator: separator))>in</p><i>behind</i>")
            #expect(html.first("p")?["a255"] != nil)
            #expect(html.first("p")?["a256"] == nil)
            #expect(html.first("i")?.text == "behind")
        }
        // Words inside a value are not attributes.
        let words = String(repeating: "word ", count: 1_000)
        #expect(document("<meta content=\"\(words)\" name=x>").first("meta")?["name"] == "x")
    }

    @Test func `arbitrary changes to a page never break the tree`() throws {
        var generator = SeededGenerator(seed: 41)
        let original = Array(
            #"<html><head><meta charset="big5"><script>var a='<p>';</script></head><body><div class="x y" id=z><p>東橋 &amp; <b>b</b><br><img src="/a"></p><!-- c --></div></body></html>"#
                .utf8)
        let pieces = [
            "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "\"", "'", "=", "&", "&#x0;", "\0", "<script>", "</div>",
        ]
        for _ in 0..<1_500 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...20, using: &generator)))
                case 1: bytes.insert(contentsOf: Array(pieces.randomElement(using: &generator)!.utf8), at: place)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
                }
            }
            let page = HTMLDocument(
                Data(bytes), charset: [nil, "big5", "gbk", "utf-16"].randomElement(using: &generator)!)
            var count = 0
            page.root?.walk { element in
                count += 1
                _ = (element.text, element.innerHTML, element["class"], element.matches("div.x > p b"))
                return true
            }
            #expect(count <= bytes.count)
            // The text of the tree survives being written and read again.
            if let body = page.first("body"),
                page.first("script, style, textarea, title, plaintext, xmp, noscript, iframe") == nil
            {
                let again = HTMLDocument(Data("<html><body>\(body.innerHTML)</body></html>".utf8))
                #expect(again.first("body")?.text.filter { !$0.isWhitespace } == body.text.filter { !$0.isWhitespace })
            }
        }
    }
}
