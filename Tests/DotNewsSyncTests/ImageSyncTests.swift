import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ImageSyncTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let images: ArticleImageCache
    private let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])

    private let time = Time()

    private final class Time: Sendable {
        private let date = Mutex(Date(timeIntervalSince1970: 1_762_156_920))
        var now: Date { date.withLock { $0 } }
        func advance(by seconds: Double) { date.withLock { $0 += seconds } }
    }

    init() throws {
        folder = try TemporaryDirectory()
        var options = ArticleStoreOptions()
        options.now = { [time] in time.now }
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"), options: options)
        images = try ArticleImageCache(in: folder.url.appending(path: "images"), of: store)
    }

    private func site() -> FixtureSite {
        let site = FixtureSite(columns: 1, articles: 30)
        site.change { state in
            for number in 0..<30 {
                state.articles[FixtureSite.id(number)]?.html =
                    "<p>港</p><figure><img src='/dams/\(number).png'><figcaption>圖\(number)</figcaption></figure>"
            }
        }
        return site
    }

    private func engine(_ origin: LoopbackOrigin) -> SyncEngine {
        let edition = Edition(
            id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress, mediaSite: origin.baseAddress)
        let transport = PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1), maximumPerHost: 8)
        return SyncEngine(client: CMSClient(edition: edition, transport: transport), store: store, images: images)
    }

    @Test func `images of bodies are cached once`() async throws {
        let origin = try site().origin()
        for number in 0..<30 { origin.on("/dams/\(number).png", .status(200, body: png + Data([UInt8(number)]))) }
        let report = try await engine(origin).start(SyncPolicy(images: .all)).report
        #expect(report.progress.images == 30)
        let again = try await engine(origin).start(SyncPolicy(images: .all)).report
        #expect(again.isUnchanged)
        #expect(origin.requests.count { $0.path.hasPrefix("/dams/") } == 30)
    }

    @Test func `images that fail leave the sync a success, and are not asked for without end`() async throws {
        let origin = try site().origin()
        for number in 0..<30 { origin.on("/dams/\(number).png", .raw("")) }
        let report = try await engine(origin).start(SyncPolicy(images: .all, maximumConcurrentRequests: 1)).report
        #expect(report.interruption == nil)
        #expect(report.progress.bodies == 30)
        #expect(report.progress.images == 0)
        #expect(report.progress.skippedCount == 8)
    }

    @Test func `images that are missing among those that fail show that the site is there`() async throws {
        let origin = try site().origin()
        for number in 0..<30 { origin.on("/dams/\(number).png", .status(number % 5 == 4 ? 404 : 503)) }
        let report = try await engine(origin).start(SyncPolicy(images: .all, maximumConcurrentRequests: 1)).report
        #expect(report.progress.skippedCount == 30)
        #expect(origin.requests.count { $0.path.hasPrefix("/dams/") } == 30)
    }

    @Test func `thumbnails bring no images of bodies`() async throws {
        let origin = try site().origin()
        let report = try await engine(origin).start(SyncPolicy(images: .thumbnails)).report
        #expect(report.progress.bodies == 30 && report.progress.images == 0 && report.progress.skippedCount == 0)
        #expect(!origin.requests.contains { $0.path.hasPrefix("/dams/") })
    }

    @Test func `what is no image is not cached, whatever it is called`() async throws {
        let origin = try site().origin()
        for number in 0..<30 {
            origin.on("/dams/\(number).png", .text("<svg onload=alert(1)>", type: "image/png"))
        }
        let report = try await engine(origin).start(SyncPolicy(images: .all)).report
        #expect(report.progress.images == 0)
        #expect(report.progress.skippedCount == 30)
    }

    @Test func `an image that is gone, or is none, is asked for again after a day, and not before`() async throws {
        let origin = try site().origin()
        for number in 0..<30 {
            let path = "/dams/\(number).png"
            switch number % 6 {
            case 0: origin.on(path, .status(404))
            case 1: origin.on(path, .status(410))
            case 2: origin.on(path, .text("<html>", type: "image/png"))
            // An image by its first bytes (a bitmap), of a kind that is not kept.
            case 3: origin.on(path, .status(200, body: Data("BM\u{46}\0\0\0\0\0\0\0\u{36}\0\0\0\u{28}\0\0\0".utf8)))
            case 4: origin.on(path, .announcing("\(1 << 30)", body: png))
            default: origin.on(path, .status(200, body: png + Data([UInt8(number)])))
            }
        }
        func asked() -> Int { origin.requests.count { $0.path.hasPrefix("/dams/") } }
        let first = try await engine(origin).start(SyncPolicy(images: .all)).report
        #expect(first.progress.images == 5 && first.progress.skippedCount == 25)
        #expect(asked() == 30)

        time.advance(by: 86_000)
        let again = try await engine(origin).start(SyncPolicy(images: .all)).report
        #expect(again.isUnchanged && again.progress.skippedCount == 0)
        #expect(asked() == 30)

        time.advance(by: 500)
        for number in 0..<30 { origin.on("/dams/\(number).png", .status(200, body: png + Data([UInt8(number)]))) }
        let later = try await engine(origin).start(SyncPolicy(images: .all)).report
        #expect(later.progress.images == 25 && later.progress.skippedCount == 0)
        #expect(asked() == 55)
    }

    @Test(arguments: [LoopbackReply.status(503), .status(500), .status(403), .raw("")])
    func `an image that could not be had for the moment is asked for by the next sync`(
        reply: LoopbackReply
    ) async throws {
        let origin = try site().origin()
        for number in 0..<30 { origin.on("/dams/\(number).png", .status(200, body: png + Data([UInt8(number)]))) }
        origin.on("/dams/7.png", reply)
        #expect(try await engine(origin).start(SyncPolicy(images: .all)).report.progress.images == 29)
        origin.on("/dams/7.png", .status(200, body: png))
        #expect(try await engine(origin).start(SyncPolicy(images: .all)).report.progress.images == 1)
    }

    @Test func `what a cancelled sync learnt of images is kept`() async throws {
        let origin = try site().origin()
        let gate = Gate()
        for number in 0..<30 { origin.on("/dams/\(number).png", .status(404)) }
        // The last one asked for: the oldest article's.
        origin.on("/dams/29.png", LoopbackReply.status(404).held(at: gate))
        let run = engine(origin).start(SyncPolicy(images: .all, maximumConcurrentRequests: 1))
        await origin.wait { $0.requests.contains { $0.path == "/dams/29.png" } }
        run.cancel()
        #expect(try await run.report.wasCancelled)
        gate.open()
        _ = try await engine(origin).start(SyncPolicy(images: .all)).report
        #expect(origin.requests.count { $0.path.hasPrefix("/dams/") } == 31)
    }
}
