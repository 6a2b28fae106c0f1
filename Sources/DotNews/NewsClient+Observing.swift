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
    /// Observes the newest articles of a list; see `ArticleStore.observeArticles(_:limit:)`.
    public func observeArticles(
        _ query: ArticleQuery = ArticleQuery(), limit: Int = 50
    ) -> StoreObservation<[ArticleRow]> {
        store.observeArticles(query, limit: limit)
    }

    /// Observes an article; see `ArticleStore.observeArticle(_:)`.
    public func observeArticle(_ id: ArticleID) -> StoreObservation<StoredArticle?> { store.observeArticle(id) }

    /// Observes the bookmarks changed last; see `ArticleStore.observeBookmarks(labelled:limit:)`.
    public func observeBookmarks(
        labelled label: BookmarkLabel? = nil, limit: Int = 100
    ) -> StoreObservation<[Bookmark]> {
        store.observeBookmarks(labelled: label, limit: limit)
    }

    /// Observes the number of unread articles; see `ArticleStore.observeUnread()`.
    public func observeUnread() -> StoreObservation<UnreadCounts> { store.observeUnread() }
}
