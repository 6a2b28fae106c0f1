import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite struct PagingTests {
    let folder: TemporaryFolder
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    /// Newest first, to the second; those without a time last; whoever came later first.
    private func sorted(_ articles: [ArticleSummary]) -> [ArticleID] {
        articles.enumerated().sorted { first, second in
            let left = first.element.publishedAt?.timeIntervalSince1970.rounded(.down) ?? -.infinity
            let right = second.element.publishedAt?.timeIntervalSince1970.rounded(.down) ?? -.infinity
            return left == right ? first.offset > second.offset : left > right
        }.map(\.element.id)
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `pages of any size make up the sorted whole, for any query`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let tree = ColumnTree(roots: [
            SiteColumn(
                id: Sample.column("c1"), name: "香港", path: ColumnPath("hk")!,
                children: [
                    SiteColumn(id: Sample.column("c2"), name: "时事", path: ColumnPath("hk/news")!),
                    SiteColumn(id: Sample.column("c3"), name: "Sport", path: ColumnPath("hk/sport")!),
                ]),
            SiteColumn(id: Sample.column("c4"), name: "World", path: ColumnPath("world")!),
        ])
        _ = try await store.apply([.columnTree(tree, address: Sample.address("columns.json"), version: nil)])
        // In the order of arrival. One list per batch and article, so that arrival is the order here.
        var articles: [ArticleSummary] = []
        var lists: [Int: Set<String>] = [:]
        for number in 0..<300 {
            let minutes = random.next() % 10 == 0 ? nil : Double(random.next() % 40) + Double(random.next() % 4) / 240
            let article = Sample.summary(number, minutes: minutes, column: "c\(1 + random.next() % 4)")
            let list = "c\(1 + random.next() % 4)"
            articles.append(article)
            lists[number] = [list, article.column!.id.rawValue]
        }
        // Two lists of many articles are applied each other way round, so runs of one list keep the order.
        for (number, article) in articles.enumerated() {
            let list = lists[number]!.sorted().first!
            _ = try await store.apply([Sample.articles([article], in: list)])
        }
        for number in lists.keys {
            lists[number] = [lists[number]!.sorted().first!, articles[number].column!.id.rawValue]
        }
        var read: Set<ArticleID> = []
        var bookmarked: Set<ArticleID> = []
        for article in articles {
            if random.next() % 3 == 0 {
                read.insert(article.id)
                _ = try await store.reader.setRead(true, for: article.id)
            }
            if random.next() % 5 == 0 {
                bookmarked.insert(article.id)
                _ = try await store.reader.setBookmarked(true, for: article.id)
            }
        }
        let inside = ["c1": ["c1", "c2", "c3"], "c2": ["c2"], "c4": ["c4"], "c9": []]
        for _ in 0..<40 {
            var query = ArticleQuery()
            query.column = [nil, "c1", "c2", "c4", "c9"].randomElement(using: &random)!.map(Sample.column)
            query.includesSubcolumns = Bool.random(using: &random)
            query.isRead = [nil, true, false].randomElement(using: &random)!
            query.isBookmarked = [nil, nil, true, false].randomElement(using: &random)!
            if random.next() % 3 == 0 {
                query.publishedSince = Sample.noon.addingTimeInterval(Double(random.next() % 40) * 60 + 0.4)
            }
            if random.next() % 3 == 0 {
                query.publishedBefore = Sample.noon.addingTimeInterval(Double(random.next() % 40) * 60 + 0.4)
            }
            let expected = articles.enumerated().filter { number, article in
                if let column = query.column?.rawValue {
                    let columns = query.includesSubcolumns ? inside[column]! : inside[column]!.isEmpty ? [] : [column]
                    if lists[number]!.isDisjoint(with: columns) { return false }
                }
                if let isRead = query.isRead, read.contains(article.id) != isRead { return false }
                if let flag = query.isBookmarked, bookmarked.contains(article.id) != flag { return false }
                if let since = query.publishedSince, article.publishedAt.map({ $0 >= since }) != true { return false }
                if let before = query.publishedBefore, article.publishedAt.map({ $0 < before }) != true { return false }
                return true
            }.map(\.element)
            let pages = try await store.allPages(query, limit: Int(1 + random.next() % 30))
            #expect(pages.map(\.id) == sorted(expected), "\(query)")
        }
        await store.close()
    }

    @Test func `a list's order decides between articles of one second`() async throws {
        let articles = (0..<10).map { Sample.summary($0, minutes: 0) }
        _ = try await store.apply([Sample.articles(articles)])
        #expect(try await store.articles().items.map(\.id) == articles.map(\.id))
    }

    @Test func `a page goes on where it ended while articles are added above and below`() async throws {
        let articles = (0..<20).map { Sample.summary($0, minutes: Double(-$0)) }
        _ = try await store.apply([Sample.articles(articles)])
        let first = try await store.articles(limit: 7)
        _ = try await store.apply([
            Sample.articles([Sample.summary(100, minutes: 50), Sample.summary(101, minutes: -6.5)])
        ])
        _ = try await store.apply([.withdrawn(articles[6].id)])
        let second = try await store.articles(limit: 7, after: first.next)
        #expect(first.items.map(\.id) == articles[0..<7].map(\.id))
        #expect(second.items.map(\.id) == [Sample.id(101)] + articles[7..<13].map(\.id))
        let cursor = try #require(second.next)
        #expect(PageCursor(cursor.description) == cursor)
    }

    @Test func `the last page has no cursor, even when it is full`() async throws {
        _ = try await store.apply([Sample.articles((0..<10).map { Sample.summary($0, minutes: Double($0)) })])
        let first = try await store.articles(limit: 5)
        let second = try await store.articles(limit: 5, after: first.next)
        #expect(first.next != nil && second.items.count == 5 && second.next == nil)
        #expect(try await store.articles(limit: 0).items.count == 1, "a page has at least one article")
    }

    @Test func `many articles of one second, or without a time, all find a place`() async throws {
        let same = (0..<200).map { Sample.summary($0, minutes: 0) }
        let next = (200..<210).map { Sample.summary($0, minutes: 0.05) }
        let undated = (300..<400).map { Sample.summary($0) }
        _ = try await store.apply([Sample.articles(same), Sample.articles(next), Sample.articles(undated)])
        let all = try await store.allPages(limit: 33)
        #expect(all.count == 310 && Set(all.map(\.id)).count == 310)
        #expect(all.suffix(100).map(\.id) == undated.map(\.id))
        let before = try await store.allPages(
            .init(publishedBefore: Sample.noon.addingTimeInterval(0.5)), limit: 1_000)
        #expect(Set(before.map(\.id)) == Set(same.map(\.id)), "those that spilled into later places too")
        #expect(try await store.verify().problems == [])
    }

    /// Looking through all that share the second for each of them would take some minutes.
    @Test(.timeLimit(.minutes(1))) func `forty thousand articles of one second find their places`() async throws {
        let articles = (0..<40_000).map { Sample.summary($0, minutes: 0) }
        _ = try await store.apply([Sample.articles(articles)])
        let first = try await store.articles(limit: 5).items
        #expect(first.map(\.id) == articles.prefix(5).map(\.id))
        #expect(try await store.verify().problems == [])
    }

    @Test(arguments: [-1e300, -1, 0, 1e9, 4e9, 1e15, 1e300, .infinity, -.infinity])
    func `any time has a place`(seconds: Double) {
        let range = ArticlePosition.range(for: Date(timeIntervalSince1970: seconds))
        #expect(range.lowerBound >= ArticlePosition.firstDated && range.count == 16)
        #expect(abs(Date(timeIntervalSince1970: seconds).storedMilliseconds) <= 10_000_000_000_000_000)
    }
}
