import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsSync

/// Suspends the store while a sync or the sending of the outbox waits for something that does not come.
@Suite(.serialized, .timeLimit(.minutes(1)), .enabled(if: LockProbe.isAvailable, "python3 is the second process"))
struct SuspensionTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let site = FixtureSite(columns: 2, articles: 3)

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
    }

    private func lockFile(_ name: String, of store: ArticleStore) -> URL { store.file.appendingPathExtension(name) }

    /// Suspends the store within a second, twice that on a busy machine, after which another process gets every lock.
    private func suspend(_ store: ArticleStore, freeing lock: String) async throws {
        #expect(await ContinuousClock().measure { await store.suspend() } < .seconds(2))
        #expect(try LockProbe.canLock(lockFile(lock, of: store)))
        #expect(try LockProbe.canLockDatabase(store.file))
    }

    private func engine(_ origin: LoopbackOrigin) -> SyncEngine {
        let edition = Edition(id: "fixture", name: "Fixture", language: .english, site: origin.baseAddress)
        return SyncEngine(
            client: CMSClient(edition: edition, transport: PlatformTransport().withRetries()), store: store)
    }

    @Test(arguments: ["columns.json", "stories.json", ".json"])
    func `a sync whose site stalls gives its locks back, and the next completes`(stalled: String) async throws {
        let gate = Gate()
        let origin = try LoopbackOrigin { [site] request in
            let isStalled = request.path.contains(stalled) && (stalled != ".json" || request.path.hasPrefix("/a/"))
            return isStalled ? site.reply(to: request).held(at: gate) : site.reply(to: request)
        }
        let engine = engine(origin)
        let run = engine.start()
        let isWaiting: @Sendable (LoopbackRequest) -> Bool = { request in
            request.path.contains(stalled) && (stalled != ".json" || request.path.hasPrefix("/a/"))
        }
        await origin.wait { $0.requests.contains(where: isWaiting) }
        #expect(try !LockProbe.canLock(lockFile("sync-lock", of: store)))
        try await suspend(store, freeing: "sync-lock")
        await #expect { try await run.report } throws: { if case SyncError.suspended = $0 { true } else { false } }
        await #expect { try await engine.start().report } throws: {
            if case SyncError.suspended = $0 { true } else { false }
        }
        store.resume()
        gate.open()
        let report = try await engine.start().report
        #expect(report.progress.skippedCount == 0 && !report.wasCancelled)
        #expect(try await store.articles(limit: 100).items.count == 6)
        #expect(try await store.verify().problems.isEmpty)
        await store.close()
    }

    @Test func `a sync that waits for another process's sync ends`() async throws {
        let origin = try LoopbackOrigin { [site] in site.reply(to: $0) }
        let other = try #require(try ProcessLock.tryAcquire(at: lockFile("sync-lock", of: store)))
        let run = engine(origin).start()
        for await progress in run.progress where progress.phase == .waiting { break }
        #expect(await ContinuousClock().measure { await store.suspend() } < .seconds(2))
        await #expect { try await run.report } throws: { if case SyncError.suspended = $0 { true } else { false } }
        #expect(try LockProbe.canLockDatabase(store.file))
        other.release()
        await store.close()
    }

    @Test func `a sync that is cancelled is not suspended`() async throws {
        let gate = Gate()
        let origin = try LoopbackOrigin { [site] in site.reply(to: $0).held(at: gate) }
        let run = engine(origin).start()
        await origin.wait { !$0.requests.isEmpty }
        run.cancel()
        do throws(SyncError) {
            #expect(try await run.report.wasCancelled)
        } catch {
            #expect(error.isCancellation)
        }
        gate.open()
        await store.close()
    }

    @Test func `comments that are being sent are kept, and arrive once`() async throws {
        let fixture = try OutboxSite()
        let store = try fixture.openStore()
        for number in 1...3 { try await store.outbox.post("\(number)", on: OutboxSite.article(number)) }
        let gate = Gate()
        let origin = try LoopbackOrigin { _ in .silence.held(at: gate) }
        let sending = Task { try await fixture.sender(store, to: origin).send() }
        await origin.wait { !$0.requests.isEmpty }
        #expect(try !LockProbe.canLock(lockFile("outbox-lock", of: store)))
        try await suspend(store, freeing: "outbox-lock")
        await #expect { try await sending.value } throws: {
            if case OutboxError.suspended = $0 { true } else { false }
        }
        gate.open()
        store.resume()
        #expect(try await store.outbox.entries().count == 3)
        fixture.advance(by: OutboxSender.longestAttempt + 1)
        #expect(try await fixture.sender(store).send().delivered == 3)
        #expect(fixture.site.effects.count == 3 && fixture.site.doubled.isEmpty)
        await store.close()
    }

    @Test func `a sender that waits for something to send ends`() async throws {
        let fixture = try OutboxSite()
        let store = try fixture.openStore()
        let sent = Gate()
        try await store.outbox.post("1", on: OutboxSite.article(1))
        let running = Task { try await fixture.sender(store).run { _, _ in sent.open() } }
        while !sent.isOpen { try await Task.sleep(for: .milliseconds(1)) }
        try await Task.sleep(for: .milliseconds(50))
        try await suspend(store, freeing: "outbox-lock")
        await #expect { try await running.value } throws: {
            if case OutboxError.suspended = $0 { true } else { false }
        }
        await store.close()
    }
}
