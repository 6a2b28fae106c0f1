/// The JSON form of an article, as the command line prints it. Dates are ISO 8601 in Hong Kong time.
extension ArticleSummary: Encodable {
    enum CodingKeys: String, CodingKey {
        case id, title, kicker, headline, summary, column, publishedAt, updatedAt, url, shareURL, jsonURL, author
        case source, keywords, tags, thumbnail, articleType, duration, canComment
    }

    /// Writes every field; what is absent is `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let parts = ArticleTitle(title)
        try container.encode(id, forKey: .id)
        try container.encode(title, forKey: .title)
        try container.encode(parts.kicker, forKey: .kicker)
        try container.encode(parts.headline, forKey: .headline)
        try container.encode(summary, forKey: .summary)
        try container.encode(column, forKey: .column)
        try container.encode(publishedAt.map { PublicationTime.string(from: $0) }, forKey: .publishedAt)
        try container.encode(updatedAt.map { PublicationTime.string(from: $0) }, forKey: .updatedAt)
        try container.encode(address, forKey: .url)
        try container.encode(shareAddress, forKey: .shareURL)
        try container.encode(jsonAddress, forKey: .jsonURL)
        try container.encode(author, forKey: .author)
        try container.encode(source, forKey: .source)
        try container.encode(keywords, forKey: .keywords)
        try container.encode(tags, forKey: .tags)
        try container.encode(thumbnail?.address, forKey: .thumbnail)
        try container.encode(articleType, forKey: .articleType)
        try container.encode(mediaDuration, forKey: .duration)
        try container.encode(allowsComments, forKey: .canComment)
    }
}

extension ArticleRow: Encodable {
    private enum CodingKeys: String, CodingKey { case read, bookmarked, availability, changedSinceRead, arrivedAt }

    /// Writes the summary's fields and `read`, `bookmarked`, `availability`, `changedSinceRead` and `arrivedAt`.
    public func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isRead, forKey: .read)
        try container.encode(isBookmarked, forKey: .bookmarked)
        try container.encode(availability, forKey: .availability)
        try container.encode(isChangedSinceRead, forKey: .changedSinceRead)
        try container.encode(arrival.map { PublicationTime.string(from: $0) }, forKey: .arrivedAt)
    }
}

extension FollowedArticle: Encodable {
    private enum CodingKeys: String, CodingKey { case followed }

    /// Writes the row's fields and `followed`, the topics for which it is there, each with `kind` and `name`.
    public func encode(to encoder: any Encoder) throws {
        try article.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(topics, forKey: .followed)
    }
}

extension Article: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, channelID, editor, credits, images, video, blocks, text, related
    }

    /// Writes the summary's fields and `channelID`, `editor`, `credits`, `images` (the body's, then the others),
    /// `video`, `blocks`, `text` and `related`.
    public func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("article", forKey: .kind)
        try container.encode(channelID, forKey: .channelID)
        try container.encode(credits.editor, forKey: .editor)
        try container.encode(credits, forKey: .credits)
        try container.encode(allImages, forKey: .images)
        try container.encode(video, forKey: .video)
        try container.encode(body.blocks, forKey: .blocks)
        try container.encode(body.text, forKey: .text)
        try container.encode(related, forKey: .related)
    }

    /// Every image of the article once: the body's in reading order, then those that only come with it.
    public var allImages: [ImageAsset] {
        var seen = Set<WebAddress>()
        return (body.images + images).filter { seen.insert($0.address).inserted }
    }
}
