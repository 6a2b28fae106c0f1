import DotNewsModels
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsSync

@Suite(.timeLimit(.minutes(1))) struct BatchWriterTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let clock = TestClock()

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
    }

    private func change(_ number: Int) throws -> StoreChange {
        let id = try #require(ArticleID(FixtureSite.id(number)))
        let address = try #require(WebAddress("https://www.example.com/\(number).html"))
        let summary = ArticleSummary(id: id, title: "Harbour \(number) 海港", address: address)
        return .articles([summary], listedIn: ColumnID("c")!, withdrawn: [], address: address, version: nil)
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
        let (_, continuation) = AsyncStream<SyncProgress>.makeStream()
        let writer = BatchWriter(store: store, tracker: SyncProgressTracker(continuation), clock: clock)
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
