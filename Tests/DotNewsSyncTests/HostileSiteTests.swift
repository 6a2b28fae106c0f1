import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import DotNewsTestSupport
import Testing

/// What a sync does when a site answers with something else than it should: each fault at each place is reported,
/// loses nothing that the store has, and is made good by the next sync.
@Suite(.timeLimit(.minutes(5))) struct HostileSiteTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let site = FixtureSite(columns: 2, articles: 6)

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
    }

    /// A wrong answer, and a part of the sentence that reports it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let report: String
        let reply: @Sendable (LoopbackRequest) -> LoopbackReply

        init(_ name: String, _ report: String, _ reply: @escaping @Sendable (LoopbackRequest) -> LoopbackReply) {
            testDescription = name
            self.report = report
            self.reply = reply
        }

        var isStall: Bool { testDescription == "a stall" }
    }

    /// What is asked for.
    enum Place: CaseIterable {
        case tree, list, article

        func contains(_ path: String) -> Bool {
            switch self {
            case .tree: path == "/columns.json"
            case .list: path.hasSuffix("/stories.json")
            case .article: path.hasPrefix("/a/") && path.hasSuffix(".json")
            }
        }
    }

    static let faults: [Fault] = [
        Fault("HTML", "instead of JSON") { _ in .text("<html><p>請登入 Wi-Fi</p></html>", type: "text/html") },
        Fault("garbage", "instead of JSON") { _ in .status(200, body: Data((0..<5_000).map { UInt8($0 * 31 & 0xFF) }))
        },
        Fault("nothing", "it is empty") { _ in .json("") },
        Fault("half an answer", "cut off") { _ in .json(#"{"code":0,"data":"#) },
        Fault("an error envelope", "系統繁忙") { _ in .json(#"{"code":500,"msg":"系統繁忙","data":null}"#) },
        Fault("deep nesting", "nested deeper") { _ in .json(#"{"data":"# + String(repeating: "[", count: 100_000)) },
        Fault("304 without a cached copy", "without a cached copy") { _ in .status(304) },
        Fault("403", "refuses to answer") { _ in .status(403) },
        Fault("500", "status 500") { _ in .status(500) },
        Fault("a redirect loop", "redirect") { .redirect(to: $0.path) },
        Fault("a redirect to a file", "scheme file") { _ in .redirect(to: "file:///etc/passwd") },
        Fault("no HTTP", "not an HTTP answer") { _ in .raw("點新聞\r\n\r\n") },
        Fault("an early end", "ended before") { _ in .raw("") },
        Fault("a length that is too long", "ended before") {
            _ in .announcing("10000", body: Data(#"{"data":"#.utf8)).ending(.close)
        },
        Fault("a length that is too short", "cut off") {
            _ in .announcing("8", body: Data(#"{"data":[]}"#.utf8)).ending(.close)
        },
        Fault("an endless answer", "more than") {
            _ in
            .status(200, headers: [("Transfer-Encoding", "identity")], body: Data(repeating: 0x20, count: 1 << 16))
                .endless()
        },
        Fault("a stall", "nothing came") { _ in .announcing("100", body: Data("{".utf8)).cutBody(after: 1, .stall) },
    ]

    private func engine(_ origin: LoopbackOrigin, _ fault: Fault? = nil, at place: Place? = nil) -> SyncEngine {
        let edition = Edition(id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress)
        let transport = ImpatientTransport(
            base: .platformDefault, place: place, idleTimeout: fault?.isStall == true ? .seconds(1) : nil
        ).withRetries(RetryPolicy(maximumAttempts: 1), maximumPerHost: 2)
        return SyncEngine(client: CMSClient(edition: edition, transport: transport), store: store)
    }

    /// The site with a fault at a place.
    private func origin(_ fault: Fault, at place: Place) throws -> LoopbackOrigin {
        try LoopbackOrigin { [site] request in
            place.contains(request.path) ? fault.reply(request) : site.reply(to: request)
        }
    }

    @Test(arguments: faults, Place.allCases)
    func `a fault is reported, and the next sync brings what was missing`(_ fault: Fault, _ place: Place) async throws {
        let broken = try origin(fault, at: place)
        if place == .tree {
            let error = await #expect(throws: SyncError.self) {
                try await engine(broken, fault, at: place).start().report
            }
            #expect("\(try #require(error))".contains(fault.report))
        } else {
            let report = try await engine(broken, fault, at: place).start().report
            #expect(report.progress.skipped.contains { $0.why.contains(fault.report) }, "\(report.progress.skipped)")
            #expect(report.progress.bodies == 0)
            #expect(report.progress.withdrawn == 0)
            #expect(report.progress.new == (place == .list ? 0 : 12))
        }
        let sound = try site.origin()
        #expect(try await engine(sound).start().report.progress.bodies == 12)
        #expect(try await store.columns().all.count == 2)
    }

    @Test(arguments: faults, Place.allCases)
    func `a fault costs nothing of what is there`(_ fault: Fault, _ place: Place) async throws {
        let sound = try site.origin()
        _ = try await engine(sound).start().report
        let columns = try await store.columns()
        // Every article has changed, so that every body is asked for.
        site.change { state in
            for id in state.articles.keys { state.articles[id]?.updated = "2025-11-06T10:00:00.000+08:00" }
        }
        // Versions belong to an address: at another port everything is asked for anew.
        let broken = try origin(fault, at: place)
        let report = try await engine(broken, fault, at: place).start().report
        // Of an article there is a cached copy, for which 304 stands.
        if place != .article || fault.testDescription.prefix(3) != "304" {
            #expect(report.progress.skipped.contains { $0.why.contains(fault.report) }, "\(report.progress.skipped)")
        }
        #expect(report.progress.withdrawn == 0)

        #expect(try await store.columns() == columns)
        let articles = try await store.articles(limit: 100).items
        #expect(articles.count == 12)
        for article in articles { #expect(try await store.article(article.id)?.article?.body.blocks.count == 2) }
    }

    @Test(arguments: [#"{"code":0,"data":[]}"#, "[]", #"{"data":[{"name":"無"}]}"#])
    func `a tree without columns takes none away`(json: String) async throws {
        let sound = try site.origin()
        _ = try await engine(sound).start().report
        let broken = try site.origin()
        broken.on("/columns.json", .json(json))
        let report = try await engine(broken).start().report
        #expect(report.progress.skipped.contains { $0.why.contains("it lists no columns") })
        #expect(report.progress.columns == 2)
        #expect(try await store.columns().all.count == 2)
    }

    @Test func `a list that has come empty is reported, and its articles stay`() async throws {
        let sound = try site.origin()
        _ = try await engine(sound).start().report
        let empty = try LoopbackOrigin { [site] request in
            Place.list.contains(request.path) ? .json(#"{"code":0,"data":{"stories":[]}}"#) : site.reply(to: request)
        }
        let report = try await engine(empty).start().report
        #expect(report.progress.skipped.map(\.what).sorted() == ["col0", "col1"])
        #expect(report.progress.skipped.allSatisfy { $0.why.contains("empty") })
        #expect(try await store.articles(limit: 100).items.count == 12)
    }

    @Test func `a column that never had articles may be empty without a word`() async throws {
        site.change { state in
            state.columns.append((id: String(repeating: "b", count: 24), dirname: "quiet", articles: []))
        }
        let origin = try site.origin()
        let report = try await engine(origin).start().report
        #expect(report.progress.columns == 3)
        #expect(report.progress.skippedCount == 0)
    }

    @Test func `a channel id to which no list answers any more is asked for again`() async throws {
        let origin = try site.origin()
        try await store.setSetting(.channelID, to: "old")
        let first = try await engine(origin).start().report
        #expect(first.progress.columns == 0)
        #expect(try await store.setting(.channelID) == nil)
        let second = try await engine(origin).start().report
        #expect(second.progress.columns == 2)
        #expect(try await store.setting(.channelID) == "fixture")
    }

    @Test func `a full disk ends the sync and keeps what was committed`() async throws {
        let small = folder.url.appending(path: "small.sqlite")
        var options = ArticleStoreOptions()
        options.maximumPageCount = 85
        let site = FixtureSite(columns: 1, articles: 400)
        let origin = try site.origin()
        let edition = Edition(id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress)
        let full = try ArticleStore(at: small, options: options)
        let error = await #expect(throws: SyncError.self) {
            try await SyncEngine(client: CMSClient(edition: edition, transport: .platformDefault), store: full)
                .start().report
        }
        guard case .store(let cause) = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.code == .diskFull)
        #expect(try await full.columns().all.count == 1)
        #expect(try await full.verify().problems.isEmpty)
        await full.close()

        let roomy = try ArticleStore(at: small)
        let report = try await SyncEngine(
            client: CMSClient(edition: edition, transport: .platformDefault), store: roomy
        ).start().report
        #expect(try await roomy.statistics().bodies == 400)
        #expect(report.progress.skippedCount == 0)
        await roomy.close()
    }
}

/// At one place leaves a server that stands still for a moment, and an answer that goes on after a megabyte.
private struct ImpatientTransport<Base: HTTPTransport>: HTTPTransport {
    let base: Base
    let place: HostileSiteTests.Place?
    let idleTimeout: Duration?

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var request = request
        if let place, place.contains(request.address.path) {
            request.limits.idleTimeout = idleTimeout ?? request.limits.idleTimeout
            request.limits.maximumTransferSize = 1 << 20
        }
        return try await base.send(request)
    }
}
