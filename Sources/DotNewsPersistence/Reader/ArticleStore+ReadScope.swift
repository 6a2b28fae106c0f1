import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

extension ArticleStore {
    /// Marks many stories as read, or as not read, in one transaction: all or none.
    ///
    /// Stories that come to the store later are not marked, even when they belong to the column, or are older than the
    /// time.
    ///
    /// - Returns: How many stories that changed.
    public func setRead(_ flag: Bool, in scope: ReadScope) async throws(StoreError) -> Int {
        let now = options.now().changeTime
        return try await write("marking articles as read") { connection in
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
    fileprivate func setRead(_ flag: Bool, _ keys: [ArticleKey], now: Int64) throws(StoreError) -> Int {
        guard !keys.isEmpty else { return 0 }
        // One statement over all keys packed together; in their order, so that neighbours in the table are written
        // together.
        return try setRead(
            flag,
            """
            WITH RECURSIVE place (offset) AS (
                SELECT 1 UNION ALL SELECT offset + 12 FROM place WHERE offset + 12 < length(?2))
            SELECT substr(?2, offset, 12) AS key FROM place
            """
        ) { statement in
            statement.bind(now, at: 1)
            statement.bind(packing: keys.sorted(), at: 2)
        }
    }

    fileprivate func setRead(_ flag: Bool, inColumn column: Int64, now: Int64) throws(StoreError) -> Int {
        try setRead(
            flag, "SELECT a.key FROM membership AS m CROSS JOIN article AS a ON a.id = m.article WHERE m.column_id = ?2"
        ) { statement in
            statement.bind(now, at: 1)
            statement.bind(column, at: 2)
        }
    }

    fileprivate func setRead(_ flag: Bool, publishedBefore date: Date, now: Int64) throws(StoreError) -> Int {
        try setRead(flag, "SELECT key FROM article WHERE id < ?2 AND published_at < ?3") { statement in
            statement.bind(now, at: 1)
            statement.bind(ArticlePosition.upperBound(publishedBefore: date), at: 2)
            statement.bind(date.storedMilliseconds, at: 3)
        }
    }

    /// Marks the stories whose keys `selection` lists; `?1` is the present time.
    private func setRead(
        _ flag: Bool, _ selection: String, binding bind: (Statement) -> Void
    ) throws(StoreError) -> Int {
        let sql =
            flag
            ? """
            INSERT INTO reader_state (key, is_read, read_changed_at)
            SELECT key, 1, ?1 FROM (\(selection)) WHERE true
            ON CONFLICT DO UPDATE SET is_read = 1,
                read_changed_at =
                    min(max(excluded.read_changed_at, coalesce(read_changed_at, -1) + 1), 253402300799999)
            WHERE is_read = 0
            """
            : """
            UPDATE reader_state SET is_read = 0,
                read_changed_at = min(max(?1, coalesce(read_changed_at, -1) + 1), 253402300799999)
            WHERE is_read = 1 AND key IN (\(selection))
            """
        return try useComposed(sql) { (statement) throws(StoreError) in
            bind(statement)
            return try statement.run()
        }
    }
}
