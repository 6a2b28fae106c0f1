import DotNewsModels
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct ReadScopeTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() async throws {
        fixture = try ReaderFixture()
        _ = try await store.apply([
            Sample.columnTree(),
            Sample.articles((0..<10).map { Sample.summary($0, minutes: Double($0)) }),
            Sample.articles((10..<20).map { Sample.summary($0, minutes: Double($0), column: "c2") }, in: "c2"),
            Sample.articles([Sample.summary(20, minutes: nil, column: "c3")], in: "c3"),
        ])
    }

    private func read() async throws -> Set<ArticleID> {
        Set(try await store.allPages(.init(isRead: true), limit: 50).map(\.id))
    }

    private func ids(_ numbers: some Sequence<Int>) -> Set<ArticleID> { Set(numbers.map(Sample.id)) }

    @Test func `a column is marked with those inside it, or without`() async throws {
        #expect(
            try await store.reader.setRead(true, in: .column(Sample.column("c1"), includesSubcolumns: false)).count
                == 10)
        #expect(try await read() == ids(0..<10))
        #expect(try await store.reader.setRead(true, in: .column(Sample.column("c1"))).count == 10)
        #expect(try await read() == ids(0..<20))
        #expect(try await store.reader.setRead(true, in: .column(Sample.column("c1"))).count == 0)
        #expect(try await store.reader.setRead(false, in: .column(Sample.column("c2"))).count == 10)
        #expect(try await read() == ids(0..<10))
        #expect(try await store.reader.setRead(true, in: .column(Sample.column("nowhere"))).count == 0)
    }

    @Test func `everything before a time is marked, without articles that have no time`() async throws {
        let limit = Sample.noon.addingTimeInterval(15 * 60)
        #expect(try await store.reader.setRead(true, in: .publishedBefore(limit)).count == 15)
        #expect(try await read() == ids(0..<15))
        #expect(
            try await store.reader.setRead(false, in: .publishedBefore(Sample.noon.addingTimeInterval(5 * 60))).count
                == 5)
        #expect(try await read() == ids(5..<15))
        #expect(try await store.reader.isRead(Sample.id(7)))
        #expect(try await !store.reader.isRead(Sample.id(20)))
    }

    @Test func `ten thousand articles in any order, some twice, are marked together, and unmarked`() async throws {
        var random = SeededGenerator(seed: 10_000)
        var many = (0..<10_000).map { _ in
            // Ids that differ in their first and in their last bytes.
            let digits = String(random.next(), radix: 16) + String(random.next(), radix: 16)
            return ArticleID("AP" + String((digits + String(repeating: "0", count: 24)).prefix(24)))!
        }
        _ = try await store.reader.setRead(true, for: many[17])
        #expect(try await store.reader.setRead(true, in: .articles(many + many.prefix(100))).count == 9_999)
        #expect(try await store.reader.setRead(true, in: .articles(many)).count == 0)
        for id in many.shuffled(using: &random).prefix(50) { #expect(try await store.reader.isRead(id)) }
        let kept = many.removeLast()
        #expect(try await store.reader.setRead(false, in: .articles(many.reversed() + [Sample.id(1)])).count == 9_999)
        #expect(try await store.reader.isRead(kept))
        #expect(try await !store.reader.isRead(many[0]))
        #expect(try await store.reader.setRead(true, in: .articles([])).count == 0)
    }

    @Test func `articles are marked by id before they come`() async throws {
        let later = Sample.summary(40, minutes: 0)
        #expect(try await store.reader.setRead(true, in: .articles([later.id, Sample.id(3), later.id])).count == 2)
        _ = try await store.apply([Sample.articles([later])])
        #expect(try await read() == ids([3, 40]))
    }

    @Test func `a mark made while the clock stands before the last is the later change`() async throws {
        fixture.setClock(60)
        _ = try await store.reader.setRead(true, in: .column(Sample.column("c1")))
        let early = try await fixture.export()
        fixture.setClock(-60)
        _ = try await store.reader.setRead(false, in: .column(Sample.column("c1")))
        let other = try ReaderFixture()
        _ = try await other.store.reader.importData(try await fixture.export())
        _ = try await other.store.reader.importData(early)
        #expect(try await !other.store.reader.isRead(Sample.id(0)))
    }

    @Test func `marks are taken back, without those that were made before or articles opened since`() async throws {
        _ = try await store.reader.setRead(true, for: Sample.id(3))
        fixture.setClock(60)
        let change = try await store.reader.setRead(true, in: .column(Sample.column("c1")))
        #expect(change.isRead && Set(change.articles) == ids(0..<20).subtracting(ids([3])))
        fixture.setClock(120)
        try await store.reader.recordVisit(to: Sample.id(7))
        let undone = try await store.reader.undo(change)
        #expect(undone.count == 18 && !undone.isRead)
        #expect(try await read() == ids([3, 7]))
        #expect(try await store.reader.undo(change).count == 0)
        #expect(try await store.reader.undo(undone).count == 18)
        #expect(try await read() == ids(0..<20))
    }

    @Test func `ten thousand marks are one change for observers`() async throws {
        let fetches = Shared(0)
        let observation = store.observe { reader in
            fetches.change { $0 += 1 }
            return try reader.isRead(Sample.id(9_999))
        }
        var values = observation.makeAsyncIterator()
        #expect(try await values.next() == false)
        #expect(try await store.reader.setRead(true, in: .articles((0..<10_000).map(Sample.id))).count == 10_000)
        #expect(try await values.next() == true)
        #expect(fetches.value == 2)
    }
}
