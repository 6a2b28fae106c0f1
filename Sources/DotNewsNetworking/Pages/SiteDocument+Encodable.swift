import DotNewsModels

/// The JSON that `dotnews parse` prints. Every member is there; what is absent is `null`, and a text that is absent is
/// empty.
extension SiteDocument: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, channelID, columnID, nextPage, items, total, columns
    }

    /// Writes the content with its `kind`: `article`, `list`, `search` or `columns`.
    public func encode(to encoder: any Encoder) throws {
        if case .article(let page) = self { return try ArticleForm(page: page).encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .article: break
        case .list(let page):
            try container.encode("list", forKey: .kind)
            try container.encode(page.channelID, forKey: .channelID)
            try container.encode(page.columnID, forKey: .columnID)
            try container.encode(page.nextPage, forKey: .nextPage)
            try container.encode(page.items.map { ItemForm(article: $0, columnName: nil) }, forKey: .items)
        case .search(let page):
            try container.encode("search", forKey: .kind)
            try container.encode(page.total, forKey: .total)
            try container.encode(
                page.items.map { ItemForm(article: $0.article, columnName: $0.columnName) }, forKey: .items)
        case .columns(let tree):
            try container.encode("columns", forKey: .kind)
            try container.encode(tree.roots, forKey: .columns)
        }
    }
}

/// An item of a list or a search.
private struct ItemForm: Encodable {
    let article: ArticleSummary
    /// What a search says of the column; `nil` in lists.
    let columnName: String?

    private enum CodingKeys: String, CodingKey {
        case id, title, url, jsonURL, summary, publishedAt, thumbnail, column
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(article.id, forKey: .id)
        try container.encode(article.title, forKey: .title)
        try container.encode(article.address, forKey: .url)
        try container.encode(article.jsonAddress, forKey: .jsonURL)
        try container.encode(article.summary, forKey: .summary)
        try container.encode(article.publishedAt.map { PublicationTime.string(from: $0) }, forKey: .publishedAt)
        try container.encode(article.thumbnail?.address, forKey: .thumbnail)
        try container.encodeIfPresent(columnName, forKey: .column)
    }
}

/// An article. Its column and its images have all their members here, while stored ones leave out what is absent.
private struct ArticleForm: Encodable {
    let page: ArticlePage

    private enum CodingKeys: String, CodingKey {
        case kind, id, title, kicker, headline, column, channelID, publishedAt, updatedAt, url, shareURL, jsonURL,
            summary
        case author, editor, source, keywords, tags, images, blocks, text, related, canComment, layout, warnings
    }

    func encode(to encoder: any Encoder) throws {
        let article = page.article
        let summary = article.summary
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("article", forKey: .kind)
        try container.encode(page.hasOwnID ? article.id : nil, forKey: .id)
        try container.encode(article.title, forKey: .title)
        try container.encode(summary.kicker, forKey: .kicker)
        try container.encode(summary.headline, forKey: .headline)
        try container.encode(summary.column.map(ColumnForm.init), forKey: .column)
        try container.encode(article.channelID, forKey: .channelID)
        try container.encode(summary.publishedAt.map { PublicationTime.string(from: $0) }, forKey: .publishedAt)
        try container.encode(summary.updatedAt.map { PublicationTime.string(from: $0) }, forKey: .updatedAt)
        try container.encode(article.address, forKey: .url)
        try container.encode(summary.shareAddress, forKey: .shareURL)
        try container.encode(summary.jsonAddress, forKey: .jsonURL)
        try container.encode(summary.summary, forKey: .summary)
        try container.encode(article.credits.author, forKey: .author)
        try container.encode(article.credits.editor, forKey: .editor)
        try container.encode(article.credits.source, forKey: .source)
        try container.encode(summary.keywords, forKey: .keywords)
        try container.encode(summary.tags, forKey: .tags)
        try container.encode(article.allImages.map(ImageForm.init), forKey: .images)
        try container.encode(article.body.blocks, forKey: .blocks)
        try container.encode(article.body.text, forKey: .text)
        try container.encode(article.related, forKey: .related)
        try container.encode(summary.allowsComments, forKey: .canComment)
        try container.encode(page.layout, forKey: .layout)
        try container.encode(page.warnings, forKey: .warnings)
    }

    private struct ColumnForm: Encodable {
        let column: ColumnReference

        private enum CodingKeys: String, CodingKey { case id, name, path }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(column.id, forKey: .id)
            try container.encode(column.name, forKey: .name)
            try container.encode(column.path, forKey: .path)
        }
    }

    private struct ImageForm: Encodable {
        let image: ImageAsset

        private enum CodingKeys: String, CodingKey { case url, caption, width, height }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(image.address, forKey: .url)
            try container.encode(image.captionAndCredit, forKey: .caption)
            try container.encode(image.width, forKey: .width)
            try container.encode(image.height, forKey: .height)
        }
    }
}
