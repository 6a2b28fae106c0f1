import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

extension ReaderState {
    /// Returns the bookmarked articles that a sync should ask the site for, the bookmark changed last first: what is missing,
    /// is not withdrawn and has not failed a short time ago.
    ///
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - includesPictures: Whether articles count whose pictures alone are missing.
    package func incompleteBookmarks(
        limit: Int, includingPictures includesPictures: Bool
    ) async throws(StoreError) -> [IncompleteBookmark] {
        let now = store.now
        return try await store.read("reading which bookmarks to complete") { reader in
            try reader.connection.rows(
                Self.incompleteSQL, now.storedMilliseconds,
                now.addingTimeInterval(BookmarkAttempt.longestPause).storedMilliseconds, includesPictures, limit
            ) { row in
                guard let key = row.key(0) else { throw row.unreadable("a bookmark has no id") }
                return IncompleteBookmark(id: key.id, needsText: row.flag(1))
            }
        }
    }

    /// Notes what tries to complete bookmarks brought. Writes nothing when each succeeded as it did before.
    package func note(_ attempts: [BookmarkAttempt]) async throws(StoreError) {
        guard !attempts.isEmpty else { return }
        let now = store.now
        try await store.write("noting which bookmarks could not be completed") { connection in
            for attempt in attempts { try connection.note(attempt, at: now) }
            try connection.execute(
                """
                DELETE FROM bookmark_failure WHERE NOT EXISTS (
                    SELECT 1 FROM reader_state AS s WHERE s.key = bookmark_failure.key AND s.is_bookmarked = 1)
                """)
        }
    }

    private static let incompleteSQL = """
        SELECT s.key, a.id IS NULL OR a.body_need > 0
        FROM reader_state AS s INDEXED BY reader_state_bookmarked
        LEFT JOIN article AS a ON a.key = s.key
        LEFT JOIN body AS b ON b.article = a.id
        LEFT JOIN bookmark_failure AS f ON f.key = s.key
        WHERE s.is_bookmarked = 1 AND coalesce(a.is_withdrawn, 0) = 0
            -- What was noted while the clock stood ahead is taken for past.
            AND (f.key IS NULL OR f.retry_at <= ?1 OR f.retry_at > ?2)
            AND (a.id IS NULL OR a.body_need > 0 OR (?3 AND NOT (\(Connection.hasAllImages))))
        ORDER BY s.bookmark_changed_at DESC, s.key DESC LIMIT ?4
        """
}

extension Connection {
    fileprivate func note(_ attempt: BookmarkAttempt, at now: Date) throws {
        let key = ArticleKey(attempt.id)
        guard let code = attempt.code else {
            try execute("DELETE FROM bookmark_failure WHERE key = ?", key)
            return
        }
        let failures = try row("SELECT count FROM bookmark_failure WHERE key = ?", key) { $0.integer(0) } ?? 0
        let count = min(max(failures, 0), 100) + 1
        let retryAt = now.addingTimeInterval(BookmarkAttempt.pause(after: count, code))
        try execute(
            """
            INSERT INTO bookmark_failure (key, code, reason, count, retry_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET code = excluded.code, reason = excluded.reason, count = excluded.count,
                retry_at = excluded.retry_at
            """, key, code.rawValue, String(attempt.reason.prefix(500)), count, retryAt.storedMilliseconds)
    }
}
