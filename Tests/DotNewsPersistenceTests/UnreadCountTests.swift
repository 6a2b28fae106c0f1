import DotNewsModels
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@Suite struct UnreadCountTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }
    private static let columns = ["c1", "c2", "c3", "c4"].map(Sample.column)

    init() async throws { fixture = try ReaderFixture() }

    /// Puts the columns in each other's order: c1 around c2, c3 around c4, or the other way about.
    private func tree(isTurned: Bool) -> StoreChange {
        func column(_ number: Int, _ children: [SiteColumn] = []) -> SiteColumn {
            SiteColumn(
                id: Self.columns[number], name: "欄\(number)", path: ColumnPath("c\(number + 1)")!, children: children)
        }
        let roots =
            isTurned
            ? [column(1, [column(0, [column(2)])]), column(3)] : [column(0, [column(1)]), column(2, [column(3)])]
        return .columnTree(ColumnTree(roots: roots), address: Sample.address("columns"), version: nil)
    }

    /// Compares the counts with those of the lists.
    private func check() async throws {
        let counts = try await store.reader.unreadCounts()
        #expect(try await store.allPages(.init(isRead: false), limit: 1_000).count == counts.total)
        for column in Self.columns {
            let listed = try await store.allPages(.init(column: column, isRead: false), limit: 1_000).count
            #expect(counts.columns[column, default: 0] == listed, "\(column)")
        }
        let bookmarked = try await store.read { reader in
            try reader.bookmarks(limit: 1_000).filter { try !reader.isRead($0.id) }.count
        }
        #expect(counts.bookmarked == bookmarked)
        #expect(try await store.verify().problems == [])
    }

    @Test func `counts are those of the lists, whatever happens`() async throws {
        var random = SeededGenerator(seed: 15)
        _ = try await store.apply([tree(isTurned: false)])
        for step in 0..<120 {
            fixture.setClock(Double(step))
            let numbers = (0..<5).map { _ in Int.random(in: 0..<60, using: &random) }
            let ids = numbers.map(Sample.id)
            let column = "c\(Int.random(in: 1...4, using: &random))"
            switch Int.random(in: 0..<10, using: &random) {
            case 0...3:
                // Another time moves it, another own column takes it out of the old one.
                let articles = numbers.map {
                    Sample.summary(
                        $0, minutes: Double(step % 7), column: step % 5 == 0 ? nil : "c\($0 % 4 + 1)",
                        updated: Double(step))
                }
                _ = try await store.apply([Sample.articles(articles, in: column)])
            case 4: for id in ids { _ = try await store.reader.setRead(Bool.random(using: &random), for: id) }
            case 5: _ = try await store.reader.setRead(step % 2 == 0, in: .column(Sample.column(column)))
            case 6: for id in ids { _ = try await store.reader.setBookmarked(Bool.random(using: &random), for: id) }
            case 7: _ = try await store.apply(ids.prefix(2).map { .withdrawn($0) })
            case 8: _ = try await store.prune(.init(maximumCount: 30), now: fixture.now)
            default: _ = try await store.apply([tree(isTurned: step % 2 == 0)])
            }
            if step % 10 == 9 { try await check() }
        }
    }

    @Test func `an article in a column and in one inside it counts once`() async throws {
        _ = try await store.apply([
            tree(isTurned: false), Sample.articles([Sample.summary(1, minutes: 0)]),
            Sample.articles([Sample.summary(1, minutes: 0)], in: "c2"),
            Sample.articles([Sample.summary(2, minutes: 0, column: nil)], in: "c9"),
        ])
        let counts = try await store.reader.unreadCounts()
        #expect(counts.total == 2)
        #expect(counts.columns == [Self.columns[0]: 1, Self.columns[1]: 1, Sample.column("c9"): 1])
    }

    @Test func `read marks that come before the article count`() async throws {
        _ = try await store.reader.setRead(true, for: Sample.id(1))
        _ = try await store.reader.setBookmarked(true, for: Sample.id(2))
        _ = try await store.apply([Sample.articles((1...3).map { Sample.summary($0, minutes: 0) })])
        let counts = try await store.reader.unreadCounts()
        #expect(counts.total == 2)
        #expect(counts.bookmarked == 1)
    }

    @Test func `observers see counts change`() async throws {
        var counts = store.observeUnread().makeAsyncIterator()
        #expect(try await counts.next()?.total == 0)
        _ = try await store.apply([Sample.articles([Sample.summary(1, minutes: 0)])])
        #expect(try await counts.next()?.total == 1)
        _ = try await store.reader.setRead(true, for: Sample.id(1))
        #expect(try await counts.next()?.total == 0)
    }
}
