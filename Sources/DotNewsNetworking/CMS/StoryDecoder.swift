import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// Makes summaries and articles of what the CMS says of its articles.
///
/// Lenient for each field, strict about meaning: what cannot be read is absent, and an article without id, title or
/// address is no article.
struct StoryDecoder {
    /// The site that was asked; addresses without a host belong to it.
    let edition: Edition
    /// The time at which an expiry date counts as past.
    let now: Date
    /// How much of a body is read, and for how long.
    var limits = MarkupLimits.standard

    /// What a record turns out to be.
    enum Outcome {
        case article(ArticleSummary)
        case withdrawn(ArticleID)
        case rejected(SkippedArticle)
    }

    /// Judges a record.
    ///
    /// - Parameters:
    ///   - record: What the CMS says; `nil` for a list's element that is no object.
    ///   - position: The place in its list, counted from 1, by which an article without id and title is named.
    ///   - known: What a list said of the article, to fill what the article itself leaves out.
    func outcome(of record: StoryRecord?, position: Int, known: ArticleSummary? = nil) -> Outcome {
        guard let record else {
            return .rejected(SkippedArticle(what: "article \(position)", why: "it is not an object"))
        }
        let title = record.title?.plainLine() ?? ""
        guard let id = record.id.flatMap({ ArticleID($0.plainLine(maximumLength: 64)) }) else {
            let what = title.isEmpty ? "article \(position)" : String(title.prefix(80))
            let why = record.id == nil ? "it has no id" : "its id is not AP and 24 hexadecimal digits"
            return .rejected(SkippedArticle(what: what, why: why))
        }
        if isWithdrawn(record) { return .withdrawn(id) }
        guard !title.isEmpty else { return .rejected(SkippedArticle(what: id.rawValue, why: "it has no title")) }
        guard let address = address(of: record) ?? known?.address else {
            return .rejected(SkippedArticle(what: id.rawValue, why: "it has no acceptable address"))
        }
        return .article(summary(of: record, id: id, title: title, address: address, known: known))
    }

    /// The body of a record.
    ///
    /// - Parameter address: Where the record comes from.
    /// - Throws: ``CMSError/slowBody(_:)``.
    func parsedBody(
        of record: StoryRecord, summary: ArticleSummary, at address: WebAddress
    ) throws(CMSError) -> ParsedBody {
        guard let content = record.content, !content.isEmpty else {
            return ParsedBody(body: plainBody(record.plainText ?? ""))
        }
        let parsed = BodyParser(base: summary.address, limits: limits).parse(content)
        if parsed.isRefused { throw .slowBody(address) }
        return parsed
    }

    /// The article that a record describes, with its body as it has been parsed.
    func article(of record: StoryRecord, summary: ArticleSummary, parsed: ParsedBody) -> Article {
        let inBody = Set(parsed.body.images.map(\.address.withoutQuery))
        let credits = Credits(
            author: summary.author, editor: record.editor?.plainLine(maximumLength: 200) ?? "", source: summary.source
        ).filled(from: parsed.credits)
        return Article(
            summary: summary, body: parsed.body, credits: credits,
            images: images(of: record).filter { !inBody.contains($0.address.withoutQuery) },
            video: video(of: record), related: related(of: record, body: parsed.related, to: summary),
            channelID: record.channelID.flatMap { ChannelID($0.plainLine(maximumLength: 64)) })
    }

    // MARK: Parts

    private func summary(
        of record: StoryRecord, id: ArticleID, title: String, address: WebAddress, known: ArticleSummary?
    ) -> ArticleSummary {
        ArticleSummary(
            id: id, title: title, address: address,
            summary: [record.summary, record.description].lazy.compactMap { $0?.plainLine(maximumLength: 4_000) }
                .first { !$0.isEmpty } ?? "",
            column: column(of: record) ?? known?.column,
            publishedAt: time(record.publishTime) ?? time(record.published) ?? time(record.order)
                ?? known?.publishedAt,
            updatedAt: time(record.updated),
            shareAddress: reference(record.shareUrl),
            jsonAddress: reference(record.jsonUrl) ?? address.jsonSibling,
            author: record.author?.plainLine(maximumLength: 200) ?? "",
            source: [record.source, record.origin].lazy.compactMap { $0?.plainLine(maximumLength: 200) }
                .first { !$0.isEmpty } ?? "",
            keywords: names(record.keywords), tags: names(record.tags),
            thumbnail: thumbnail(of: record) ?? known?.thumbnail,
            articleType: articleType(of: record), mediaDuration: duration(of: record),
            allowsComments: record.canComment.flag ?? record.allowComment.flag ?? false)
    }

    private func isWithdrawn(_ record: StoryRecord) -> Bool {
        if let status = record.publishStatus.number, status != Double(PublishStatus.published.rawValue) { return true }
        if let isExpired = record.expired.flag { return isExpired }
        return time(record.expired).map { $0 <= now } ?? false
    }

    private func address(of record: StoryRecord) -> WebAddress? {
        if let address = reference(record.url) ?? reference(record.prUrl) { return address }
        // A tree may hold the columns of several hosts; the article's other addresses tell which one the path is on.
        let sibling = reference(record.jsonUrl).flatMap { edition.siblingHosts.contains($0.host) ? $0 : nil }
        return reference(record.uri, base: sibling)
    }

    /// An address of the site: absolute, protocol-relative, or a path. Other text is none.
    private func reference(_ text: String?, base: WebAddress? = nil) -> WebAddress? {
        guard let text, let first = text.utf8.first else { return nil }
        // Only what starts with a slash is a path; other words would be taken for one.
        let mayHavePadding = first <= 0x20 || first >= 0x80
        let isPath = first == UInt8(ascii: "/") || mayHavePadding && text.trimmingSpaces().hasPrefix("/")
        return WebAddress(text, relativeTo: isPath ? base ?? edition.site : nil)
    }

    private func media(_ text: String?) -> WebAddress? {
        reference(text, base: edition.mediaSite)
    }

    private func column(of record: StoryRecord) -> ColumnReference? {
        guard let text = record.columnID, let id = ColumnID(text) ?? ColumnID(String(text.trimmingSpaces()))
        else { return nil }
        let crumb = record.breadcrumbs.last.flatMap { crumb in
            crumb.uri.flatMap { $0.hasPrefix("/") ? ColumnPath($0) : nil }
                ?? (reference(crumb.url) ?? reference(crumb.prUrl)).flatMap { ColumnPath($0.path) }
        }
        let path = crumb ?? record.columnDirname.flatMap { ColumnPath(String($0.trimmingSpaces())) }
        return ColumnReference(id: id, name: record.columnName?.plainLine(maximumLength: 200) ?? "", path: path)
    }

    /// Keywords and tags without those that say there are none, each once.
    private func names(_ words: [String]) -> [String] {
        var seen = Set<String>()
        return words.compactMap { word in
            let name = word.plainLine(maximumLength: 100)
            let saysNone = name.utf8.count <= 4 && ["無", "无", "none"].contains(name.lowercased())
            return name.isEmpty || saysNone || !seen.insert(name).inserted ? nil : name
        }
    }

    private func thumbnail(of record: StoryRecord) -> ImageAsset? {
        for picture in record.thumbnails + record.coverImages {
            if let image = image(picture) { return image }
        }
        return (media(record.media.previewUrl) ?? media(record.media.previewPrUrl)).map { ImageAsset(address: $0) }
    }

    private func images(of record: StoryRecord) -> [ImageAsset] {
        var seen = Set<WebAddress>()
        return record.images.compactMap(image).filter { seen.insert($0.address).inserted }
    }

    private func image(_ picture: PictureRecord) -> ImageAsset? {
        picture.addresses.lazy.compactMap { media($0) }.first.map {
            ImageAsset(
                address: $0, caption: picture.comment?.plainLine() ?? "", width: picture.width, height: picture.height)
        }
    }

    private func video(of record: StoryRecord) -> MediaAsset? {
        (media(record.media.url) ?? media(record.media.prUrl)).map {
            MediaAsset(
                address: $0, poster: media(record.media.previewUrl) ?? media(record.media.previewPrUrl),
                duration: duration(of: record))
        }
    }

    private func articleType(of record: StoryRecord) -> ArticleType {
        let word = record.storyType?.plainLine(maximumLength: 64) ?? ""
        return word.isEmpty ? .article : ArticleType(rawValue: word)
    }

    /// The duration of the stream, else the time shown on the picture: `12:05` or `1:02:05`.
    private func duration(of record: StoryRecord) -> Double? {
        if let duration = record.media.duration, duration > 0 { return duration }
        let parts = (record.videoTime ?? "").trimmingSpaces().split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var seconds = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), let value = Int(part), value >= 0 else { return nil }
            seconds = seconds * 60 + value
        }
        return seconds > 0 ? Double(seconds) : nil
    }

    private func related(of record: StoryRecord, body: [RelatedLink], to article: ArticleSummary) -> [RelatedLink] {
        let listed = record.relatedStories.compactMap { link -> RelatedLink? in
            let title = link.title?.plainLine() ?? ""
            guard !title.isEmpty, let address = reference(link.url) ?? reference(link.prUrl) ?? reference(link.uri)
            else { return nil }
            return RelatedLink(title: title, address: address)
        }
        var seen: Set<WebAddress> = [article.address.withoutQuery]
        return (listed + body).filter { seen.insert($0.address.withoutQuery).inserted }
    }

    private func plainBody(_ text: String) -> ArticleBody {
        ArticleBody(
            blocks: text.split(whereSeparator: \.isNewline).compactMap { line in
                let words = String(line).plainLine(maximumLength: 100_000)
                return words.isEmpty ? nil : .paragraph(InlineText(words))
            })
    }

    // MARK: Time

    /// The years in which a bare number can be a time: 2000 to 2099. Seconds, milliseconds and microseconds of these
    /// years do not overlap.
    private static let plausibleSeconds = 946_684_800.0..<4_102_444_800.0

    private func time(_ value: JSONScalar) -> Date? {
        if case .string(let text) = value, let date = PublicationTime.date(from: text, timeZone: edition.timeZone) {
            return date
        }
        if case .boolean = value { return nil }
        guard let number = value.number else { return nil }
        for scale in [1.0, 1_000, 1_000_000] where Self.plausibleSeconds.contains(number / scale) {
            return Date(timeIntervalSince1970: number / scale)
        }
        return nil
    }
}

extension Credits {
    /// These credits, with what is missing taken from `other`.
    func filled(from other: Credits) -> Credits {
        Credits(
            author: author.isEmpty ? other.author : author, editor: editor.isEmpty ? other.editor : editor,
            source: source.isEmpty ? other.source : source, line: line.isEmpty ? other.line : line)
    }
}
