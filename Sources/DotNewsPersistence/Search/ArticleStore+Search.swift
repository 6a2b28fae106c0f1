import DotNewsDatabase
public import DotNewsModels

extension StoreReader {
    /// Finds articles by their words, offline. See ``ArticleStore/search(_:after:countingAll:)``.
    public func search(
        _ query: SearchQuery, after cursor: PageCursor? = nil, countingAll: Bool = true
    ) throws -> SearchResults {
        let search = ArticleSearch(connection: connection, query: query)
        let (rows, next) = try search.page(after: cursor)
        let isComplete = cursor == nil && next == nil
        let matcher = TextMatcher(search.expression.required)
        let snippets = SnippetMaker(matcher: matcher)
        var results: [SearchResult] = []
        results.reserveCapacity(rows.count)
        for row in rows {
            let (summary, body) = (row.summary, try connection.bodyText(of: row.article))
            let snippet = snippets.snippet(body: body, summary: summary.summary)
            results.append(
                SearchResult(
                    summary: summary, snippet: snippet.text, matches: snippet.matches,
                    titleMatches: matcher.matches(in: summary.title)))
        }
        let total = isComplete ? rows.count : countingAll ? try search.total() : nil
        return SearchResults(results: results, total: total, next: next)
    }

    /// A page of what a query finds by its number, the first being 1. See ``ArticleStore/search(_:page:)``.
    public func search(_ query: SearchQuery, page number: Int) throws -> SearchResults {
        var (skipped, isTooLarge) = (max(1, number) - 1).multipliedReportingOverflow(by: query.pageSize)
        if isTooLarge { skipped = .max }
        var step = query
        var cursor: PageCursor?
        while skipped > 0 {
            step.pageSize = min(skipped, SearchQuery.pageSizes.upperBound)
            let page = try searchIDs(step, after: cursor)
            guard let next = page.next else { return SearchResults(total: try searchCount(query)) }
            cursor = next
            skipped -= page.items.count
        }
        return try search(query, after: cursor)
    }

    /// The ids of the articles that ``search(_:after:countingAll:)`` gives, without their snippets and without counting all.
    public func searchIDs(
        _ query: SearchQuery, after cursor: PageCursor? = nil
    ) throws -> Page<ArticleID> {
        let (rows, next) = try ArticleSearch(connection: connection, query: query).page(after: cursor)
        return Page(items: rows.map(\.summary.id), next: next)
    }

    /// How many articles a query finds.
    public func searchCount(_ query: SearchQuery) throws -> Int {
        try ArticleSearch(connection: connection, query: query).total()
    }
}

extension Connection {
    /// Returns the words of an article's body, as UTF-8; nothing when it is not stored.
    func bodyText(of article: Int64) throws -> [UInt8] {
        var text: [UInt8] = []
        try forEachRow("SELECT inflate(blocks) FROM body WHERE article = ?", article) { row in
            StoredBodyText.append(row.bytes(0), to: &text)
        }
        return text
    }
}

extension ArticleStore {
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
    public func search(
        _ query: SearchQuery, after cursor: PageCursor? = nil, countingAll: Bool = true
    ) async throws(StoreError) -> SearchResults {
        try await read("searching") { reader in
            try reader.search(query, after: cursor, countingAll: countingAll)
        }
    }

    /// Finds articles by their words, offline, on a page that is asked for by its number.
    ///
    /// The pages before it have to be walked. Where the end of the page before is at hand, its cursor is faster, and joins
    /// without gaps while articles come: ``search(_:after:countingAll:)``.
    ///
    /// - Parameters:
    ///   - query: What to look for, where, in which order, and how many on a page.
    ///   - number: The number of the page, the first being 1; behind the last, a page is empty and its total still true.
    public func search(_ query: SearchQuery, page number: Int) async throws(StoreError) -> SearchResults {
        try await read("searching") { reader in try reader.search(query, page: number) }
    }

    /// How many articles a query finds.
    public func searchCount(_ query: SearchQuery) async throws(StoreError) -> Int {
        try await read("searching") { reader in try reader.searchCount(query) }
    }
}

extension ArticleStore {
    /// Articles that belong to an article, offline: first those that its editors put beside it and that are stored, in
    /// their order, then those that share tags, keywords and rare words of the title, the most related first.
    ///
    /// - Parameters:
    ///   - id: The article.
    ///   - limit: How many at most, up to 100.
    /// - Returns: The articles; nothing when the article is not stored.
    public func related(to id: ArticleID, limit: Int = 10) async throws(StoreError) -> [ArticleSummary] {
        try await read("looking for related articles") { reader in
            try reader.related(to: id, limit: limit)
        }
    }
}
