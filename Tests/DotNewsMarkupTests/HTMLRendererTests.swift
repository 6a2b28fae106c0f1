import DotNewsModels
import DotNewsTestSupport
import Testing

@testable import DotNewsMarkup

@Suite struct HTMLRendererTests {
    @Test(arguments: [(50, 50), (54, 50), (114, 110), (115, 120), (297, 300), (300, 300)])
    func `the text size is a step that the sheet knows`(percent: Int, step: Int) {
        let page = HTMLRenderer(textSize: TextSize(percent: percent)).render(TestArticles.article(.english))
        #expect(page.contains(" data-text-size=\"\(step)\">"))
        #expect(page.contains(":root[data-text-size=\"\(step)\"]{font-size:\(step)%}"))
        #expect(!HTMLRenderer().render(TestArticles.article(.english)).contains("data-text-size=\"100\">"))
    }

    @Test(arguments: [LanguageTag.english, .traditionalChinese, .simplifiedChinese])
    func `a page has the article's parts and nothing foreign`(_ language: LanguageTag) {
        let article = TestArticles.article(language)
        let html = HTMLRenderer(language: language, allowsRemoteImages: true).render(
            article, shareLinks: [.init(title: "X", address: WebAddress("https://x.com/intent/post?url=a&text=b")!)])
        #expect(HTMLAudit.findings(in: html) == [])
        #expect(html.contains("<html lang=\"\(language.rawValue)\" data-appearance=\"auto\">"))
        #expect(html.contains("<time datetime=\"2025-11-03T09:30:00+08:00\">"))
        #expect(html.contains("href=\"https://x.com/intent/post?url=a&amp;text=b\""))
        let shown = html.split(separator: "<").map { $0.drop { $0 != ">" }.dropFirst() }.joined()
        for line in article.body.text.split(separator: "\n") {
            // A credit stands in brackets, which the model does not have.
            let words = line.split(whereSeparator: { $0 == " " || $0 == "。" })
            for word in words where !word.contains("攝") && !word.contains("摄") && word != "DDN" && word != "photo" {
                #expect(shown.contains(HTMLText.escaped(word)), "\(word)")
            }
        }
        let labels: [LanguageTag: [String]] = [
            .english: ["Tags: ", "Related news", "Share: ", "Original article"],
            .traditionalChinese: ["標籤：", "相關新聞", "分享：", "原文"],
            .simplifiedChinese: ["标签：", "相关新闻", "分享：", "原文"],
        ]
        for label in labels[language] ?? [] { #expect(html.contains(label)) }
    }

    @Test(arguments: Appearance.allCases) func `appearance is an attribute, so that the style is the same for all`(
        _ appearance: Appearance
    ) {
        let html = HTMLRenderer(appearance: appearance).render(TestArticles.article(.english))
        #expect(html.contains("data-appearance=\"\(appearance.rawValue)\""))
        #expect(html.contains("<style>\(HTMLStyle.sheet)</style>"))
    }

    @Test func `the policy names the style by its hash`() {
        #expect(HTMLStyle.hash == "sha256-" + SHA256.base64(Array(HTMLStyle.sheet.utf8)))
        #expect(SHA256.base64(Array("abc".utf8)) == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    }

    private func policy(_ renderer: HTMLRenderer) -> String {
        let html = renderer.render(parse("<img src=https://m.example/i.jpg>").body)
        let start = html.firstRange(of: "content=\"default-src")!.lowerBound
        return String(html[start...].dropFirst(9).prefix { $0 != "\"" })
    }

    @Test func `only the images that are shown are admitted`() {
        #expect(policy(HTMLRenderer()).contains("default-src 'none'; img-src 'none';"))
        #expect(policy(HTMLRenderer(allowsRemoteImages: true)).contains("img-src https://m.example;"))
        #expect(policy(HTMLRenderer { _ in "data:image/png;base64,AA==" }).contains("img-src data:;"))
        #expect(policy(HTMLRenderer { _ in "images/1.jpg" }).contains("img-src 'self' file:;"))
        #expect(policy(HTMLRenderer { _ in "file:///tmp/1.jpg" }).contains("img-src file:;"))
    }

    @Test(arguments: [
        "javascript:alert(1)", "data:image/svg+xml;base64,AA==", "data:text/html,x", "https://evil.example/i.jpg",
        "//evil.example/i",
        "x\" onerror=\"y", "file://host/i.jpg", "",
    ]) func `an image source that is no local image is not used`(_ source: String) {
        let html = HTMLRenderer { _ in source }.render(parse("<img src=https://m.example/i.jpg alt=東橋>").body)
        #expect(!html.contains("<img"))
        #expect(html.contains("東橋"))
    }

    @Test func `videos and players are links`() {
        let html = HTMLRenderer(language: .traditionalChinese).render(
            parse("<video src=/v.mp4 poster=/p.jpg title=檢查></video><iframe src=https://y.example/e></iframe>").body)
        #expect(html.contains("<a href=\"https://www.dotdotnews.com/v.mp4\" rel=\"noopener noreferrer\">▶ 影片：檢查</a>"))
        #expect(html.contains("<a href=\"https://y.example/e\" rel=\"noopener noreferrer\">▶ 播放器</a>"))
        #expect(!html.contains("<iframe") && !html.contains("<video"))
    }

    @Test func `the code to scan is shown under the share row`() {
        let link = HTMLRenderer.ShareLink(
            title: "微信", address: testBase, imageSource: "data:image/png;base64,AA==")
        let html = HTMLRenderer(language: .simplifiedChinese).render(
            TestArticles.article(.simplifiedChinese), shareLinks: [link])
        #expect(html.contains("<img src=\"data:image/png;base64,AA==\" alt=\"微信\">"))
        #expect(html.contains("img-src data:;"))
    }
}
