import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence
@testable import DotNewsSync

@Suite(.timeLimit(.minutes(1))) struct BatchWriterTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let clock = TestClock()

    /// How often the store has begun to take a batch: it asks for the time when it does.
    private let begun = Shared(0)

    init() throws {
        folder = try TemporaryDirectory()
        var options = ArticleStoreOptions()
        options.now = { [begun] in
            begun.change { $0 += 1 }
            return Date()
        }
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"), options: options)
    }

    private func change(_ number: Int) throws -> StoreChange {
        let id = try #require(ArticleID(FixtureSite.id(number)))
        let address = try #require(WebAddress("https://www.example.com/\(number).html"))
        let summary = ArticleSummary(id: id, title: "Harbour \(number) 海港", address: address)
        return .articles([summary], listedIn: ColumnID("c")!, withdrawn: [], address: address, version: nil)
    }

    @Test func `while one batch is written the next waits, and so does whoever brings it`() async throws {
        let writer = BatchWriter(
            store: store, tracker: SyncProgressTracker(), clock: clock, batchSize: 2)
        let gate = DispatchSemaphore(value: 0)
        let holding = Task { try await store.write("holding the writer") { _ in gate.wait() } }
        begun.change { $0 = 0 }
        let changes = try (1...6).map(change)
        try await writer.submit(changes[0])
        let first = Task { try await writer.submit(changes[1]) }
        while begun.value < 1 { await Task.yield() }
        try await writer.submit(changes[2])
        let second = Task { try await writer.submit(changes[3]) }
        for _ in 0..<2_000 { await Task.yield() }
        #expect(begun.value == 1)
        gate.signal()
        try await holding.value
        try await first.value
        try await second.value
        #expect(begun.value == 2)
        #expect(try await store.articles().items.count == 4)
    }

    @Test func `what has come is committed after a time though the batch is not full`() async throws {
        let writer = BatchWriter(store: store, tracker: SyncProgressTracker(), clock: clock)
        try await writer.submit(change(1))
        await clock.waitForSleepers(1)
        #expect(try await store.articles().items.isEmpty)
        clock.advance(by: BatchWriter.latency)
        for try await page in store.observe({ try $0.articles(ArticleQuery(), limit: 10) }) where !page.items.isEmpty {
            break
        }
        // Each batch has a time of its own.
        try await writer.submit(change(2))
        await clock.waitForSleepers(1)
        try await writer.flush()
        #expect(try await store.articles().items.count == 2)
        #expect(clock.sleeps == [BatchWriter.latency, BatchWriter.latency])
    }

    @Test func `what cannot be committed is kept, and committed with what comes next`() async throws {
        let writer = BatchWriter(store: store, tracker: SyncProgressTracker(), clock: clock)
        try await writer.submit(change(1))
        await clock.waitForSleepers(1)
        await store.suspend()
        // By the timer and by a caller.
        clock.advance(by: BatchWriter.latency)
        await #expect(throws: StoreError.self) { try await writer.flush() }
        store.resume()
        try await writer.submit(change(2))
        try await writer.flush()
        #expect(try await store.articles().items.count == 2)
    }
}
