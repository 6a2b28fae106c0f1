package import DotNewsModels

/// Observations of what screens show; ``observe(_:)`` makes others.
extension ArticleStore {
    /// Observes the newest articles of a list: the rows now, and after each change of any of them.
    ///
    /// - Parameters:
    ///   - query: The articles.
    ///   - limit: The number of rows at most, 1 to 1,000.
    package func observeArticles(
        _ query: ArticleQuery = ArticleQuery(), limit: Int = 50
    ) -> StoreObservation<[ArticleRow]> {
        observe { reader in try reader.articles(query, limit: limit).items }
    }

    /// Observes an article with its body and what its reader did with it; `nil` while it is not stored.
    package func observeArticle(_ id: ArticleID) -> StoreObservation<StoredArticle?> {
        observe { reader in try reader.article(id) }
    }

    /// Observes the bookmarks changed last, those of articles that are not stored too.
    ///
    /// - Parameters:
    ///   - label: Only bookmarks with this label; `nil` for all.
    ///   - limit: The number of bookmarks at most, 1 to 1,000.
    package func observeBookmarks(
        labelled label: BookmarkLabel? = nil, limit: Int = 100
    ) -> StoreObservation<[Bookmark]> {
        observe { reader in try reader.bookmarks(labelled: label, limit: limit) }
    }

    /// Observes the number of unread articles.
    package func observeUnread() -> StoreObservation<UnreadCounts> {
        observe { reader in try reader.unreadCounts() }
    }
}
