import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

@Suite final class CombinedSearchTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    /// Keeps origins alive as long as the test: one stops with its last reference.
    private let origins = Mutex<[LoopbackOrigin]>([])

    private static let columns = [
        SiteColumn(id: ColumnID("notes")!, name: "Harbour Notes", path: ColumnPath("opinion/HarbourNotes")!),
        SiteColumn(id: ColumnID("city")!, name: "City", path: ColumnPath("hknews")!),
    ]

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
    }

    private func client(searchSite: WebAddress?) -> CMSClient {
        let site = WebAddress("https://english.dotdotnews.com")!
        let edition = Edition(id: "fixture", name: "F", language: .english, site: site, searchSite: searchSite)
        return CMSClient(
            edition: edition,
            transport: PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1), maximumPerHost: 4))
    }

    private func client(_ origin: LoopbackOrigin) -> CMSClient {
        origins.withLock { $0.append(origin) }
        return client(searchSite: origin.baseAddress)
    }

    private func origin(_ site: SearchSite) throws -> LoopbackOrigin { try LoopbackOrigin { site.reply(to: $0) } }

    /// Puts articles into the store and indexes them.
    private func keep(_ articles: [SearchSite.Article]) async throws {
        let address = WebAddress("https://english.dotdotnews.com/columns.json")!
        _ = try await store.apply([.columnTree(ColumnTree(roots: Self.columns), address: address, version: nil)])
        for column in Self.columns {
            let summaries = articles.filter { $0.column == column.name }.map { article in
                ArticleSummary(
                    id: article.id, title: article.title, address: article.address,
                    summary: "Stored. " + article.snippet,
                    column: ColumnReference(id: column.id, name: column.name, path: column.path),
                    publishedAt: article.time, keywords: article.number.isMultiple(of: 2) ? ["harbour"] : ["pier"])
            }
            _ = try await store.apply([
                .articles(summaries, listedIn: column.id, withdrawn: [], address: address, version: nil)
            ])
        }
        _ = try await store.search.indexAllPending()
    }

    private func pages(_ query: SearchQuery, _ client: CMSClient) async throws -> [CombinedSearch.Page] {
        var search = CombinedSearch(query, client: client, store: store)
        var pages: [CombinedSearch.Page] = []
        while let page = try await search.nextPage() {
            pages.append(page)
            try #require(pages.count < 100)
        }
        #expect(try await search.nextPage() == nil)
        return pages
    }

    private func numbers(_ pages: [CombinedSearch.Page]) -> [Int] {
        pages.flatMap(\.results).map { (Int($0.id.rawValue.suffix(6)) ?? 0) - 100_000 }
    }

    // MARK: Merging

    @Test func `articles of the site and of the store come once, newest first, on full pages with a definite end`()
        async throws
    {
        try await keep(SearchSite(20..<50).articles)
        let pages = try await pages(SearchQuery("harbour"), client(origin(SearchSite(0..<35))))
        #expect(numbers(pages) == Array(0..<50))
        #expect(pages.map(\.results.count) == [20, 20, 10])
        #expect(pages.map(\.hasMore) == [true, true, false])
        #expect(pages[0].total == 35 && pages[2].total == 50)
        #expect(pages.allSatisfy { $0.offlineReason == nil })
    }

    @Test func `a page that the end fills is the last`() async throws {
        try await keep(SearchSite(0..<20).articles)
        let pages = try await pages(SearchQuery("harbour"), client(origin(SearchSite(0..<20))))
        #expect(pages.map(\.results.count) == [20])
        #expect(pages[0].hasMore == false && pages[0].total == 20)
    }

    @Test func `the oldest first are read from the site's last page on`() async throws {
        try await keep(SearchSite(20..<50).articles)
        let origin = try origin(SearchSite(0..<45))
        let found = try await pages(SearchQuery("harbour", order: .oldest, pageSize: 15), client(origin))
        #expect(numbers(found) == Array((0..<50).reversed()))
        #expect(origin.requests.map { SearchSite.value("page", of: $0) } == ["1", "5", "4", "3", "2"])
    }

    @Test func `by relevance site and store take turns`() async throws {
        try await keep(SearchSite(20..<50).articles)
        let pages = try await pages(SearchQuery("harbour", order: .relevance), client(origin(SearchSite(0..<35))))
        let numbers = numbers(pages)
        #expect(Array(numbers.prefix(6)) == [20, 0, 21, 1, 22, 2])
        #expect(numbers.sorted() == Array(0..<50))
    }

    @Test func `what the store says of an article comes before what the site says`() async throws {
        try await keep(SearchSite([3]).articles)
        let page = try #require(try await pages(SearchQuery("harbour"), client(origin(SearchSite(0..<5)))).first)
        #expect(page.results.map { $0.snippet.hasPrefix("Stored.") } == [false, false, false, true, false])
        #expect(page.results[3].article.column?.path == ColumnPath("opinion/HarbourNotes"))
    }

    @Test(arguments: ["harbour", "海港", "HARBOUR"])
    func `matches of the site's results are counted in graphemes of snippet and title`(word: String) async throws {
        let page = try #require(try await pages(SearchQuery(word), client(origin(SearchSite(0..<9)))).first)
        #expect(page.results.count == 9)
        for result in page.results {
            #expect(!result.matches.isEmpty)
            for (text, matches) in [(result.snippet, result.matches), (result.article.title, result.titleMatches)] {
                for match in matches {
                    let found = text.dropFirst(match.start).prefix(match.length)
                    #expect(found.lowercased() == word.lowercased())
                }
            }
        }
    }

    // MARK: The same query

    @Test func `a title is looked for in titles, in any script`() async throws {
        var site = SearchSite(0..<12)
        site.articles[4].title = "Something else 另一件事"
        let query = SearchQuery("點觀香港", in: .title)
        #expect(numbers(try await pages(query, client(origin(site)))) == [1, 2, 5, 7, 8, 10, 11])
    }

    @Test func `keywords are looked for in the store alone, which is said`() async throws {
        try await keep(SearchSite(0..<6).articles)
        let origin = try origin(SearchSite(0..<35))
        let pages = try await pages(SearchQuery("harbour", in: .keyword), client(origin))
        #expect(numbers(pages) == [0, 2, 4])
        #expect(pages[0].offlineReason?.contains("keywords") == true)
        #expect(origin.requests.isEmpty)
    }

    @Test func `dates narrow on both sides, the day of the earlier one at the site`() async throws {
        try await keep(SearchSite(20..<40).articles)
        let origin = try origin(SearchSite(0..<35))
        let articles = SearchSite(0..<40).articles
        let query = SearchQuery("harbour", from: articles[30].time, to: articles[5].time)
        let found = try await pages(query, client(origin))
        #expect(numbers(found) == Array(5...30))
        let day = PublicationTime.string(from: articles[30].time).prefix(10)
        #expect(origin.requests.allSatisfy { SearchSite.value("start_date", of: $0) == day })
    }

    @Test func `a column leaves out what the site finds in others`() async throws {
        var site = SearchSite(0..<10)
        for index in [2, 5, 6] { site.articles[index].column = "City" }
        site.articles[7].column = "No such column"
        try await keep([])
        let query = SearchQuery("harbour", columns: [try #require(ColumnPath("hknews"))])
        let pages = try await pages(query, client(origin(site)))
        #expect(numbers(pages) == [2, 5, 6])
        #expect(pages[0].total == 3)
        #expect(pages[0].results[0].article.column?.path == ColumnPath("hknews"))
    }

    @Test func `what must not be there is not looked for, and left out`() async throws {
        var site = SearchSite(0..<10)
        site.articles[3].title = "Harbour ferry 渡輪"
        let origin = try origin(site)
        let found = try await pages(SearchQuery("harbour \"harbour master\" -渡轮"), client(origin))
        #expect(numbers(found) == [0, 1, 2, 4, 5, 6, 7, 8, 9])
        #expect(origin.requests.map { SearchSite.value("query", of: $0) } == ["harbour \"harbour master\""])
    }

    @Test(arguments: ["", "   ", "-渡輪", "\u{3000}"]) func `without a word to look for, the site is not asked`(
        text: String
    ) async throws {
        try await keep(SearchSite(0..<3).articles)
        let origin = try origin(SearchSite(0..<35))
        let found = try await pages(SearchQuery(text), client(origin))
        #expect(found.count == 1 && found[0].results.count == (text == "-渡輪" ? 3 : 0))
        #expect(origin.requests.isEmpty)
    }

    // MARK: Without the site

    @Test func `without network the store answers and says why`() async throws {
        try await keep(SearchSite(0..<25).articles)
        let port = try ClosedPort()
        let pages = try await pages(SearchQuery("海港"), client(searchSite: port.address))
        #expect(numbers(pages) == Array(0..<25))
        #expect(pages.map(\.results.count) == [20, 5])
        #expect(pages.allSatisfy { $0.offlineReason?.contains("127.0.0.1") == true })
    }

    @Test func `an edition without search service says so`() async throws {
        try await keep(SearchSite(0..<3).articles)
        let pages = try await pages(SearchQuery("harbour"), client(searchSite: nil))
        #expect(numbers(pages) == [0, 1, 2])
        #expect(pages[0].offlineReason?.contains("no search service") == true)
    }

    @Test(arguments: [LoopbackReply.status(500), .raw(""), .text("<html>hello</html>", type: "text/html")])
    func `a site that stops answering leaves the rest to the store`(reply: LoopbackReply) async throws {
        try await keep(SearchSite(15..<50).articles)
        let site = SearchSite(0..<35)
        let origin = try LoopbackOrigin { request in
            SearchSite.value("page", of: request) == "2" ? reply : site.reply(to: request)
        }
        let pages = try await pages(SearchQuery("harbour"), client(origin))
        #expect(numbers(pages) == Array(0..<10) + Array(15..<50))
        #expect(pages.last?.offlineReason != nil)
        #expect(pages.last?.total == 45)
    }

    @Test func `nothing found is one empty page`() async throws {
        let pages = try await pages(SearchQuery("harbour"), client(origin(SearchSite([]))))
        #expect(pages.count == 1)
        #expect(pages[0].results.isEmpty && pages[0].total == 0 && !pages[0].hasMore)
    }

    // MARK: Sites that lie

    @Test(arguments: [SearchQuery.Order.newest, .oldest, .relevance], ["999999999", "", "1"])
    func `a false number of results ends the search all the same`(order: SearchQuery.Order, total: String)
        async throws
    {
        var site = SearchSite(0..<25)
        site.total = total
        let origin = try origin(site)
        let found = try await pages(SearchQuery("harbour", order: order), client(origin))
        #expect(numbers(found).count >= 10)
        #expect(Set(numbers(found)).count == numbers(found).count)
        #expect(origin.requests.count <= 5)
        #expect(found.last?.total == numbers(found).count)
    }

    @Test func `a site that gives the same page for every number is asked twice`() async throws {
        var site = SearchSite(0..<10)
        site.total = "5000"
        let origin = try LoopbackOrigin { [site] _ in .text(site.page(1), type: "text/html") }
        #expect(numbers(try await pages(SearchQuery("harbour"), client(origin))) == Array(0..<10))
        #expect(origin.requests.count == 2)
    }

    @Test func `a site without end is asked for fifty pages`() async throws {
        var site = SearchSite(0..<1_000)
        site.total = "1000000"
        let origin = try origin(site)
        #expect(numbers(try await pages(SearchQuery("harbour", pageSize: 100), client(origin))) == Array(0..<500))
        #expect(origin.requests.count == CombinedSearch.maximumSitePages)
    }

    @Test func `only as many pages of the site are read as are shown`() async throws {
        let origin = try origin(SearchSite(0..<300))
        var search = CombinedSearch(SearchQuery("harbour", pageSize: 10), client: client(origin), store: store)
        _ = try await search.nextPage()
        #expect(origin.requests.count == 2)
    }

    // MARK: Suggestions

    @Test func `suggestions and hot words are lines without control characters, each once`() async throws {
        let origin = try origin(SearchSite([]))
        let client = client(origin)
        #expect(try await client.suggestions(word: "港 & har") == ["harbour", "海港", "[31mharbor"])
        #expect(try await client.topSearchWords() == ["東橋", "渡輪"])
        #expect(SearchSite.value("word", of: origin.requests[0]) == "港 & har")
    }
}
