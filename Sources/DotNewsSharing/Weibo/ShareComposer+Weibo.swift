import DotNewsFoundation

internal import DotNewsModels

extension ShareComposer {
    /// A post for Weibo: `【title】summary #topic# link`.
    ///
    /// What exceeds ``ShareOptions/Weibo-swift.struct/limit`` is taken from the summary first, then from the title.
    /// Throws ``ShareError`` when there is nothing to share, the limit is unknown to Weibo, or the link alone exceeds
    /// it.
    public func weibo(_ content: ShareContent) throws(ShareError) -> WeiboDraft {
        try weibo(PreparedContent(content, composer: self))
    }

    func weibo(_ content: PreparedContent) throws(ShareError) -> WeiboDraft {
        var post = try WeiboPost(content, composer: self)
        try post.fitTitle()
        post.addTopics(content.keywords, maximum: options.weibo.maximumTopics)
        // A quotation is what the reader chose to share.
        if let quote = content.quote {
            post.addSummary(quote)
        } else if options.weibo.includesSummary {
            post.addSummary(Lead(content.summary))
        }
        return post.draft(images: content.content.images, options: options.weibo, language: edition.language)
    }
}

/// A post in the making: each step leaves it within the limit.
private struct WeiboPost {
    private let measurer: WeiboTextMeasurer
    /// The keywords as they are compared.
    private let keys: Set<String>
    private let title: String
    private var shownTitle: String
    private var summary = ""
    private let link: String?
    /// The keys of the topics that are there, in the title or behind the words.
    private var present: Set<String> = []
    /// The topics behind the words.
    private var topics: [String] = []
    private var changes: [ShareChange]
    /// What the title counts as it stands, in bytes; what the topics count with a space before each, and the link.
    private var titleBytes = 0
    private var topicBytes = 0
    private let linkBytes: Int

    /// A summary of fewer characters says nothing.
    private static let leastSummary = 4
    /// Weibo's own SDK takes 18 pictures.
    private static let mostImages = 18

    init(_ content: PreparedContent, composer: ShareComposer) throws(ShareError) {
        let limit = composer.options.weibo.limit
        guard (1...ShareOptions.Weibo.highestLimit).contains(limit) else {
            throw ShareError(.limitOutOfRange, target: .weibo, reason: "the limit \(limit) is not within 1 and 2,000.")
        }
        measurer = WeiboTextMeasurer(limit: limit)
        let (address, changes) = composer.linkAndChanges(of: content, for: .weibo)
        self.changes = changes
        link = address?.string
        linkBytes = link.map(WeiboTextMeasurer.byteCount(of:)) ?? 0
        keys = Set(content.keywords.map(Keyword.key))
        let words = content.title.isEmpty ? content.lead.whole : content.title
        title = WeiboSigns.written(words, topics: keys)
        shownTitle = title
        if title != content.title {
            self.changes.append(ShareChange(.title, .changed, reason: WeiboSigns.reason))
        }
    }

    /// Whether a keyword can stand between two signs: it has a letter or a digit, and neither a sign nor a link, which
    /// would swallow the second sign.
    private static func isTopic(_ keyword: String) -> Bool {
        guard !keyword.utf8.contains(0x23), !keyword.utf8.contains(0x3A) || !keyword.contains("://") else {
            return false
        }
        // Nearly all start with a Latin or a Han character; asking for properties is slow.
        if let first = keyword.unicodeScalars.first?.value,
            first < 0x80 && isASCIIAlphanumeric(UInt16(first)) || (0x4E00...0x9FFF).contains(first)
        {
            return ("#" + keyword).first == "#"
        }
        return ("#" + keyword).first == "#" && keyword.contains { $0.isLetter || $0.isNumber }
    }

    /// Whether the title has the brackets itself, which are not put into brackets again.
    private var isBracketed: Bool { title.contains("【") || title.contains("】") }

    private func words(title: String, summary: String) -> String {
        var words = title
        if !summary.isEmpty { words = isBracketed ? title + " " + summary : "【" + title + "】" + summary }
        for topic in topics {
            if !words.isEmpty { words += " " }
            words += "#" + topic + "#"
        }
        return words
    }

    /// The post with its link, which Weibo appends.
    private func joined(_ words: String) -> String {
        guard let link else { return words }
        return words.isEmpty ? link : words + " " + link
    }

    /// By how much the post exceeds the limit, from what its parts count in bytes; the summary with its brackets.
    private func excess(titleBytes: Int, summaryBytes: Int = 0) -> Int {
        let words = titleBytes + summaryBytes + topicBytes
        // The first topic has no space before it when it stands at the start.
        let spaces = (titleBytes == 0 && topicBytes > 0 ? -1 : 0) + (words > 0 && link != nil ? 1 : 0)
        return (words + spaces + linkBytes + 1) / 2 - measurer.limit
    }

    mutating func fitTitle() throws(ShareError) {
        shownTitle = TextFitter.fit(title) { excess(titleBytes: WeiboTextMeasurer.byteCount(of: $0)) }
        titleBytes = WeiboTextMeasurer.byteCount(of: shownTitle)
        guard excess(titleBytes: titleBytes) <= 0, !shownTitle.isEmpty || link != nil else {
            if let link {
                let length = measurer.length(of: link)
                throw ShareError(
                    .linkTooLong, target: .weibo, reason: "the link alone counts \(length) of \(measurer.limit) 字.")
            }
            throw ShareError(
                .limitOutOfRange, target: .weibo,
                reason: "the limit \(measurer.limit) leaves no room for any of the title.")
        }
        if shownTitle != title {
            let kind: ShareChange.Kind = shownTitle.isEmpty ? .dropped : .shortened
            changes.append(ShareChange(.title, kind, reason: "the limit is \(measurer.limit) 字"))
        }
    }

    mutating func addTopics(_ keywords: [String], maximum: Int) {
        present = Set(measurer.measure(shownTitle).hashtags.map { Keyword.key($0.text) })
        for keyword in keywords where !present.contains(Keyword.key(keyword)) {
            guard present.count < maximum else {
                drop(keyword, "enough topics are there")
                continue
            }
            guard Self.isTopic(keyword) else {
                drop(keyword, "Weibo makes no topic of it")
                continue
            }
            let bytes = WeiboTextMeasurer.byteCount(of: " #" + keyword + "#")
            topicBytes += bytes
            guard shownTitle == title, excess(titleBytes: titleBytes) <= 0 else {
                topicBytes -= bytes
                drop(keyword, "there is no room for it")
                continue
            }
            topics.append(keyword)
            present.insert(Keyword.key(keyword))
        }
    }

    private mutating func drop(_ keyword: String, _ reason: String) {
        changes.append(ShareChange(.hashtag, .dropped, reason: reason, subject: keyword))
    }

    mutating func addSummary(_ lead: Lead) {
        let summary = lead.whole
        guard !summary.isEmpty, !title.isEmpty, shownTitle == title else { return }
        let clean = lead.map { WeiboSigns.written($0, topics: keys.subtracting(present)) }
        // 【 and 】 are two bytes each, a space is one.
        let signs = isBracketed ? 1 : 4
        let fitted = clean.fitted {
            excess(titleBytes: titleBytes, summaryBytes: $0.isEmpty ? 0 : signs + WeiboTextMeasurer.byteCount(of: $0))
        }
        let isShortened = fitted != clean.whole
        if isShortened, fitted.count < Self.leastSummary {
            changes.append(ShareChange(.summary, .dropped, reason: "the limit is \(measurer.limit) 字"))
            return
        }
        if isShortened {
            changes.append(ShareChange(.summary, .shortened, reason: "the limit is \(measurer.limit) 字"))
        } else if clean.whole != summary {
            changes.append(ShareChange(.summary, .changed, reason: WeiboSigns.reason))
        }
        self.summary = fitted
    }

    func draft(images: [ImageAsset], options: ShareOptions.Weibo, language: LanguageTag) -> WeiboDraft {
        let words = words(title: shownTitle, summary: summary)
        let text = joined(words)
        let measured = measurer.measure(text)
        let pictures = images.prefix(min(max(options.maximumImages, 0), Self.mostImages)).map(\.address.string)
        let web = PercentEncoding.address(
            "https://service.weibo.com/share/share.php",
            [
                ("url", link ?? ""), ("title", words), ("pic", pictures.joined(separator: "||")),
                ("appkey", options.appKey ?? ""), ("ralateUid", options.relatedUserID ?? ""),
                ("language", Self.languageCode(language)),
            ])
        return WeiboDraft(
            text: text, words: words, link: link, topics: measured.hashtags.map(\.text), images: pictures,
            measure: measured.measure,
            changes: changes,
            addresses: [
                ShareAddress(.web, web, isDocumented: true),
                ShareAddress(
                    .app, "sinaweibo://sendweibo?content=" + PercentEncoding.encode(text), isDocumented: false),
            ])
    }

    /// The share page speaks Simplified and Traditional Chinese only; for other languages it chooses itself.
    private static func languageCode(_ language: LanguageTag) -> String {
        switch language {
        case .simplifiedChinese: "zh_cn"
        case .traditionalChinese: "zh_tw"
        default: ""
        }
    }
}
