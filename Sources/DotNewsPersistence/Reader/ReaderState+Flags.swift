import DotNewsDatabase
public import DotNewsModels

extension ReaderState {
    /// Bookmarks an article, or removes its bookmark.
    ///
    /// The article need not be stored: its bookmark waits for it, and outlives it. Removing the bookmark of an article that
    /// the site has withdrawn deletes the article, and reports it as withdrawn.
    @discardableResult
    public func setBookmarked(_ flag: Bool, for id: ArticleID) async throws(StoreError) -> StoreChangeSummary {
        let now = store.now
        return try await store.write("bookmarking an article") { connection in
            let key = ArticleKey(id)
            var changes = StoreChangeSummary()
            let changed = try connection.setBookmarked(flag, key, now: now.changeTime)
            guard changed else { return changes }
            changes.readerState = [id]
            if !flag, let row = try connection.withdrawnRow(of: key) {
                try connection.deleteArticle(row: row)
                changes.withdrawn = [id]
                try ChangeFeed(connection: connection, now: now).append(changes)
            }
            return changes
        }
    }

    /// Marks an article as read, or as not read. The article need not be stored.
    ///
    /// One that is read already, and has been changed since, counts as seen.
    @discardableResult
    public func setRead(_ flag: Bool, for id: ArticleID) async throws(StoreError) -> StoreChangeSummary {
        let now = store.now
        return try await store.write("marking an article as read") { connection in
            var changes = StoreChangeSummary()
            let changed = try connection.setRead(flag, ArticleKey(id), now: now.changeTime)
            let isSeen = try flag && connection.noteSeen(ArticleKey(id))
            if changed || isSeen { changes.readerState = [id] }
            return changes
        }
    }
}

extension StoreReader {
    /// Whether an article is bookmarked. It need not be stored.
    public func isBookmarked(_ id: ArticleID) throws(StoreError) -> Bool {
        try connection.converting { try readerState(of: ArticleKey(id)).isBookmarked }
    }

    /// Whether an article has been read. It need not be stored.
    public func isRead(_ id: ArticleID) throws(StoreError) -> Bool { try readerState(of: ArticleKey(id)).isRead }
}

extension ReaderState {
    /// Returns whether an article is bookmarked; see ``StoreReader/isBookmarked(_:)``.
    public func isBookmarked(_ id: ArticleID) async throws(StoreError) -> Bool {
        try await store.read("looking for a bookmark") { reader in try reader.isBookmarked(id) }
    }

    /// Returns whether an article has been read; see ``StoreReader/isRead(_:)``.
    public func isRead(_ id: ArticleID) async throws(StoreError) -> Bool {
        try await store.read("looking whether an article is read") { reader in try reader.isRead(id) }
    }
}

extension Connection {
    /// The row of an article that is kept although it is withdrawn.
    fileprivate func withdrawnRow(of key: ArticleKey) throws -> Int64? {
        try row("SELECT id FROM article WHERE key = ?1 AND is_withdrawn = 1", key) { row in row.integer(0) }
    }
}
