import DotNewsMarkup
import DotNewsModels
import Testing

@Suite struct MarkdownTests {
    private let renderer = MarkdownRenderer()

    @Test(arguments: [LanguageTag.english, .traditionalChinese, .simplifiedChinese])
    func `an article has its parts in order`(_ language: LanguageTag) {
        let text = MarkdownRenderer(language: language).render(TestArticles.article(language))
        let parts: [String] =
            switch language {
            case .english:
                [
                    "# Deepline \\| East span reopens", "> \"A bridge", "![The span at dawn. (DDN photo)](https://",
                    "*The span at dawn. (DDN photo)*", "**east span**", "### What the inspection found",
                    "- Two worn bearings", "  1. left", "[the map](https://", "(Source: Harbour Wire", "Tags: bridge",
                    "## Related news", "- [East span to close](https://", "[Original article](https://",
                ]
            case .simplifiedChinese:
                ["# 点观香港｜东桥重开", "> 「桥的", "**东桥**", "### 检查结果", "（来源：", "标签：", "## 相关新闻", "[原文]("]
            default:
                ["# 點觀香港｜東橋重開", "> 「橋的", "**東橋**", "### 檢查結果", "（來源：", "標籤：", "## 相關新聞", "[原文]("]
            }
        var rest = Substring(text)
        for part in parts {
            guard let range = rest.firstRange(of: part) else {
                Issue.record("\(part) is missing in or out of order in:\n\(text)")
                return
            }
            rest = rest[range.upperBound...]
        }
    }

    static let escapes: [(InlineText, String)] = [
        ("1. not a list", "1\\. not a list"), ("# no", "\\# no"), ("- no", "\\- no"), ("+ no", "\\+ no"),
        ("=== no", "\\=== no"), ("> no", "\\> no"), ("a*b*c_d_", "a\\*b\\*c\\_d\\_"), ("[x](y)", "\\[x\\](y)"),
        ("<script>", "\\<script\\>"), ("&lt;", "\\&lt;"), ("![x](y)", "!\\[x\\](y)"), ("`code`", "\\`code\\`"),
        ("a|b", "a\\|b"), ("~~a~~", "\\~\\~a\\~\\~"), ("a\\", "a\\\\"), ("    code", "code"),
        ("a\n2) b", "a\\\n2\\) b"),
        ("a - b 1. c", "a - b 1. c"), ("$x$", "\\$x\\$"),
    ]

    @Test(arguments: escapes) func `text stays text`(_ text: InlineText, _ expected: String) {
        #expect(renderer.render(ArticleBody(blocks: [.paragraph(text)])) == expected + "\n")
    }

    static let styled: [([InlineText.Run], String)] = [
        ([.init("a "), .init("b", isStrong: true), .init(" c")], "a **b** c"),
        ([.init("有"), .init("「重點」", isStrong: true), .init("後")], "有「**重點**」後"),
        ([.init("a"), .init(" b ", isEmphasized: true), .init("c")], "a *b* c"),
        ([.init("x", isEmphasized: true, isStrong: true)], "***x***"),
        ([.init("a", isStrong: true), .init("b", isEmphasized: true)], "**a**b"),
        ([.init("…", isStrong: true), .init("a")], "…a"),
        ([.init("a\nb", isStrong: true)], "**a**\\\n**b**"),
        ([.init("a [b]", link: WebAddress("https://x.y/z_(1)*")!)], "[a \\[b\\]](https://x.y/z\\_\\(1\\)\\*)"),
        (
            [
                .init("a ", link: WebAddress("https://x.y/")!),
                .init("b", isStrong: true, link: WebAddress("https://x.y/")!),
            ],
            "[a **b**](https://x.y/)"
        ),
    ]

    @Test(arguments: styled) func `markers stand where they work`(_ runs: [InlineText.Run], _ expected: String) {
        #expect(renderer.render(ArticleBody(blocks: [.paragraph(InlineText(runs))])) == expected + "\n")
    }

    @Test func `neighbouring lists stay two`() {
        let body = parse("<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol><li>d</ol>").body
        #expect(renderer.render(body) == "- a\n\n* b\n\n1. c\n\n1) d\n")
    }

    @Test func `a fence is longer than any in its text`() {
        let body = ArticleBody(blocks: [.preformatted("a ``` b\n````")])
        #expect(renderer.render(body) == "`````\na ``` b\n````\n`````\n")
    }

    @Test func `tables have a header row`() {
        let body = parse("<table><tr><td>a</td><td>b<br>c</td></tr><tr><td>d</td></tr></table>").body
        #expect(renderer.render(body) == "|  |  |\n| --- | --- |\n| a | b c |\n| d |  |\n")
    }
}
