import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// Finds the title in what a page calls its title: with the site's name behind it, cut off, or beside a logo.
struct PageTitle {
    /// The names of the site, as letters and digits.
    private let siteNames: [String]
    /// The parts of the host's name that may be the site's.
    private let hostLabels: [String]
    /// The names of the page's columns, as letters and digits.
    private let sections: [String]
    private let evidence: PageEvidence

    init(_ evidence: PageEvidence, edition: Edition, sections: [String]) {
        self.evidence = evidence
        siteNames = (evidence.siteNames + [edition.name]).map(PageIdentity.letters).filter { !$0.isEmpty }
        self.sections = sections.map(PageIdentity.letters).filter { !$0.isEmpty }
        hostLabels = edition.site.host.split(separator: ".").dropLast().map(String.init).filter {
            $0.count > 2 && $0 != "www"
        }
    }

    // MARK: The visible title

    private static let titles: HTMLSelector =
        """
        .mainManuscripts h1, .mainbody h1, .title-bar h1, .content-title-text, [itemprop=headline], article h1, main h1
        """
    private static let furniture: HTMLSelector = "header, nav, footer, aside"

    /// The heading over the article; no logo, and of several the one that the page's metadata repeat.
    func heading() -> HTMLElement? {
        let all = evidence.document.all(Self.titles, limit: 20) + evidence.document.all("h1", limit: 20)
        let headings = all.filter {
            $0["content"] == nil && !isSite($0.text) && !$0.text.isEmpty && $0.text.utf8.count < 1_000
        }
        let stated = [evidence.linkedData?.headline, evidence.meta["og:title"], window].compactMap { $0 }
        return headings.first { heading in stated.contains { Self.agree(heading.text, $0) } }
            ?? headings.first { !$0.isInside(Self.furniture) }
    }

    /// Whether one title begins with the other, and is not much longer.
    private static func agree(_ heading: String, _ stated: String) -> Bool {
        let (first, second) = (PageIdentity.letters(of: heading), PageIdentity.letters(of: stated))
        let (short, long) = first.count < second.count ? (first, second) : (second, first)
        return short.count * 3 > long.count && long.hasPrefix(short)
    }

    private var window: String? { evidence.document.first("title")?.rawText }

    // MARK: Stated titles

    /// A title of the metadata as `heading` has it, when one is the beginning of the other; else without the site's name.
    func title(stated: String, heading: String?) -> String {
        guard let heading, heading != stated, Self.agree(heading, stated) else { return withoutSite(stated) }
        return heading
    }

    /// The page's `<title>`, `{title} - {column} - {site}`, without column and site.
    func titleOfWindow() -> String? {
        guard let window, !window.trimmingSpaces().isEmpty else { return nil }
        var title = withoutSite(window.plainLine())
        while let (rest, last) = Self.parts(of: title), sections.contains(PageIdentity.letters(of: last)) {
            title = rest
        }
        return title
    }

    /// A title without the name of the site at its end.
    private func withoutSite(_ title: String) -> String {
        guard let (rest, last) = Self.parts(of: title), isSite(last) else { return title }
        return rest
    }

    /// The parts of a title before its last dash or line, and behind it.
    private static func parts(of title: String) -> (rest: String, last: String)? {
        guard let mark = title.lastIndex(where: { "-–—|｜_·»".contains($0) }) else { return nil }
        let rest = title[..<mark].trimmingSpaces()
        let last = title[title.index(after: mark)...].trimmingSpaces()
        return rest.isEmpty || last.isEmpty ? nil : (String(rest), String(last))
    }

    /// Whether a text is a name of the site, or of its host.
    private func isSite(_ text: some StringProtocol) -> Bool {
        let letters = PageIdentity.letters(of: String(text))
        guard letters.count > 1 else { return false }
        return siteNames.contains {
            $0.hasPrefix(letters) && letters.count * 3 >= $0.count * 2
                || letters.hasPrefix($0) && letters.count <= $0.count * 3
        }
            || hostLabels.contains(letters) || letters == hostLabels.joined()
    }
}

extension HTMLElement {
    /// Whether one of the elements around this one is described by `selector`, nearer than an article or the main part.
    func isInside(_ selector: HTMLSelector) -> Bool {
        var next = parent
        while let element = next, element.name != "article", element.name != "main" {
            if element.matches(selector) { return true }
            next = element.parent
        }
        return false
    }
}
