import DotNews
import DotNewsNetworking
import DotNewsTestSupport
import Foundation
import Synchronization
import Testing

@Suite struct SavedArticleTests {
    private final class Time: Sendable {
        private let date = Mutex(Date(timeIntervalSince1970: 1_764_500_000))
        var now: Date { date.withLock { $0 } }
        func advance(by seconds: Double) { date.withLock { $0 += seconds } }
    }

    private let folder: TemporaryDirectory
    private let site = OpeningSite()
    private let origin: LoopbackOrigin
    private let client: NewsClient
    private let time = Time()
    private let id = OpeningSite.id("2025-11-03 15:29:00")
    private let image = ImageAsset(address: WebAddress("https://img.example/dams/1.png")!)

    init() throws {
        folder = try TemporaryDirectory()
        origin = try site.origin()
        var edition = Edition.dotdotnews
        edition.site = origin.baseAddress
        edition.mediaSite = origin.baseAddress
        edition.siblingHosts = []
        var options = ArticleStoreOptions()
        options.now = { [time] in time.now }
        let store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"), options: options)
        client = NewsClient(
            edition: edition, store: store,
            images: try ArticleImageCache(in: folder.url.appending(path: "images"), of: store),
            transport: PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1)))
        serveImage()
    }

    /// Serves the image, as large as it is wide.
    private func serveImage() {
        origin.on("/dams/1.png") { request in
            let width = request.target.split(separator: ",w_").last.flatMap { Int($0) } ?? 3_000
            let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0]
            return .status(200, body: Data(png + [UInt8](repeating: 0, count: width)))
        }
    }

    private func putStory() {
        site.put(
            id, on: "202511/03", .init(html: "<p>第一段。</p><figure><img src='\(image.address)'></figure>"))
    }

    private var targets: [String] { origin.requests.map(\.target) }

    private func availability() async throws -> ArticleAvailability? {
        let id = id
        return try await client.store.read { reader in try reader.availability(of: [id])[id] }
    }

    @Test func `a bookmark of another device is completed before anything else of a sync`() async throws {
        putStory()
        _ = try await client.store.reader.setBookmarked(true, for: id)
        let run = client.sync()
        _ = try? await run.report
        #expect(
            Array(targets.prefix(2)) == [
                "/a/202511/03/\(id).json", "/dams/1.png?x-oss-process=image/resize,w_1080",
            ])
        #expect(targets.dropFirst(2).first == "/columns.json")
        #expect(try await availability() == .complete)
        // Complete, it is not asked for again.
        let count = targets.count
        let again = try await client.completeBookmarks().report
        #expect(targets.count == count && again.progress.requests == 0)
    }

    @Test func `a bookmark that the site does not have is gone, and asked for less and less often`() async throws {
        _ = try await client.store.reader.setBookmarked(true, for: id)
        _ = try await client.completeBookmarks().report
        #expect(targets.count == 2)
        #expect(try await availability() == .gone)
        time.advance(by: 86_000)
        _ = try await client.completeBookmarks().report
        #expect(targets.count == 2)
        time.advance(by: 500)
        _ = try await client.completeBookmarks().report
        #expect(targets.count == 4)
        // Two days now.
        time.advance(by: 100_000)
        _ = try await client.completeBookmarks().report
        #expect(targets.count == 4)
        time.advance(by: 100_000)
        putStory()
        _ = try await client.completeBookmarks().report
        #expect(try await availability() == .complete)
    }

    @Test func `a site that is down is no word about a bookmark`() async throws {
        putStory()
        _ = try await client.store.reader.setBookmarked(true, for: id)
        site.outage.withLock { $0 = .status(503) }
        _ = try await client.completeBookmarks().report
        #expect(try await availability() == .unknown)
        site.outage.withLock { $0 = nil }
        _ = try await client.completeBookmarks().report
        #expect(try await availability() == .complete)
    }

    @Test func `ten thousand bookmarks are asked for a few at a time, and nothing twice`() async throws {
        // Half an hour apart, so that each tells a day that has passed.
        let bookmarks = (0..<10_000).map { number in
            #"{"id":"\#(OpeningSite.id(secondsAfterStart: number * 1_800))","#
                + #""bookmark":{"value":true,"changedAt":"2025-11-20T00:00:00Z"}}"#
        }
        let document = #"{"format":"dotnews-reader-state","version":1,"articles":["#
        _ = try await client.store.reader.importData(Data((document + bookmarks.joined(separator: ",") + "]}").utf8))
        let report = try await client.completeBookmarks(limit: 50).report
        #expect(report.progress.requests == 100)
        #expect(Set(targets.map { $0.suffix(31) }).count == 50)
        // Those that are gone make room for the next.
        _ = try await client.completeBookmarks(limit: 50).report
        #expect(Set(targets).count == 200)
    }

    @Test func `the newest articles of a column are saved with their pictures, and no others`() async throws {
        let sample = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Examples/SampleEdition")
        let store = try ArticleStore(at: folder.url.appending(path: "sample.sqlite"))
        let client = NewsClient(
            edition: .dotdotnews, store: store,
            images: try ArticleImageCache(in: folder.url.appending(path: "saved"), of: store),
            transport: DirectoryTransport(root: sample.standardizedFileURL))
        let path = try #require(ColumnPath("immed/hknews"))
        let report = try await client.saveOffline(path, newest: 2).report
        #expect(report.progress.bodies == 2 && report.progress.images > 0)
        let saved = try await client.articles(limit: 50).items.map(\.availability)
        #expect(saved.count > 2 && saved.prefix(2) == [.complete, .complete])
        #expect(saved.dropFirst(2).allSatisfy { $0 == .listed })
        #expect(try await client.saveOffline(path, newest: 2).report.isUnchanged)
    }

    @Test(arguments: [ImagePreference.never, .unmetered, .always, ImagePreference(rawValue: "onSundays")])
    func `a sync obeys the preference for images`(preference: ImagePreference) async throws {
        putStory()
        _ = try await client.store.reader.setBookmarked(true, for: id)
        _ = try await client.store.reader.updatePreferences { $0.images = preference }
        _ = try await client.completeBookmarks(under: RefreshConditions(isMetered: true)).report
        #expect(try await availability() == (preference == .always ? .complete : .text))
        _ = try await client.completeBookmarks().report
        #expect(try await availability() == (preference == .never ? .text : .complete))
    }

    @Test func `an image comes from the cache, else from the site in the width that is asked for`() async throws {
        #expect(try await client.cachedImage(image) == nil)
        #expect(try await client.image(image, width: 400).count == 412)
        // A wider one is at hand for narrower requests; wider requests go to the site.
        #expect(try await client.image(image, width: 200).count == 412)
        #expect(targets == ["/dams/1.png?x-oss-process=image/resize,w_400"])
        #expect(try await client.image(image, width: 800).count == 812)
        #expect(try await client.cachedImage(image, width: 300)?.count == 412)
        // Without network, the widest there is stands in.
        origin.on("/dams/1.png", .raw(""))
        #expect(try await client.image(image, width: 1_600).count == 812)
        #expect(try await client.image(image).count == 812)
    }

    @Test func `a server that refuses to scale is asked for the image itself, and an absent one not again`()
        async throws
    {
        origin.on("/dams/1.png") { request in
            request.target.contains("?")
                ? .status(400) : .status(200, body: Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        }
        #expect(try await client.image(image, width: 400).count == 8)
        #expect(targets.count == 2)
        #expect(try await client.image(image, width: 400).count == 8)
        #expect(targets.count == 2)

        let absent = ImageAsset(address: try #require(WebAddress("https://img.example/dams/2.png")))
        await #expect(throws: FetchError.self) { try await client.image(absent, width: 400) }
        let error = await #expect(throws: FetchError.self) { try await client.image(absent, width: 400) }
        guard case .noImage = error else { return #expect(error == nil) }
        #expect(targets.count == 3)
    }
}
