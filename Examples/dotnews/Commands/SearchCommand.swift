import DotNews

/// `dotnews search`: articles by their words, offline, or with the site's own search.
struct SearchCommand: Command {
    static let name = "search"
    static let summary = "Find articles by their words, on disk or online."
    static let operands = "QUERY"
    static let options: [Option] = [
        .value("in", "content|title|keyword", help: "where the words must be (default content)"),
        .value("order", "newest|oldest|relevance", help: "new to old (default), old to new, or best first"),
        .value("from", "DATE", help: "published since, such as 2025-11-03 or 7d"),
        .value("to", "DATE", help: "published until, such as 2025-11-03"),
        .value("column", "PATH", letter: "c", repeatable: true, help: "only this column and those inside it"),
        .value("page", "N", letter: "p", help: "which page, from 1"),
        .value("size", "N", letter: "n", help: "results of a page, 1 to 100 (default 20)"),
        .flag("online", help: "ask the site too; without network the disk answers alone"),
        .flag("prefix", help: "the last word may be the beginning of a word"),
        .flag("no-history", help: "do not remember what was looked for"),
    ]
    static let details = """
        Several words must all be there. "words in quotes" must follow one another; -word must not be there. Chinese
        is found in both scripts. A -word that begins like an option goes behind --, as in: dotnews search -- -news
        """
    static let acceptsMinusOperands = true

    private let query: SearchQuery
    private let page: Int
    private let isOnline: Bool
    private let keepsHistory: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        let words = arguments.operands
        guard !words.isEmpty else { throw UsageError("what to look for is missing") }
        let now = Date()
        query = SearchQuery(
            words.joined(separator: " "), in: try arguments.choice("in") ?? .content,
            order: try arguments.choice("order") ?? .newest, from: try arguments.date("from", now: now),
            to: try arguments.date("to", now: now, roundsUp: true), columns: try arguments.columnPaths("column"),
            completesLastWord: arguments.has("prefix"), pageSize: try arguments.number("size", in: 1...100) ?? 20)
        page = try arguments.number("page", in: 1...1_000_000) ?? 1
        isOnline = arguments.has("online")
        keepsHistory = !arguments.has("no-history")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        for path in query.columns { _ = try await store.column(at: path) }
        try await context.indexArticles(in: store)
        let client = try context.client(store)
        let answer = isOnline ? try await combined(client) : try await stored(client)
        // A further page is the same search.
        if keepsHistory, page == 1, !store.isReadOnly { try await store.reader.recordSearch(query.text) }
        if let reason = answer.offlineReason {
            // Why is said to developers, in English.
            context.terminal.report(
                "These are the results on disk; the site's search has no part in them, or no more: "
                    + TerminalText.sanitized(reason),
                hant: "以下是已下載文章的結果；網站搜尋未有提供結果。", hans: "以下是已下载文章的结果；网站搜索未提供结果。")
        }
        if context.options.isJSON {
            try context.printJSON(SearchListing(query, page: page, answer: answer))
        } else {
            SearchResultPrinter(context: context).show(answer, isFirstPage: page == 1)
        }
        return .success
    }

    private func stored(_ client: NewsClient) async throws -> SearchAnswer {
        let results = try await client.search(query, page: page)
        return SearchAnswer(results: results.results, total: results.total ?? 0, hasMore: results.hasMore)
    }

    private func combined(_ client: NewsClient) async throws -> SearchAnswer {
        var search = try await client.searchOnline(query)
        var answer = SearchAnswer(results: [], total: 0, hasMore: false)
        for _ in 1...page {
            guard let next = try await search.nextPage() else {
                return SearchAnswer(
                    results: [], total: answer.total, hasMore: false, offlineReason: answer.offlineReason)
            }
            answer = SearchAnswer(
                results: next.results, total: next.total, hasMore: next.hasMore, offlineReason: next.offlineReason)
        }
        return answer
    }
}

/// A page of results, wherever they come from.
struct SearchAnswer {
    var results: [SearchResult]
    var total: Int
    var hasMore: Bool
    var offlineReason: String?
}

/// The JSON form of a page of results.
private struct SearchListing: Encodable {
    struct Entry: Encodable {
        let result: SearchResult

        enum CodingKeys: CodingKey { case id, title, snippet, matches, publishedAt, column, url, read, bookmarked }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(result.id, forKey: .id)
            try container.encode(result.article.title, forKey: .title)
            try container.encode(result.snippet, forKey: .snippet)
            try container.encode(result.matches, forKey: .matches)
            try container.encode(
                result.article.publishedAt.map { PublicationTime.string(from: $0) }, forKey: .publishedAt)
            try container.encode(result.article.column, forKey: .column)
            try container.encode(result.article.address, forKey: .url)
            try container.encode(result.article.isRead, forKey: .read)
            try container.encode(result.article.isBookmarked, forKey: .bookmarked)
        }
    }

    let query: String
    let scope: SearchQuery.Scope
    let order: SearchQuery.Order
    let total, page, size: Int
    let more: Bool
    let results: [Entry]

    init(_ query: SearchQuery, page: Int, answer: SearchAnswer) {
        self.query = query.text
        scope = query.scope
        order = query.order
        total = answer.total
        self.page = page
        size = query.pageSize
        more = answer.hasMore
        results = answer.results.map { Entry(result: $0) }
    }
}
