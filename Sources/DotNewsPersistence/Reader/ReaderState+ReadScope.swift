import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

extension ReaderState {
    /// Marks many articles as read, or as not read, in one transaction: all or none.
    ///
    /// Articles that come to the store later are not marked, even when they belong to the column, or are older than the
    /// time.
    ///
    /// - Returns: How many articles that changed.
    public func setRead(_ flag: Bool, in scope: ReadScope) async throws(StoreError) -> Int {
        let now = store.now.changeTime
        return try await store.write("marking articles as read") { connection in
            switch scope {
            case .articles(let ids):
                return try connection.setRead(flag, ids.map { ArticleKey($0) }, now: now)
            case .column(let id, let includesSubcolumns):
                var count = 0
                for row in try connection.columnRows(of: id, includingSubcolumns: includesSubcolumns) {
                    count += try connection.setRead(flag, inColumn: row, now: now)
                }
                return count
            case .publishedBefore(let date):
                return try connection.setRead(flag, publishedBefore: date, now: now)
            }
        }
    }
}

extension Connection {
    fileprivate func setRead(_ flag: Bool, _ keys: [ArticleKey], now: Int64) throws -> Int {
        guard !keys.isEmpty else { return 0 }
        // One statement over all keys packed together; in their order, so that neighbours in the table are written
        // together.
        return try setRead(
            flag,
            """
            WITH RECURSIVE place (offset) AS (
                SELECT 1 UNION ALL SELECT offset + 12 FROM place WHERE offset + 12 < length(?2))
            SELECT substr(?2, offset, 12) AS key FROM place
            """, now, keys.sorted().packed)
    }

    fileprivate func setRead(_ flag: Bool, inColumn column: Int64, now: Int64) throws -> Int {
        try setRead(
            flag,
            "SELECT a.key FROM membership AS m CROSS JOIN article AS a ON a.id = m.article WHERE m.column_id = ?2",
            now, column)
    }

    fileprivate func setRead(_ flag: Bool, publishedBefore date: Date, now: Int64) throws -> Int {
        try setRead(
            flag, "SELECT key FROM article WHERE id < ?2 AND published_at < ?3", now,
            ArticlePosition.upperBound(publishedBefore: date), date.storedMilliseconds)
    }

    /// Marks the articles whose keys `selection` lists; `?1` is the present time.
    private func setRead<each Value: Bindable>(
        _ flag: Bool, _ selection: String, _ values: repeat each Value
    ) throws -> Int {
        let sql =
            flag
            ? """
            INSERT INTO reader_state (key, is_read, read_changed_at)
            SELECT key, 1, ?1 FROM (\(selection)) WHERE true
            ON CONFLICT DO UPDATE SET is_read = 1,
                read_changed_at = \(ReaderRegister.time("excluded.read_changed_at", after: "read_changed_at"))
            WHERE is_read = 0
            """
            : """
            UPDATE reader_state SET is_read = 0,
                read_changed_at = \(ReaderRegister.time("?1", after: "read_changed_at"))
            WHERE is_read = 1 AND key IN (\(selection))
            """
        return try execute(sql, repeat each values)
    }
}
