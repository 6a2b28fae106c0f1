import DotNewsModels
import DotNewsSharing
import DotNewsTestSupport
import Testing

/// Texts that would take minutes, were anything done to the whole of them for each of their parts.
@Suite(.timeLimit(.minutes(5))) struct WorstInputTests {
    @Test(arguments: WorstInput.all(.marks) + WorstInput.all(.text))
    func `a text is measured in a time that grows with its size`(_ input: WorstInput) {
        let text = input.text()
        for measurer in [XTextMeasurer(), WeiboTextMeasurer(), WeChatTextMeasurer()] as [any TextMeasurer] {
            #expect(measurer.length(of: text) == measurer.measure(text).measure.length)
        }
    }

    @Test(arguments: WorstInput.all(.marks) + WorstInput.all(.text))
    func `a text is shared in a time that grows with its size`(_ input: WorstInput) throws {
        let text = input.text()
        var options = ShareOptions()
        options.x.limit = ShareOptions.X.highestLimit
        options.weibo.limit = ShareOptions.Weibo.highestLimit
        let composer = ShareComposer(edition: .dotdotnews, options: options)
        let content = ShareContent(
            title: text, summary: text, articleAddress: Articles.page, keywords: [text, "a" + text],
            body: ArticleBody(lines: text))
        for draft in try composer.drafts(of: content) { #expect(draft.measure.fits) }
        for part in try composer.xThread(content).parts { #expect(part.measure.fits) }
    }

    @Test func `paragraphs of one letter fill the parts of a thread`() throws {
        var options = ShareOptions()
        options.x.limit = ShareOptions.X.highestLimit
        let composer = ShareComposer(edition: .dotdotnews, options: options)
        let lines = Array(repeating: "x", count: 14_000)
        let thread = try composer.xThread(
            ShareContent(
                title: "Title", articleAddress: Articles.page, body: ArticleBody(lines: lines.joined(separator: "\n"))))
        #expect(thread.parts.count == 2)
        // "Title", the lines, and what stands between them: the first part is full to the last line that fits.
        #expect((thread.parts.first?.measure.remainder).map { (0...1).contains($0) } == true)
        let shown = thread.parts.flatMap { $0.text.split(separator: "\n") }.count { $0.hasPrefix("x") }
        #expect(shown == lines.count)
    }
}
