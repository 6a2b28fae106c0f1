import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(1))) struct ObservationTests {
    let folder: TemporaryFolder
    let clock = ManualClock()
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        var options = ArticleStoreOptions()
        options.clock = clock
        store = try ArticleStore(at: folder.database, options: options)
    }

    private func titles(_ store: ArticleStore) -> StoreObservation<[String]> {
        store.observe { (reader) throws(StoreError) in try reader.articles().items.map(\.title) }
    }

    @Test func `an observer sees the present value, then each change`() async throws {
        var values = titles(store).makeAsyncIterator()
        #expect(try await values.next() == [])
        for (number, title) in ["Fog", "大霧", "大雾"].enumerated() {
            _ = try await store.apply([Sample.stories([Sample.summary(number, minutes: Double(number), title: title)])])
            #expect(try await values.next()?.first == title)
        }
    }

    @Test func `a burst of changes is one value, the last`() async throws {
        var values = titles(store).makeAsyncIterator()
        _ = try await values.next()
        for number in 0..<20 {
            _ = try await store.apply([Sample.stories([Sample.summary(number, minutes: Double(number))])])
        }
        #expect(try await values.next()?.count == 20)
        // The next value is the next change, nothing is left over from the burst.
        _ = try await store.apply([.withdrawn(Sample.id(0))])
        #expect(try await values.next()?.count == 19)
    }

    @Test func `only tables that the query reads wake the observer`() async throws {
        let fetches = Shared(0)
        let observation = store.observe { (reader) throws(StoreError) in
            fetches.change { $0 += 1 }
            return try reader.columns()
        }
        var values = observation.makeAsyncIterator()
        #expect(try await values.next() == ColumnTree())
        _ = try await store.setRead(true, for: Sample.id(1))
        try await store.setSetting(.editionID, to: "en")
        _ = try await store.apply([.hotList([], address: Sample.address("hot"), version: ResourceVersion())])
        let tree = ColumnTree(roots: [Column(id: Sample.column("c1"), name: "香港", path: ColumnPath("hk")!)])
        _ = try await store.apply([.columnTree(tree, address: Sample.address("columns"), version: nil)])
        #expect(try await values.next() == tree)
        #expect(fetches.value == 2)
    }

    @Test func `equal values are left out, unless they cannot be compared`() async throws {
        struct Count { let value: Int }
        let equatable = store.observe { (reader) throws(StoreError) in try reader.articles().items.count }
        let opaque = store.observe { (reader) throws(StoreError) in Count(value: try reader.articles().items.count) }
        var numbers = equatable.makeAsyncIterator()
        var counts = opaque.makeAsyncIterator()
        #expect(try await numbers.next() == 0)
        #expect(try await counts.next()?.value == 0)
        let story = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.stories([story])])
        #expect(try await numbers.next() == 1)
        #expect(try await counts.next()?.value == 1)
        var changed = story
        changed.title = "New"
        _ = try await store.apply([Sample.stories([changed])])
        #expect(try await counts.next()?.value == 1)
        async let next = numbers.next()
        _ = try await store.apply([Sample.stories([Sample.summary(2, minutes: 0)])])
        #expect(try await next == 2)
    }

    @Test func `a write that changes nothing, or is rolled back, wakes nobody`() async throws {
        let story = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.stories([story])])
        let fetches = Shared(0)
        let observation = store.observe { (reader) throws(StoreError) in
            fetches.change { $0 += 1 }
            return try reader.articles().items.map(\.title)
        }
        var values = observation.makeAsyncIterator()
        _ = try await values.next()
        _ = try await store.apply([Sample.stories([story])])
        await #expect(throws: StoreError.self) {
            try await store.write("failing") { (connection) throws(StoreError) in
                try connection.execute("DELETE FROM article")
                throw connection.unreadable("on purpose")
            }
        }
        _ = try await store.apply([Sample.stories([Sample.summary(2, minutes: 1)])])
        #expect(try await values.next()?.count == 2)
        #expect(fetches.value == 2)
    }

    @Test func `what another process writes is noticed at the next look`() async throws {
        var values = titles(store).makeAsyncIterator()
        #expect(try await values.next() == [])
        await clock.untilSomebodySleeps()
        let other = try ArticleStore(at: folder.database)
        _ = try await other.apply([Sample.stories([Sample.summary(1, minutes: 0, title: "別處寫的")])])
        async let next = values.next()
        clock.advance(by: .milliseconds(500))
        #expect(try await next == ["別處寫的"])
        await other.close()
    }

    @Test func `nobody looks for changes when nobody observes`() async throws {
        #expect(clock.sleeperCount == 0)
        do {
            var values = titles(store).makeAsyncIterator()
            _ = try await values.next()
            await clock.untilSomebodySleeps()
            #expect(clock.sleeperCount == 1)
        }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `an observation ends with its task`() async throws {
        let started = AsyncStream<Void>.makeStream()
        let task = Task { [store] in
            var count = 0
            for try await _ in titles(store) {
                count += 1
                started.continuation.yield()
            }
            return count
        }
        for await _ in started.stream { break }
        task.cancel()
        #expect(try await task.value == 1)
    }

    @Test func `an observation ends when the store is closed`() async throws {
        var waiting = titles(store).makeAsyncIterator()
        _ = try await waiting.next()
        async let next = waiting.next()
        await store.close()
        #expect(try await next == nil)
        var late = titles(store).makeAsyncIterator()
        #expect(try await late.next() == nil)
    }

    @Test func `an observation fails with its query, once`() async throws {
        let observation = store.observe { (reader) throws(StoreError) -> Int in
            throw reader.connection.unreadable("on purpose")
        }
        var values = observation.makeAsyncIterator()
        let error = await #expect(throws: StoreError.self) { try await values.next() }
        #expect(error?.code == .unreadableContent)
        #expect(try await values.next() == nil)
    }
}
