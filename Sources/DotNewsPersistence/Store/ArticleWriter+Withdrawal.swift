import DotNewsDatabase
import DotNewsModels

extension ArticleWriter {
    /// Takes an article out of the lists: deletes it, or keeps it marked when it is bookmarked.
    func withdraw(_ id: ArticleID, into changes: inout StoreChangeSummary) throws {
        let key = ArticleKey(id)
        guard let row = try articleRow(of: key) else { return }
        let (stored, isWithdrawn) = try storedSummary(row: row)
        guard !isWithdrawn else { return }
        try connection.execute(
            """
            INSERT INTO withdrawn (key, updated_at, withdrawn_at) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET updated_at = excluded.updated_at, withdrawn_at = excluded.withdrawn_at
            """, key, stored.updatedAt?.storedMilliseconds, now.storedMilliseconds)
        if try connection.hasRow("SELECT 1 FROM reader_state WHERE key = ? AND is_bookmarked = 1", key) {
            try connection.execute("UPDATE article SET is_withdrawn = 1 WHERE id = ?", row)
        } else {
            try connection.deleteArticle(row: row)
        }
        changes.withdrawn.append(id)
    }
}
