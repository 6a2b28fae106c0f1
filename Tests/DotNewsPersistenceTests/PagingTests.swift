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
    private func sorted(_ stories: [ArticleSummary]) -> [ArticleID] {
        stories.enumerated().sorted { first, second in
            let left = first.element.publishedAt?.timeIntervalSince1970.rounded(.down) ?? -.infinity
            let right = second.element.publishedAt?.timeIntervalSince1970.rounded(.down) ?? -.infinity
            return left == right ? first.offset > second.offset : left > right
        }.map(\.element.id)
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `pages of any size make up the sorted whole, for any query`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let tree = ColumnTree(roots: [
            Column(
                id: Sample.column("c1"), name: "香港", path: ColumnPath("hk")!,
                children: [
                    Column(id: Sample.column("c2"), name: "时事", path: ColumnPath("hk/news")!),
                    Column(id: Sample.column("c3"), name: "Sport", path: ColumnPath("hk/sport")!),
                ]),
            Column(id: Sample.column("c4"), name: "World", path: ColumnPath("world")!),
        ])
        _ = try await store.apply([.columnTree(tree, address: Sample.address("columns.json"), version: nil)])
        // In the order of arrival. One list per batch and story, so that arrival is the order here.
        var stories: [ArticleSummary] = []
        var lists: [Int: Set<String>] = [:]
        for number in 0..<300 {
            let minutes = random.next() % 10 == 0 ? nil : Double(random.next() % 40) + Double(random.next() % 4) / 240
            let story = Sample.summary(number, minutes: minutes, column: "c\(1 + random.next() % 4)")
            let list = "c\(1 + random.next() % 4)"
            stories.append(story)
            lists[number] = [list, story.column!.id.rawValue]
        }
        // Two lists of many stories are applied each other way round, so runs of one list keep the order.
        for (number, story) in stories.enumerated() {
            let list = lists[number]!.sorted().first!
            _ = try await store.apply([Sample.stories([story], in: list)])
        }
        for number in lists.keys {
            lists[number] = [lists[number]!.sorted().first!, stories[number].column!.id.rawValue]
        }
        var read: Set<ArticleID> = []
        var bookmarked: Set<ArticleID> = []
        for story in stories {
            if random.next() % 3 == 0 {
                read.insert(story.id)
                _ = try await store.reader.setRead(true, for: story.id)
            }
            if random.next() % 5 == 0 {
                bookmarked.insert(story.id)
                _ = try await store.reader.setBookmarked(true, for: story.id)
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
            let expected = stories.enumerated().filter { number, story in
                if let column = query.column?.rawValue {
                    let columns = query.includesSubcolumns ? inside[column]! : inside[column]!.isEmpty ? [] : [column]
                    if lists[number]!.isDisjoint(with: columns) { return false }
                }
                if let isRead = query.isRead, read.contains(story.id) != isRead { return false }
                if let flag = query.isBookmarked, bookmarked.contains(story.id) != flag { return false }
                if let since = query.publishedSince, story.publishedAt.map({ $0 >= since }) != true { return false }
                if let before = query.publishedBefore, story.publishedAt.map({ $0 < before }) != true { return false }
                return true
            }.map(\.element)
            let pages = try await store.allPages(query, limit: Int(1 + random.next() % 30))
            #expect(pages.map(\.id) == sorted(expected), "\(query)")
        }
        await store.close()
    }

    @Test func `a list's order decides between stories of one second`() async throws {
        let stories = (0..<10).map { Sample.summary($0, minutes: 0) }
        _ = try await store.apply([Sample.stories(stories)])
        #expect(try await store.articles().items.map(\.id) == stories.map(\.id))
    }

    @Test func `a page goes on where it ended while stories are added above and below`() async throws {
        let stories = (0..<20).map { Sample.summary($0, minutes: Double(-$0)) }
        _ = try await store.apply([Sample.stories(stories)])
        let first = try await store.articles(limit: 7)
        _ = try await store.apply([
            Sample.stories([Sample.summary(100, minutes: 50), Sample.summary(101, minutes: -6.5)])
        ])
        _ = try await store.apply([.withdrawn(stories[6].id)])
        let second = try await store.articles(limit: 7, after: first.next)
        #expect(first.items.map(\.id) == stories[0..<7].map(\.id))
        #expect(second.items.map(\.id) == [Sample.id(101)] + stories[7..<13].map(\.id))
        let cursor = try #require(second.next)
        #expect(PageCursor(cursor.description) == cursor)
    }

    @Test func `the last page has no cursor, even when it is full`() async throws {
        _ = try await store.apply([Sample.stories((0..<10).map { Sample.summary($0, minutes: Double($0)) })])
        let first = try await store.articles(limit: 5)
        let second = try await store.articles(limit: 5, after: first.next)
        #expect(first.next != nil && second.items.count == 5 && second.next == nil)
        #expect(try await store.articles(limit: 0).items.count == 1, "a page has at least one story")
    }

    @Test func `many stories of one second, or without a time, all find a place`() async throws {
        let same = (0..<200).map { Sample.summary($0, minutes: 0) }
        let next = (200..<210).map { Sample.summary($0, minutes: 0.05) }
        let undated = (300..<400).map { Sample.summary($0) }
        _ = try await store.apply([Sample.stories(same), Sample.stories(next), Sample.stories(undated)])
        let all = try await store.allPages(limit: 33)
        #expect(all.count == 310 && Set(all.map(\.id)).count == 310)
        #expect(all.suffix(100).map(\.id) == undated.map(\.id))
        let before = try await store.allPages(
            .init(publishedBefore: Sample.noon.addingTimeInterval(0.5)), limit: 1_000)
        #expect(Set(before.map(\.id)) == Set(same.map(\.id)), "those that spilled into later places too")
        #expect(try await store.verify().problems == [])
    }

    @Test(arguments: [-1e300, -1, 0, 1e9, 4e9, 1e15, 1e300, .infinity, -.infinity])
    func `any time has a place`(seconds: Double) {
        let range = ArticlePosition.range(for: Date(timeIntervalSince1970: seconds))
        #expect(range.lowerBound >= ArticlePosition.firstDated && range.count == 16)
        #expect(abs(Date(timeIntervalSince1970: seconds).storedMilliseconds) <= 10_000_000_000_000_000)
    }
}
