import DotNews
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

/// Finding articles of the sample edition, which is in English and Traditional Chinese, through the client.
@Suite(.timeLimit(.minutes(5))) struct FindingTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
    }

    /// A client whose store has the sample edition, of which nothing is indexed yet.
    private func client(_ edition: Edition = .dotdotnews) async throws -> NewsClient {
        let client = NewsClient(edition: edition, store: store, transport: DirectoryTransport(root: sample))
        let report = try await client.sync(SyncPolicy(indexing: .none)).report
        #expect(report.searchBacklog >= 40 && report.progress.indexed == 0)
        return client
    }

    @Test func `what a sync has not indexed is found all the same`() async throws {
        let client = try await client()
        let found = try await client.search(SearchQuery("渡輪"))
        #expect(found.results.count >= 2 && found.total == found.results.count)
        #expect(try await store.search.backlog() == 0)
    }

    @Test func `a sync makes what it brings indexed`() async throws {
        let client = NewsClient(edition: .dotdotnews, store: store, transport: DirectoryTransport(root: sample))
        let report = try await client.sync().report
        #expect(report.progress.indexed == report.progress.new && report.searchBacklog == 0)
        #expect(try await !store.search.articles(matching: SearchQuery("渡輪")).results.isEmpty)
    }

    @Test(arguments: [("渡輪", "渡轮"), ("電車", "电车"), ("HARBOUR", "harbour"), ("ｔｒａｍ", "Trám")])
    func `spellings of one word find the same`(one: String, other: String) async throws {
        let client = try await client()
        let found = try await client.search(SearchQuery(one)).results.map(\.id)
        #expect(!found.isEmpty)
        #expect(try await client.search(SearchQuery(other)).results.map(\.id) == found)
    }

    @Test(arguments: SearchQuery.Order.allCases, [1, 3, 7, 50])
    func `pages by number are the pages by cursor, and behind the last there is nothing`(
        order: SearchQuery.Order, size: Int
    ) async throws {
        let client = try await client()
        let query = SearchQuery("harbour", order: order, pageSize: size)
        var byCursor: [[SearchResult]] = []
        var cursor: PageCursor?
        repeat {
            let page = try await client.search(query, after: cursor)
            byCursor.append(page.results)
            cursor = page.next
        } while cursor != nil
        let total = byCursor.joined().count
        #expect(total >= 8)
        for (index, results) in byCursor.enumerated() {
            let page = try await client.search(query, page: index + 1)
            #expect(page.results == results)
            #expect(page.total == total)
            #expect(page.hasMore == (index + 1 < byCursor.count))
        }
        for number in [byCursor.count + 1, byCursor.count + 2, 1_000_000, .max] {
            let behind = try await client.search(query, page: number)
            #expect(behind.results.isEmpty && behind.total == total && !behind.hasMore)
        }
        #expect(try await client.search(query, page: 0).results == byCursor.first)
        #expect(try await client.search(query, page: .min).results == byCursor.first)
    }

    @Test func `without a search service the stored articles are found and it is said`() async throws {
        let client = try await client()
        var search = try await client.searchOnline(SearchQuery("渡輪"))
        let page = try #require(try await search.nextPage())
        #expect(page.results.count >= 2)
        #expect(page.offlineReason?.contains("no search service") == true)
        #expect(try await search.nextPage() == nil)
    }

    @Test func `related articles are those given, then those that share words`() async throws {
        let client = try await client()
        _ = try await store.search.indexAllPending()
        let id = try #require(ArticleID("AP1185bf62049ee40a863215d4"))
        let related = try await client.related(to: id)
        #expect(related.first?.id == ArticleID("AP18559c34e4859b3f954634c3"))
        #expect(related.count > 2 && related.count <= 10)
        #expect(!related.contains { $0.id == id })
        #expect(Set(related.map(\.id)).count == related.count)
        #expect(try await client.related(to: try #require(ArticleID("AP000000000000000000000000"))).isEmpty)
    }

    @Test func `the hot list is kept, and read again only when it has changed`() async throws {
        let client = try await client()
        #expect(try await store.hotList().isEmpty)
        let hot = try #require(try await client.refreshHotList())
        #expect(hot.count >= 3)
        #expect(try await store.hotList().map(\.id) == hot.map(\.id))
        #expect(try await client.refreshHotList() == nil)
    }

    @Test func `the hot list that has come leaves out what is muted`() async throws {
        try await store.reader.setMuted(true, #require(ArticleTopic(.word, "night ferry")))
        let hot = try #require(try await client().refreshHotList())
        #expect(hot.count >= 3 && !hot.contains { $0.title.hasPrefix("Night ferry") })
        try await store.reader.updatePreferences { $0.muted = [] }
        #expect(try await store.hotList().contains { $0.title.hasPrefix("Night ferry") })
    }

    @Test func `without a sync the hot list finds its channel by itself`() async throws {
        let client = NewsClient(edition: .dotdotnews, store: store, transport: DirectoryTransport(root: sample))
        #expect(try await client.refreshHotList()?.isEmpty == false)
    }

    @Test func `a site that is gone leaves the hot list of the last time`() async throws {
        _ = try await client().refreshHotList()
        let port = try ClosedPort()
        let edition = Edition(
            id: "gone", name: "Gone", language: .english, site: port.address, channelID: ChannelID("dotnews"))
        let client = NewsClient(
            edition: edition, store: store,
            transport: PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1)))
        await #expect(throws: CMSError.self) { try await client.refreshHotList() }
        #expect(try await store.hotList().count >= 3)
    }

    @Test func `tags are counted and lead to their articles, as authors do`() async throws {
        let client = try await client()
        _ = try await store.search.indexAllPending()
        let tags = try await store.search.tags()
        let environment = try #require(tags.first { $0.name == "環境" || $0.name == "环境" })
        let articles = try await store.search.articles(taggedWith: "环境").items
        #expect(articles.count == environment.count)
        #expect(try await store.search.articles(byAuthor: "Wren Pak").items.count >= 3)
        #expect(try await client.articles(limit: 1).items.count == 1)
    }
}
