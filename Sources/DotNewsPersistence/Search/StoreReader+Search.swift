import DotNewsDatabase
public import DotNewsModels

extension StoreReader {
    /// Finds articles by their words, offline. See ``SearchIndex/articles(matching:after:countingAll:)``.
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
            let (article, body) = (row.row, try connection.bodyText(of: row.article))
            let snippet = snippets.snippet(body: body, summary: article.summary.summary)
            results.append(
                SearchResult(
                    article: article, snippet: snippet.text, matches: snippet.matches,
                    titleMatches: matcher.matches(in: article.title)))
        }
        let total = isComplete ? rows.count : countingAll ? try search.total() : nil
        return SearchResults(results: results, total: total, next: next)
    }

    /// A page of what a query finds by its number, the first being 1. See ``SearchIndex/articles(matching:page:)``.
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
        return Page(items: rows.map(\.row.id), next: next)
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
