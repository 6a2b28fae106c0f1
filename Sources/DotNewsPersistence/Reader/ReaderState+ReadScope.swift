import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

extension ReaderState {
    /// Marks many articles as read, or as not read, in one transaction: all or none.
    ///
    /// Articles that come to the store later are not marked, even when they belong to the column, or are older than the
    /// time.
    ///
    /// - Returns: What that changed, for ``undo(_:)``.
    @discardableResult
    public func setRead(_ flag: Bool, in scope: ReadScope) async throws(StoreError) -> ReadMarkChange {
        let now = store.now.changeTime
        return try await store.write("marking articles as read") { connection in
            var keys: [ArticleKey] = []
            switch scope {
            case .articles(let ids):
                keys = try connection.setRead(flag, ids.map { ArticleKey($0) }, now: now)
            case .column(let id, let includesSubcolumns):
                for row in try connection.columnRows(of: id, includingSubcolumns: includesSubcolumns) {
                    keys += try connection.setRead(flag, inColumn: row, now: now)
                }
            case .publishedBefore(let date):
                keys = try connection.setRead(flag, publishedBefore: date, now: now)
            }
            return ReadMarkChange(isRead: flag, keys: keys, changedAt: now)
        }
    }

    /// Takes back what ``setRead(_:in:)`` changed, in one transaction. Articles that were opened since stay read.
    ///
    /// - Returns: What that changed, so that it can be taken back too.
    @discardableResult
    public func undo(_ change: ReadMarkChange) async throws(StoreError) -> ReadMarkChange {
        let now = store.now.changeTime
        return try await store.write("taking back read marks") { connection in
            let opened = change.isRead ? try connection.openedArticles(since: change.changedAt) : []
            let keys = try connection.setRead(!change.isRead, change.keys.filter { !opened.contains($0) }, now: now)
            return ReadMarkChange(isRead: !change.isRead, keys: keys, changedAt: now)
        }
    }
}

/// The articles whose read mark a call has changed.
public struct ReadMarkChange: Hashable, Sendable {
    /// Whether they are marked as read now.
    public let isRead: Bool
    let keys: [ArticleKey]
    /// Milliseconds since 1970.
    let changedAt: Int64

    /// The number of articles.
    public var count: Int { keys.count }
    /// The articles, in no order.
    public var articles: [ArticleID] { keys.map(\.id) }
}

extension Connection {
    fileprivate func setRead(_ flag: Bool, _ keys: [ArticleKey], now: Int64) throws -> [ArticleKey] {
        guard !keys.isEmpty else { return [] }
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

    fileprivate func setRead(_ flag: Bool, inColumn column: Int64, now: Int64) throws -> [ArticleKey] {
        try setRead(
            flag,
            "SELECT a.key FROM membership AS m CROSS JOIN article AS a ON a.id = m.article WHERE m.column_id = ?2",
            now, column)
    }

    fileprivate func setRead(_ flag: Bool, publishedBefore date: Date, now: Int64) throws -> [ArticleKey] {
        try setRead(
            flag, "SELECT key FROM article WHERE id < ?2 AND published_at < ?3", now,
            ArticlePosition.upperBound(publishedBefore: date), date.storedMilliseconds)
    }

    /// Marks the articles whose keys `selection` lists; `?1` is the present time.
    private func setRead<each Value: Bindable>(
        _ flag: Bool, _ selection: String, _ values: repeat each Value
    ) throws -> [ArticleKey] {
        let sql =
            flag
            ? """
            INSERT INTO reader_state (key, is_read, read_changed_at)
            SELECT key, 1, ?1 FROM (\(selection)) WHERE true
            ON CONFLICT DO UPDATE SET is_read = 1,
                read_changed_at = \(ReaderRegister.time("excluded.read_changed_at", after: "read_changed_at"))
            WHERE is_read = 0 RETURNING key
            """
            : """
            UPDATE reader_state SET is_read = 0,
                read_changed_at = \(ReaderRegister.time("?1", after: "read_changed_at"))
            WHERE is_read = 1 AND key IN (\(selection)) RETURNING key
            """
        let keys = try rows(sql, repeat each values) { try $0.requiredKey(0) }
        // Those that were read already count as seen too, see ``noteSeen(_:)``.
        if flag {
            try execute(
                "UPDATE article SET is_changed = 0 WHERE is_changed = 1 AND ?1 IS NOT NULL AND key IN (\(selection))",
                repeat each values)
        }
        return keys
    }

    /// The articles that were opened at a time or later.
    fileprivate func openedArticles(since time: Int64) throws -> Set<ArticleKey> {
        Set(try rows("SELECT key FROM visit WHERE visited_at >= ?", time) { try $0.requiredKey(0) })
    }
}
