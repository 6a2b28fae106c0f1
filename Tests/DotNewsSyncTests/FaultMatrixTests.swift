import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import DotNewsTestSupport
import Testing

/// A sync against every fault of ``SiteFault`` at every place: it ends, by itself, with a named error or a report; the
/// store is whole; what was readable before is readable after; and the next sync makes it good.
@Suite(.timeLimit(.minutes(5))) struct FaultMatrixTests {
    /// What is asked for.
    enum Place: CaseIterable {
        case tree, list, article, image

        func contains(_ path: String) -> Bool {
            switch self {
            case .tree: path == "/columns.json"
            case .list: path.hasSuffix("/stories.json")
            case .article: path.hasPrefix("/a/") && path.hasSuffix(".json")
            case .image: path.hasPrefix("/dams/")
            }
        }
    }

    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let images: ArticleImageCache
    private let site = FixtureSite(columns: 2, articles: 3)
    private let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        images = try ArticleImageCache(in: folder.url.appending(path: "images"), of: store)
        site.change { state in
            for id in state.articles.keys { state.articles[id]?.html += "<figure><img src='/dams/\(id).png'></figure>" }
        }
    }

    private func engine(_ origin: LoopbackOrigin, isFaulty: Bool) -> SyncEngine {
        let edition = Edition(
            id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress,
            mediaSite: origin.baseAddress)
        let retry = RetryPolicy(
            maximumAttempts: 2, baseDelay: .milliseconds(1), maximumDelay: .milliseconds(2),
            maximumRetryAfter: .milliseconds(5))
        let transport = BoundedTransport(isImpatient: isFaulty).withRetries(retry, maximumPerHost: 4)
        return SyncEngine(client: CMSClient(edition: edition, transport: transport), store: store, images: images)
    }

    private func origin(_ fault: SiteFault?, at place: Place? = nil) throws -> LoopbackOrigin {
        try LoopbackOrigin { [site, png] request in
            if let fault, let place, place.contains(request.path) { return fault.reply(request, site) }
            return request.path.hasPrefix("/dams/") ? .status(200, body: png) : site.reply(to: request)
        }
    }

    /// A sync against the site, with a fault or without.
    private func sync(_ fault: SiteFault? = nil, at place: Place? = nil) async throws -> SyncReport {
        let origin = try origin(fault, at: place)
        // It serves for as long as it is held.
        defer { withExtendedLifetime(origin) {} }
        return try await engine(origin, isFaulty: fault != nil).start(SyncPolicy(images: .all)).report
    }

    private func readable() async throws -> Set<ArticleID> {
        var ids: Set<ArticleID> = []
        for article in try await store.articles(limit: 100).items
        where try await store.article(article.id)?.article?.body.blocks.isEmpty == false {
            ids.insert(article.id)
        }
        return ids
    }

    @Test(arguments: SiteFault.all, Place.allCases)
    func `a sync ends, and loses nothing`(_ fault: SiteFault, _ place: Place) async throws {
        _ = try await sync()
        let before = try await readable()
        #expect(before.count == 6)
        site.change { state in
            for id in state.articles.keys { state.articles[id]?.updated = "2025-11-06T10:00:00.000+08:00" }
        }
        do {
            let report = try await sync(fault, at: place)
            for skip in report.progress.skipped { #expect(!skip.why.isEmpty) }
        } catch let error as SyncError {
            #expect("\(error)".count > 20)
            #expect(!"\(error)".unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        }
        #expect(try await store.verify().problems.isEmpty)
        #expect(try await images.verify().isEmpty)
        if !(fault.saysGone && place == .article) { #expect(try await readable().isSuperset(of: before)) }
        // Sound again, and later: what a fault made of an article is made good.
        site.change { state in
            for id in state.articles.keys { state.articles[id]?.updated = "2025-11-07T10:00:00.000+08:00" }
        }
        let report = try await sync()
        #expect(report.progress.skippedCount == 0, "\(report.progress.skipped)")
        #expect(try await readable() == before)
    }

    @Test(
        .enabled(if: TLSOrigin.isAvailable, "nginx and openssl are needed, and not installed"),
        arguments: [TLSOrigin.Certificate.proper, .otherHost, .expired])
    func `a site whose certificate cannot be trusted is not read`(_ certificate: TLSOrigin.Certificate) async throws {
        let origin = try TLSOrigin(serving: folder.url, certificate: certificate)
        let edition = Edition(id: "tls", name: "TLS", language: .english, site: origin.address("/"))
        let engine = SyncEngine(
            client: CMSClient(edition: edition, transport: BoundedTransport(isImpatient: false)), store: store)
        let error = await #expect(throws: SyncError.self) { try await engine.start().report }
        #expect("\(try #require(error))".contains("secure connection"))
    }
}

/// The system's transport, when it is impatient with small bounds, so that what stands still or never ends does so quickly.
private struct BoundedTransport: HTTPTransport {
    let isImpatient: Bool

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var request = request
        guard isImpatient else { return try await PlatformTransport.shared.send(request) }
        request.limits = HTTPLimits(
            connectTimeout: .seconds(1), idleTimeout: .milliseconds(300), totalTimeout: .seconds(1),
            maximumTransferSize: 1 << 20, maximumBodySize: 2 << 20)
        return try await PlatformTransport.shared.send(request)
    }
}

extension PlatformTransport {
    /// One for all tests: a thread each would be too many.
    fileprivate static let shared = PlatformTransport()
}
