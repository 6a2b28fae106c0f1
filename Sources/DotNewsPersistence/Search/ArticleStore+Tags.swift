public import DotNewsModels

/// A tag and how many stories have it.
public struct TagCount: Hashable, Sendable {
    /// The tag, as the newest story that has it spells it.
    public var name: String
    /// How many stories have it, in any spelling.
    public var count: Int

    /// Describes a tag.
    public init(name: String, count: Int) {
        self.name = name
        self.count = count
    }
}

extension TagCount: Codable {}

extension StoreReader {
    /// The tags of all indexed stories, most frequent first; of equally frequent ones that of the newest story first.
    ///
    /// - Parameter limit: How many at most.
    public func tags(limit: Int = 1_000) throws(StoreError) -> [TagCount] {
        try connection.use(
            // The name is that of the row with the highest place.
            """
            SELECT name, count(*) AS stories, max(article) AS newest FROM article_tag
            GROUP BY key ORDER BY stories DESC, newest DESC LIMIT ?1
            """
        ) { (statement) throws(StoreError) in
            statement.bind(Int64(max(limit, 0)), at: 1)
            var tags: [TagCount] = []
            while try statement.step() {
                tags.append(TagCount(name: statement.text(0), count: Int(statement.integer(1))))
            }
            return tags
        }
    }

    /// A page of the stories that have a tag, newest first.
    public func articles(
        taggedWith tag: String, limit: Int = 50, after cursor: PageCursor? = nil
    ) throws(StoreError) -> Page<ArticleSummary> {
        try page(
            """
            SELECT a.id, \(SummaryRecord.qualifiedColumns) FROM article_tag AS t CROSS JOIN article AS a ON a.id = t.article
            WHERE t.key = ?1 AND t.article < ?2 AND a.is_withdrawn = 0 ORDER BY t.article DESC LIMIT ?3
            """, SearchTokenizer.key(of: tag), limit, cursor)
    }

    /// A page of the stories of an author, newest first.
    public func articles(
        byAuthor author: String, limit: Int = 50, after cursor: PageCursor? = nil
    ) throws(StoreError) -> Page<ArticleSummary> {
        try page(
            """
            SELECT a.id, \(SummaryRecord.qualifiedColumns) FROM article AS a INDEXED BY article_author
            WHERE a.author = ?1 AND a.author != '' AND a.id < ?2 AND a.is_withdrawn = 0 ORDER BY a.id DESC LIMIT ?3
            """, author, limit, cursor)
    }

    private func page(
        _ sql: String, _ name: String, _ limit: Int, _ cursor: PageCursor?
    ) throws(StoreError) -> Page<ArticleSummary> {
        let limit = min(max(limit, 1), ArticleListing.maximumLimit)
        return try connection.useComposed(sql) { (statement) throws(StoreError) in
            statement.bind(name, at: 1)
            statement.bind(cursor?.position ?? .max, at: 2)
            statement.bind(Int64(limit + 1), at: 3)
            var stories: [ArticleSummary] = []
            var last: Int64 = 0
            while try statement.step() {
                if stories.count == limit { return Page(items: stories, next: PageCursor(position: last)) }
                stories.append(try statement.summary(from: 1))
                last = statement.integer(0)
            }
            return Page(items: stories, next: nil)
        }
    }
}

extension ArticleStore {
    /// The tags of all indexed stories, most frequent first. Spellings that differ in case, width, or Traditional
    /// and Simplified characters are one tag.
    ///
    /// - Parameter limit: How many at most.
    public func tags(limit: Int = 1_000) async throws(StoreError) -> [TagCount] {
        try await read("reading the tags") { (reader) throws(StoreError) in try reader.tags(limit: limit) }
    }

    /// A page of the stories that have a tag, in any spelling, newest first.
    ///
    /// - Parameters:
    ///   - tag: The tag.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - cursor: Where the page before ended; `nil` for the first page.
    public func articles(
        taggedWith tag: String, limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<ArticleSummary> {
        try await read("reading the articles of a tag") { (reader) throws(StoreError) in
            try reader.articles(taggedWith: tag, limit: limit, after: cursor)
        }
    }

    /// A page of the stories of an author, whose name is written exactly so, newest first.
    ///
    /// - Parameters:
    ///   - author: The author's name.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - cursor: Where the page before ended; `nil` for the first page.
    public func articles(
        byAuthor author: String, limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<ArticleSummary> {
        try await read("reading the articles of an author") { (reader) throws(StoreError) in
            try reader.articles(byAuthor: author, limit: limit, after: cursor)
        }
    }
}
