import DotNewsDatabase
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

/// Articles that come in between others that are indexed.
extension SearchIndexTests {
    private static let words = ["harbour 維港", "ferry 渡輪", "经济 budget"]

    /// Indexes `count` articles a minute apart, then stores two between each of them.
    private func storeLate(between count: Int) async throws {
        try await store.store((0..<count).map { article($0, text: Self.words[$0 % 3]) })
        _ = try await store.search.indexAllPending()
        try await store.store(
            (0..<count - 1).flatMap { number in
                [0.3, 0.6].map { part in
                    article(
                        count + number * 2 + (part < 0.5 ? 0 : 1), minutes: Double(number) + part,
                        text: Self.words[number % 3])
                }
            })
    }

    /// What each of the words finds.
    private func found(in store: ArticleStore) async throws -> [Set<ArticleID>] {
        var all: [Set<ArticleID>] = []
        for word in ["harbour", "渡轮", "經濟", "维"] {
            let ids = try await store.searchAllIDs(SearchQuery(word))
            #expect(Set(ids).count == ids.count)
            all.append(Set(ids))
        }
        return all
    }

    /// Checks that everything is found that a new index would find.
    private func checkAgainstNewIndex(_ count: Int) async throws {
        try await checkIndex()
        let grown = try await found(in: store)
        let sum = grown.dropLast().map(\.count).reduce(0, +)
        #expect(sum == count)
        try await store.search.reset()
        _ = try await store.search.indexAllPending()
        #expect(try await found(in: store) == grown)
    }

    @Test func `late articles stand with those of their minute, and nothing else is written`() async throws {
        try await storeLate(between: 400)
        let before = try await documents()
        let progress = try await store.search.indexAllPending()
        #expect(progress.indexed == 798 && progress.removed == 0)
        let after = try await documents()
        #expect(after.filter { before.keys.contains($0.key) } == before)
        let all = try await store.searchAllIDs(SearchQuery("-nothing", pageSize: 100))
        let minutes = all.map { id in
            let number = Int(id.rawValue.dropFirst(2), radix: 16) ?? 0
            return number < 400 ? number : (number - 400) / 2
        }
        #expect(minutes == minutes.sorted(by: >))
        try await checkAgainstNewIndex(3 * 400 - 2)
    }

    /// The number of each article by its position.
    private func documents() async throws -> [Int64: Int64] {
        try await store.read { reader in
            let rows = try reader.connection.rows("SELECT article, doc FROM search_document") {
                ($0.integer(0), $0.integer(1))
            }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }

    @Test func `a process that ends between two steps leaves a sound index`() async throws {
        try await storeLate(between: 700)
        #expect(try await store.search.indexPending(limit: 100).indexed == 100)
        let before = try await found(in: store)
        await store.close()
        let next = try ArticleStore(at: folder.database)
        #expect(try await found(in: next) == before)
        let rest = try await next.search.indexAllPending()
        #expect(rest.indexed == 1_298 && rest.waiting == 0)
        let grown = try await found(in: next)
        let count = grown.dropLast().map(\.count).reduce(0, +)
        #expect(count == 2_098)
        await next.close()
    }

    @Test func `indexing late articles can be cancelled and goes on`() async throws {
        try await storeLate(between: 1_300)
        let store = store
        let task = Task {
            try await store.search.indexAllPending { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        let error = await #expect(throws: StoreError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        try await checkIndex()
        #expect(try await store.search.backlog() > 0)
        _ = try await store.search.indexAllPending()
        try await checkAgainstNewIndex(3 * 1_300 - 2)
    }

    @Test func `two processes that index late articles at once keep the order`() async throws {
        try await storeLate(between: 700)
        let other = try ArticleStore(at: folder.database)
        var waiting = 1
        while waiting > 0 {
            _ = try await store.search.indexPending(limit: 130)
            waiting = try await other.search.indexPending(limit: 170).waiting
            try await checkIndex()
        }
        await other.close()
        try await checkAgainstNewIndex(3 * 700 - 2)
    }

    @Test func `articles that change or go while others are indexed are found as they are`() async throws {
        try await storeLate(between: 700)
        _ = try await store.search.indexPending(limit: 100)
        try await store.store([article(500, title: "Changed 改了", text: "harbour 維港", updated: 9)])
        _ = try await store.apply((501...530).map { .withdrawn(Sample.id($0)) })
        _ = try await store.search.indexAllPending()
        #expect(try await store.searchAll(SearchQuery("改了")) == [Sample.id(500)])
        try await checkAgainstNewIndex(3 * 700 - 2 - 30)
    }

    @Test(arguments: [
        "UPDATE search_document SET doc = 9223372036854775807 - doc",
        "UPDATE search_document SET doc = doc - 9223372036854775807",
        "UPDATE search_document SET article = -article",
        "UPDATE search_document SET doc = -doc",
        "INSERT OR REPLACE INTO setting VALUES ('search.reach', '9223372036854775807')",
        "INSERT OR REPLACE INTO setting VALUES ('search.reach', 'far')",
    ])
    func `numbers of a damaged file end no process, and a new index mends them`(damage: String) async throws {
        try await storeLate(between: 20)
        try await store.write("damaging") { connection in try connection.executeScript(damage) }
        _ = try await store.search.indexAllPending()
        for order in SearchQuery.Order.allCases {
            _ = try await store.searchAllIDs(SearchQuery("harbour", order: order, to: Sample.noon))
        }
        try await store.search.reset()
        #expect(try await store.search.indexAllPending().indexed == 20 + 2 * 19)
        try await checkAgainstNewIndex(3 * 20 - 2)
    }
}

/// More articles of a minute than it has numbers.
extension SearchIndexTests {
    /// Indexes 300 articles of one minute among some of the minutes around it.
    private func storeCrowd() async throws {
        try await store.store((1...9).map { article($0, text: "harbour") })
        _ = try await store.search.indexAllPending()
        try await store.store((100..<400).map { article($0, minutes: 5.2 + Double($0) / 1_000, text: "harbour") })
        _ = try await store.search.indexAllPending()
        try await checkIndex()
    }

    @Test(arguments: SearchQuery.Order.allCases)
    func `all articles of a crowded minute are found, by any page and date`(order: SearchQuery.Order) async throws {
        try await storeCrowd()
        func find(from: Double? = nil, to: Double? = nil) async throws -> [ArticleID] {
            var query = SearchQuery("harbour", order: order, pageSize: 7)
            query.from = from.map { Sample.noon.addingTimeInterval($0 * 60) }
            query.to = to.map { Sample.noon.addingTimeInterval($0 * 60) }
            let ids = try await store.searchAllIDs(query)
            #expect(try await store.search.count(matching: query) == ids.count)
            #expect(Set(ids).count == ids.count)
            return ids
        }
        func ids(_ numbers: Range<Int>) -> Set<ArticleID> { Set(numbers.map { Sample.id($0) }) }
        let crowd = ids(100..<400)
        let all = Set(try await find())
        #expect(all == crowd.union(ids(1..<10)))
        let within = Set(try await find(from: 5.1, to: 5.9))
        #expect(within == crowd)
        let before = Set(try await find(to: 5.9))
        #expect(before == crowd.union(ids(1..<6)))
        let after = Set(try await find(from: 5.9))
        #expect(after == ids(6..<10))
    }

    @Test func `a new index has a crowded minute in the order of lists`() async throws {
        try await storeCrowd()
        try await store.search.reset()
        _ = try await store.search.indexAllPending()
        let lists = try await store.allPages(limit: 50).map(\.id)
        #expect(try await store.searchAllIDs(SearchQuery("harbour", pageSize: 50)) == lists)
    }

    @Test(arguments: [SearchQuery.Order.newest, .oldest, .relevance])
    func `an article that changes keeps its place among the results`(order: SearchQuery.Order) async throws {
        try await store.store((0..<24).map { article($0, minutes: Double($0 / 6), text: "harbour") })
        _ = try await store.search.indexAllPending()
        let query = SearchQuery("harbour", order: order, pageSize: 5)
        let whole = try await store.searchAllIDs(query)
        var seen: [ArticleID] = []
        var cursor: PageCursor?
        var round = 1.0
        repeat {
            let page = try await store.search.articles(matching: query, after: cursor)
            seen += page.results.map(\.id)
            cursor = page.next
            try await store.store(
                (0..<24).map { article($0, minutes: Double($0 / 6), text: "harbour", updated: round) })
            try await store.store(
                (0..<24).map {
                    article($0, minutes: Double($0 / 6), title: "Round \(round)", text: "harbour", updated: round + 0.5)
                })
            let progress = try await store.search.indexAllPending()
            #expect(progress.indexed == 24 && progress.removed == 24)
            round += 1
        } while cursor != nil
        #expect(seen == whole)
    }

    @Test func `an article whose time changes while others page is met at most once more`() async throws {
        try await store.store((0..<20).map { article($0, text: "harbour") })
        _ = try await store.search.indexAllPending()
        let query = SearchQuery("harbour", pageSize: 5)
        let first = try await store.search.articles(matching: query)
        let newest: [Int] = [19, 18, 17, 16, 15]
        #expect(first.results.map(\.id) == newest.map { Sample.id($0) })
        // The last one seen goes to the end, and one not seen yet to the beginning.
        try await store.store([
            article(15, minutes: 0.5, text: "harbour", updated: 1),
            article(10, minutes: 40, text: "harbour", updated: 1),
        ])
        _ = try await store.search.indexAllPending()
        var rest: [ArticleID] = []
        var cursor = first.next
        while let after = cursor {
            let page = try await store.search.articles(matching: query, after: after)
            rest += page.results.map(\.id)
            cursor = page.next
        }
        let expected: [Int] = [14, 13, 12, 11, 9, 8, 7, 6, 5, 4, 3, 2, 1, 15, 0]
        #expect(rest == expected.map { Sample.id($0) })
        try await checkIndex()
    }
}
