import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// A kind of change in the feed. The numbers are in files, and never change.
enum ArticleChange: Int64 {
    case new = 1
    case updated = 2
    case withdrawn = 3
    case removed = 4
    case readElsewhere = 5
}

/// Writes the change feed, inside the transaction that makes the changes.
struct ChangeFeed {
    let connection: Connection
    let now: Date

    /// The days after which a change may be forgotten; as long as withdrawn articles are remembered.
    static let memoryDays = 30.0

    /// Appends what a write changed. A write that changed nothing appends nothing.
    func append(_ changes: StoreChangeSummary) throws {
        try append(.withdrawn, changes.withdrawn.map { ArticleKey($0) })
        try append(.new, changes.new.map { ArticleKey($0) })
        let updated = changes.updated.map { ArticleKey($0) }
        try append(.updated, updated)
        for key in updated { try connection.noteChangeAfterReading(of: key) }
    }

    /// Appends a change of several articles.
    func append(_ change: ArticleChange, _ keys: [ArticleKey]) throws {
        guard !keys.isEmpty else { return }
        let last = try connection.integer(
            "UPDATE change_feed SET last = last + ? RETURNING last", keys.count)
        var sequence = last - Int64(keys.count)
        for key in keys {
            sequence += 1
            switch change {
            // Nothing that was said before matters to whoever hears this.
            case .new, .withdrawn, .removed: try connection.execute("DELETE FROM article_change WHERE key = ?", key)
            case .updated, .readElsewhere: break
            }
            try connection.execute(
                """
                INSERT OR REPLACE INTO article_change (sequence, key, kind, changed_at) VALUES (?, ?, ?, ?)
                """, sequence, key, change.rawValue, now.storedMilliseconds)
        }
    }

    /// Notes that another device has marked a stored article as read, or as not read.
    func noteReadElsewhere(_ flag: Bool, _ key: ArticleKey) throws {
        if !flag {
            try connection.execute(
                "DELETE FROM article_change WHERE key = ? AND kind = ?", key, ArticleChange.readElsewhere.rawValue)
        } else if try connection.articleRow(of: key) != nil {
            try append(.readElsewhere, [key])
        }
    }

    /// Forgets old changes. Tokens from before them are refused from now on.
    func forgetOldChanges() throws {
        let limit = now.addingTimeInterval(-Self.memoryDays * 86_400).storedMilliseconds
        let newest = try connection.row("SELECT max(sequence) FROM article_change WHERE changed_at < ?", limit) {
            $0.optionalInteger(0)
        }
        guard let newest = newest ?? nil else { return }
        try connection.execute("DELETE FROM article_change WHERE changed_at < ?", limit)
        try connection.execute("UPDATE change_feed SET forgotten = ?1 WHERE forgotten < ?1", newest)
    }
}

extension Connection {
    /// Notes that an article has been changed after its reader has read it.
    fileprivate func noteChangeAfterReading(of key: ArticleKey) throws {
        try execute(
            """
            UPDATE article SET is_changed = 1 WHERE key = ?1 AND is_changed = 0
                AND EXISTS (SELECT 1 FROM reader_state WHERE key = ?1 AND is_read = 1)
            """, key)
    }

    /// Notes that the reader has seen an article as it is; returns whether it had been changed since it was read.
    @discardableResult
    func noteSeen(_ key: ArticleKey) throws -> Bool {
        try execute("UPDATE article SET is_changed = 0 WHERE key = ? AND is_changed = 1", key) > 0
    }
}
