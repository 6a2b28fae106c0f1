import DotNewsDatabase
import DotNewsModels

extension ArticleWriter {
    /// Takes a story out of the lists: deletes it, or keeps it marked when it is bookmarked.
    func withdraw(_ id: ArticleID, into changes: inout StoreChangeSummary) throws(StoreError) {
        let key = ArticleKey(id)
        guard let row = try articleRow(of: key) else { return }
        let (stored, isWithdrawn) = try storedSummary(row: row)
        guard !isWithdrawn else { return }
        try connection.use(
            """
            INSERT INTO withdrawn (key, updated_at, withdrawn_at) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET updated_at = excluded.updated_at, withdrawn_at = excluded.withdrawn_at
            """
        ) { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            statement.bind(stored.updatedAt?.storedMilliseconds, at: 2)
            statement.bind(now.storedMilliseconds, at: 3)
            try statement.run()
        }
        if try isBookmarked(key) {
            try connection.use("UPDATE article SET is_withdrawn = 1 WHERE id = ?1") { (statement) throws(StoreError) in
                statement.bind(row, at: 1)
                try statement.run()
            }
        } else {
            try connection.deleteArticle(row: row)
        }
        changes.withdrawn.append(id)
    }

    private func isBookmarked(_ key: ArticleKey) throws(StoreError) -> Bool {
        try connection.use("SELECT 1 FROM reader_state WHERE key = ?1 AND is_bookmarked = 1") {
            (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            return try statement.step()
        }
    }
}
