import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(1))) struct BlockingReadTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func store(maximumReaders: Int = 3) async throws -> ArticleStore {
        var options = ArticleStoreOptions()
        options.maximumReaders = maximumReaders
        let store = try ArticleStore(at: folder.database, options: options)
        _ = try await store.apply([Sample.stories((0..<10).map { Sample.summary($0, minutes: Double($0)) })])
        return store
    }

    /// Reads on the calling thread, which in an asynchronous function would be the other method.
    private func count(_ store: ArticleStore) throws(StoreError) -> Int {
        try store.read { (reader) throws(StoreError) in try reader.articles(limit: 100).items.count }
    }

    @Test func `a thread reads what a task reads`() async throws {
        let store = try await store()
        let page = try await store.articles(limit: 4)
        let same = try synchronously {
            try store.read { (reader) throws(StoreError) in try reader.articles(limit: 4) }
        }
        #expect(same == page)
        #expect(try await store.read { (reader) throws(StoreError) in try reader.articles(limit: 4) } == page)
        await store.close()
    }

    @Test func `a read in a thread sees one moment`() async throws {
        let store = try await store()
        let started = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        async let counts = onThread {
            try store.read { (reader) throws(StoreError) in
                let before = try reader.articles(limit: 100).items.count
                started.signal()
                gate.wait()
                return [before, try reader.articles(limit: 100).items.count]
            }
        }
        await onThread { _ = started.wait(timeout: .distantFuture) }
        _ = try await store.apply([Sample.stories([Sample.summary(99)])])
        gate.signal()
        #expect(try await counts == [10, 10])
        #expect(try synchronously { try count(store) } == 11)
        await store.close()
    }

    @Test func `more threads than connections wait for each other`() async throws {
        let store = try await store(maximumReaders: 2)
        let running = Shared<(now: Int, most: Int)>((0, 0))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try await onThread {
                        try store.read { (reader) throws(StoreError) in
                            running.change { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                            defer { running.change { $0.now -= 1 } }
                            return try reader.articles(limit: 100).items.count
                        }
                    }
                }
            }
            for try await count in group { #expect(count == 10) }
        }
        #expect((1...2).contains(running.value.most))
        await store.close()
    }

    @Test func `a read inside of a read is refused instead of waiting for itself`() async throws {
        let store = try await store(maximumReaders: 1)
        let error = #expect(throws: StoreError.self) {
            try synchronously {
                try store.read { (_) throws(StoreError) in try count(store) }
            }
        }
        #expect(error?.code == .failed)
        #expect(try synchronously { try count(store) } == 10, "the connection came back")
        await store.close()
    }

    @Test func `an error in a read comes out, and the connection goes back`() async throws {
        let store = try await store(maximumReaders: 1)
        for _ in 0..<3 {
            let error = #expect(throws: StoreError.self) {
                try synchronously {
                    try store.read { (reader) throws(StoreError) in throw reader.connection.unreadable("as asked") }
                }
            }
            #expect(error?.code == .unreadableContent)
        }
        #expect(try synchronously { try count(store) } == 10)
        await store.close()
    }

    @Test func `closing waits for threads that read and turns later ones away`() async throws {
        let store = try await store(maximumReaders: 1)
        let started = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        async let reading = onThread {
            try store.read { (reader) throws(StoreError) in
                started.signal()
                gate.wait()
                return try reader.articles(limit: 100).items.count
            }
        }
        await onThread { _ = started.wait(timeout: .distantFuture) }
        async let closing: Void = store.close()
        gate.signal()
        #expect(try await reading == 10)
        await closing
        let error = #expect(throws: StoreError.self) { try synchronously { try count(store) } }
        #expect(error?.code == .closed)
    }

    @Test func `tasks that all block their threads do not starve the tasks that read`() async throws {
        let store = try await store(maximumReaders: 1)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<64 {
                group.addTask {
                    if number.isMultiple(of: 2) { return try await store.articles(limit: 100).items.count }
                    return try synchronously { try count(store) }
                }
            }
            for try await count in group { #expect(count == 10) }
        }
        await store.close()
    }
}

/// Runs `body` where only methods that do not wait can be called.
private func synchronously<Value>(_ body: () throws -> Value) rethrows -> Value { try body() }

/// Runs `body` on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}

/// Runs `body`, which cannot fail, on a thread of its own.
func onThread(_ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            body()
            continuation.resume()
        }
    }
}
