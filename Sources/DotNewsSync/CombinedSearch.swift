public import DotNewsModels
package import DotNewsNetworking
public import DotNewsPersistence

/// A search of the store and of the site's own search service together, page by page, each article once.
///
/// By time, both are one order; by relevance, they take turns. The site is asked as long as it answers; when it does not,
/// the search goes on in the store alone and says why.
///
/// ```swift
/// var search = try await client.searchOnline(SearchQuery("東橋"))
/// while let page = try await search.nextPage() {
///     for result in page.results { print(result.article.title) }
/// }
/// ```
public struct CombinedSearch: Sendable {
    /// A page of results.
    public struct Page: Sendable {
        /// The articles of the site and those of the store, each once, in the order of the query; as many as a page of the
        /// query has, fewer on the last.
        public var results: [SearchResult]
        /// How many articles there are at least: what the site or the store says; exact on the last page.
        public var total: Int
        /// Whether there are more pages.
        public var hasMore: Bool
        /// Why the site's part is missing, or ends early; `nil` when it does not.
        public var offlineReason: String?
    }

    /// What is looked for.
    public let query: SearchQuery
    private let store: ArticleStore
    private var site: SiteSearch
    private var stored: [SearchResult] = []
    private var storeCursor: PageCursor?
    private var storeIsDone = false
    private var storeTotal = 0
    private var seen = Set<ArticleID>()
    private var shownCount = 0
    /// The first result of the next page, which tells that there is one.
    private var following: SearchResult?
    private var isTurnOfSite = false
    private var hasEnded = false

    /// The most pages asked of the site.
    public static let maximumSitePages = 50

    /// Starts a search; nothing is asked before the first page.
    package init(_ query: SearchQuery, client: CMSClient, store: ArticleStore) {
        self.query = query
        self.store = store
        site = SiteSearch(query, client: client, store: store)
    }

    /// The next page; `nil` after the last. The first page is there even when nothing was found.
    public mutating func nextPage() async throws(StoreError) -> Page? {
        guard !hasEnded else { return nil }
        var results = following.map { [$0] } ?? []
        following = nil
        while results.count < query.pageSize, let result = try await next() { results.append(result) }
        if results.count == query.pageSize { following = try await next() }
        hasEnded = following == nil
        shownCount += results.count
        return Page(
            results: results, total: hasEnded ? shownCount : max(site.total ?? 0, storeTotal, shownCount + 1),
            hasMore: !hasEnded, offlineReason: site.failure)
    }

    /// The next article that has not been shown.
    private mutating func next() async throws(StoreError) -> SearchResult? {
        while true {
            let ofSite = try await site.first()
            let ofStore = try await firstOfStore()
            guard let result = ofSite ?? ofStore else { return nil }
            if let ofStore, ofSite.map({ precedes(ofStore, $0) }) ?? true {
                stored.removeFirst()
                isTurnOfSite = true
                if seen.insert(ofStore.id).inserted { return ofStore }
            } else {
                site.takeFirst()
                isTurnOfSite = false
                // What the store says of an article is better, as it has its text.
                if seen.insert(result.id).inserted { return stored.first { $0.id == result.id } ?? result }
            }
        }
    }

    private func precedes(_ ofStore: SearchResult, _ ofSite: SearchResult) -> Bool {
        switch query.order {
        case .newest: ofStore.time >= ofSite.time
        case .oldest: ofStore.time <= ofSite.time
        case .relevance: !isTurnOfSite
        }
    }

    private mutating func firstOfStore() async throws(StoreError) -> SearchResult? {
        while stored.isEmpty, !storeIsDone {
            let page = try await store.search.articles(
                matching: query, after: storeCursor, countingAll: storeCursor == nil)
            storeTotal = page.total ?? storeTotal
            storeCursor = page.next
            storeIsDone = page.next == nil
            stored = page.results
        }
        return stored.first
    }
}
