internal import DotNewsModels

/// The words of an article made clean once for all targets.
struct PreparedContent {
    /// The title as one line; the summary when the article has no title.
    let title: String
    /// The summary as one line; empty when it stands in for the title.
    let summary: String
    /// The words with which a post begins: the quotation when there is one, else the title.
    let lead: Lead
    /// The quotation; `nil` when there is none.
    let quote: Lead?
    /// The keywords without signs and duplicates, in their order.
    let keywords: [String]
    let content: ShareContent
    /// What was done to the words for every target.
    private(set) var changes: [ShareChange] = []
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
        let addresses = OwnAddresses(links, cleaner: composer.cleaner)
        let title = Self.words(content.title, .title, without: addresses, &changes)
        let summary = Self.words(content.summary, .summary, without: addresses, &changes)
        guard !title.isEmpty || !links.isEmpty else {
            throw ShareError(.nothingToShare, reason: "it has neither a title nor a link.")
        }
        self.title = title.isEmpty ? summary : title
        self.summary = title.isEmpty ? "" : summary
        let passage = TextCleaner.line(TextBound.field.applied(to: content.quote).text)
        quote = passage.isEmpty ? nil : Lead(quoting: passage, edition: composer.edition)
        lead = quote ?? Lead(self.title)
        self.content = content
        keywords = Keyword.names(content.keywords)
        defaultLink = composer.preparedLink(of: content, .share)
        var others: [ShareOptions.LinkChoice: PreparedLink] = [:]
        for choice in composer.options.linkChoices.values where choice != .share && others[choice] == nil {
            others[choice] = composer.preparedLink(of: content, choice)
        }
        otherLinks = others
    }

    /// A field as one line, without the article's own addresses: no target shall have the link twice.
    private static func words(
        _ text: String, _ field: ShareChange.Field, without addresses: OwnAddresses, _ changes: inout [ShareChange]
    ) -> String {
        let bounded = TextBound.field.applied(to: text)
        if let reason = bounded.reason { changes.append(ShareChange(field, .shortened, reason: reason)) }
        guard let rest = addresses.removed(from: bounded.text) else { return TextCleaner.line(bounded.text) }
        changes.append(ShareChange(field, .changed, reason: "the link stands beside it and not in it too"))
        return TextCleaner.line(rest)
    }
}
