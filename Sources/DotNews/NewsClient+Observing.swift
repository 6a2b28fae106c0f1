public import DotNewsModels
public import DotNewsPersistence

/// Observations of what screens show. Each ends with the task that iterates.
///
/// ```swift
/// for try await rows in client.observeArticles(limit: 20) {
///     show(rows)
/// }
/// ```
extension NewsClient {
    /// Observes the newest articles of a list: the rows now, and after each change of any of them.
    ///
    /// - Parameters:
    ///   - query: The articles.
    ///   - limit: The number of rows at most, 1 to 1,000.
    public func observeArticles(
        _ query: ArticleQuery = ArticleQuery(), limit: Int = 50
    ) -> StoreObservation<[ArticleRow]> {
        store.observeArticles(query, limit: limit)
    }

    /// Observes an article with its body and what its reader did with it; `nil` while it is not stored.
    public func observeArticle(_ id: ArticleID) -> StoreObservation<StoredArticle?> { store.observeArticle(id) }

    /// Observes the bookmarks changed last, those of articles that are not stored too.
    ///
    /// - Parameters:
    ///   - label: Only bookmarks with this label; `nil` for all.
    ///   - limit: The number of bookmarks at most, 1 to 1,000.
    public func observeBookmarks(
        labelled label: BookmarkLabel? = nil, limit: Int = 100
    ) -> StoreObservation<[Bookmark]> {
        store.observeBookmarks(labelled: label, limit: limit)
    }

    /// Observes the number of unread articles.
    public func observeUnread() -> StoreObservation<UnreadCounts> { store.observeUnread() }
}
