import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// What the site's own search says to a query, a result at a time, in the query's order as far as the site has one.
///
/// The site looks for words everywhere in its articles and lists the newest first. What else a query asks for is done here:
/// its pages are walked from the last to the first for the oldest, and results that a query excludes are left out.
struct SiteSearch: Sendable {
    private let query: SearchQuery
    private let text: String
    private let client: CMSClient
    private let store: ArticleStore
    private let matcher: QueryMatcher

    private var results: [SearchResult] = []
    /// The pages to be asked for; `nil` when there are none.
    private var nextPage: Int? = 1
    private var direction = 1
    private var asked = 0
    /// The first page, which comes last where the walk is backwards.
    private var heldBack: [SearchResult] = []
    private var seen = Set<ArticleID>()
    private var seenCount = 0
    private var columns: [String: ColumnReference]?
    private var wanted: Set<ColumnID> = []

    /// How many articles the site says it has; `nil` when it does not say, or when some of them are left out here.
    private(set) var total: Int?
    /// Why the site is not asked any further, though it may have more; `nil` when there is no such reason.
    private(set) var failure: String?

    init(_ query: SearchQuery, client: CMSClient, store: ArticleStore) {
        self.query = query
        self.client = client
        self.store = store
        matcher = QueryMatcher(query)
        // Words that must not be there would be looked for by a site that does not know what a minus means.
        let terms = query.terms
        text =
            terms.contains(where: \.isExcluded)
            ? terms.filter { !$0.isExcluded }.map { $0.isQuotation ? "\"\($0.text)\"" : $0.text }
                .joined(separator: " ")
            : String(query.text.trimmingSpaces())
        if text.isEmpty { nextPage = nil }
        if query.scope == .keyword, nextPage != nil {
            nextPage = nil
            failure = "the site's search cannot be narrowed to keywords"
        }
    }

    /// The next result, which stays the next until it is taken; `nil` when there is none.
    mutating func first() async throws(StoreError) -> SearchResult? {
        while results.isEmpty, let number = nextPage { try await read(page: number) }
        if results.isEmpty, !heldBack.isEmpty { swap(&results, &heldBack) }
        return results.first
    }

    /// Takes the next result.
    mutating func takeFirst() { results.removeFirst() }

    private mutating func read(page number: Int) async throws(StoreError) {
        asked += 1
        let page: SearchPage
        do throws(CMSError) {
            page = try await client.search(text, page: number, since: query.from)
        } catch {
            // A search that was given up must not pass for one that the site did not answer.
            if error.isCancellation { throw StoreError(.cancelled, while: "searching", file: store.file.path) }
            nextPage = nil
            failure = "\(error)"
            return
        }
        let isFirst = asked == 1
        if isFirst { total = page.total }
        let new = page.items.filter { seen.insert($0.article.id).inserted }
        seenCount += new.count
        var found: [SearchResult] = []
        for item in new {
            if let result = try await result(item) { found.append(result) } else { total = nil }
        }
        sort(&found)
        // A page without anything new is the last, whatever the site says of its number.
        guard !new.isEmpty, asked < CombinedSearch.maximumSitePages else { return end(with: found) }
        if isFirst, query.order == .oldest, let total = page.total, total > seenCount {
            direction = -1
            heldBack = found
            nextPage = (total - 1) / SearchPage.size + 1
            return
        }
        let following = number + direction
        let isLast = direction < 0 ? following < 2 : page.total.map { seenCount >= $0 } ?? false
        nextPage = isLast ? nil : following
        results = found
    }

    private mutating func end(with found: [SearchResult]) {
        nextPage = nil
        results = found
    }

    private func sort(_ results: inout [SearchResult]) {
        switch query.order {
        case .newest: results.sort { $0.time > $1.time }
        case .oldest: results.sort { $0.time < $1.time }
        case .relevance: break
        }
    }

    // MARK: Results

    /// A result as the query wants it; `nil` when it does not.
    private mutating func result(_ item: SearchPage.Item) async throws(StoreError) -> SearchResult? {
        var article = item.article
        if article.column == nil { article.column = try await column(named: item.columnName) }
        // The store knows the article better than a line of results.
        guard let row = try await store.rows(of: [article]).first else { return nil }
        article = row.summary
        guard isInRange(article), try await isInColumns(article) else { return nil }
        if query.scope == .title, !matcher.isFound(in: article.title) { return nil }
        if matcher.isExcluded(by: article.title) || matcher.isExcluded(by: item.snippet) { return nil }
        let snippet = matcher.snippet(of: item.snippet)
        return SearchResult(
            article: row, snippet: snippet.text, matches: snippet.matches,
            titleMatches: matcher.matches(in: article.title))
    }

    /// Whether an article is within the query's dates, which the site narrows on one side only, and to days.
    private func isInRange(_ article: ArticleSummary) -> Bool {
        guard query.from != nil || query.to != nil else { return true }
        guard let time = article.publishedAt else { return false }
        return query.from.map { time >= $0 } ?? true && query.to.map { time <= $0 } ?? true
    }

    private mutating func isInColumns(_ article: ArticleSummary) async throws(StoreError) -> Bool {
        guard !query.columns.isEmpty else { return true }
        try await readColumns()
        return article.column.map { wanted.contains($0.id) } ?? false
    }

    /// The column that the site calls so; `nil` when none is called so.
    private mutating func column(named name: String) async throws(StoreError) -> ColumnReference? {
        guard !name.isEmpty else { return nil }
        try await readColumns()
        return columns?[name]
    }

    private mutating func readColumns() async throws(StoreError) {
        guard columns == nil else { return }
        let tree = try await store.columns()
        wanted = Set(query.columns.compactMap { tree[$0] }.flatMap(\.descendants).map(\.id))
        // Of columns with the same name that the query looks in counts.
        let all = tree.all.filter { wanted.contains($0.id) } + tree.all
        columns = Dictionary(
            all.map { ($0.name, ColumnReference(id: $0.id, name: $0.name, path: $0.path)) },
            uniquingKeysWith: { first, _ in first })
    }
}

extension SearchResult {
    /// The time by which results of the site and of the store are put in one order.
    var time: Date { article.publishedAt ?? .distantPast }
}
