import DotNewsModels
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@Suite struct FollowedTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() async throws {
        fixture = try ReaderFixture()
        let inner = SiteColumn(id: Sample.column("c2"), name: "要聞", path: ColumnPath("hk/top")!)
        let outer = SiteColumn(id: Sample.column("c1"), name: "香港", path: ColumnPath("hk")!, children: [inner])
        let other = SiteColumn(id: Sample.column("c3"), name: "財經", path: ColumnPath("finance")!)
        func article(_ number: Int, _ column: String, tags: [String]) -> ArticleSummary {
            var article = Sample.summary(number, minutes: Double(number), column: column)
            article.tags = tags
            return article
        }
        _ = try await store.apply([
            .columnTree(ColumnTree(roots: [outer, other]), address: Sample.address("columns"), version: nil),
            Sample.articles((0..<10).reversed().map { article($0, "c1", tags: []) }),
            Sample.articles((10..<20).reversed().map { article($0, "c2", tags: ["旅遊"]) }, in: "c2"),
            Sample.articles((20..<30).reversed().map { article($0, "c3", tags: $0 % 2 == 0 ? ["旅遊"] : []) }, in: "c3"),
        ])
        while try await store.search.indexPending(limit: 100).waiting > 0 {}
    }

    private func follow(_ columns: [String], _ tags: [String]) async throws {
        try await store.reader.updatePreferences {
            $0.followedColumns = Set(columns.map { ColumnPath($0)! })
            $0.followedTags = Set(tags)
        }
    }

    private func all(limit: Int) async throws -> [FollowedArticle] {
        var all: [FollowedArticle] = []
        var cursor: PageCursor?
        repeat {
            let page = try await store.reader.followedArticles(limit: limit, after: cursor)
            #expect(page.items.count == limit || page.next == nil)
            all += page.items
            cursor = page.next
        } while cursor != nil
        return all
    }

    @Test func `who follows nothing has an empty feed`() async throws {
        #expect(try await all(limit: 10).isEmpty)
        try await follow(["nowhere"], ["。"])
        #expect(try await all(limit: 10).isEmpty)
    }

    @Test(arguments: [1, 3, 7, 50])
    func `columns and tags are one feed, each article once, with why`(limit: Int) async throws {
        try await follow(["hk", "hk/top"], ["旅游"])
        let feed = try await all(limit: limit)
        #expect(feed.map(\.id) == ([28, 26, 24, 22, 20] + (0..<20).reversed()).map(Sample.id))
        let (hk, top) = (ColumnPath("hk")!, ColumnPath("hk/top")!)
        #expect(feed[0].columns.isEmpty && feed[0].tags == ["旅游"])
        #expect(feed[5].columns == [hk, top] && feed[5].tags == ["旅游"])
        #expect(feed[24].columns == [hk] && feed[24].tags.isEmpty)
    }

    @Test func `what is withdrawn is not in the feed`() async throws {
        try await follow(["finance"], ["旅遊"])
        _ = try await store.reader.setBookmarked(true, for: Sample.id(28))
        _ = try await store.apply([.withdrawn(Sample.id(28)), .withdrawn(Sample.id(27))])
        #expect(try await all(limit: 4).map(\.id) == ([29] + (10..<27).reversed()).map(Sample.id))
    }
}
