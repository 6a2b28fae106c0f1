import DotNewsMarkup
import DotNewsModels
import Testing

@Suite struct DotNewsMarkupExample {
    @Test func `the example of the markup says what comes out`() {
        let parser = BodyParser(base: Edition.dotdotnews.site)
        let parsed = parser.parse("<p>The <b>East Bridge</b> is open again.</p><script>track()</script>")
        print(MarkdownRenderer().render(parsed.body))  // The **East Bridge** is open again.

        #expect(
            MarkdownRenderer().render(parsed.body).split(separator: "\n") == ["The **East Bridge** is open again."])
    }
}
