import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

/// Reads the store as it is at one moment. Given to what an ``ArticleStore`` is asked to read or to observe, and not to be
/// kept.
public struct StoreReader {
    let connection: Connection

    /// The site's columns, in its order.
    public func columns() throws(StoreError) -> ColumnTree {
        try connection.converting { try connection.columnTree() }
    }

    /// A page of articles, newest first; those without a time last.
    ///
    /// - Parameters:
    ///   - query: Which articles.
    ///   - limit: How many at most, 1 to 1,000; fewer, also none, come with a `next` when of 2,000 articles most are muted.
    ///   - cursor: Where the page before ended; `nil` for the first page.
    public func articles(
        _ query: ArticleQuery = .init(), limit: Int = 50, after cursor: PageCursor? = nil
    ) throws(StoreError) -> Page<ArticleRow> {
        try connection.converting {
            try ArticleListing(connection: connection, query: query).page(limit: limit, after: cursor)
        }
    }

    /// The most read articles, in the order of the site, without muted ones.
    public func hotList() throws(StoreError) -> [ArticleRow] {
        try connection.converting {
            let muted = try TopicMatcher(muting: connection)
            return try connection.rows(
                """
                SELECT a.id, \(ArticleRowRecord.columns) FROM hot_article AS h CROSS JOIN article AS a ON a.id = h.article
                WHERE a.is_withdrawn = 0 ORDER BY h.rank
                """
            ) { row -> ArticleRow? in
                let article = try row.articleRow(from: 1)
                return try muted?.matches(article.summary, at: row.integer(0)) == true ? nil : article
            }.compactMap(\.self)
        }
    }

    /// An article with its body and what its reader did with it; `nil` when it is not stored.
    public func article(_ id: ArticleID) throws(StoreError) -> StoredArticle? {
        let key = ArticleKey(id)
        let first = SummaryRecord.columnCount
        return try connection.converting {
            try connection.row(
                """
                SELECT \(SummaryRecord.qualifiedColumns), is_withdrawn, body_need, inflate(blocks), details
                FROM article AS a LEFT JOIN body AS b ON b.article = a.id WHERE a.key = ?
                """, key
            ) { row in
                var stored = StoredArticle(summary: try row.summary(from: 0))
                stored.isWithdrawn = row.flag(first)
                stored.isBodyOutdated = row.integer(first + 1) == 2
                if !row.isNull(first + 2) {
                    stored.article = try row.article(summary: stored.summary, blocks: first + 2, details: first + 3)
                }
                (stored.isRead, stored.isBookmarked) = try readerState(of: key)
                return stored
            }
        }
    }

    /// Whether an article has been read, and whether it is bookmarked.
    func readerState(of key: ArticleKey) throws(StoreError) -> (isRead: Bool, isBookmarked: Bool) {
        try connection.converting {
            try connection.row("SELECT is_read, is_bookmarked FROM reader_state WHERE key = ?", key) { row in
                (row.flag(0), row.flag(1))
            } ?? (false, false)
        }
    }

    /// A value that was set; `nil` when it was not.
    package func setting(_ key: StoreSetting) throws(StoreError) -> String? {
        try connection.converting {
            try connection.row("SELECT value FROM setting WHERE key = ?", key.rawValue) { $0.text(0) }
        }
    }

    /// The version of a resource that is stored; `nil` when there is none.
    package func version(of address: WebAddress) throws(StoreError) -> ResourceVersion? {
        try connection.converting {
            try connection.row(
                "SELECT entity_tag, last_modified, content_hash FROM resource WHERE url = ?", address.string
            ) { $0.resourceVersion(from: 0) }
        }
    }
}

extension Row {
    /// Reads a whole article.
    func article(summary: ArticleSummary, blocks: Int32, details: Int32) throws -> Article {
        do {
            let body = try JSONScanner.read(bytes(blocks)) { (scanner) throws(JSONFault) in
                try scanner.body()
            }
            let details = try JSONScanner.read(bytes(details)) { (scanner) throws(JSONFault) in
                try scanner.details()
            }
            return Article(
                summary: summary, body: body, credits: details.credits ?? Credits(), images: details.images ?? [],
                video: details.video, related: details.related ?? [], channelID: details.channelID)
        } catch {
            throw unreadable("the body of \(summary.id) is not in the form it was written in")
        }
    }
}
