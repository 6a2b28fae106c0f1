import DotNewsDatabase
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

/// Suspends a store while it works: a second process gets every lock within a second, and nothing acknowledged is lost.
@Suite(.serialized, .timeLimit(.minutes(1)), .enabled(if: LockProbe.isAvailable, "python3 is the second process"))
struct SuspensionTests {
    private let folder: TemporaryFolder
    private let store: ArticleStore
    private let key = StoreSetting(rawValue: "test")

    init() async throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
        _ = try await store.apply([Sample.articles((0..<10).map { Sample.summary($0, minutes: Double($0)) })])
    }

    /// Suspends the store within a second, twice that on a busy machine, after which another process gets every lock.
    private func suspend() async throws {
        #expect(await ContinuousClock().measure { await store.suspend() } < .seconds(2))
        #expect(try LockProbe.canLockDatabase(folder.database))
    }

    /// Reads by the method for threads.
    private static func readOnThread(_ store: ArticleStore) throws {
        _ = try store.read { reader in try reader.columns() }
    }

    private static let endless = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
        """

    @Test func `a store in use is locked, a suspended one is not`() async throws {
        #expect(try !LockProbe.canLockDatabase(folder.database))
        try await suspend()
        store.resume()
        #expect(try await store.articles(limit: 20).items.count == 10)
        #expect(try !LockProbe.canLockDatabase(folder.database))
        await store.close()
    }

    @Test func `a suspended store refuses all work, and does it after resuming`() async throws {
        let store = store
        let images = try ArticleImageCache(in: folder.url.appending(path: "images"), of: store)
        let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])
        let work: [@Sendable () async throws -> Void] = [
            { _ = try await store.articles(limit: 1) },
            { _ = try await store.reader.setBookmarked(true, for: Sample.id(1)) },
            { _ = try await store.apply([Sample.articles([Sample.summary(20)])]) },
            { try await store.releaseSpace() },
            { _ = try await images.store(png, for: Sample.address("i.png")) },
            { try Self.readOnThread(store) },
        ]
        try await suspend()
        for body in work {
            let error = await #expect(throws: StoreError.self) { try await body() }
            #expect(error?.code == .suspended && error?.file == folder.database.path)
        }
        #expect(try LockProbe.canLockDatabase(folder.database))
        store.resume()
        for body in work { try await body() }
        #expect(try await store.articles(limit: 20).items.count == 11)
        await store.close()
    }

    @Test func `suspending and resuming may be done again, at once and out of order`() async throws {
        store.resume()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { await store.suspend() } }
        }
        await store.suspend()
        #expect(try LockProbe.canLockDatabase(folder.database))
        store.resume()
        store.resume()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { if number.isMultiple(of: 2) { await store.suspend() } else { store.resume() } }
            }
        }
        store.resume()
        #expect(try await !store.reader.setBookmarked(true, for: Sample.id(1)).isEmpty)
        try Self.readOnThread(store)
        try await suspend()
        await store.close()
        let error = await #expect(throws: StoreError.self) { try await store.columns() }
        #expect(error?.code == .closed)
    }

    @Test func `a long transaction is rolled back`() async throws {
        let started = Gate()
        let writing = Task { [store, key] in
            try await store.write("writing for ever") { connection in
                try connection.setSetting(key, to: "half")
                started.open()
                _ = try connection.integer(Self.endless)
            }
        }
        while !started.isOpen { await Task.yield() }
        try await suspend()
        let error = await #expect(throws: StoreError.self) { try await writing.value }
        #expect(error?.code == .suspended)
        store.resume()
        #expect(try await store.setting(key) == nil)
        #expect(try await store.verify().problems.isEmpty)
        await store.close()
    }

    @Test func `a short transaction that has begun is completed`() async throws {
        let started = Gate()
        let writing = Task { [store, key] in
            try await store.write("writing a while") { connection in
                started.open()
                usleep(100_000)
                try connection.setSetting(key, to: "whole")
            }
        }
        while !started.isOpen { await Task.yield() }
        try await suspend()
        try await writing.value
        store.resume()
        #expect(try await store.setting(key) == "whole")
        await store.close()
    }

    @Test func `long reads of tasks and threads are interrupted, those that wait are refused`() async throws {
        let started = Shared(0)
        let long: @Sendable (StoreReader) throws -> Int64 = { reader in
            started.change { $0 += 1 }
            return try reader.connection.integer(Self.endless)
        }
        let reads = (0..<6).map { [store] _ in Task { try await store.read(long) } }
        async let threadError = onThread { () -> StoreError? in
            do {
                _ = try store.read(long)
                return nil
            } catch {
                return error as? StoreError
            }
        }
        while started.value < 3 { await Task.yield() }
        try await suspend()
        for read in reads {
            let error = await #expect(throws: StoreError.self) { try await read.value }
            #expect(error?.code == .suspended)
        }
        #expect(try await threadError?.code == .suspended)
        #expect(started.value == 3)
        await store.close()
    }

    @Test func `a write that waits for another process's lock is refused`() async throws {
        let holder = try await LockProbe.holdWriteLock(of: folder.database)
        let writing = Task { [store, key] in try await store.setSetting(key, to: "late") }
        try await Task.sleep(for: .milliseconds(50))
        #expect(await ContinuousClock().measure { await store.suspend() } < .seconds(2))
        let error = await #expect(throws: StoreError.self) { try await writing.value }
        #expect(error?.code == .suspended)
        holder.terminate()
        holder.waitUntilExit()
        #expect(try LockProbe.canLockDatabase(folder.database))
        store.resume()
        try await store.setSetting(key, to: "now")
        await store.close()
    }

    @Test func `an observation is quiet while suspended, and then has the present value`() async throws {
        let counts = store.observe { reader in try reader.articles(limit: 100).items.count }
        var early = counts.makeAsyncIterator()
        #expect(try await early.next() == 10)
        try await suspend()
        let late = Task { () -> Int? in
            var late = counts.makeAsyncIterator()
            return try await late.next()
        }
        let other = try ArticleStore(at: folder.database)
        _ = try await other.apply([Sample.articles([Sample.summary(99)])])
        await other.close()
        async let next = early.next()
        try await Task.sleep(for: .milliseconds(50))
        #expect(try LockProbe.canLockDatabase(folder.database))
        store.resume()
        #expect(try await next == 11)
        #expect(try await late.value == 11)
        await store.close()
    }

    @Test func `an observation whose task is cancelled while suspended ends`() async throws {
        try await suspend()
        let counts = store.observe { reader in try reader.articles(limit: 100).items.count }
        let waiting = Task {
            var counts = counts.makeAsyncIterator()
            return try await counts.next()
        }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        #expect(try await waiting.value == nil)
        await store.close()
    }

    @Test func `a thread suspends the store before it goes on`() async throws {
        let isFree = try await onThread { () throws in
            store.suspendAndWait()
            return try LockProbe.canLockDatabase(folder.database)
        }
        #expect(isFree)
        await store.close()
    }

    @Test func `a closure that computes does not hold its caller for more than a second`() async throws {
        let (started, gate) = (Gate(), Gate())
        let reading = Task { [store] in
            try await store.read { _ in
                started.open()
                while !gate.isOpen { usleep(1_000) }
            }
        }
        while !started.isOpen { await Task.yield() }
        #expect(await ContinuousClock().measure { await store.suspend() } < .seconds(2))
        gate.open()
        _ = try? await reading.value
        await store.close()
    }

    @Test func `bookmarks that were acknowledged before and between suspensions are there`() async throws {
        let acknowledged = Shared<Set<ArticleID>>([])
        let marking = Task { [store] in
            for number in 0..<900 where !Task.isCancelled {
                do throws(StoreError) {
                    _ = try await store.reader.setBookmarked(true, for: Sample.id(number))
                    acknowledged.change { $0.insert(Sample.id(number)) }
                } catch {
                    #expect(error.code == .suspended || error.code == .cancelled)
                }
                try? await Task.sleep(for: .milliseconds(1))
            }
        }
        for _ in 0..<10 {
            try await Task.sleep(for: .milliseconds(20))
            await store.suspend()
            store.resume()
        }
        marking.cancel()
        await marking.value
        let kept = Set(try await store.reader.bookmarks(limit: 1_000).map(\.id))
        #expect(acknowledged.value.count > 10 && acknowledged.value.isSubset(of: kept))
        #expect(try await store.verify().problems.isEmpty)
        await store.close()
    }
}
