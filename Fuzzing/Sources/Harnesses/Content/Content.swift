import DotNewsMarkup
import DotNewsModels
import DotNewsTestSupport
import Foundation

/// What no content of the network may look like once it has been read.
enum Content {
    /// Checks an article and what is written of it.
    static func check(_ article: Article) {
        check(article.summary)
        let parsed = ParsedBody(body: article.body, credits: article.credits, related: article.related)
        let problems = BodyInvariants.problems(of: parsed)
        require(problems.isEmpty, problems.joined(separator: ", "))
        for image in article.images { check(image.address) }
        if let video = article.video { check(video.address) }
        checkRenderings(of: article)
    }

    /// Checks what a list shows of an article.
    static func check(_ summary: ArticleSummary) {
        require(ArticleID(summary.id.rawValue) == summary.id, summary.id.rawValue)
        require(!summary.title.isEmpty, "no title")
        let lines = [summary.title, summary.author, summary.source] + summary.keywords + summary.tags
        for line in lines { require(!line.unicodeScalars.contains(where: isForbidden), line.debugDescription) }
        let text = summary.summary
        require(!text.unicodeScalars.contains { $0 != "\n" && isForbidden($0) }, text.debugDescription)
        let addresses = [summary.address, summary.shareAddress, summary.jsonAddress, summary.thumbnail?.address]
        for address in addresses.compactMap(\.self) { check(address) }
        require(summary.mediaDuration.map { $0.isFinite && $0 >= 0 } ?? true, "\(summary.mediaDuration ?? 0) seconds")
        for date in [summary.publishedAt, summary.updatedAt].compactMap(\.self) {
            require(date.timeIntervalSince1970.isFinite, "\(date)")
        }
    }

    /// Checks that an address is as reading it again leaves it.
    static func check(_ address: WebAddress) {
        require(WebAddress(address.string) == address, "\(address)")
    }

    private static func checkRenderings(of article: Article) {
        for language in [LanguageTag.english, .traditionalChinese] {
            let renderer = HTMLRenderer(language: language, allowsRemoteImages: true)
            for html in [renderer.render(article), renderer.renderFragment(article.body)] {
                let findings = HTMLAudit.findings(in: html)
                require(findings.isEmpty, findings.joined(separator: ", "))
            }
            let texts = [
                PlainTextRenderer(language: language).render(article),
                MarkdownRenderer(language: language).render(article),
            ]
            for text in texts {
                require(!text.unicodeScalars.contains { $0 != "\n" && isForbidden($0) }, text.debugDescription)
            }
        }
    }

    static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
    }
}
