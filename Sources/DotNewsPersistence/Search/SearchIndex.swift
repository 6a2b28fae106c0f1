public import DotNewsModels

/// Articles found by their words, tags and authors, offline; and the index by which they are found.
///
/// Get it from ``ArticleStore/search``. To find several things of one moment, or to observe them, use the methods of
/// ``StoreReader``.
public struct SearchIndex: Sendable {
    let store: ArticleStore

    /// Finds articles by their words, offline.
    ///
    /// Traditional and Simplified Chinese, upper and lower case, full and half width, and letters with and without
    /// accents find each other. A Chinese word is found wherever its characters follow one another.
    ///
    /// Pages join without gaps or repetitions while articles are added, and end: the last has no `next`. Articles that
    /// are stored but not indexed yet are not found, see ``indexPending(limit:)``.
    ///
    /// - Parameters:
    ///   - query: What to look for, where, in which order, and how many on a page.
    ///   - cursor: The `next` of the page before, for the same query; `nil` for the first page.
    ///   - countingAll: Whether to count the articles of all pages, which for a word that half of the articles have takes
    ///     longer than finding a page.
    public func articles(
        matching query: SearchQuery, after cursor: PageCursor? = nil, countingAll: Bool = true
    ) async throws(StoreError) -> SearchResults {
        try await store.read("searching") { reader in
            try reader.search(query, after: cursor, countingAll: countingAll)
        }
    }

    /// Finds articles by their words, offline, on a page that is asked for by its number.
    ///
    /// The pages before it have to be walked. Where the end of the page before is at hand, its cursor is faster, and joins
    /// without gaps while articles come: ``articles(matching:after:countingAll:)``.
    ///
    /// - Parameters:
    ///   - query: What to look for, where, in which order, and how many on a page.
    ///   - number: The number of the page, the first being 1; behind the last, a page is empty and its total still true.
    public func articles(matching query: SearchQuery, page number: Int) async throws(StoreError) -> SearchResults {
        try await store.read("searching") { reader in try reader.search(query, page: number) }
    }

    /// How many articles a query finds.
    public func count(matching query: SearchQuery) async throws(StoreError) -> Int {
        try await store.read("searching") { reader in try reader.searchCount(query) }
    }

    /// Articles that belong to an article, offline: first those that its editors put beside it and that are stored, in
    /// their order, then those that share tags, keywords and rare words of the title, the most related first.
    ///
    /// - Parameters:
    ///   - id: The article.
    ///   - limit: How many at most, up to 100.
    /// - Returns: The articles; nothing when the article is not stored.
    public func related(to id: ArticleID, limit: Int = 10) async throws(StoreError) -> [ArticleRow] {
        try await store.read("looking for related articles") { reader in
            try reader.related(to: id, limit: limit)
        }
    }
}

extension ArticleStore {
    /// Articles found by their words, tags and authors, offline; and the index by which they are found.
    public var search: SearchIndex { SearchIndex(store: self) }
}
