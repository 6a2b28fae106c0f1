public import DotNews
public import Observation

/// The search screen: what has been typed, and what it finds offline.
@Observable
public final class SearchModel {
    /// The text that has been typed.
    public var text = ""
    /// The part of an article in which the words must be.
    public var scope = SearchQuery.Scope.content
    /// The order of the results.
    public var order = SearchQuery.Order.newest
    /// The results, as far as the reader has scrolled.
    public private(set) var results: [SearchResult] = []
    /// The number of articles found; `nil` before the first search.
    public private(set) var total: Int?
    /// The last searches.
    public private(set) var recent: [RecentSearch] = []
    /// A message for the reader.
    public private(set) var message: ReaderMessage?

    private let reader: ReaderModel
    private var next: PageCursor?

    init(_ reader: ReaderModel) { self.reader = reader }

    /// Whether a search has found nothing.
    public var hasNoResults: Bool { total == 0 }
    /// Whether there are more results than those shown.
    public var hasMore: Bool { next != nil }

    private var query: SearchQuery { SearchQuery(text, in: scope, order: order, completesLastWord: true) }

    /// Searches for what has been typed. A view calls it in a task that a new letter replaces.
    public func search() async {
        await perform {
            let found = try await reader.client.search(query)
            try Task.checkCancellation()
            (results, total, next) = (found.results, found.total, found.next)
        }
    }

    /// Shows more results.
    public func loadMore() async {
        guard let next else { return }
        await perform {
            let found = try await reader.client.search(query, after: next, countingAll: false)
            results += found.results
            self.next = found.next
        }
    }

    /// Keeps what was searched for, when the reader opens a result.
    public func keep() async {
        await perform {
            try await reader.client.store.reader.recordSearch(text)
            recent = try await reader.client.store.reader.recentSearches()
        }
    }

    private func perform(_ action: () async throws -> Void) async {
        do { try await action() } catch {
            if !(error is CancellationError) { message = reader.message(error) }
        }
    }
}
