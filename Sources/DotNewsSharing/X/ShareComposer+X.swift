import DotNewsFoundation

internal import DotNewsModels

extension ShareComposer {
    /// A post for X: the title, hashtags, the link, and the account named with "via".
    ///
    /// What exceeds ``ShareOptions/X-swift.struct/limit`` is taken from the summary first, then from the title. Throws
    /// ``ShareError`` when there is nothing to share, the limit is unknown to X, or the link alone exceeds it.
    public func x(_ content: ShareContent) throws(ShareError) -> XDraft {
        try x(PreparedContent(content, composer: self))
    }

    func x(_ content: PreparedContent) throws(ShareError) -> XDraft {
        var post = try XPost(content, composer: self)
        try post.fitTitle()
        if options.x.includesHashtags { post.addHashtags(content.keywords, maximum: options.x.maximumHashtags) }
        if options.x.includesSummary { post.addSummary(content.summary) }
        return post.draft
    }
}

/// A post in the making: each step leaves it within the limit.
struct XPost {
    private let measurer: XTextMeasurer
    private let lead: Lead
    private(set) var words: String
    private(set) var link: String?
    private(set) var hashtags: [String] = []
    private(set) var via: String?
    private(set) var changes: [ShareChange]
    /// The length of the post as it stands, by the larger count.
    private var length = 0

    /// The fewest units of the title that must remain for an account to be named.
    private static let leastTitleBesideVia = 24
    /// Names on X have at most 15 letters, digits and underscores.
    private static let longestName = 15

    init(_ content: PreparedContent, composer: ShareComposer) throws(ShareError) {
        let limit = composer.options.x.limit
        guard (1...ShareOptions.X.highestLimit).contains(limit) else {
            throw ShareError(.limitOutOfRange, target: .x, reason: "the limit \(limit) is not within 1 and 25,000.")
        }
        measurer = XTextMeasurer(limit: limit)
        lead = content.lead
        words = lead.whole
        let (address, changes) = composer.linkAndChanges(of: content, for: .x)
        self.changes = changes
        if let address {
            let form = XLinkForm.string(for: address)
            if form != address.string {
                self.changes.append(ShareChange(.link, .changed, reason: "it is written so that X links all of it"))
            }
            if !XLinkForm.isWhole(form) {
                self.changes.append(ShareChange(.link, .changed, reason: "X does not make a link of all of it"))
            }
            link = form
        }
        setVia(composer.options.x.via)
    }

    private mutating func setVia(_ name: String?) {
        guard let name = name.map(CombiningMarks.bounded), !name.isEmpty else { return }
        let bare = name.hasPrefix("@") || name.hasPrefix("＠") ? String(name.dropFirst()) : name
        let isName = bare.utf8.allSatisfy { isASCIIAlphanumeric(UInt16($0)) || $0 == 0x5F }
        if isName, (1...Self.longestName).contains(bare.utf8.count) {
            via = bare
        } else {
            changes.append(ShareChange(.via, .dropped, reason: "X has no account of this name", subject: name))
        }
    }

    /// The post as X joins it.
    private func joined(_ words: String) -> String {
        var result = words
        func append(_ part: String) {
            if !result.isEmpty { result += " " }
            result += part
        }
        for tag in hashtags { append("#" + tag) }
        if let link { append(link) }
        if let via { append("via @" + via) }
        return result
    }

    /// By how much the post with `words` exceeds the limit.
    private func excess(_ words: String) -> Int { measurer.cautiousLength(of: joined(words)) - measurer.limit }

    /// Makes the title fit beside link and account. The link always stays.
    mutating func fitTitle() throws(ShareError) {
        length = excess(words) + measurer.limit
        if length <= measurer.limit { return }
        words = lead.fitted(excess: excess)
        if let via, words.isEmpty || measurer.cautiousLength(of: words) < Self.leastTitleBesideVia {
            self.via = nil
            changes.append(ShareChange(.via, .dropped, reason: "it left no room for the title", subject: via))
            words = lead.fitted(excess: excess)
        }
        length = excess(words) + measurer.limit
        guard length <= measurer.limit, !words.isEmpty || link != nil else {
            if let link, words.isEmpty {
                let length = measurer.length(of: link)
                throw ShareError(
                    .linkTooLong, target: .x, reason: "the link alone counts \(length) of \(measurer.limit) units.")
            }
            throw ShareError(
                .limitOutOfRange, target: .x, reason: "the limit \(measurer.limit) leaves no room for any of the title."
            )
        }
        if words != lead.whole {
            let kind: ShareChange.Kind = words.isEmpty ? .dropped : .shortened
            changes.append(ShareChange(.title, kind, reason: "the limit is \(measurer.limit) units"))
        }
    }

    /// Adds the keywords that X recognises as hashtags and that are not in the words yet, as many as fit.
    mutating func addHashtags(_ keywords: [String], maximum: Int?) {
        guard !keywords.isEmpty else { return }
        var present = hashtagKeys(in: words)
        var remainder = measurer.limit - length
        for keyword in keywords {
            let name = Keyword.joined(keyword)
            guard Self.isHashtag(name) else {
                changes.append(
                    ShareChange(.hashtag, .dropped, reason: "X does not recognise it as a hashtag", subject: keyword))
                continue
            }
            let key = Keyword.key(name)
            if present.contains(key) { continue }
            // Its price is known before it is joined; `joined` is measured again once all are in.
            let price = measurer.cautiousLength(of: " #" + name)
            guard price <= remainder, present.count < maximum ?? .max else {
                let reason = price <= remainder ? "enough hashtags are there" : "there is no room for it"
                changes.append(ShareChange(.hashtag, .dropped, reason: reason, subject: name))
                continue
            }
            remainder -= price
            hashtags.append(name)
            present.insert(key)
        }
        length = measurer.cautiousLength(of: joined(words))
        while let last = hashtags.last, length > measurer.limit {
            hashtags.removeLast()
            length = measurer.cautiousLength(of: joined(words))
            changes.append(ShareChange(.hashtag, .dropped, reason: "there is no room for it", subject: last))
        }
    }

    /// The keys of the hashtags that the words have already.
    private func hashtagKeys(in words: String) -> Set<String> {
        let mayHold = words.utf8.contains { $0 == 0x23 || $0 == 0xEF }
        guard mayHold, words.unicodeScalars.contains(where: { $0 == "#" || $0 == "＃" }) else { return [] }
        return Set(measurer.measure(words).hashtags.map { Keyword.key($0.text) })
    }

    /// Whether X and its kin recognise `name` as a hashtag, and readers see one.
    static func isHashtag(_ name: String) -> Bool { XHashtagScanner.isValid(name: name) && isWord(name) }

    /// Whether readers would see a tag: a mark alone would only change the look of the sign before it, and a keycap is a
    /// digit with marks to X.
    private static func isWord(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first else { return false }
        switch first.value {
        // Most tags start with one of these; asking for properties is slow.
        case 0x41...0x5A, 0x61...0x7A, 0x3400...0x9FFF: return true
        default: break
        }
        let isStart = first.properties.isAlphabetic || first.properties.numericType != nil || first == "_"
        return isStart && first.properties.canonicalCombiningClass == .notReordered
            && name.unicodeScalars.contains { $0.properties.isAlphabetic }
    }

    /// Lets the summary follow the title, shortened to the room that is left.
    mutating func addSummary(_ summary: String) {
        guard !summary.isEmpty, words == lead.whole, !words.isEmpty else { return }
        let fitted = TextFitter.fit(summary) { excess(lead.whole + "\n" + $0) }
        if fitted != summary {
            let kind: ShareChange.Kind = fitted.isEmpty ? .dropped : .shortened
            changes.append(ShareChange(.summary, kind, reason: "the limit is \(measurer.limit) units"))
        }
        if !fitted.isEmpty {
            words = lead.whole + "\n" + fitted
            length = measurer.cautiousLength(of: joined(words))
        }
    }

    /// The names in the words, such as `Booking.com`, of which X makes links that nobody wrote.
    private var linkedNames: [ShareChange] {
        guard words.utf8.contains(UInt8(ascii: ".")) else { return [] }
        let units = TextUnits(words)
        return XLinkScanner.links(in: units).filter { !$0.hasScheme }.map {
            ShareChange(
                .title, .changed, reason: "X makes a link of it, which counts 23 and may take the card",
                subject: units.string($0.range))
        }
    }

    /// The finished post.
    var draft: XDraft {
        let text = joined(words)
        let length = measurer.length(of: text)
        return XDraft(
            text: text, words: words, link: link, hashtags: hashtags, via: via,
            measure: ShareMeasure(length: length, unit: .weighted, limit: measurer.limit),
            changes: changes + linkedNames,
            addresses: XAddresses.parts(words: words, link: link, hashtags: hashtags, via: via, text: text))
    }
}
