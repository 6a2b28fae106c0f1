import DotNewsDatabase
public import DotNewsModels

/// The articles of what the reader follows, newest first: a walk along each followed column and tag, merged.
struct FollowedFeed {
    let connection: Connection
    /// The followed columns, each with the rows of the columns inside it.
    private let columns: [(path: ColumnPath, rows: Set<Int64>)]
    /// The followed tags, each with the key under which its spellings meet.
    private let tags: [(name: String, key: String)]

    init(connection: Connection, preferences: Preferences) throws {
        self.connection = connection
        columns = try preferences.followedColumns.sorted { $0.rawValue < $1.rawValue }.map { path in
            (path, Set(try connection.columnRows(at: path)))
        }
        tags = preferences.followedTags.sorted().map { ($0, SearchTokenizer.key(of: $0)) }.filter { !$0.key.isEmpty }
    }

    func page(limit: Int, after cursor: PageCursor?) throws -> Page<FollowedArticle> {
        let limit = min(max(limit, 1), ArticleListing.maximumLimit)
        let rows = try positions(limit: limit + 1, after: cursor)
        var page = Page<FollowedArticle>(items: [], next: nil)
        if rows.count > limit { page.next = PageCursor(position: rows[limit - 1]) }
        for row in rows.prefix(limit) {
            if let item = try item(row) { page.items.append(item) }
        }
        return page
    }

    /// The rows of the newest articles, each once, in order.
    private func positions(limit: Int, after cursor: PageCursor?) throws -> [Int64] {
        let walked = Set(columns.flatMap(\.rows))
        let listing = ArticleListing(connection: connection, query: ArticleQuery())
        var newest = Set(try listing.positions(in: walked.sorted(), limit: limit, after: cursor))
        for key in Set(tags.map(\.key)) {
            try connection.forEachRow(
                """
                SELECT t.article FROM article_tag AS t CROSS JOIN article AS a ON a.id = t.article
                WHERE t.key = ? AND t.article < ? AND a.is_withdrawn = 0 ORDER BY t.article DESC LIMIT ?
                """, key, cursor?.position ?? .max, limit
            ) { newest.insert($0.integer(0)) }
        }
        return Array(newest.sorted(by: >).prefix(limit))
    }

    private func item(_ row: Int64) throws -> FollowedArticle? {
        guard let article = try connection.listRow(at: row) else { return nil }
        let stands = Set(
            try connection.rows("SELECT column_id FROM membership WHERE article = ?", row) { $0.integer(0) })
        let keys = Set(try connection.rows("SELECT key FROM article_tag WHERE article = ?", row) { $0.text(0) })
        return FollowedArticle(
            article: article, columns: columns.filter { !$0.rows.isDisjoint(with: stands) }.map(\.path),
            tags: tags.filter { keys.contains($0.key) }.map(\.name))
    }
}

extension StoreReader {
    /// Returns a page of the articles of what the reader follows; see ``ReaderState/followedArticles(limit:after:)``.
    public func followedArticles(
        limit: Int = 50, after cursor: PageCursor? = nil
    ) throws(StoreError) -> Page<FollowedArticle> {
        try connection.converting {
            try FollowedFeed(connection: connection, preferences: preferences()).page(limit: limit, after: cursor)
        }
    }
}

extension ReaderState {
    /// Returns a page of the articles of the followed columns, those inside them included, and of the followed tags: newest
    /// first, each once, with the reasons why it is there. Nothing is ranked.
    ///
    /// Tags are found in any spelling, Traditional and Simplified alike, and of articles that are indexed.
    ///
    /// - Parameters:
    ///   - limit: The number of articles at most, 1 to 1,000.
    ///   - cursor: The end of the page before; `nil` for the first page.
    /// - Complexity: In proportion to `limit` and to the number of followed columns and tags.
    public func followedArticles(
        limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<FollowedArticle> {
        try await store.read("reading what is followed") { reader in
            try reader.followedArticles(limit: limit, after: cursor)
        }
    }
}
