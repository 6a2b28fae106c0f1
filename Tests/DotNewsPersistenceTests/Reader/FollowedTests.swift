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
        let other = SiteColumn(id: Sample.column("c3"), name: "財經", path: ColumnPath("finance")!)
        func article(_ number: Int, _ column: String, tags: [String]) -> ArticleSummary {
            var article = Sample.summary(number, minutes: Double(number), column: column)
            article.tags = tags
            return article
        }
        _ = try await store.apply([
            Sample.columnTree(and: other),
            Sample.articles(
                (0..<10).reversed().map { number in
                    var article = article(number, "c1", tags: [])
                    article.author = "Wren Pak"
                    article.title = "Ferry timetable \(number)"
                    return article
                }),
            Sample.articles((10..<20).reversed().map { article($0, "c2", tags: ["旅遊"]) }, in: "c2"),
            Sample.articles((20..<30).reversed().map { article($0, "c3", tags: $0 % 2 == 0 ? ["旅遊"] : []) }, in: "c3"),
        ])
        while try await store.search.indexPending(limit: 100).waiting > 0 {}
    }

    private func follow(_ topics: (ArticleTopic.Kind, String)...) async throws {
        let topics = Set(topics.map { ArticleTopic($0, $1)! })
        try await store.reader.updatePreferences { $0.followed = topics }
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
        try await follow((.column, "nowhere"), (.tag, "。"), (.word, "沒有這個詞"), (.author, "Nobody"))
        #expect(try await all(limit: 10).isEmpty)
    }

    @Test(arguments: [1, 3, 7, 50])
    func `columns, tags, words and authors are one feed, each article once, with why`(limit: Int) async throws {
        try await follow(
            (.column, "hk"), (.column, "hk/top"), (.tag, "旅游"), (.word, "东桥检查"), (.author, "wren PAK"))
        let feed = try await all(limit: limit)
        #expect(feed.map(\.id) == ([29, 28, 26, 25, 24, 22, 21, 20] + (0..<20).reversed()).map(Sample.id))
        func topics(_ number: Int) -> [String] {
            feed.first { $0.id == Sample.id(number) }?.topics.map { "\($0.kind) \($0.name)" } ?? []
        }
        #expect(topics(28) == ["tag 旅游"])
        #expect(topics(29) == ["word 东桥检查"], "its title is in Traditional Chinese")
        #expect(topics(27) == [])
        #expect(topics(26) == ["tag 旅游", "word 东桥检查"])
        #expect(topics(10) == ["column hk", "column hk/top", "tag 旅游", "word 东桥检查"])
        #expect(topics(0) == ["column hk", "author wren PAK"])
    }

    /// Numbers of the index ascend with the minute only, and spill over into the next minutes.
    @Test(arguments: [1, 4, 90]) func `articles of one minute that have a word come in order, each once`(limit: Int)
        async throws
    {
        func article(_ number: Int) -> ArticleSummary {
            let second = number < 100 ? number : number + 60
            return Sample.summary(number + 100, minutes: 100 + Double(second) / 60, title: "渡輪 ferry")
        }
        // The even seconds first.
        for part in 0..<2 {
            _ = try await store.apply([Sample.articles((0..<100).map { article($0 * 2 + part) })])
            while try await store.search.indexPending(limit: 1_000).waiting > 0 {}
        }
        try await follow((.word, "渡轮"))
        #expect(try await all(limit: limit).map(\.id) == (100..<300).reversed().map(Sample.id))
    }

    @Test func `a word that an article has no more is no reason`() async throws {
        try await follow((.word, "渡輪"), (.column, "finance"))
        _ = try await store.apply([Sample.articles([Sample.summary(50, minutes: 50, title: "渡輪 ferry")])])
        while try await store.search.indexPending(limit: 100).waiting > 0 {}
        #expect(try await all(limit: 5).first?.id == Sample.id(50))
        _ = try await store.apply([Sample.articles([Sample.summary(50, minutes: 50, updated: 1, title: "巴士 bus")])])
        #expect(try await all(limit: 5).map(\.id) == (20..<30).reversed().map(Sample.id))
    }

    @Test func `what is withdrawn is not in the feed`() async throws {
        try await follow((.column, "finance"), (.tag, "旅遊"))
        _ = try await store.reader.setBookmarked(true, for: Sample.id(28))
        _ = try await store.apply([.withdrawn(Sample.id(28)), .withdrawn(Sample.id(27))])
        #expect(try await all(limit: 4).map(\.id) == ([29] + (10..<27).reversed()).map(Sample.id))
    }
}
