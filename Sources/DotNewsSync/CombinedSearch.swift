public import DotNewsModels
public import DotNewsNetworking
public import DotNewsPersistence
import Foundation

/// A search of the store and of the site's own search service together, page by page, each story once.
///
/// The site is asked as long as it answers; when it does not, the search goes on in the store alone and says why.
///
/// ```swift
/// var search = CombinedSearch(SearchQuery("東橋"), client: cms, store: store)
/// while let page = try await search.nextPage() {
///     for result in page.results { print(result.summary.title) }
/// }
/// ```
public struct CombinedSearch: Sendable {
    /// A page of results.
    public struct Page: Sendable {
        /// The stories: those of the site's page and those of the store's, each once, in the order of the query.
        public var results: [SearchResult]
        /// How many stories the site says it found, or the store when the site did not answer.
        public var total: Int
        /// Whether there are more pages.
        public var hasMore: Bool
        /// Why the site's part is missing; `nil` when it is not.
        public var offlineReason: String?
    }

    /// What is looked for.
    public let query: SearchQuery
    private let client: CMSClient
    private let store: ArticleStore
    private var sitePage: Int? = 1
    private var siteTotal: Int?
    private var siteSeen = 0
    private var storeCursor: PageCursor?
    private var storeIsDone = false
    private var storeTotal = 0
    private var seen = Set<ArticleID>()
    private var offlineReason: String?

    /// The most pages asked of the site.
    public static let maximumSitePages = 50

    /// Starts a search; nothing is asked before the first page.
    public init(_ query: SearchQuery, client: CMSClient, store: ArticleStore) {
        self.query = query
        self.client = client
        self.store = store
    }

    /// The next page; `nil` after the last.
    public mutating func nextPage() async throws(StoreError) -> Page? {
        guard sitePage != nil || !storeIsDone else { return nil }
        // A page of the site may hold nothing but stories that were shown already.
        repeat {
            let results = merged(await siteResults(), try await storeResults())
            if !results.isEmpty || (sitePage == nil && storeIsDone) {
                return Page(
                    results: results, total: max(siteTotal ?? 0, storeTotal), hasMore: sitePage != nil || !storeIsDone,
                    offlineReason: offlineReason)
            }
        } while true
    }

    private mutating func siteResults() async -> [SearchResult] {
        guard let number = sitePage, !query.text.trimmingSpaces().isEmpty else {
            sitePage = nil
            return []
        }
        let page: SearchPage
        do throws(CMSError) {
            page = try await client.search(query.text, page: number, since: query.from)
        } catch {
            sitePage = nil
            offlineReason = "\(error)"
            return []
        }
        siteTotal = page.total ?? siteTotal
        siteSeen += page.items.count
        let isLast = page.items.isEmpty || siteSeen >= siteTotal ?? .max || number == Self.maximumSitePages
        sitePage = isLast ? nil : number + 1
        return page.items.map(\.story).filter(isInRange).map { SearchResult(summary: $0, snippet: $0.summary) }
    }

    /// Whether a story is within the query's dates, which the site narrows on one side only.
    private func isInRange(_ story: ArticleSummary) -> Bool {
        guard query.from != nil || query.to != nil else { return true }
        guard let time = story.publishedAt else { return false }
        return query.from.map { time >= $0 } ?? true && query.to.map { time <= $0 } ?? true
    }

    private mutating func storeResults() async throws(StoreError) -> [SearchResult] {
        guard !storeIsDone else { return [] }
        let page = try await store.search(query, after: storeCursor)
        storeTotal = page.total ?? storeTotal
        storeCursor = page.next
        storeIsDone = page.next == nil
        return page.results
    }

    /// What the store says of a story comes first, as it has the matches.
    private mutating func merged(_ site: [SearchResult], _ stored: [SearchResult]) -> [SearchResult] {
        var results = (stored + site).filter { seen.insert($0.id).inserted }
        switch query.order {
        case .newest:
            results.sort { ($0.summary.publishedAt ?? .distantPast) > ($1.summary.publishedAt ?? .distantPast) }
        case .oldest:
            results.sort { ($0.summary.publishedAt ?? .distantPast) < ($1.summary.publishedAt ?? .distantPast) }
        case .relevance: break
        }
        return results
    }
}
