import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import TestSupport
import Testing

@Suite struct ImageSyncTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let images: ImageCache
    private let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        images = try ImageCache(in: folder.url.appending(path: "images"), of: store)
    }

    private func site() -> FixtureSite {
        let site = FixtureSite(columns: 1, stories: 30)
        site.change { state in
            for number in 0..<30 {
                state.stories[FixtureSite.id(number)]?.html =
                    "<p>港</p><figure><img src='/dams/\(number).png'><figcaption>圖\(number)</figcaption></figure>"
            }
        }
        return site
    }

    private func engine(_ origin: LoopbackOrigin) -> SyncEngine {
        let edition = Edition(
            id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress, mediaSite: origin.baseAddress)
        let transport = CoalescingTransport.standard(retry: RetryPolicy(maximumAttempts: 1), maximumPerHost: 8)
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

    @Test func `what is no image is not cached, whatever it is called`() async throws {
        let origin = try site().origin()
        for number in 0..<30 {
            origin.on("/dams/\(number).png", .text("<svg onload=alert(1)>", type: "image/png"))
        }
        let report = try await engine(origin).start(SyncPolicy(images: .all)).report
        #expect(report.progress.images == 0)
        #expect(report.progress.skippedCount == 30)
    }
}
