import DotNewsMarkup
import DotNewsModels
import DotNewsTestSupport
import Testing

@Suite struct SanitisingTests {
    private static let renderer = HTMLRenderer(allowsRemoteImages: true)

    @Test func `there are at least 150 payloads`() {
        #expect(Set(HostilePayloads.all).count >= 150)
    }

    @Test(arguments: HostilePayloads.all) func `a payload has no effect in a page`(_ payload: String) {
        for html in [payload, "<p>前</p>" + payload + "<p>後</p>", "<ul><li><b>" + payload + "</b></li></ul>"] {
            let parsed = parse(html)
            #expect(HTMLAudit.findings(in: Self.renderer.renderFragment(parsed.body)) == [])
            #expect(HTMLAudit.findings(in: Self.renderer.render(parsed.body, title: payload)) == [])
        }
    }

    @Test(arguments: HostilePayloads.all) func `a payload in the fields of an article has no effect in a page`(
        _ payload: String
    ) {
        let body = ArticleBody(blocks: [
            .paragraph(InlineText(payload)), .subhead(InlineText(payload), level: 2), .leadQuote(InlineText(payload)),
            .preformatted(payload), .list(.init(isOrdered: true, items: [[.paragraph(InlineText(payload))]])),
            .figure(ImageAsset(address: testBase, caption: payload, credit: payload, alternativeText: payload)),
            .table(.init(caption: payload, rows: [[.init(InlineText(payload))]])),
            .embed(address: testBase, title: payload), .video(MediaAsset(address: testBase), caption: payload),
        ])
        let article = Article(
            summary: ArticleSummary(
                id: ArticleID("AP690800aae4b0e343b0e2aa01")!, title: payload, address: testBase, author: payload,
                tags: [payload]),
            body: body, credits: Credits(line: payload), related: [RelatedLink(title: payload, address: testBase)])
        var renderer = Self.renderer
        renderer.language = LanguageTag(rawValue: payload)
        renderer.imageSource = { _ in payload }
        let share = HTMLRenderer.ShareLink(title: payload, address: testBase, imageSource: payload)
        let html = renderer.render(article, shareLinks: [share])
        #expect(HTMLAudit.findings(in: html).filter { !$0.hasPrefix("src=") } == [])
        #expect(!html.contains("src=\"javascript"))
    }

    @Test func `links to other schemes keep their text and warn`() {
        let parsed = parse("<p>See <a href='javascript:alert(1)'>this</a> and <a href='mailto:a@b.c'>me</a>.</p>")
        #expect(outline(parsed.body) == "p(See this and me.)")
        #expect(parsed.warnings.count == 1)
    }

    @Test func `addresses are absolute`() {
        let parsed = parse("<p><a href='../x?a=1&amp;b=2#c'>x</a></p><img src=//m.example/i.jpg>")
        #expect(outline(parsed.body) == "p([x](/a/202511/x?a=1&b=2#c)) fig(https://m.example/i.jpg)")
    }

    @Test func `scripts, forms and graphics leave nothing of their content`() {
        let html = """
            <script>a</script><style>b</style><svg><text>c</text></svg><object>d</object><form>e<input value=f></form>
            <template>g</template><math><annotation>h</annotation></math><select><option>i</select><button>j</button><textarea>k</textarea>
            <p hidden>l</p><p style="display: none">m</p><p>kept</p>
            """
        #expect(outline(parse(html).body) == "p(kept)")
    }

    @Test func `a body wrapped in one form is still read`() {
        let parsed = parse("<form><p>Article</p><input value=x><button>Send</button></form>")
        #expect(outline(parsed.body) == "p(Article)")
    }
}
