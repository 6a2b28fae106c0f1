import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsSync

/// A sync that is cancelled before and after every one of its jobs, against a real origin and a real store.
///
/// `DOTNEWS_SLOW_TESTS=1` does so at every job, otherwise at a sample.
@Suite(.serialized, .timeLimit(.minutes(10))) final class SyncCancellationTests {
    /// What carries the requests.
    enum Stack: CaseIterable {
        /// The one that programs use. Its transfers are tasks of their own, which are cancelled with their last caller.
        case standard
        /// The same without these tasks, so that retries, limits and transfers run in the sync's own.
        case plain

        var transport: any HTTPTransport {
            let retry = RetryPolicy(maximumAttempts: 2, baseDelay: .milliseconds(1), maximumDelay: .milliseconds(2))
            let limited = Self.curl.limited(perHost: 2).retrying(retry)
            return self == .standard ? limited.coalescing() : limited
        }

        private static let curl = PlatformTransport()
    }

    private let site = FixtureSite(columns: 2, articles: 2)
    private let origin: LoopbackOrigin
    /// A store as an earlier sync left it, closed.
    private let earlier: TemporaryDirectory
    private let policy = SyncPolicy(
        images: .all, indexing: .all, maximumConcurrentRequests: 2, retention: RetentionPolicy(maximumCount: 100))

    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])

    init() throws {
        earlier = try TemporaryDirectory()
        origin = try LoopbackOrigin { [site] request in
            request.path.hasPrefix("/dams/")
                ? .status(200, body: Self.png + Data(request.path.utf8)) : site.reply(to: request)
        }
    }

    /// Everything that a sync works with.
    private struct Setting {
        let folder: TemporaryDirectory
        let store: ArticleStore
        let images: ArticleImageCache
        let engine: SyncEngine

        init(_ folder: TemporaryDirectory, _ origin: LoopbackOrigin, _ transport: any HTTPTransport) throws {
            self.folder = folder
            store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
            images = try ArticleImageCache(in: folder.url.appending(path: "images"), of: store)
            let edition = Edition(
                id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress,
                mediaSite: origin.baseAddress)
            engine = SyncEngine(
                client: CMSClient(edition: edition, transport: transport), store: store, images: images)
        }

        func readable() async throws -> Set<ArticleID> {
            var ids: Set<ArticleID> = []
            for article in try await store.articles(limit: 100).items
            where try await store.article(article.id)?.article?.body.blocks.isEmpty == false {
                ids.insert(article.id)
            }
            return ids
        }
    }

    /// A sync of four articles; then two come, and the four change.
    private func prepare() async throws {
        illustrate()
        let setting = try Setting(earlier, origin, Stack.standard.transport)
        let report = try await setting.engine.start(policy).report
        try #require(report.progress.images == 4 && report.progress.bodies == 4)
        await setting.store.close()
        site.change { state in
            for id in state.articles.keys {
                state.articles[id]?.updated = "2025-11-06T10:00:00.000+08:00"
                state.articles[id]?.html += "<p>更新 Updated.</p>"
            }
            for number in [10, 11] {
                state.articles[FixtureSite.id(number)] = .init(title: "新聞 News \(number)", html: "<p>新\(number)</p>")
                state.columns[number - 10].articles.insert(FixtureSite.id(number), at: 0)
            }
        }
        illustrate()
    }

    private func illustrate() {
        site.change { state in
            for (id, article) in state.articles where !article.html.contains("<figure>") {
                state.articles[id]?.html += "<figure><img src='/dams/\(id).png'></figure>"
            }
        }
    }

    @Test(arguments: [(Stack.standard, false), (.plain, false), (.plain, true)])
    func `a sync that is cancelled anywhere ends, loses nothing, and is made good by the next`(
        stack: Stack, isFirst: Bool
    ) async throws {
        try await prepare()
        let sweep = CancellationSweep(of: "a \(isFirst ? "first" : "later") sync (\(stack))", seed: 61)
        let points = try await sweep.run { moment in
            try await sync(stack, isFirst: isFirst, cancellingAt: moment)
        }
        #expect(points > 8)
    }

    private func sync(
        _ stack: Stack, isFirst: Bool, cancellingAt moment: CancellingTaskExecutor.Moment?
    ) async throws -> CancellingTaskExecutor.Outcome<SyncReport> {
        let folder = try TemporaryDirectory()
        for name in ["news.sqlite", "images"] where !isFirst {
            try FileManager.default.copyItem(
                at: earlier.url.appending(path: name), to: folder.url.appending(path: name))
        }
        let setting = try Setting(folder, origin, stack.transport)
        let before = try await setting.readable()
        #expect(before.count == (isFirst ? 0 : 4))
        let outcome = await CancellingTaskExecutor.run(cancellingAt: moment) { [policy] in
            // What a run is made of, in this task instead of one of its own.
            try await setting.engine.run(
                SharedSync.Request(policy: policy, trigger: .reader(RefreshConditions()), schedule: .standard),
                SyncProgressTracker())
        }
        let place: Testing.Comment = "cancelled \(moment.map { "\($0)" } ?? "never")"
        switch outcome.result {
        case .success(let report):
            // That it was cancelled says nothing of the site.
            #expect(report.progress.skippedCount == 0 && report.interruption == nil && report.failure == nil, place)
            if !outcome.wasCancelled { #expect(!report.wasCancelled && report.progress.bodies == 6, place) }
        case .failure(let error):
            #expect(outcome.wasCancelled && (error as? SyncError)?.isCancellation == true, "\(error)")
        }
        try await check(setting, before, place)
        return outcome
    }

    private func check(_ setting: Setting, _ before: Set<ArticleID>, _ place: Testing.Comment) async throws {
        #expect(try await setting.store.verify().problems.isEmpty, place)
        #expect(try await setting.images.verify().isEmpty, place)
        #expect(try await setting.readable().isSuperset(of: before), place)
        #expect(try leftovers(setting.images.directory).isEmpty, place)
        let lock = setting.store.file.appendingPathExtension("sync-lock")
        #expect(try ProcessLock.tryAcquire(at: lock) != nil, place)

        let report = try await setting.engine.start(policy).report
        #expect(report.progress.skippedCount == 0 && report.searchBacklog == 0, place)
        #expect(try await setting.readable().count == 6, place)
        let wanted = try await setting.store.imageRequests(
            newest: 100, widths: policy.widths, includingBodies: true)
        #expect(wanted.count == 6, place)
        #expect(try await setting.images.missing(from: wanted).isEmpty, place)
        #expect(try await setting.store.search.articles(matching: SearchQuery("新聞")).results.count == 2, place)
        #expect(try await setting.engine.start(policy).report.isUnchanged, place)
        await setting.store.close()
    }

    private func leftovers(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".") }
    }
}
