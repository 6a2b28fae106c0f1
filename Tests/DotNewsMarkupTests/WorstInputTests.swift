import DotNewsFoundation
import DotNewsModels
import DotNewsTestSupport
import Testing

@testable import DotNewsMarkup

/// Bodies and texts that would take minutes, were anything done to the whole of them for each of their parts.
@Suite(.timeLimit(.minutes(5))) struct WorstInputTests {
    @Test(arguments: WorstInput.all(.body)) func `a body is read and shown in a time that grows with its size`(
        _ input: WorstInput
    ) {
        let parsed = parse(input.text())
        // The parser's own limit is ten seconds of processor time.
        #expect(!parsed.isRefused)
        show(parsed.body)
    }

    @Test(arguments: WorstInput.all(.marks) + WorstInput.all(.text))
    func `a text is filtered, measured and shown in a time that grows with its size`(_ input: WorstInput) {
        let text = input.text()
        #expect(!parse(text).isRefused)
        _ = TerminalText.sanitized(text)
        _ = TerminalText.sanitizedLines(text)
        _ = TerminalText.padded(text, to: 80)
        _ = CaptionCredit.split(TextFilter.line(text))
        show(ArticleBody(blocks: [.paragraph(InlineText([.init(text, isStrong: true)])), .preformatted(text)]))
    }

    private func show(_ body: ArticleBody) {
        _ = body.text
        _ = PlainTextRenderer(listsLinks: true).render(body)
        _ = MarkdownRenderer().render(body)
        _ = HTMLRenderer(allowsRemoteImages: true).render(body)
    }

    @Test(arguments: [
        "<p><a href=%>x</a>", "<img src=%>", "<img srcset='% 1x'>", "<video src=% poster=%></video>",
        "<iframe src=%></iframe>", "<p>相關新聞：<a href=%>x</a>",
    ])
    func `addresses that are long by the article's own have a bound together`(_ unit: String) throws {
        let base = try #require(
            WebAddress("https://www.example.com/" + String(repeating: "d", count: 16_000) + "/a.html"))
        let markup = (0..<2_000).map { unit.replacing("%", with: "\($0)") }.joined()
        let body = BodyParser(base: base).parse(markup)
        let addresses =
            HTMLRenderer(allowsRemoteImages: true).render(body.body).utf8.count
            + body.related.reduce(0) { $0 + $1.address.string.utf8.count }
        // What is shown has an address twice, at most.
        #expect(addresses < 10 << 20, "\(addresses)")
        #expect(addresses > 1 << 20, "\(addresses)")
    }

    @Test func `what takes longer than the limit of processor time is refused`() {
        let parsed = parse("<p>x</p>", limits: MarkupLimits(processorTime: .zero))
        #expect(parsed.isRefused)
        #expect(parsed.body.blocks.isEmpty && parsed.credits == Credits() && parsed.related.isEmpty)
        #expect(parsed.warnings.count == 1)
        #expect(!parse("<p>x</p>").isRefused)
    }

    @Test(arguments: [
        "<p>e%</p>", "<p>e<b>%</b>x</p>", "<p>e<!-- -->%</p>", "<p>e%\u{200B}%</p>", "<pre>e%</pre>",
        "<figure><img src=/a.jpg><figcaption>e%</figcaption></figure>", "<h2>e%</h2>", "<ul><li>e%</ul>",
    ])
    func `of the marks on a letter the first thirty stay`(_ markup: String) {
        for marks in ["\u{301}", "\u{327}\u{301}", "&#x301;", "\u{302A}", "\u{1D165}"] {
            let text = parse(markup.replacing("%", with: String(repeating: marks, count: 100))).body.text
            let count = text.unicodeScalars.count { $0.properties.canonicalCombiningClass != .notReordered }
            #expect(count == 30, "\(marks.debugDescription)")
            #expect(text.unicodeScalars.first == "e")
            #expect(!markup.contains("x</p>") || text.hasSuffix("x"))
        }
    }

    @Test func `marks that are left out take no text of other styles with them`() {
        let marks = String(repeating: "\u{301}", count: 20)
        let parsed = parse("<p>a<b>\(marks)</b><i>\(marks)</i>b<b>c</b><a href=/x>d</a></p>")
        guard case .paragraph(let text) = parsed.body.blocks.first else {
            Issue.record("no paragraph")
            return
        }
        #expect(text.runs.map(\.text.unicodeScalars.count) == [1, 20, 10, 1, 1, 1])
        #expect(text.runs.map(\.isStrong) == [false, true, false, false, true, false])
        #expect(text.runs.map(\.isEmphasized) == [false, false, true, false, false, false])
        #expect(text.runs.last?.link != nil)
    }

    @Test func `short rows of a large table are not filled up`() {
        let rows = Array(repeating: "<tr><td>x", count: 2_000).joined()
        let text = MarkdownRenderer().render(
            parse("<table><tr>" + String(repeating: "<td>x", count: 2_000) + rows).body)
        #expect(text.utf8.count < 40_000)
        #expect(text.hasSuffix("| x |\n"))
    }
}
