public import DotNewsModels
import Foundation

extension ArticleStore {
    /// Bookmarks a story, or removes its bookmark.
    ///
    /// The story need not be stored: its bookmark waits for it, and outlives it. Removing the bookmark of a story that
    /// the site has withdrawn deletes the story, and reports it as withdrawn.
    public func setBookmarked(_ flag: Bool, for id: ArticleID) async throws(StoreError) -> StoreChangeSummary {
        let now = options.now()
        return try await write("bookmarking an article") { (connection) throws(StoreError) in
            let key = ArticleKey(id)
            var changes = StoreChangeSummary()
            let changed = try connection.use(
                """
                INSERT INTO reader_state (key, is_bookmarked, bookmark_changed_at) SELECT ?1, ?2, ?3
                WHERE ?2 = 1 OR EXISTS (SELECT 1 FROM reader_state WHERE key = ?1)
                ON CONFLICT DO UPDATE
                SET is_bookmarked = excluded.is_bookmarked, bookmark_changed_at = excluded.bookmark_changed_at
                WHERE is_bookmarked != excluded.is_bookmarked
                """
            ) { (statement) throws(StoreError) in try statement.setFlag(flag, for: key, now: now) }
            guard changed else { return changes }
            changes.readerState = [id]
            if !flag, let row = try connection.withdrawnRow(of: key) {
                try connection.deleteArticle(row: row)
                changes.withdrawn = [id]
            }
            return changes
        }
    }

    /// Marks a story as read, or as not read. The story need not be stored.
    public func setRead(_ flag: Bool, for id: ArticleID) async throws(StoreError) -> StoreChangeSummary {
        let now = options.now()
        return try await write("marking an article as read") { (connection) throws(StoreError) in
            var changes = StoreChangeSummary()
            let changed = try connection.use(
                """
                INSERT INTO reader_state (key, is_read, read_changed_at) SELECT ?1, ?2, ?3
                WHERE ?2 = 1 OR EXISTS (SELECT 1 FROM reader_state WHERE key = ?1)
                ON CONFLICT DO UPDATE SET is_read = excluded.is_read, read_changed_at = excluded.read_changed_at
                WHERE is_read != excluded.is_read
                """
            ) { (statement) throws(StoreError) in try statement.setFlag(flag, for: ArticleKey(id), now: now) }
            if changed { changes.readerState = [id] }
            return changes
        }
    }
}

extension Statement {
    fileprivate func setFlag(_ flag: Bool, for key: ArticleKey, now: Date) throws(StoreError) -> Bool {
        bind(key, at: 1)
        bind(flag, at: 2)
        bind(now.storedMilliseconds, at: 3)
        return try run() > 0
    }
}

extension Connection {
    /// The row of a story that is kept although it is withdrawn.
    fileprivate func withdrawnRow(of key: ArticleKey) throws(StoreError) -> Int64? {
        try use("SELECT id FROM article WHERE key = ?1 AND is_withdrawn = 1") { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            return try statement.step() ? statement.integer(0) : nil
        }
    }
}
