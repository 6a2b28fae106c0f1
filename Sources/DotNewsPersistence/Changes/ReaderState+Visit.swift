import DotNewsDatabase
public import DotNewsFoundation
public import DotNewsModels

/// The articles that have come to a store since its reader was there last, without muted ones.
public struct NewSinceLastVisit: Hashable, Sendable {
    /// The time since which articles count as new: `ArticleRow.arrival` is later. `nil` on the first visit.
    ///
    /// A visit to which nothing new had come moves nothing, so this may be a visit before the last.
    public var since: Date?
    /// The articles that are new, without those that are gone again.
    public var total = 0
    /// The new articles of each column and of the columns inside it, each article once. Columns without any are left out.
    public var columns: [ColumnID: Int] = [:]
    /// The newest article that was there at the last visit, above which a list draws its line; `nil` when there is none.
    public var firstSeen: ArticleID?

    /// Whether this is the first visit. Nothing counts as new then.
    public var isFirstVisit: Bool { since == nil }

    /// Creates what the first visit finds.
    public init() {}
}

extension ReaderState {
    /// Notes that the reader has come, and returns what is new since the last time. For an app that comes to the front;
    /// how long it must have been away is its own decision.
    ///
    /// Writes nothing when nothing new has come. The store remembers for 30 days what came: a visit after a longer time counts
    /// what it remembers.
    ///
    /// ```swift
    /// let new = try await client.store.reader.beginVisit()
    /// headline = "\(new.total) new articles"
    /// line = new.firstSeen
    /// ```
    ///
    /// - Complexity: In proportion to what is new.
    public func beginVisit() async throws(StoreError) -> NewSinceLastVisit {
        let now = store.now
        return try await store.write("noting a visit") { connection in
            let token = try StoreReader(connection: connection).changeToken()
            let last = try connection.lastVisit(token.feed)
            guard let last else {
                try connection.setLastVisit(token, now)
                return NewSinceLastVisit()
            }
            var visit = try connection.newSince(last.position)
            visit.since = last.time
            if visit.total > 0 { try connection.setLastVisit(token, now) }
            return visit
        }
    }
}

extension Connection {
    /// The position of the feed at the last visit, and its time; `nil` when there was none.
    fileprivate func lastVisit(_ feed: String) throws -> (position: Int64, time: Date)? {
        let value = try row("SELECT value FROM setting WHERE key = ?", StoreSetting.lastVisit.rawValue) { $0.text(0) }
        guard let parts = value?.split(separator: " "), parts.count == 2, let token = ChangeToken(String(parts[0])),
            token.feed == feed, let time = Int64(parts[1])
        else { return nil }
        return (token.sequence, Date(storedMilliseconds: time))
    }

    fileprivate func setLastVisit(_ token: ChangeToken, _ time: Date) throws {
        try setSetting(.lastVisit, to: "\(token) \(time.storedMilliseconds)")
    }

    /// Counts the articles that have come after a position in the feed, are still there and are not muted.
    fileprivate func newSince(_ position: Int64) throws -> NewSinceLastVisit {
        let muted = try TopicMatcher(muting: self)
        var sets: [Int64: CountedColumnSet] = [:]
        try forEachRow(
            """
            SELECT s.id, s.columns, a.id FROM article_change AS c CROSS JOIN article AS a ON a.key = c.key
            CROSS JOIN column_set AS s ON s.id = a.column_set
            WHERE c.sequence > ? AND c.kind = \(ArticleChange.new.rawValue) AND a.is_withdrawn = 0
            """, position
        ) { row in
            if let muted, try listRow(at: row.integer(2), without: muted) == nil { return }
            sets[row.integer(0), default: CountedColumnSet(columns: row.text(1), count: 0)].count += 1
        }
        var new = NewSinceLastVisit()
        (new.total, new.columns) = try counts(of: Array(sets.values))
        new.firstSeen = try firstSeen(before: position, without: muted)
        return new
    }

    /// The newest article that was there at a position in the feed; `nil` also when those that were are all muted, as
    /// far as a page looks.
    private func firstSeen(before position: Int64, without muted: TopicMatcher?) throws -> ArticleID? {
        // A walk over the new ones alone, which stand at the top as a rule.
        let sql = """
            SELECT id, key FROM article AS a WHERE is_withdrawn = 0 AND NOT EXISTS (
                SELECT 1 FROM article_change
                WHERE key = a.key AND kind = \(ArticleChange.new.rawValue) AND sequence > ?)
            ORDER BY id DESC LIMIT \(PageFilling.examined)
            """
        return try withStatement(sql) { statement in
            try statement.bind(position)
            while let row = try statement.next() {
                if muted == nil { return try row.requiredKey(1).id }
                if let article = try listRow(at: row.integer(0), without: muted) { return article.id }
            }
            return nil
        }
    }
}
