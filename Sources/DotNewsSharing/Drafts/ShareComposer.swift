public import DotNewsModels

/// Composes what each target will accept and show of an article, so that an app only has to hand it over.
///
/// ```swift
/// let composer = ShareComposer(edition: .dotdotnews)
/// let draft = try composer.x(ShareContent(article))
/// print(draft.text, draft.measure, draft.addresses[0].address)
/// ```
///
/// A draft is valid by construction: it is within the target's limit by the target's own count, and the link is whole.
/// What had to be shortened, dropped or changed for that is listed in its changes. Nothing is posted.
public struct ShareComposer: Sendable {
    /// The edition whose article is shared: its language, its name and its own hosts.
    public let edition: Edition
    /// How shares are composed.
    public let options: ShareOptions
    let cleaner: LinkCleaner

    /// Composes for articles of `edition`.
    ///
    /// The hosts of the built-in editions count as own ones too, since articles link to each other.
    public init(edition: Edition, options: ShareOptions = ShareOptions()) {
        self.edition = edition
        self.options = options
        cleaner = LinkCleaner(editions: [edition] + Edition.builtIn)
    }

    /// The draft of `content` for `target`; throws ``ShareError`` when it cannot be made valid.
    public func draft(of content: ShareContent, for target: ShareTarget) throws(ShareError) -> any ShareDraft {
        try draft(of: PreparedContent(content, composer: self), for: target)
    }

    /// The drafts of `content` for `targets`, in their order; throws ``ShareError`` when one cannot be made valid.
    public func drafts(
        of content: ShareContent, for targets: [ShareTarget] = ShareTarget.allCases
    ) throws(ShareError) -> [any ShareDraft] {
        let prepared = try PreparedContent(content, composer: self)
        var drafts: [any ShareDraft] = []
        for target in targets { drafts.append(try draft(of: prepared, for: target)) }
        return drafts
    }

    private func draft(of content: PreparedContent, for target: ShareTarget) throws(ShareError) -> any ShareDraft {
        if let service = service(for: target) { return try self.draft(of: content, for: service) }
        return switch target {
        case .x: try x(content)
        case .weibo: try weibo(content)
        case .wechat: try weChat(content)
        case .system: system(content)
        case .markdown: markdown(content)
        case .html: html(content)
        case .plain: plain(content)
        default:
            throw ShareError(
                .unknownTarget, target: target, reason: "no draft is known for it; hand over a ShareService instead.")
        }
    }

    // MARK: Links

    /// The address of `content` that goes to `target`, without tracking and with the campaign; `nil` when it has none.
    public func link(of content: ShareContent, for target: ShareTarget) -> WebAddress? {
        let link = preparedLink(of: content, options.linkChoices[target] ?? .share)
        return link.map { campaigned($0.address, for: target) }
    }

    func linkAndChanges(
        of content: PreparedContent, for target: ShareTarget
    ) -> (address: WebAddress?, changes: [ShareChange]) {
        guard let link = content.link(for: target, options: options) else { return (nil, content.changes) }
        var address = campaigned(link.address, for: target)
        var changes = content.changes + link.changes
        if Self.countsLinks(target), address.string.utf8.count > Self.longestCountedLink,
            let page = TextFragment.removed(from: address)
        {
            address = page
            let reason = "a link to the passage would leave no room, so it leads to the page"
            changes.append(ShareChange(.link, .changed, reason: reason))
        }
        return (address, changes)
    }

    /// Whether a link costs more the longer it is.
    private static func countsLinks(_ target: ShareTarget) -> Bool {
        target == .weibo || target == .bluesky || target == .threads
    }

    /// The longest link to a passage there, in bytes: it costs 40 of Weibo's 140, and 200 of Bluesky's 300.
    private static let longestCountedLink = 200

    private func campaigned(_ address: WebAddress, for target: ShareTarget) -> WebAddress {
        options.campaign?.applied(to: address, fallbackSource: target.rawValue) ?? address
    }

    func preparedLink(of content: ShareContent, _ choice: ShareOptions.LinkChoice) -> PreparedContent.PreparedLink? {
        guard var address = chosenAddress(of: content, choice) else { return nil }
        var changes: [ShareChange] = []
        if options.removesTracking, case let result = cleaner.clean(address), !result.removed.isEmpty {
            address = result.address
            let reason = "tracking was removed: " + result.removed.joined(separator: ", ")
            changes.append(ShareChange(.link, .changed, reason: reason))
        }
        if !content.quote.isEmpty {
            address = TextFragment.applied(to: address, passage: content.quote, body: content.body)
        }
        return .init(address: address, changes: changes)
    }

    private func chosenAddress(of content: ShareContent, _ choice: ShareOptions.LinkChoice) -> WebAddress? {
        let canonical = acceptableCanonical(of: content)
        switch choice {
        case .share: return content.shareAddress ?? content.articleAddress ?? canonical
        case .article: return content.articleAddress ?? canonical ?? content.shareAddress
        case .canonical: return canonical ?? content.articleAddress ?? content.shareAddress
        }
    }

    /// A canonical address counts when it is of the same publisher and not the front page.
    private func acceptableCanonical(of content: ShareContent) -> WebAddress? {
        guard let canonical = content.canonicalAddress, canonical.path.count > 1 else { return nil }
        let hosts = [content.articleAddress, content.shareAddress].compactMap { $0?.host }
        return hosts.isEmpty || hosts.contains(canonical.host) || cleaner.ownHosts.contains(canonical.host)
            ? canonical : nil
    }
}
