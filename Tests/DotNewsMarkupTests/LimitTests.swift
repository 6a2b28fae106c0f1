import DotNewsMarkup
import DotNewsModels
import Testing

/// Markup made to hang, crash or bloat a parser. None of these may take long: each would run for minutes if its cost
/// grew with the square of its length.
@Suite struct LimitTests {
    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test(arguments: ["<div>", "<b>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<figure>", "<span><em>", "<foo>"])
    func `text under 100,000 levels is found`(_ tag: String) {
        let parsed = parse("<p>first</p>" + Self.repeated(tag, 100_000) + "deep" + "<p>last</p>")
        #expect(parsed.body.text.contains("first"))
        #expect(parsed.body.text.contains("deep"))
        #expect(parsed.body.text.contains("last"))
        #expect(!parsed.warnings.isEmpty)
    }

    @Test func `end tags without end do not search open elements without end`() {
        let parsed = parse(Self.repeated("<div>", 50_000) + Self.repeated("</i>", 200_000) + "text")
        #expect(parsed.body.text == "text")
    }

    @Test(arguments: [" a%=1", "b%=\">\"", " c%"])
    func `a tag with attributes without end is cut`(_ attribute: String) {
        let attributes = (0..<100_000).map { attribute.replacing("%", with: String($0)) }.joined()
        let parsed = parse("<p>first</p><p" + attributes + ">text</p><p>last</p>")
        #expect(parsed.body.text.hasPrefix("first"))
        #expect(parsed.body.text.hasSuffix("last"))
    }

    @Test(arguments: [
        "<", "&", "<!--", "<![CDATA[", "<a href=", "<p title=\"", "&#x41;", "</", "<?", "<!", "\u{0}", "\n", " ", "]]>",
    ])
    func `markup that never ends is read to its end`(_ piece: String) {
        _ = parse("<p>first</p>" + Self.repeated(piece, 200_000))
    }

    @Test func `input beyond the limit is left out at a character's edge`() {
        let parsed = parse("<p>東橋東橋</p>", limits: MarkupLimits(inputBytes: 10))
        #expect(outline(parsed.body) == "p(東橋)")
        #expect(parsed.warnings.count == 1)
    }

    @Test func `elements and blocks beyond the limit are left out`() {
        let html = Self.repeated("<p>x</p>", 100)
        #expect(parse(html, limits: MarkupLimits(blocks: 10)).body.blocks.count <= 11)
        #expect(parse(html, limits: MarkupLimits(elements: 10)).body.blocks.count <= 10)
        #expect(parse(html).warnings.isEmpty)
    }

    @Test func `blocks nested beyond the limit join their parent`() {
        let parsed = parse(
            "<p>x</p>" + Self.repeated("<blockquote>", 10) + "<p>q</p>", limits: MarkupLimits(nestedBlocks: 2))
        #expect(outline(parsed.body) == "p(x) quote{quote{p(q)}}")
    }

    static let broken: [BlockTests.Case] = [
        .init("", ""), .init("<", "p(<)"), .init("<p", ""), .init("<p>a<", "p(a<)"), .init("<p>a<b", "p(a)"),
        .init("<p>a</b></i></p>b", "p(a) p(b)"), .init("<b><p>a</b>b</p>", "p(ab)"),
        .init("<p>a<img src=/i.jp", "p(a)"), .init("<p>a<img src=/i.jpg>", "p(a) fig(/i.jpg)"),
        .init("<p>a<img src=/i.jpg />", "p(a) fig(/i.jpg)"), .init("</p></div>a", "p(a)"),
        .init("<ul><p>a</ul>b", "ul{p(a)} p(b)"), .init("<a href=/x><p>a</p></a>", "p([a](/x))"),
        .init("<html><head><title>T</title></head><body><p>a</p></body></html>", "p(a)"),
        .init("\u{FEFF}<p>a</p>", "p(a)"), .init("<meta charset=big5><p>東橋</p>", "p(東橋)"),
        .init("<?xml version='1.0' encoding='gbk'?><p>东桥</p>", "p(东桥)"),
    ]

    @Test(arguments: broken) func `broken markup gives what can be read of it`(_ item: BlockTests.Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    static let mislabelled: [BlockTests.Case] = [
        .init("First line\nsecond line", "p(First line) p(second line)"),
        .init("第一段\r\n第二段", "p(第一段) p(第二段)"),
        .init("First line\nsame paragraph\n\nSecond", "p(First line same paragraph) p(Second)"),
        .init("&lt;p&gt;東橋 &amp;amp; 橋&lt;/p&gt;&lt;p&gt;二&lt;/p&gt;", "p(東橋 & 橋) p(二)"),
        .init("one &lt;b&gt; tag", "p(one <b> tag)"),
    ]

    @Test(arguments: mislabelled) func `text that is no markup is read as text`(_ item: BlockTests.Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test func `bytes that are not UTF-8 do no harm`() {
        let parsed = BodyParser(base: testBase).parse(
            utf8: Array("<p>a".utf8) + [0xFF, 0xC0, 0xE6, 0x9D] + Array("b</p>".utf8))
        #expect(parsed.body.text.hasPrefix("a\u{FFFD}"))
        #expect(parsed.body.text.hasSuffix("b"))
    }
}
