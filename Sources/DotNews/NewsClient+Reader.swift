public import DotNewsModels
public import DotNewsPersistence

/// The reader's own, where that needs more than one part of the client. All else is in `store.reader`
/// (`ReaderState`): bookmarks, read marks, topics, visits, counts, preferences. Works without network.
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
    /// - Returns: What that changed, for `ReaderState.undo(_:)`; `nil` when there is no such column.
    public func setRead(_ flag: Bool, inColumn path: ColumnPath) async throws(StoreError) -> ReadMarkChange? {
        guard let column = try await store.columns()[path] else { return nil }
        return try await store.reader.setRead(flag, in: .column(column.id))
    }
}
