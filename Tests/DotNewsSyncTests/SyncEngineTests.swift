import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) final class SyncEngineTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    /// Keeps origins alive as long as the test: one stops with its last reference.
    private let origins = Mutex<[LoopbackOrigin]>([])

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
    }

    private func engine(_ origin: LoopbackOrigin, images: ArticleImageCache? = nil) -> SyncEngine {
        origins.withLock { $0.append(origin) }
        let edition = Edition(
            id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress, mediaSite: origin.baseAddress)
        let transport = PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1), maximumPerHost: 8)
        return SyncEngine(client: CMSClient(edition: edition, transport: transport), store: store, images: images)
    }

    @Test func `a first sync brings every column and article with its body`() async throws {
        let site = FixtureSite(columns: 3, articles: 40)
        let report = try await engine(try site.origin()).start().report
        #expect(report.progress.columns == 3)
        #expect(report.progress.new == 120)
        #expect(Set(report.newArticles.map(\.rawValue)) == Set((0..<120).map(FixtureSite.id)))
        #expect(report.newArticles.count == 120)
        #expect(report.progress.bodies == 120)
        #expect(report.progress.skippedCount == 0)
        #expect(report.progress.requests == 1 + 1 + 3 + 120)
        #expect(!report.wasCancelled && report.interruption == nil)

        let page = try await store.articles(limit: 200)
        #expect(page.items.map(\.id.rawValue) == (0..<120).map(FixtureSite.id))
        let stored = try await store.article(page.items[1].id)
        #expect(stored?.article?.body.text == "First paragraph of 1.\n第二段1。")
        #expect(page.items[1].title == "點觀香港｜海港故事1")
    }

    @Test func `an unchanged site costs one request a column and the tree, and writes nothing`() async throws {
        let site = FixtureSite(columns: 4, articles: 10)
        let origin = try site.origin()
        _ = try await engine(origin).start().report
        let before = try StoreFiles(store.file)
        let asked = origin.requests.count

        let report = try await engine(origin).start().report
        #expect(origin.requests.count - asked == 1 + 4)
        #expect(report.progress.requests == 5)
        #expect(report.progress.notModified == 5)
        #expect(report.isUnchanged && report.newArticles.isEmpty)
        #expect(try StoreFiles(store.file) == before)
    }

    @Test func `articles left for later are not indexed by a sync that brings nothing`() async throws {
        let origin = try FixtureSite(columns: 1, articles: 12).origin()
        let first = try await engine(origin).start(SyncPolicy(indexing: .newest(5))).report
        #expect(first.progress.indexed == 5)
        #expect(first.searchBacklog == 7)
        let before = try StoreFiles(store.file)
        let second = try await engine(origin).start(SyncPolicy(indexing: .newest(5))).report
        #expect(second.progress.indexed == 0)
        #expect(try StoreFiles(store.file) == before)
        let all = try await engine(origin).start(SyncPolicy(indexing: .all)).report
        #expect(all.progress.indexed == 7)
        #expect(all.searchBacklog == 0)
    }

    @Test func `a server without validators is recognised as unchanged by its content`() async throws {
        let site = FixtureSite(columns: 2, articles: 5)
        let origin = try LoopbackOrigin { request in
            let reply = site.reply(to: request)
            return .status(reply.body.isEmpty ? 404 : 200, body: reply.body)
        }
        _ = try await engine(origin).start().report
        let report = try await engine(origin).start().report
        #expect(report.isUnchanged)
        #expect(report.progress.notModified == 3)
    }

    @Test func `changed, new and withdrawn articles are told apart`() async throws {
        let site = FixtureSite(columns: 2, articles: 10)
        let origin = try site.origin()
        _ = try await engine(origin).start().report
        let kept = try #require(ArticleID(FixtureSite.id(4)))
        _ = try await store.reader.setBookmarked(true, for: kept)
        site.change { state in
            state.articles[FixtureSite.id(3)]?.html = "<p>改寫後的正文。</p>"
            state.articles[FixtureSite.id(3)]?.updated = "2025-11-05T10:00:00.000+08:00"
            for number in [4, 5] { state.articles[FixtureSite.id(number)]?.extra = ["publishStatus": "0"] }
            state.articles[FixtureSite.id(99)] = .init(title: "新故事", html: "<p>全新。</p>")
            state.columns[0].articles.insert(FixtureSite.id(99), at: 0)
        }
        let report = try await engine(origin).start().report
        #expect(report.progress.new == 1)
        #expect(report.progress.updated == 1)
        #expect(report.progress.withdrawn == 2)
        #expect(report.progress.bodies == 2)

        let listed = try await store.articles(limit: 100).items.map(\.id.rawValue)
        #expect(!listed.contains(FixtureSite.id(4)) && !listed.contains(FixtureSite.id(5)))
        #expect(listed.count == 19)
        let changed = try #require(ArticleID(FixtureSite.id(3)))
        #expect(try await store.article(changed)?.article?.body.text == "改寫後的正文。")
        let bookmarks = try await store.articles(ArticleQuery(isBookmarked: true)).items
        #expect(bookmarks.map(\.id) == [kept])
        #expect(try await store.article(kept)?.article != nil)
    }

    @Test(arguments: [404, 410]) func `an article whose page is gone is withdrawn`(status: Int) async throws {
        let site = FixtureSite(columns: 1, articles: 5)
        let origin = try site.origin()
        origin.on(FixtureSite.path(2), .status(status))
        let report = try await engine(origin).start().report
        #expect(report.progress.withdrawn == 1)
        #expect(report.progress.bodies == 4)
        #expect(try await store.articles().items.count == 4)
        // The list still names it, which must not bring it back.
        let again = try await engine(origin).start().report
        #expect(again.isUnchanged)
    }

    @Test func `one bad article is reported and loses no other`() async throws {
        let site = FixtureSite(columns: 1, articles: 6)
        site.change { $0.articles[FixtureSite.id(1)]?.extra = ["title": ""] }
        let origin = try site.origin()
        origin.on(FixtureSite.path(3), .json(#"{"code":500,"msg":"系統繁忙"}"#))
        origin.on(FixtureSite.path(4), .text("<html>maintenance</html>", type: "text/html"))
        let report = try await engine(origin).start().report
        #expect(report.progress.new == 5)
        #expect(report.progress.bodies == 3)
        #expect(report.progress.skippedCount == 3)
        #expect(report.progress.skipped.contains { $0.what == FixtureSite.id(3) && $0.why.contains("系統繁忙") })
        #expect(report.progress.skipped.contains { $0.what == FixtureSite.id(4) && $0.why.contains("instead of JSON") })

        // Once the server has recovered, the next sync brings what is missing.
        let recovered = try await engine(try site.origin()).start().report
        #expect(recovered.progress.bodies == 2)
    }

    @Test func `bodies of none or of the newest of each column are fetched when the policy says so`() async throws {
        let site = FixtureSite(columns: 2, articles: 10)
        let origin = try site.origin()
        let none = try await engine(origin).start(SyncPolicy(bodies: .none)).report
        #expect(none.progress.bodies == 0 && none.progress.new == 20)
        let some = try await engine(origin).start(SyncPolicy(bodies: .newest(3))).report
        #expect(some.progress.bodies == 6)
        let same = try await engine(origin).start(SyncPolicy(bodies: .newest(3))).report
        #expect(same.isUnchanged)
        let all = try await engine(origin).start().report
        #expect(all.progress.bodies == 14)
    }

    @Test func `bodies are fetched of articles that are new enough for the policy`() async throws {
        let site = FixtureSite(columns: 2, articles: 10)
        let origin = try site.origin()
        let time = try #require(site.state.withLock { $0.articles[FixtureSite.id(13)]?.published })
        let since = try #require(PublicationTime.date(from: time))
        for (bodies, count) in [(SyncPolicy.Bodies.newest(2), 4), (.all, 14)] {
            let report = try await engine(origin).start(SyncPolicy(publishedSince: since, bodies: bodies)).report
            #expect(report.progress.skippedCount == 0)
            #expect(try await store.statistics().bodies == count)
        }
        #expect(Set(origin.requests.map(\.path)).isSuperset(of: [FixtureSite.path(13)]))
        #expect(!origin.requests.contains { $0.path == FixtureSite.path(14) })
    }

    @Test func `a column that is hidden is not read, unless it is named`() async throws {
        let site = FixtureSite(columns: 3, articles: 2)
        let origin = try LoopbackOrigin { request in
            let reply = site.reply(to: request)
            guard request.path == "/columns.json" else { return reply }
            let text = String(decoding: reply.body, as: UTF8.self)
            return .json(text.replacing("\"dirname\":\"col1\"", with: "\"dirname\":\"col1\",\"hide\":true"))
        }
        #expect(try await engine(origin).start().report.progress.columns == 2)
        #expect(!origin.requests.contains { $0.path.contains("aaa1/") })
        let paths = try ["col1", "col1", "col2"].map { try #require(ColumnPath($0)) }
        // Named twice it is read once.
        #expect(try await engine(origin).start(SyncPolicy(columns: .paths(paths))).report.progress.columns == 2)
        #expect(origin.requests.count { $0.path.contains("aaa1/") } == 1)
    }

    @Test func `the site's channel is looked for again when all lists are gone, not when one is`() async throws {
        let site = FixtureSite(columns: 2, articles: 2)
        _ = try await engine(try site.origin()).start().report
        for (others, asked) in [(503, 0), (404, 1)] {
            let origin = try LoopbackOrigin { request in
                guard request.path.hasSuffix("/stories.json") else { return site.reply(to: request) }
                return .status(request.path.contains("aaa0/") ? 404 : others)
            }
            for _ in 0..<2 { _ = try await engine(origin).start().report }
            #expect(origin.requests.count { $0.path == "/" } == asked)
        }
    }

    @Test func `an article in two columns is fetched once, also among the newest of both`() async throws {
        let site = FixtureSite(columns: 2, articles: 4)
        site.change { $0.columns[1].articles.insert(FixtureSite.id(0), at: 0) }
        let origin = try site.origin()
        let report = try await engine(origin).start(SyncPolicy(bodies: .newest(2))).report
        #expect(report.progress.bodies == 3)
        #expect(origin.requests.count { $0.path == FixtureSite.path(0) } == 1)
    }

    @Test func `an article that moved is asked for without the version of its old address`() async throws {
        let site = FixtureSite(columns: 1, articles: 3)
        _ = try await engine(try site.origin()).start().report
        let path = "/a/202511/04/\(FixtureSite.id(1)).json"
        site.change { state in
            state.articles[FixtureSite.id(1)]?.html = "<p>Moved.</p>"
            state.articles[FixtureSite.id(1)]?.updated = "2025-11-04T09:00:00.000+08:00"
            state.articles[FixtureSite.id(1)]?.extra = ["jsonUrl": "https://english.dotdotnews.com\(path)"]
        }
        let origin = try site.origin()
        // By this server's word nothing has ever changed.
        origin.on(path) { $0.headers["If-None-Match"] == nil ? site.reply(to: $0) : .status(304) }
        let report = try await engine(origin).start().report
        #expect(report.progress.bodies == 1 && report.progress.skippedCount == 0)
        let id = try #require(ArticleID(FixtureSite.id(1)))
        #expect(try await store.article(id)?.article?.body.text == "Moved.")
    }

    @Test func `only the named columns are read, and an unknown one is named with those there are`() async throws {
        let origin = try FixtureSite(columns: 3, articles: 4).origin()
        let path = try #require(ColumnPath("col1"))
        let report = try await engine(origin).start(SyncPolicy(columns: .paths([path]))).report
        #expect(report.progress.columns == 1 && report.progress.new == 4)

        let unknown = try #require(ColumnPath("nowhere"))
        let error = await #expect(throws: SyncError.self) {
            try await engine(origin).start(SyncPolicy(columns: .paths([unknown]))).report
        }
        #expect("\(try #require(error))".contains("col0, col1, col2"))
    }

    @Test(arguments: [
        ([], 3), ([(ArticleTopic.Kind.column, "col1")], 1), ([(.column, "col1"), (.column, "gone")], 1),
        ([(.column, "gone")], 3), ([(.word, "harbour"), (.tag, "無")], 3), ([(.column, "col0"), (.column, "col2")], 2),
    ])
    func `the followed columns are read, all when none of the site's is followed`(
        followed: [(ArticleTopic.Kind, String)], columns: Int
    ) async throws {
        let origin = try FixtureSite(columns: 3, articles: 4).origin()
        for (kind, name) in followed { try await store.reader.setFollowed(true, #require(ArticleTopic(kind, name))) }
        let report = try await engine(origin).start(SyncPolicy(columns: .followed)).report
        #expect(report.progress.columns == columns && report.progress.new == 4 * columns)
    }

    @Test func `a sync brings what is muted, and sees what it has`() async throws {
        let site = FixtureSite(columns: 1, articles: 4)
        let origin = try site.origin()
        try await store.reader.setMuted(true, #require(ArticleTopic(.word, "summary")))
        #expect(try await engine(origin).start().report.progress.bodies == 4)
        #expect(try await store.articles().items.isEmpty)
        site.change { $0.columns[0].articles = [] }
        let report = try await engine(origin).start().report
        #expect(report.progress.skipped.contains { $0.why.contains("has come empty") })
        #expect(try await store.articles(ArticleQuery(includesMuted: true)).items.count == 4)
    }

    @Test func `cancelling keeps what has come, and the next sync goes on from there`() async throws {
        let site = FixtureSite(columns: 2, articles: 150)
        let origin = try site.origin()
        let gate = Gate()
        for number in 200..<300 {
            origin.on(FixtureSite.path(number)) { request in site.reply(to: request).held(at: gate) }
        }
        let run = engine(origin).start()
        await origin.wait { $0.requests.count { $0.path.hasPrefix("/a/") } > 200 }
        run.cancel()
        let report = try await run.report
        gate.open()
        #expect(report.wasCancelled)
        #expect(report.progress.bodies >= 150 && report.progress.bodies <= 200)
        #expect(report.progress.skippedCount == 0)
        #expect(try await store.statistics().bodies == report.progress.bodies)

        let next = try await engine(origin).start().report
        #expect(next.progress.bodies == 300 - report.progress.bodies)
        #expect(next.progress.new == 0)
    }

    @Test func `a site that stops answering ends the sync and keeps the rest`() async throws {
        let site = FixtureSite(columns: 1, articles: 60)
        let origin = try site.origin()
        for number in 20..<60 { origin.on(FixtureSite.path(number), .raw("")) }
        let report = try await engine(origin).start().report
        #expect(report.interruption?.contains("stopped answering") == true)
        #expect(report.progress.bodies == 20)
        #expect(report.progress.skippedCount < 40)
        #expect(try await store.articles(limit: 100).items.count == 60)
    }

    @Test func `a tree that fails falls back to the columns of the last sync`() async throws {
        let site = FixtureSite(columns: 2, articles: 3)
        _ = try await engine(try site.origin()).start().report
        let broken = try site.origin()
        broken.on("/columns.json", .status(200, headers: [("Content-Type", "text/html")], body: Data("<p>".utf8)))
        let report = try await engine(broken).start().report
        #expect(report.progress.columns == 2)
        #expect(report.progress.skipped.map(\.what) == ["columns"])
    }

    @Test func `without columns from before, a tree that fails is the error`() async throws {
        let origin = try LoopbackOrigin { _ in .status(503) }
        let error = await #expect(throws: SyncError.self) { try await engine(origin).start().report }
        guard case .columnsUnavailable(.status(503, _, _)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a list that is cut off is used but asked for again`() async throws {
        let site = FixtureSite(columns: 1, articles: 8)
        let origin = try site.origin()
        let path = "/columns/\(String(repeating: "a", count: 23))0/fixture/app/stories.json"
        origin.on(path) { request in
            let whole = site.reply(to: request).body
            return .status(200, headers: [("ETag", "\"cut\"")], body: whole.prefix(whole.count / 2))
        }
        let report = try await engine(origin).start().report
        #expect((1..<8).contains(report.progress.new))
        #expect(report.progress.skippedCount > 0)
        origin.on(path) { site.reply(to: $0) }
        let next = try await engine(origin).start().report
        #expect(report.progress.new + next.progress.new == 8)
    }
}
