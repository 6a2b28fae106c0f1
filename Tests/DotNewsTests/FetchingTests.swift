import DotNews
import DotNewsNetworking
import DotNewsTestSupport
import Foundation
import Synchronization
import Testing

@Suite struct FetchingTests {
    private let folder: TemporaryDirectory
    private let site = OpeningSite()
    private let origin: LoopbackOrigin
    private let client: NewsClient
    private let id = OpeningSite.id("2025-11-03 15:29:00")

    init() throws {
        folder = try TemporaryDirectory()
        origin = try site.origin()
        var edition = Edition.dotdotnews
        edition.site = origin.baseAddress
        edition.siblingHosts = []
        client = NewsClient(
            edition: edition, store: try ArticleStore(at: folder.url.appending(path: "news.sqlite")),
            transport: PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1)))
    }

    private var paths: [String] { origin.requests.map(\.path) }

    @Test func `a bare id is asked for under the day that it tells, and kept with its text`() async throws {
        site.put(id, on: "202511/03")
        let opened = try await client.article(at: id)
        #expect(opened.failure == nil)
        #expect(opened.article.article?.body.text == "第一段。\nSecond paragraph.")
        #expect(paths == ["/a/202511/03/\(id).json"])
        // From now on nothing is asked, and the article can be listed.
        #expect(try await client.article(at: id).article.article != nil)
        #expect(paths.count == 1)
        #expect(try await client.articles().items.map(\.id) == [id])
    }

    @Test func `an article written late in the evening stands under the next day`() async throws {
        let late = OpeningSite.id("2025-11-30 22:44:00")
        site.put(late, on: "202512/01")
        #expect(try await client.article(at: late).article.article != nil)
        #expect(paths == ["/a/202511/30/\(late).json", "/a/202512/01/\(late).json"])
    }

    @Test func `a link to nowhere is a clear answer after two requests`() async throws {
        await #expect(throws: FetchError.self) { try await client.article(at: id) }
        #expect(paths.count == 2)
        let error = await #expect(throws: FetchError.self) { try await client.article(at: id) }
        guard case .notFound(id) = error else { return #expect(error == nil) }
        #expect(error?.kind == .notFound)
    }

    @Test(arguments: ["AP00000000", "AP12345678", "APffffffff"])
    func `an id whose date lies is not asked for`(beginning: String) async throws {
        let id = try #require(ArticleID(beginning + "0000000000000001"))
        let error = await #expect(throws: FetchError.self) { try await client.article(at: id) }
        guard case .unknownDate(id) = error else { return #expect(error == nil) }
        #expect(paths.isEmpty)
    }

    @Test func `the date of a link is believed, not that of the id`() async throws {
        site.put(id, on: "202501/02")
        let link = try #require(URL(string: "https://www.dotdotnews.com/s/202501/02/\(id).html?from=timeline"))
        #expect(try await client.article(at: link).article.article != nil)
        #expect(paths == ["/a/202501/02/\(id).json"])
    }

    @Test func `links that lead elsewhere say so, and nothing is asked`() async throws {
        let english = try #require(URL(string: "https://english.dotdotnews.com/a/202511/03/\(id).html"))
        let other = await #expect(throws: FetchError.self) { try await client.article(at: english) }
        guard case .otherSite = other else { return #expect(other == nil) }
        for text in ["https://example.com/a/202511/03/\(id).html", "https://www.dotdotnews.com/immed", "mailto:a@b.c"] {
            let error = await #expect(throws: FetchError.self) { try await client.article(at: URL(string: text)!) }
            guard case .notAnArticle = error else { return #expect(error == nil) }
        }
        #expect(paths.isEmpty)
    }

    @Test func `an outdated text is asked for conditionally, and shown when the site is silent`() async throws {
        site.put(id, on: "202511/03")
        var summary = try await client.article(at: id).article.summary
        summary.updatedAt = summary.updatedAt?.addingTimeInterval(600)
        try await list(summary)
        site.outage.withLock { $0 = .status(503) }
        let offline = try await client.article(at: id)
        #expect(offline.article.article != nil && offline.article.isBodyOutdated)
        guard case .site = offline.failure else { return #expect(offline.failure == nil) }

        site.outage.withLock { $0 = nil }
        #expect(try await client.article(at: id).article.isBodyOutdated == false)
        #expect(origin.requests.last?.headers["If-None-Match"] != nil)
    }

    @Test func `without network the stored summary comes, and the error has a kind`() async throws {
        try await list(
            ArticleSummary(
                id: id, title: "海港", address: #require(WebAddress("https://www.dotdotnews.com/a/202511/03/\(id).html")))
        )
        site.outage.withLock { $0 = .raw("") }
        let opened = try await client.article(at: id)
        #expect(opened.article.summary.title == "海港" && opened.article.article == nil)
        #expect(opened.failure?.kind == .offline)
        // Of an article that is not stored there is nothing to show.
        let other = OpeningSite.id("2025-11-03 15:29:00", number: 2)
        let error = await #expect(throws: FetchError.self) { try await client.article(at: other) }
        #expect(error?.kind == .offline)
    }

    @Test(arguments: [LoopbackReply.Ending.close, .reset, .stall])
    func `a network that goes away in the middle of an answer leaves what was stored`(
        ending: LoopbackReply.Ending
    ) async throws {
        let body = Data(#"{"code":0,"data":{"id":"\#(id)","title":"半"#.utf8) + Data(repeating: 0x20, count: 5_000)
        let cut = LoopbackReply.status(200, headers: [("Content-Type", "application/json")], body: body)
            .cut(after: 1_000, ending)
        site.outage.withLock { $0 = cut }
        await #expect(throws: FetchError.self) { try await client.article(at: id, timeLimit: .milliseconds(500)) }
        #expect(try await client.store.article(id) == nil)

        let address = try #require(WebAddress("https://www.dotdotnews.com/a/202511/03/\(id).html"))
        try await list(ArticleSummary(id: id, title: "海港", address: address))
        let opened = try await client.article(at: id, timeLimit: .milliseconds(500))
        #expect(opened.failure != nil && opened.article.article == nil && opened.article.summary.title == "海港")

        site.put(id, on: "202511/03")
        site.outage.withLock { $0 = nil }
        #expect(try await client.article(at: id).article.article?.body.text == "第一段。\nSecond paragraph.")
    }

    @Test func `a site that is silent is given up after the time limit`() async throws {
        site.outage.withLock { $0 = .silence }
        let start = ContinuousClock.now
        let error = await #expect(throws: FetchError.self) {
            try await client.article(at: id, timeLimit: .milliseconds(200))
        }
        guard case .timedOut = error else { return #expect(error == nil) }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `an article that the site has withdrawn says so, and a bookmarked one keeps its text`() async throws {
        site.put(id, on: "202511/03")
        var summary = try await client.article(at: id).article.summary
        _ = try await client.store.reader.setBookmarked(true, for: id)
        summary.updatedAt = summary.updatedAt?.addingTimeInterval(600)
        try await list(summary)
        site.stories.withLock { $0 = [:] }
        let opened = try await client.article(at: id)
        guard case .withdrawn = opened.failure else { return #expect(opened.failure == nil) }
        #expect(opened.article.article != nil && opened.article.isWithdrawn)
        let count = paths.count
        #expect(try await client.article(at: id).failure != nil)
        #expect(paths.count == count)

        let unpublished = OpeningSite.id("2025-11-03 15:29:00", number: 2)
        site.put(unpublished, on: "202511/03", .init(isPublished: false))
        let error = await #expect(throws: FetchError.self) { try await client.article(at: unpublished) }
        guard case .withdrawn = error else { return #expect(error == nil) }
    }

    @Test func `the links of an article say where they lead`() async throws {
        let other = OpeningSite.id("2025-11-03 15:29:00", number: 2)
        site.put(
            id, on: "202511/03",
            .init(
                html: """
                    <p><a href="https://www.dotdotnews.com/a/202511/02/\(other).html">前文</a>
                    <a href="https://www.dotdotnews.com/immed">即時</a>
                    <a href="https://english.dotdotnews.com/a/202511/02/\(other).html">English</a>
                    <a href="https://example.com/x">外部</a></p>
                    """))
        let links = try #require(try await client.article(at: id).article.article).links(in: client.edition)
        #expect(links.map(\.text) == ["前文", "即時", "English", "外部"])
        guard links.count == 4, case .article(other, _) = links[0].destination,
            case .column(ColumnPath("immed")) = links[1].destination,
            case .otherSite = links[2].destination, case .web = links[3].destination
        else { return #expect(links.isEmpty) }
    }

    private func list(_ summary: ArticleSummary) async throws {
        _ = try await client.store.apply([
            .articles(
                [summary], listedIn: #require(ColumnID("c1")), withdrawn: [], address: summary.address, version: nil)
        ])
    }
}
