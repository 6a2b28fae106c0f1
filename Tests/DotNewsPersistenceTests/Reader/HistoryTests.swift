import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(5))) struct HistoryTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() throws { fixture = try ReaderFixture() }

    private func visit(_ numbers: Int...) async throws {
        for number in numbers {
            fixture.setClock(fixture.now.timeIntervalSince(Sample.noon) + 1)
            try await store.reader.recordVisit(to: Sample.id(number))
        }
    }

    @Test func `visits are listed last first, with the article once it is stored, and mark it as read`() async throws {
        let article = Sample.summary(2, minutes: 0)
        _ = try await store.apply([Sample.articles([article])])
        try await visit(1, 2, 1)
        let history = try await store.reader.history()
        #expect(history.map(\.id) == [1, 2, 1].map(Sample.id))
        #expect(history.map(\.article?.summary) == [nil, article, nil])
        #expect(history[1].article?.isRead == true)
        #expect(history[0].visitedAt == Sample.noon.addingTimeInterval(3))
        #expect(try await store.reader.history(limit: 2, after: history[0]) == Array(history[1...]))
        #expect(try await store.reader.isRead(Sample.id(1)))
    }

    @Test func `pages of the history join, also between visits of one moment`() async throws {
        for number in 1...7 { try await store.reader.recordVisit(to: Sample.id(number)) }
        let all = try await store.reader.history()
        #expect(Set(all.map(\.id)) == Set((1...7).map(Sample.id)) && Set(all.map(\.visitedAt)).count == 1)
        var paged: [HistoryEntry] = []
        while true {
            let page = try await store.reader.history(limit: 2, after: paged.last)
            if page.isEmpty { break }
            paged += page
        }
        #expect(paged == all)
    }

    @Test func `back and forward walk as in a browser, and a new article cuts off what lay ahead`() async throws {
        #expect(try await store.reader.goBack() == nil)
        #expect(try await store.reader.backForwardPosition() == BackForwardPosition())
        try await visit(1, 2, 3, 3)
        #expect(
            try await store.reader.backForwardPosition()
                == BackForwardPosition(current: Sample.id(3), backCount: 2, forwardCount: 0))
        #expect(try await store.reader.goForward() == nil)
        #expect(try await store.reader.goBack() == Sample.id(2))
        #expect(try await store.reader.goBack() == Sample.id(1))
        #expect(try await store.reader.goBack() == nil)
        #expect(
            try await store.reader.backForwardPosition()
                == BackForwardPosition(current: Sample.id(1), backCount: 0, forwardCount: 2))
        #expect(try await store.reader.goForward() == Sample.id(2))
        try await visit(4)
        #expect(try await store.reader.goForward() == nil)
        #expect(try await store.reader.goBack() == Sample.id(2))
        #expect(try await store.reader.history().count == 5, "the history itself keeps what was cut off")
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func `back and forward do what a list with a place in it does`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var trail: [Int] = []
        var place = -1
        for _ in 0..<150 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0, 1:
                let number = Int.random(in: 0..<6, using: &generator)
                try await visit(number)
                if place >= 0, trail[place] == number { continue }
                trail = trail.prefix(place + 1) + [number]
                place += 1
            case 2:
                #expect(try await store.reader.goBack() == (place > 0 ? Sample.id(trail[place - 1]) : nil))
                place = max(place - 1, min(place, 0))
            default:
                #expect(
                    try await store.reader.goForward() == (place + 1 < trail.count ? Sample.id(trail[place + 1]) : nil))
                place = min(place + 1, trail.count - 1)
            }
        }
        #expect(
            try await store.reader.backForwardPosition()
                == BackForwardPosition(
                    current: Sample.id(trail[place]), backCount: place, forwardCount: trail.count - 1 - place))
    }

    @Test func `the place survives closing the store`() async throws {
        try await visit(1, 2, 3)
        _ = try await store.reader.goBack()
        await store.close()
        let again = try ArticleStore(at: fixture.folder.database)
        #expect(try await again.reader.backForwardPosition().current == Sample.id(2))
        #expect(try await again.reader.goForward() == Sample.id(3))
        await again.close()
    }

    @Test func `the newest ten thousand visits are kept, and a thousand steps back`() async throws {
        try await store.write("testing") { connection in
            for number in 0..<HistoryBounds.visits {
                try connection.addVisit(ArticleKey(Sample.id(number)), at: Int64(number))
            }
            try connection.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(HistoryBounds.backForwardList))
                INSERT INTO back_forward_item SELECT i, x'000000000000000000000001', i = \(HistoryBounds.backForwardList) FROM n
                """)
        }
        try await visit(70_000, 70_001)
        let (visits, oldest) = try await store.read("testing") { reader in
            (
                try reader.connection.integer("SELECT count(*) FROM visit"),
                try reader.connection.integer("SELECT min(visited_at) FROM visit")
            )
        }
        #expect(visits == 10_000 && oldest == 2)
        #expect(try await store.reader.backForwardPosition().backCount == 999)
    }

    @Test func `a cleared history stays cleared, whatever the clock says and another device still has`() async throws {
        try await visit(1, 2)
        let before = try await fixture.export()
        try await store.reader.clearHistory()
        #expect(try await store.reader.history().isEmpty)
        #expect(try await store.reader.backForwardPosition() == BackForwardPosition())
        #expect(try await store.reader.isRead(Sample.id(1)))
        #expect(try await store.reader.importData(before).visits == 0)
        #expect(try await store.reader.history().isEmpty)
        fixture.setClock(-3_600)
        try await store.reader.recordVisit(to: Sample.id(3))
        _ = try await store.reader.importData(before)
        #expect(try await store.reader.history().map(\.id) == [Sample.id(3)])
    }

    @Test(.timeLimit(.minutes(1))) func `observers see visits and the place`() async throws {
        var values = store.observe { reader in try reader.backForwardPosition() }.makeAsyncIterator()
        #expect(try await values.next() == BackForwardPosition())
        try await visit(1)
        #expect(try await values.next()?.current == Sample.id(1))
        try await visit(2)
        #expect(try await values.next()?.backCount == 1)
        _ = try await store.reader.goBack()
        #expect(try await values.next()?.forwardCount == 1)
    }
}
