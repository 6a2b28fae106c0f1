internal import DotNewsModels

/// The words of a story made clean once for all targets.
struct PreparedContent {
    /// The title as one line; the summary when the story has no title.
    let title: String
    /// The summary as one line; empty when it stands in for the title.
    let summary: String
    /// The keywords without signs and duplicates, in their order.
    let keywords: [String]
    let content: ShareContent
    /// The link of targets for which nothing else is chosen.
    private let defaultLink: PreparedLink?
    /// The links by how they are chosen, of targets for which another choice was made.
    private let otherLinks: [ShareOptions.LinkChoice: PreparedLink]

    /// A link before a target's campaign is written into it.
    struct PreparedLink {
        var address: WebAddress
        var changes: [ShareChange]
    }

    /// The link for `target`; `nil` when there is none.
    func link(for target: ShareTarget, options: ShareOptions) -> PreparedLink? {
        if options.linkChoices.isEmpty { return defaultLink }
        let choice = options.linkChoices[target] ?? .share
        return choice == .share ? defaultLink : otherLinks[choice]
    }

    /// Cleans `content`; throws when it has neither title nor link.
    init(_ content: ShareContent, composer: ShareComposer) throws(ShareError) {
        let links = [content.articleAddress, content.shareAddress, content.canonicalAddress].compactMap(\.self)
        let title = Self.words(content.title, without: links)
        let summary = Self.words(content.summary, without: links)
        guard !title.isEmpty || !links.isEmpty else {
            throw ShareError(.nothingToShare, reason: "it has neither a title nor a link.")
        }
        self.title = title.isEmpty ? summary : title
        self.summary = title.isEmpty ? "" : summary
        self.content = content
        keywords = Self.keywords(content.keywords)
        defaultLink = composer.preparedLink(of: content, .share)
        var others: [ShareOptions.LinkChoice: PreparedLink] = [:]
        for choice in composer.options.linkChoices.values where choice != .share && others[choice] == nil {
            others[choice] = composer.preparedLink(of: content, choice)
        }
        otherLinks = others
    }

    /// The longest text that is read of a field, in characters; what follows could not be shared anyway.
    private static let longestField = 20_000

    /// A field as one line, without the story's own addresses: no target shall have the link twice.
    private static func words(_ text: String, without links: [WebAddress]) -> String {
        var text = text.utf8.count > longestField ? String(text.prefix(longestField)) : text
        if !links.isEmpty, mentionsScheme(text) {
            for link in links.sorted(by: { $0.string.utf8.count > $1.string.utf8.count }) {
                text = removing(link.string, from: text)
            }
        }
        return TextCleaner.line(text)
    }

    private static func mentionsScheme(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count > 8 else { return false }
            return (0..<bytes.count - 2).contains {
                bytes[$0] == 0x3A && bytes[$0 + 1] == 0x2F && bytes[$0 + 2] == 0x2F
            }
        }
    }

    private static func removing(_ needle: String, from text: String) -> String {
        text.split(separator: needle, omittingEmptySubsequences: false).joined()
    }

    private static func keywords(_ keywords: [String]) -> [String] {
        var seen: Set<String> = []
        return keywords.compactMap { keyword in
            let name = keywordName(TextCleaner.line(keyword))
            return !name.isEmpty && seen.insert(name.lowercased()).inserted ? name : nil
        }
    }

    /// A keyword without the signs of X and Weibo around it.
    private static func keywordName(_ keyword: String) -> String {
        var name = keyword[...]
        while let first = name.first, first == "#" || first == "＃" || first.isWhitespace { name.removeFirst() }
        while let last = name.last, last == "#" || last == "＃" || last.isWhitespace { name.removeLast() }
        return String(name)
    }
}
