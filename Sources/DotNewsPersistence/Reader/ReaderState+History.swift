import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

/// How much of the history is kept.
enum HistoryBounds {
    /// Visits, the newest.
    static let visits = 10_000
    /// Articles that "back" and "forward" reach.
    static let backForwardList = 1_000
}

extension ReaderState {
    /// Notes that an article is opened now, and marks it as read: the history gets an entry, and "back" leads to the article
    /// opened before. Articles that lay ahead, after going back, are no longer reached by "forward", as in a browser.
    ///
    /// The newest 10,000 visits are kept, and 1,000 articles to go back to. The article need not be stored.
    public func recordVisit(to id: ArticleID) async throws(StoreError) {
        let now = store.now.changeTime
        try await store.write("noting that an article was opened") { connection in
            let key = ArticleKey(id)
            // After a clearing, so that the visit is not taken for a cleared one when the clock was put back.
            try connection.addVisit(key, at: connection.timeAfterClearing(.history, now: now))
            try connection.trimVisits()
            try connection.appendToBackForwardList(to: key)
            _ = try connection.setRead(true, key, now: now)
            try connection.noteSeen(key)
        }
    }

    /// Goes back to the article opened before the present one, and marks it as read.
    ///
    /// - Returns: The article; `nil`, and nothing changes, when there is none.
    public func goBack() async throws(StoreError) -> ArticleID? {
        try await move("going back in the history", forward: false)
    }

    /// Goes forward again to the article from which ``goBack()`` went, and marks it as read.
    ///
    /// - Returns: The article; `nil`, and nothing changes, when there is none.
    public func goForward() async throws(StoreError) -> ArticleID? {
        try await move("going forward in the history", forward: true)
    }

    private func move(_ activity: String, forward: Bool) async throws(StoreError) -> ArticleID? {
        let now = store.now.changeTime
        return try await store.write(activity) { connection in
            guard let key = try connection.moveInBackForwardList(forward: forward) else { return nil }
            _ = try connection.setRead(true, key, now: now)
            try connection.noteSeen(key)
            return key.id
        }
    }

    /// Forgets all visits so far, and the articles to go back and forward to. Read marks stay.
    public func clearHistory() async throws(StoreError) {
        let now = store.now.changeTime
        try await store.write("clearing the history") { connection in
            try connection.clear(.history, now: now)
            try connection.execute("DELETE FROM back_forward_item")
        }
    }

    /// Returns a page of visits; see ``StoreReader/history(limit:after:)``.
    public func history(limit: Int = 100, after last: HistoryEntry? = nil) async throws(StoreError) -> [HistoryEntry] {
        try await store.read("reading the history") { reader in
            try reader.history(limit: limit, after: last)
        }
    }

    /// Returns the position between "back" and "forward"; see ``StoreReader/backForwardPosition()``.
    public func backForwardPosition() async throws(StoreError) -> BackForwardPosition {
        try await store.read("reading the place in the history") { reader in try reader.backForwardPosition() }
    }
}

extension StoreReader {
    /// The newest visits, the last first.
    ///
    /// - Parameters:
    ///   - limit: How many at most, 1 to 1,000.
    ///   - last: The last visit of the page before; `nil` for the first page.
    public func history(limit: Int = 100, after last: HistoryEntry? = nil) throws(StoreError) -> [HistoryEntry] {
        try connection.converting {
            try connection.rows(
                """
                SELECT v.visited_at, v.key, a.id, \(ArticleRowRecord.columns)
                FROM visit AS v LEFT JOIN article AS a ON a.key = v.key
                WHERE ?1 IS NULL OR (v.visited_at, v.key) < (?1, ?2)
                ORDER BY v.visited_at DESC, v.key DESC LIMIT ?3
                """, last?.visitedAt.storedMilliseconds, last.map { ArticleKey($0.id) },
                min(max(limit, 1), ArticleListing.maximumLimit)
            ) { row in
                guard let key = row.key(1) else { throw row.unreadable("a visit has no id") }
                return HistoryEntry(
                    id: key.id, visitedAt: Date(storedMilliseconds: row.integer(0)),
                    article: row.isNull(2) ? nil : try row.articleRow(from: 3))
            }
        }
    }

    /// Where the reader stands between "back" and "forward".
    public func backForwardPosition() throws(StoreError) -> BackForwardPosition {
        try connection.converting {
            try connection.row(
                """
                SELECT key, (SELECT count(*) FROM back_forward_item AS b WHERE b.position < c.position),
                    (SELECT count(*) FROM back_forward_item AS f WHERE f.position > c.position)
                FROM back_forward_item AS c WHERE is_current = 1
                """
            ) { row in
                BackForwardPosition(
                    current: row.key(0)?.id, backCount: Int(row.integer(1)), forwardCount: Int(row.integer(2)))
            } ?? BackForwardPosition()
        }
    }
}

extension Connection {
    /// Adds a visit; returns whether it is new.
    @discardableResult
    func addVisit(_ key: ArticleKey, at time: Int64) throws -> Bool {
        try execute("INSERT OR IGNORE INTO visit (visited_at, key) VALUES (?1, ?2)", time, key) > 0
    }

    /// Keeps the newest visits only.
    func trimVisits() throws {
        try execute(
            """
            DELETE FROM visit WHERE (visited_at, key) <= (
                SELECT visited_at, key FROM visit ORDER BY visited_at DESC, key DESC LIMIT 1 OFFSET ?1)
            """, HistoryBounds.visits)
    }

    /// Clears all history or searches so far, also those that a clock which was ahead has put after `now`.
    ///
    /// What lies too far ahead is deleted without moving the time of the clearing there: all
    /// that came after would have to follow it.
    func clear(_ what: ReaderRegister.Clearing, now: Int64) throws {
        let limit = Date.latestPlausibleTime(at: now)
        let newest: String
        let deletion: String
        switch what {
        case .history:
            newest = "SELECT coalesce(max(visited_at), 0) FROM visit WHERE visited_at <= ?1"
            deletion = "DELETE FROM visit WHERE visited_at > ?1"
        case .searches:
            newest =
                "SELECT coalesce(max(changed_at), 0) FROM reader_register WHERE kind = 'search' AND changed_at <= ?1"
            deletion = "DELETE FROM reader_register WHERE kind = 'search' AND changed_at > ?1"
        }
        let time = max(now, try integer(newest, limit))
        try execute(deletion, limit)
        try merge(
            ReaderRegister(
                kind: .cleared, subject: what.rawValue, value: ReaderRegister.present, changedAt: time))
        try deleteCleared(what)
    }

    /// Deletes what lies before the time until which history or searches are cleared.
    func deleteCleared(_ what: ReaderRegister.Clearing) throws {
        let time = try clearingTime(what)
        let sql: String =
            switch what {
            case .history: "DELETE FROM visit WHERE visited_at <= ?1"
            case .searches: "DELETE FROM reader_register WHERE kind = 'search' AND changed_at <= ?1"
            }
        try execute(sql, time)
    }

}

extension Connection {
    /// Puts an article after the present one, and forgets those that lay ahead. Opening the present one again is no step.
    fileprivate func appendToBackForwardList(to key: ArticleKey) throws {
        let isCurrent = try hasRow("SELECT 1 FROM back_forward_item WHERE is_current = 1 AND key = ?1", key)
        guard !isCurrent else { return }
        try execute(
            "DELETE FROM back_forward_item WHERE position > (SELECT position FROM back_forward_item WHERE is_current = 1)"
        )
        try execute("UPDATE back_forward_item SET is_current = 0 WHERE is_current = 1")
        try execute(
            "INSERT INTO back_forward_item (position, key, is_current) SELECT coalesce(max(position), 0) + 1, ?1, 1 FROM back_forward_item",
            key
        )
        try execute(
            "DELETE FROM back_forward_item WHERE position <= (SELECT max(position) FROM back_forward_item) - ?1",
            HistoryBounds.backForwardList)
    }

    /// Makes the next article in a direction the present one, and returns it.
    fileprivate func moveInBackForwardList(forward: Bool) throws -> ArticleKey? {
        let sql: String =
            forward
            ? """
            SELECT position, key FROM back_forward_item WHERE position > (SELECT position FROM back_forward_item WHERE is_current = 1)
            ORDER BY position LIMIT 1
            """
            : """
            SELECT position, key FROM back_forward_item WHERE position < (SELECT position FROM back_forward_item WHERE is_current = 1)
            ORDER BY position DESC LIMIT 1
            """
        let target = try row(sql) { row in
            guard let key = row.key(1) else { throw row.unreadable("a step of the history has no id") }
            return (position: row.integer(0), key: key)
        }
        guard let target else { return nil }
        // In two steps: the index allows one present article at any time.
        try execute("UPDATE back_forward_item SET is_current = 0 WHERE is_current = 1")
        try execute("UPDATE back_forward_item SET is_current = 1 WHERE position = ?1", target.position)
        return target.key
    }
}
