import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

/// What happens when the site has its pages, and its JSON is refused, missing or broken.
@Suite(.timeLimit(.minutes(5))) final class PageSyncTests {
    /// What comes instead of JSON.
    enum Trouble: CaseIterable, Sendable {
        case refused, missing, gone, page, garbage, error, empty

        var reply: LoopbackReply {
            switch self {
            case .refused: .status(403)
            case .missing: .status(404)
            case .gone: .status(410)
            case .page: .text("<html><p>請稍後再試</p></html>", type: "text/html")
            case .garbage: .json("{\"code\":0,\"data\":,,,")
            case .error: .json(#"{"code":500,"msg":"系統繁忙"}"#)
            case .empty: .json("")
            }
        }
    }

    private let folder: TemporaryDirectory
    private let store: ArticleStore
    /// Keeps origins alive as long as the test: one stops with its last reference.
    private let origins = Mutex<[LoopbackOrigin]>([])

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
    }

    private func sync(_ origin: LoopbackOrigin, _ policy: SyncPolicy = SyncPolicy()) async throws -> SyncReport {
        origins.withLock { $0.append(origin) }
        let edition = Edition(id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress)
        let transport = PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1), maximumPerHost: 8)
        let client = CMSClient(edition: edition, transport: transport)
        return try await SyncEngine(client: client, store: store).start(policy).report
    }

    /// The site with pages, of which `isBroken` says whose JSON brings `trouble`.
    private func origin(
        _ site: FixtureSite, size: Int = 10, _ trouble: Trouble?, isBroken: @escaping @Sendable (String) -> Bool
    ) throws -> LoopbackOrigin {
        try LoopbackOrigin { request in
            if let trouble, request.path.hasSuffix(".json"), isBroken(request.path) { return trouble.reply }
            return site.page(for: request, size: size) ?? site.reply(to: request)
        }
    }

    private static func isList(_ path: String) -> Bool { path.hasSuffix("/stories.json") }
    private static func isArticle(_ path: String) -> Bool { path.hasPrefix("/a/") }

    // MARK: Lists

    @Test(arguments: Trouble.allCases)
    func `a column whose JSON brings nothing is read from its pages until there are no more`(trouble: Trouble)
        async throws
    {
        let site = FixtureSite(columns: 2, articles: 25)
        let origin = try origin(site, trouble, isBroken: Self.isList)
        let report = try await sync(origin)
        #expect(report.progress.new == 50)
        #expect(report.progress.bodies == 50)
        #expect(report.progress.columns == 2)
        #expect(report.progress.fromPages == 2)
        #expect(Set(report.progress.skipped.map(\.what)) == ["col0", "col1"])
        let asked = origin.requests.map(\.path).filter { $0.hasPrefix("/col0") }
        #expect(asked == ["/col0", "/col0/more_2.html", "/col0/more_3.html", "/col0/more_4.html"])
        let listed = try await store.articles(limit: 100).items
        #expect(listed.map(\.id.rawValue) == (0..<50).map(FixtureSite.id))
        #expect(listed[1].title == "點觀香港｜海港故事1")
        #expect(listed.allSatisfy { $0.publishedAt != nil })
    }

    @Test(arguments: [Trouble.refused, .missing, .page])
    func `where the JSON stays away, nothing changed costs a conditional request a column more`(trouble: Trouble)
        async throws
    {
        let site = FixtureSite(columns: 3, articles: 25)
        let origin = try origin(site, trouble, isBroken: Self.isList)
        _ = try await sync(origin)
        let before = origin.requests.count
        let report = try await sync(origin)
        #expect(report.isUnchanged)
        let asked = origin.requests.dropFirst(before)
        // The channel id, which no list has confirmed, is asked for again.
        #expect(asked.filter { Self.isList($0.path) }.count == 3)
        #expect(
            asked.map(\.path).filter { !Self.isList($0) }.sorted() == ["/", "/col0", "/col1", "/col2", "/columns.json"])
        #expect(
            asked.filter { !Self.isList($0.path) && $0.path != "/" }.allSatisfy { $0.headers["If-None-Match"] != nil })
        #expect(report.progress.notModified == 4)
        #expect(report.progress.fromPages == 3 && report.progress.columns == 3)
    }

    @Test func `a new article is found on the first page, without reading those behind it`() async throws {
        let site = FixtureSite(columns: 1, articles: 25)
        let origin = try origin(site, .missing, isBroken: Self.isList)
        _ = try await sync(origin)
        site.change { state in
            state.articles[FixtureSite.id(99)] = .init(
                title: "新故事", html: "<p>全新。</p>", published: "2025-11-04T09:00:00")
            state.columns[0].articles.insert(FixtureSite.id(99), at: 0)
        }
        let before = origin.requests.count
        let report = try await sync(origin)
        #expect(report.progress.new == 1 && report.progress.bodies == 1)
        // Behind the page with the new article there might be another one.
        #expect(
            origin.requests.dropFirst(before).map(\.path).filter { $0.hasPrefix("/col0") }
                == ["/col0", "/col0/more_2.html"])
        #expect(try await store.articles(limit: 1).items.first?.title == "新故事")
    }

    @Test func `JSON that is back is used again, and the page is no longer asked for`() async throws {
        let site = FixtureSite(columns: 1, articles: 12)
        _ = try await sync(try origin(site, .refused, isBroken: Self.isList))
        site.change { $0.articles[FixtureSite.id(0)]?.title = "點觀香港｜改了標題" }
        let back = try origin(site, nil, isBroken: Self.isList)
        let report = try await sync(back)
        #expect(report.progress.fromPages == 0 && report.progress.columns == 1)
        #expect(try await store.articles(limit: 1).items.first?.title == "點觀香港｜改了標題")
        let before = back.requests.count
        #expect(try await sync(back).isUnchanged)
        let asked = back.requests.dropFirst(before).map(\.path)
        #expect(asked.count == 2 && asked.contains { Self.isList($0) } && !asked.contains("/col0"))
    }

    @Test func `pages that broke off are read again`() async throws {
        let site = FixtureSite(columns: 1, articles: 25)
        let origin = try origin(site, .missing, isBroken: Self.isList)
        origin.on("/col0/more_2.html", .raw(""))
        let first = try await sync(origin)
        #expect(first.progress.new == 10)
        #expect(first.progress.skipped.contains { $0.what == "col0, page 2" })
        origin.on("/col0/more_2.html") { site.page(for: $0, size: 10) ?? .status(500) }
        let second = try await sync(origin)
        #expect(second.progress.new == 15)
        #expect(try await sync(origin).isUnchanged)
    }

    @Test func `a site that is down is not asked for pages`() async throws {
        let site = FixtureSite(columns: 3, articles: 5)
        _ = try await sync(try origin(site, nil, isBroken: Self.isList))
        for status in [429, 500, 503] {
            let down = try LoopbackOrigin { request in
                if Self.isList(request.path) { return .status(status) }
                return site.page(for: request, size: 10) ?? site.reply(to: request)
            }
            #expect(try await sync(down).failure != nil)
            #expect(!down.requests.contains { $0.path.hasPrefix("/col0") })
        }
    }

    @Test func `pages that come again after JSON was back are compared with nothing`() async throws {
        let site = FixtureSite(columns: 1, articles: 12)
        let isMissing = Shared(true)
        let origin = try origin(site, .missing) { isMissing.value && Self.isList($0) }
        for state in [true, false, true] {
            isMissing.change { $0 = state }
            _ = try await sync(origin)
        }
        let pages = origin.requests.filter { $0.path == "/col0" }
        #expect(pages.count == 2 && pages.allSatisfy { $0.headers["If-None-Match"] == nil })
    }

    @Test func `pages that a policy left out are read by a sync without it`() async throws {
        let site = FixtureSite(columns: 1, articles: 45)
        let origin = try origin(site, .missing, isBroken: Self.isList)
        func policy(since number: Int) throws -> SyncPolicy {
            let time = try #require(site.state.withLock { $0.articles[FixtureSite.id(number)]?.published })
            return SyncPolicy(publishedSince: PublicationTime.date(from: time), bodies: .none)
        }
        // The second page has nothing that is new enough.
        #expect(try await sync(origin, policy(since: 9)).progress.new == 20)
        // Published at the very time is new enough; the fourth page has nothing more.
        #expect(try await sync(origin, policy(since: 20)).progress.new == 20)
        #expect(try await sync(origin).progress.new == 5)
        #expect(try await sync(origin).isUnchanged)
    }

    @Test func `a site that answers every page with the first is asked for two`() async throws {
        let site = FixtureSite(columns: 1, articles: 5)
        let origin = try LoopbackOrigin { request in
            if Self.isList(request.path) { return .status(404) }
            let path = request.path.hasPrefix("/col0") ? "/col0" : request.path
            return site.page(at: path, ifNewerThan: nil, size: 10) ?? site.reply(to: request)
        }
        let report = try await sync(origin)
        #expect(report.progress.new == 5)
        #expect(origin.requests.count { $0.path.hasPrefix("/col0") } == 2)
    }

    @Test func `a column without end is read up to a limit, which is said`() async throws {
        let site = FixtureSite(columns: 1, articles: 60)
        let origin = try origin(site, size: 1, .missing, isBroken: Self.isList)
        let report = try await sync(origin, SyncPolicy(bodies: .none))
        #expect(report.progress.new == 50)
        #expect(report.progress.skipped.contains { $0.why.contains("50 were read") })
    }

    @Test func `a column without JSON and page is reported with both reasons`() async throws {
        let site = FixtureSite(columns: 1, articles: 3)
        let origin = try LoopbackOrigin { request in
            Self.isList(request.path) ? .status(403) : request.path == "/col0" ? .status(404) : site.reply(to: request)
        }
        let report = try await sync(origin)
        #expect(report.progress.columns == 0 && report.progress.fromPages == 0)
        #expect(report.progress.skipped.map(\.what) == ["col0", "col0, page 1"])
    }

    @Test func `what is cut off a list is looked for on the pages`() async throws {
        let site = FixtureSite(columns: 1, articles: 25)
        let origin = try LoopbackOrigin { request in
            let reply = site.page(for: request, size: 10) ?? site.reply(to: request)
            guard Self.isList(request.path) else { return reply }
            return .status(200, headers: [("ETag", "\"cut\"")], body: reply.body.prefix(reply.body.count / 2))
        }
        let report = try await sync(origin)
        #expect(report.progress.new == 25)
        #expect(report.progress.fromPages == 1)
    }

    // MARK: Articles

    @Test(arguments: Trouble.allCases)
    func `an article whose JSON brings nothing is read from its page`(trouble: Trouble) async throws {
        let site = FixtureSite(columns: 1, articles: 6)
        let origin = try origin(site, trouble) { $0 == FixtureSite.path(1) || $0 == FixtureSite.path(4) }
        let report = try await sync(origin)
        #expect(report.progress.bodies == 6)
        #expect(report.progress.fromPages == 2)
        #expect(report.progress.withdrawn == 0)
        let id = try #require(ArticleID(FixtureSite.id(1)))
        let article = try #require(try await store.article(id)?.article)
        #expect(article.body.text == "First paragraph of 1.\n第二段1。")
        #expect(article.title == "點觀香港｜海港故事1")
        #expect(article.summary.column?.name == "Column col0 欄目")
        // A body that was read from a page is not asked for again.
        #expect(try await sync(origin).isUnchanged)
    }

    @Test func `a whole edition without any JSON but its columns is read from pages`() async throws {
        let site = FixtureSite(columns: 2, articles: 15)
        let origin = try origin(site, .refused) { $0 != "/columns.json" }
        let report = try await sync(origin)
        #expect(report.progress.new == 30 && report.progress.bodies == 30)
        #expect(report.progress.fromPages == 32)
        #expect(report.interruption == nil)
        #expect(try await sync(origin).isUnchanged)
    }

    @Test func `an article is withdrawn only when its JSON and its page are gone`() async throws {
        let site = FixtureSite(columns: 1, articles: 4)
        let origin = try origin(site, .missing) { $0 == FixtureSite.path(1) || $0 == FixtureSite.path(2) }
        origin.on("/a/202511/03/\(FixtureSite.id(2)).html", .status(410))
        let report = try await sync(origin)
        #expect(report.progress.withdrawn == 1)
        #expect(try await store.articles().items.map(\.id.rawValue) == [0, 1, 3].map(FixtureSite.id))
    }

    @Test func `an article whose page is another's or has no text keeps what the list says`() async throws {
        let site = FixtureSite(columns: 1, articles: 3)
        let origin = try origin(site, .garbage) { $0 != "/columns.json" && Self.isArticle($0) }
        origin.on(
            "/a/202511/03/\(FixtureSite.id(0)).html",
            .text(
                "<html><input id=storyId value=\(FixtureSite.id(2))><div class=post-body><p>x</p></div></html>",
                type: "text/html"))
        origin.on("/a/202511/03/\(FixtureSite.id(1)).html", .text("<html><h1>空</h1></html>", type: "text/html"))
        let report = try await sync(origin)
        #expect(report.progress.bodies == 1 && report.progress.fromPages == 1)
        #expect(Set(report.progress.skipped.map(\.what)) == [FixtureSite.id(0), FixtureSite.id(1)])
        #expect(try await store.articles().items.count == 3)
    }
}
