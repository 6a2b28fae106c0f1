import DotNewsDatabase
public import DotNewsModels

/// A tag and how many articles have it.
public struct TagCount: Hashable, Sendable {
    /// The tag, as the newest article that has it spells it.
    public var name: String
    /// How many articles have it, in any spelling.
    public var count: Int

    /// Creates a tag.
    public init(name: String, count: Int) {
        self.name = name
        self.count = count
    }
}

extension TagCount: Codable {}

extension StoreReader {
    /// The tags of all indexed articles, most frequent first; of equally frequent ones that of the newest article first.
    ///
    /// - Parameter limit: How many at most.
    public func tags(limit: Int = 1_000) throws -> [TagCount] {
        try connection.rows(
            // The name is that of the row with the highest place.
            """
            SELECT name, count(*) AS articles, max(article) AS newest FROM article_tag
            GROUP BY key ORDER BY articles DESC, newest DESC LIMIT ?
            """, max(limit, 0)
        ) { row in
            TagCount(name: row.text(0), count: Int(row.integer(1)))
        }
    }

    /// A page of the articles that have a tag, newest first.
    public func articles(
        taggedWith tag: String, limit: Int = 50, after cursor: PageCursor? = nil
    ) throws -> Page<ArticleRow> {
        try page(
            """
            SELECT a.id, \(ArticleRowRecord.columns) FROM article_tag AS t CROSS JOIN article AS a ON a.id = t.article
            WHERE t.key = ? AND t.article < ? AND a.is_withdrawn = 0 ORDER BY t.article DESC LIMIT ?
            """, SearchTokenizer.key(of: tag), limit, cursor)
    }

    /// A page of the articles of an author, newest first.
    public func articles(
        byAuthor author: String, limit: Int = 50, after cursor: PageCursor? = nil
    ) throws -> Page<ArticleRow> {
        try page(
            """
            SELECT a.id, \(ArticleRowRecord.columns) FROM article_author AS t CROSS JOIN article AS a ON a.id = t.article
            WHERE t.key = ? AND t.article < ? AND a.is_withdrawn = 0 ORDER BY t.article DESC LIMIT ?
            """, SearchTokenizer.key(of: author), limit, cursor)
    }

    private func page(
        _ sql: String, _ name: String, _ limit: Int, _ cursor: PageCursor?
    ) throws -> Page<ArticleRow> {
        let limit = min(max(limit, 1), ArticleListing.maximumLimit)
        // One more than asked for, to know whether there is another page.
        let rows = try connection.rows(sql, name, cursor?.position ?? .max, limit + 1) { row in
            (position: row.integer(0), item: try row.articleRow(from: 1))
        }
        return Page(
            items: rows.prefix(limit).map(\.item),
            next: rows.count > limit ? PageCursor(position: rows[limit - 1].position) : nil)
    }
}

extension SearchIndex {
    /// The tags of all indexed articles, most frequent first. Spellings that differ in case, width, or Traditional
    /// and Simplified characters are one tag.
    ///
    /// - Parameter limit: How many at most.
    public func tags(limit: Int = 1_000) async throws(StoreError) -> [TagCount] {
        try await store.read("reading the tags") { reader in try reader.tags(limit: limit) }
    }

    /// A page of the articles that have a tag, in any spelling, newest first.
    ///
    /// - Parameters:
    ///   - tag: The tag.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - cursor: Where the page before ended; `nil` for the first page.
    public func articles(
        taggedWith tag: String, limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<ArticleRow> {
        try await store.read("reading the articles of a tag") { reader in
            try reader.articles(taggedWith: tag, limit: limit, after: cursor)
        }
    }

    /// A page of the articles of an author, whose name is written in any spelling, newest first.
    ///
    /// - Parameters:
    ///   - author: The author's name.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - cursor: Where the page before ended; `nil` for the first page.
    public func articles(
        byAuthor author: String, limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<ArticleRow> {
        try await store.read("reading the articles of an author") { reader in
            try reader.articles(byAuthor: author, limit: limit, after: cursor)
        }
    }
}
