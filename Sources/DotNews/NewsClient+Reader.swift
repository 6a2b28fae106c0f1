public import DotNewsModels
public import DotNewsPersistence

/// What belongs to the reader. Works without network, for articles that are not stored too.
extension NewsClient {
    /// Opens an article: reads it, and notes the visit, which marks it as read and lets ``goBack()`` return to the article
    /// before.
    ///
    /// - Returns: The article; `nil`, and nothing is noted, when it is not stored.
    public func open(_ id: ArticleID) async throws(StoreError) -> StoredArticle? {
        guard var article = try await store.article(id) else { return nil }
        try await store.reader.recordVisit(to: id)
        article.isRead = true
        return article
    }

    /// Goes back to the article opened before the present one that is still stored.
    ///
    /// - Returns: The article; `nil` when there is none behind.
    public func goBack() async throws(StoreError) -> StoredArticle? {
        while let id = try await store.reader.goBack() {
            if let article = try await store.article(id) { return article }
        }
        return nil
    }

    /// Goes forward again to the next article that is still stored.
    ///
    /// - Returns: The article; `nil` when there is none ahead.
    public func goForward() async throws(StoreError) -> StoredArticle? {
        while let id = try await store.reader.goForward() {
            if let article = try await store.article(id) { return article }
        }
        return nil
    }

    /// Marks the stored articles of a column, and of the columns inside it, as read or as not read.
    ///
    /// - Returns: What that changed, for ``undo(_:)``; `nil` when there is no such column.
    public func setRead(_ flag: Bool, inColumn path: ColumnPath) async throws(StoreError) -> ReadMarkChange? {
        guard let column = try await store.columns()[path] else { return nil }
        return try await store.reader.setRead(flag, in: .column(column.id))
    }

    /// Takes back what marked articles as read, or as not read; see `ReaderState.undo(_:)`.
    @discardableResult
    public func undo(_ change: ReadMarkChange) async throws(StoreError) -> ReadMarkChange {
        try await store.reader.undo(change)
    }

    /// Notes that the reader has come, and returns what is new since the last time; see `ReaderState.beginVisit()`.
    ///
    /// ```swift
    /// let new = try await client.beginVisit()
    /// headline = "\(new.total) new articles"
    /// line = new.firstSeen
    /// ```
    public func beginVisit() async throws(StoreError) -> NewSinceLastVisit { try await store.reader.beginVisit() }

    /// Counts the unread articles: all, by column, and those that are bookmarked. Takes as long for many articles as for few.
    public func unreadCounts() async throws(StoreError) -> UnreadCounts { try await store.reader.unreadCounts() }
}
