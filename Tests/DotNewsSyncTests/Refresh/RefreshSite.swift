import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsSync
import Foundation
import Synchronization
import DotNewsTestSupport

/// A site, a store and a time of day that a test moves, for refreshes.
final class RefreshSite: Sendable {
    let site: FixtureSite
    let origin: LoopbackOrigin
    let store: ArticleStore
    private let folder: TemporaryDirectory
    private let time = Mutex(Date(timeIntervalSince1970: 1_762_156_800))
    private let random = Mutex(SeededGenerator(seed: 5))

    /// A minute without spread, so that it is seldom what is waited for.
    static let schedule = RefreshSchedule(interval: .seconds(60), spread: 0, announcementWindow: .seconds(600))

    /// A site whose answers have these fields, by their path.
    init(
        columns: Int = 2, articles: Int = 3, _ fields: @escaping @Sendable (String) -> [(String, String)] = { _ in [] }
    ) throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        let site = FixtureSite(columns: columns, articles: articles)
        self.site = site
        origin = try LoopbackOrigin { site.reply(to: $0).adding(fields($0.path)) }
    }

    /// A site that calls everything fresh for so many seconds.
    convenience init(freshFor seconds: Int) throws {
        try self.init { _ in [("Cache-Control", "max-age=\(seconds)")] }
    }

    var now: Date { time.withLock { $0 } }

    func pass(_ seconds: Double) { time.withLock { $0 += seconds } }

    /// A new engine, over the same store unless another is given.
    func engine(over other: ArticleStore? = nil, schedule: RefreshSchedule = RefreshSite.schedule) -> SyncEngine {
        let edition = Edition(
            id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress, mediaSite: origin.baseAddress)
        let transport = PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1), maximumPerHost: 8)
        let client = CMSClient(edition: edition, transport: transport, now: { self.now })
        return SyncEngine(
            client: client, store: other ?? store, images: nil, schedule: schedule, clock: ContinuousClock(),
            now: { self.now }, random: { self.random.withLock { $0.next() } })
    }

    @discardableResult
    func refresh(
        _ conditions: RefreshConditions = RefreshConditions(), schedule: RefreshSchedule = RefreshSite.schedule
    ) async throws -> SyncReport {
        try await engine(schedule: schedule).refresh(under: conditions).report
    }

    /// What a sync asks for.
    func requests(_ sync: () async throws -> SyncReport) async throws -> (paths: [String], report: SyncReport) {
        let before = origin.requests.count
        let report = try await sync()
        return (origin.requests.dropFirst(before).map(\.path), report)
    }

    /// The path of a column's list.
    static func list(_ column: Int) -> String {
        "/columns/\(String(repeating: "a", count: 23))\(column)/fixture/app/stories.json"
    }
}

extension LoopbackReply {
    /// The reply with more fields.
    func adding(_ fields: [(String, String)]) -> LoopbackReply {
        var copy = self
        copy.head.removeLast(2)
        for (name, value) in fields { copy.head += Data("\(name): \(value)\r\n".utf8) }
        copy.head += Data("\r\n".utf8)
        return copy
    }
}
