import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Synchronization
import Testing

@testable import DotNewsSync

@Suite(.timeLimit(.minutes(1))) struct SharedSyncTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let site = FixtureSite(columns: 2, articles: 5)
    private let origin: LoopbackOrigin
    /// Holds the answer to the first request of a sync.
    private let gate = Gate()

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        origin = try site.origin()
        origin.on("/columns.json") { [site, gate] in site.reply(to: $0).held(at: gate) }
    }

    /// An engine of its own over the same store, as each caller may have one.
    private func engine() -> SyncEngine {
        let edition = Edition(
            id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress, mediaSite: origin.baseAddress)
        let transport = PlatformTransport().withRetries(RetryPolicy(maximumAttempts: 1), maximumPerHost: 8)
        return SyncEngine(client: CMSClient(edition: edition, transport: transport), store: store)
    }

    private func trees() -> Int { origin.requests.count { $0.path == "/columns.json" } }

    @Test func `two syncs that want the same are one`() async throws {
        let first = engine().start()
        await origin.wait { $0.underWay == 1 }
        let second = engine().start(SyncPolicy(maximumConcurrentRequests: 3))
        let refresh = engine().refresh()
        gate.open()
        let reports = try await [first.report, second.report, refresh.report]
        #expect(trees() == 1)
        #expect(reports.map(\.progress) == Array(repeating: reports[0].progress, count: 3))
        #expect(reports[0].progress.new == 10 && reports.allSatisfy { !$0.wasCancelled && $0.postponed == nil })
        // One that has ended is not joined.
        #expect(try await engine().start().report.isUnchanged)
        #expect(trees() == 2)
    }

    @Test func `syncs that want different things take turns`() async throws {
        let first = engine().start()
        await origin.wait { $0.underWay == 1 }
        let second = engine().start(SyncPolicy(bodies: .none))
        var phases: [SyncProgress.Phase] = []
        for await progress in second.progress {
            if phases.last != progress.phase { phases.append(progress.phase) }
            if progress.phase == .waiting { gate.open() }
        }
        #expect(phases.contains(.waiting))
        #expect(phases.last == .finished)
        #expect(try await first.report.progress.new == 10)
        #expect(try await second.report.isUnchanged)
        #expect(trees() == 2)
    }

    @Test func `what the reader asks for does not join a refresh, which may not be due`() async throws {
        gate.open()
        _ = try await engine().refresh().report
        let lock = try #require(
            try ProcessLock.tryAcquire(at: store.file.appendingPathExtension("sync-lock")))
        let refresh = engine().refresh()
        let sync = engine().start()
        lock.release()
        #expect(try await refresh.report.postponed != nil)
        let report = try await sync.report
        #expect(report.postponed == nil && report.progress.requests > 0)
    }

    @Test func `a caller that cancels leaves the others their sync`() async throws {
        let first = engine().start()
        await origin.wait { $0.underWay == 1 }
        let second = engine().start()
        first.cancel()
        // It need not wait for the others.
        let left = try await first.report
        #expect(left.wasCancelled && left.progress.new == 0)
        // The state in which it left, and no newer one.
        for await progress in first.progress { #expect(progress.new == 0 && progress.phase != .finished) }
        gate.open()
        let report = try await second.report
        #expect(!report.wasCancelled && report.progress.new == 10)
        #expect(trees() == 1)
    }

    @Test func `a task that is cancelled while it waits leaves the others their sync`() async throws {
        let first = engine().start()
        await origin.wait { $0.underWay == 1 }
        let second = engine().start()
        let task = Task { try await second.report }
        task.cancel()
        #expect(try await task.value.wasCancelled)
        gate.open()
        #expect(try await !first.report.wasCancelled)
    }

    @Test func `a sync that everybody has cancelled stops, and is not joined`() async throws {
        let first = engine().start()
        await origin.wait { $0.underWay == 1 }
        let second = engine().start()
        first.cancel()
        second.cancel()
        second.cancel()
        #expect(try await second.report.wasCancelled)
        gate.open()
        let third = try await engine().start().report
        #expect(!third.wasCancelled && third.progress.new == 10)
    }

    @Test func `many callers that come and go leave a sync that works`() async throws {
        gate.open()
        var random = SeededGenerator(seed: 15)
        let plans = (0..<60).map { _ in
            (leaves: Bool.random(using: &random), wait: Int.random(in: 0..<40, using: &random))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for plan in plans {
                group.addTask {
                    let run = engine().start()
                    let look = Task {
                        var last = 0.0
                        for await progress in run.progress {
                            #expect(progress.fractionCompleted >= last)
                            last = progress.fractionCompleted
                        }
                        return last
                    }
                    if plan.leaves {
                        try await Task.sleep(for: .milliseconds(plan.wait))
                        run.cancel()
                    }
                    do throws(SyncError) {
                        let report = try await run.report
                        if !plan.leaves {
                            #expect(!report.wasCancelled)
                            #expect(await look.value == 1)
                        }
                    } catch {
                        #expect(plan.leaves && error.isCancellation, "\(error)")
                    }
                    _ = await look.value
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.articles().items.count == 10)
        #expect(try await store.verify().problems.isEmpty)
    }
}
