import DotNewsDatabase
import DotNewsTestSupport
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(1))) struct ObservationTests {
    let folder: TemporaryFolder
    let clock = TestClock()
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        var options = ArticleStoreOptions()
        options.clock = clock
        store = try ArticleStore(at: folder.database, options: options)
    }

    private func titles(_ store: ArticleStore) -> StoreObservation<[String]> {
        store.observe { reader in try reader.articles().items.map(\.title) }
    }

    @Test func `an observer sees the present value, then each change`() async throws {
        var values = titles(store).makeAsyncIterator()
        #expect(try await values.next() == [])
        for (number, title) in ["Fog", "大霧", "大雾"].enumerated() {
            _ = try await store.apply([Sample.articles([Sample.summary(number, minutes: Double(number), title: title)])]
            )
            #expect(try await values.next()?.first == title)
        }
    }

    @Test func `only tables that the query reads wake the observer`() async throws {
        let fetches = Shared(0)
        let observation = store.observe { reader in
            fetches.change { $0 += 1 }
            return try reader.columns()
        }
        var values = observation.makeAsyncIterator()
        #expect(try await values.next() == ColumnTree())
        _ = try await store.reader.setRead(true, for: Sample.id(1))
        try await store.setSetting(.editionID, to: "en")
        _ = try await store.apply([.hotList([], address: Sample.address("hot"), version: ResourceVersion())])
        let tree = ColumnTree(roots: [SiteColumn(id: Sample.column("c1"), name: "香港", path: ColumnPath("hk")!)])
        _ = try await store.apply([.columnTree(tree, address: Sample.address("columns"), version: nil)])
        #expect(try await values.next() == tree)
        #expect(fetches.value == 2)
    }

    @Test func `a write that changes nothing, or is rolled back, wakes nobody`() async throws {
        let article = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.articles([article])])
        let fetches = Shared(0)
        let observation = store.observe { reader in
            fetches.change { $0 += 1 }
            return try reader.articles().items.map(\.title)
        }
        var values = observation.makeAsyncIterator()
        _ = try await values.next()
        _ = try await store.apply([Sample.articles([article])])
        await #expect(throws: StoreError.self) {
            try await store.write("failing") { connection in
                try connection.execute("DELETE FROM article")
                throw connection.unreadable("on purpose")
            }
        }
        _ = try await store.apply([Sample.articles([Sample.summary(2, minutes: 1)])])
        #expect(try await values.next()?.count == 2)
        #expect(fetches.value == 2)
    }

    @Test func `an error of the query itself comes out as it is, one of the store as a store's`() async throws {
        struct Refusal: Error {}
        var refused = store.observe { _ -> Int in throw Refusal() }.makeAsyncIterator()
        await #expect(throws: Refusal.self) { try await refused.next() }
        var failing = store.observe { try $0.connection.integer("SELECT 1 FROM nothing") }.makeAsyncIterator()
        let error = await #expect(throws: StoreError.self) { try await failing.next() }
        #expect(error?.code == .failed)
        #expect(try await failing.next() == nil)
    }

    @Test func `an article that is marked as read while it comes is seen as read`() async throws {
        // The first fetch reads nothing of the reader's state, as there is no article yet.
        let store = store
        let writes = Shared(0)
        let observation = store.observe { reader in
            let article = try reader.article(Sample.id(1))
            writes.change { $0 += 1 }
            // The mark is committed after the second fetch has begun, and before it ends.
            if writes.value == 2 { try mark(Sample.id(1), in: store) }
            return article?.isRead
        }
        var values = observation.makeAsyncIterator()
        #expect(try await values.next() == .some(nil))
        _ = try await store.apply([Sample.articles([Sample.summary(1, minutes: 0)])])
        #expect(try await values.next() == false)
        #expect(try await values.next() == true)
    }

    @Test func `what another process writes is noticed at the next look`() async throws {
        var values = titles(store).makeAsyncIterator()
        #expect(try await values.next() == [])
        await clock.waitForSleepers(1)
        let other = try ArticleStore(at: folder.database)
        _ = try await other.apply([Sample.articles([Sample.summary(1, minutes: 0, title: "別處寫的")])])
        async let next = values.next()
        clock.advance(by: .milliseconds(500))
        #expect(try await next == ["別處寫的"])
        await other.close()
    }

}

/// Marks an article as read from a thread that does not wait in a task.
private func mark(_ id: ArticleID, in store: ArticleStore) throws {
    let isDone = DispatchSemaphore(value: 0)
    Task {
        _ = try await store.reader.setRead(true, for: id)
        isDone.signal()
    }
    isDone.wait()
}
