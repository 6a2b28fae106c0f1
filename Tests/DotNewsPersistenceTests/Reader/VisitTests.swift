import DotNewsModels
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@Suite struct VisitTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() async throws {
        fixture = try ReaderFixture()
        _ = try await store.apply([
            Sample.columnTree()
        ])
        try await put(1...5)
    }

    private func put(_ numbers: some Sequence<Int>, in column: String = "c1") async throws {
        _ = try await store.apply([
            Sample.articles(numbers.map { Sample.summary($0, minutes: Double($0), column: column) }, in: column)
        ])
    }

    @Test func `nothing is new on the first visit`() async throws {
        let visit = try await store.reader.beginVisit()
        #expect(visit.isFirstVisit && visit.total == 0 && visit.firstSeen == nil)
    }

    @Test func `a visit counts what is new, by column, and says where the line is`() async throws {
        _ = try await store.reader.beginVisit()
        fixture.setClock(100)
        try await put(6...8, in: "c2")
        try await put([8, 9])
        // Published long before it came.
        try await put([0])
        let visit = try await store.reader.beginVisit()
        #expect(visit.total == 5)
        #expect(visit.columns == [Sample.column("c1"): 5, Sample.column("c2"): 3])
        #expect(visit.firstSeen == Sample.id(5))
        let since = try #require(visit.since)
        let rows = try await store.articles().items
        #expect(
            Set(rows.filter { $0.arrival.map { $0 > since } ?? false }.map(\.id))
                == Set([0, 6, 7, 8, 9].map(Sample.id)))
        #expect(try await store.reader.beginVisit().total == 0)
        #expect(try await store.reader.beginVisit().firstSeen == Sample.id(9))
    }

    @Test func `a visit to which nothing has come writes nothing`() async throws {
        _ = try await store.reader.beginVisit()
        let before = try StoreFiles(store.file)
        fixture.setClock(50)
        _ = try await store.reader.beginVisit()
        #expect(try StoreFiles(store.file) == before)
    }

    @Test func `what was withdrawn or removed meanwhile is not new`() async throws {
        _ = try await store.reader.beginVisit()
        try await put(6...8)
        _ = try await store.apply([.withdrawn(Sample.id(8))])
        _ = try await store.prune(.init(maximumCount: 2), now: fixture.now)
        let visit = try await store.reader.beginVisit()
        #expect(visit.total == 2)
        #expect(visit.firstSeen == nil)
    }

    @Test func `the last visit survives closing`() async throws {
        _ = try await store.reader.beginVisit()
        await store.close()
        let again = try ArticleStore(at: fixture.folder.database)
        _ = try await again.apply([Sample.articles([Sample.summary(9, minutes: 9)])])
        #expect(try await again.reader.beginVisit().total == 1)
    }
}
