internal import DotNewsModels

extension ShareComposer {
    /// Returns the post of `content` for `service`: the title or the quotation, hashtags and the link.
    ///
    /// - Throws: ``ShareError`` when there is nothing to share, or the link alone exceeds the service's limit.
    public func draft(of content: ShareContent, for service: any ShareService) throws(ShareError) -> ServiceDraft {
        try draft(of: PreparedContent(content, composer: self), for: service)
    }

    /// Returns the service of `target`; `nil` for targets with a draft of their own, such as X, and for unknown ones.
    public func service(for target: ShareTarget) -> (any ShareService)? {
        switch target {
        case .whatsApp: WhatsApp()
        case .telegram: Telegram()
        case .threads: Threads()
        case .facebook: Facebook(appID: options.facebookAppID)
        case .line: LINE()
        case .bluesky: Bluesky()
        case .mastodon: Mastodon(server: options.mastodonServer)
        default: nil
        }
    }

    func draft(of content: PreparedContent, for service: any ShareService) throws(ShareError) -> ServiceDraft {
        var (address, changes) = linkAndChanges(of: content, for: service.target)
        let link = address?.string
        func excess(_ words: String, _ hashtags: [String] = []) -> Int {
            service.excess(of: service.text(SharePostParts(words: words, hashtags: hashtags, link: link)))
        }
        var parts = SharePostParts(words: content.lead.fitted { excess($0) }, hashtags: [], link: link)
        guard excess(parts.words) <= 0 else {
            throw ShareError(
                .linkTooLong, target: service.target,
                reason: "the link alone exceeds the limit of \(service.limit ?? 0) \(service.unit.rawValue).")
        }
        if parts.words != content.lead.whole {
            changes.append(
                ShareChange(
                    .title, parts.words.isEmpty ? .dropped : .shortened,
                    reason: "the limit is \(service.limit ?? 0) \(service.unit.rawValue)"))
        } else {
            var present = Set(XTextMeasurer().measure(parts.words).hashtags.map { Keyword.key($0.text) })
            for keyword in content.keywords where present.count < service.maximumHashtags {
                let name = Keyword.joined(keyword)
                guard XPost.isHashtag(name), !present.contains(Keyword.key(name)),
                    excess(parts.words, parts.hashtags + [name]) <= 0
                else { continue }
                present.insert(Keyword.key(name))
                parts.hashtags.append(name)
            }
        }
        let text = service.text(parts)
        if !parts.words.isEmpty, !text.contains(parts.words) {
            changes.append(
                ShareChange(.title, .dropped, reason: "\(service.target.displayName) shows what the page itself says"))
        }
        return ServiceDraft(
            target: service.target, text: text, words: parts.words, link: link, hashtags: parts.hashtags,
            measure: ShareMeasure(length: service.length(of: text), unit: service.unit, limit: service.limit),
            changes: changes, addresses: service.addresses(for: parts))
    }
}
