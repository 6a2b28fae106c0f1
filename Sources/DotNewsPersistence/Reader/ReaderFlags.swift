import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// The registers that are in `reader_state`, where lists need them: whether an article is read, and whether bookmarked.
extension Connection {
    /// Bookmarks an article, or removes its bookmark; returns whether that changed anything.
    ///
    /// - Parameter touches: Whether bookmarking what is bookmarked is a change too.
    func setBookmarked(
        _ flag: Bool, _ key: ArticleKey, now: Int64, touches: Bool = false
    ) throws -> Bool {
        try execute(
            """
            INSERT INTO reader_state (key, is_bookmarked, bookmark_changed_at) SELECT ?1, ?2, ?3
            WHERE ?2 = 1 OR EXISTS (SELECT 1 FROM reader_state WHERE key = ?1)
            ON CONFLICT DO UPDATE SET is_bookmarked = excluded.is_bookmarked,
                bookmark_changed_at = \(ReaderRegister.time("excluded.bookmark_changed_at", after: "bookmark_changed_at"))
            WHERE is_bookmarked != excluded.is_bookmarked OR ?4
            """, key, flag, now, touches) > 0
    }

    /// Marks an article as read, or as not read; returns whether that changed anything.
    func setRead(_ flag: Bool, _ key: ArticleKey, now: Int64) throws -> Bool {
        try execute(
            """
            INSERT INTO reader_state (key, is_read, read_changed_at) SELECT ?1, ?2, ?3
            WHERE ?2 = 1 OR EXISTS (SELECT 1 FROM reader_state WHERE key = ?1)
            ON CONFLICT DO UPDATE SET is_read = excluded.is_read,
                read_changed_at = \(ReaderRegister.time("excluded.read_changed_at", after: "read_changed_at"))
            WHERE is_read != excluded.is_read
            """, key, flag, now) > 0
    }

    /// Whether an article has been read.
    func isRead(_ key: ArticleKey) throws -> Bool {
        try hasRow("SELECT 1 FROM reader_state WHERE key = ? AND is_read = 1", key)
    }

    /// Takes over another device's bookmark, or its removal, when that is the later change. Of two changes at one time
    /// the bookmark counts.
    func mergeBookmarked(_ flag: Bool, _ key: ArticleKey, changedAt: Int64) throws -> Bool {
        // A flag without a time counts as changed at 0 when it is set, and as never changed when it is not.
        try execute(
            """
            INSERT INTO reader_state (key, is_bookmarked, bookmark_changed_at) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE
            SET is_bookmarked = excluded.is_bookmarked, bookmark_changed_at = excluded.bookmark_changed_at
            WHERE (excluded.bookmark_changed_at, excluded.is_bookmarked)
                > (coalesce(bookmark_changed_at, is_bookmarked - 1), is_bookmarked)
            """, key, flag, changedAt) > 0
    }

    /// Takes over another device's read mark, or its removal, when that is the later change. Of two changes at one time
    /// the mark counts.
    func mergeRead(_ flag: Bool, _ key: ArticleKey, changedAt: Int64) throws -> Bool {
        try execute(
            """
            INSERT INTO reader_state (key, is_read, read_changed_at) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET is_read = excluded.is_read, read_changed_at = excluded.read_changed_at
            WHERE (excluded.read_changed_at, excluded.is_read) > (coalesce(read_changed_at, is_read - 1), is_read)
            """, key, flag, changedAt) > 0
    }

    /// Deletes the articles that were kept only for a bookmark that is there no more; returns them.
    func deleteWithdrawnWithoutBookmark(now: Date) throws -> [ArticleID] {
        var rows: [(row: Int64, key: ArticleKey)] = []
        try forEachRow(
            """
            SELECT id, key FROM article AS a WHERE is_withdrawn = 1
                AND NOT EXISTS (SELECT 1 FROM reader_state WHERE key = a.key AND is_bookmarked = 1)
            """
        ) { row in
            guard let key = row.key(1) else { throw row.unreadable("an article has no id") }
            rows.append((row.integer(0), key))
        }
        for (row, _) in rows { try deleteArticle(row: row) }
        try ChangeFeed(connection: self, now: now).append(.withdrawn, rows.map(\.key))
        return rows.map(\.key.id)
    }
}
