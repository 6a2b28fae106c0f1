import DotNewsModels
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct MutedTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }
    private let word = ArticleTopic(.word, "东桥检查")!

    init() async throws {
        fixture = try ReaderFixture()
        _ = try await store.apply([
            Sample.columnTree(),
            Sample.articles([article(4), article(1), article(0)]), Sample.articles([article(3), article(2)], in: "c2"),
            .hotList([article(0), article(1)], address: Sample.address("hot"), version: nil),
        ])
        while try await store.search.indexPending(limit: 100).waiting > 0 {}
    }

    /// Of five articles, 1 and 2 have a title about the inspection of the bridge, in Traditional and Simplified Chinese.
    private func article(_ number: Int) -> ArticleSummary {
        var article = Sample.summary(number, minutes: Double(number), column: [2, 3].contains(number) ? "c2" : "c1")
        article.tags = number == 3 ? ["美食"] : []
        article.author = number == 4 ? "Wren Pak" : "陳大文"
        return article
    }

    private func numbers(_ articles: [some Identifiable<ArticleID>]) -> [Int] {
        articles.map { article in (0..<10_000).first { Sample.id($0) == article.id } ?? -1 }
    }

    private func listed(_ query: ArticleQuery = .init()) async throws -> [Int] {
        numbers(try await store.articles(query).items)
    }

    // MARK: What is hidden, and where

    @Test func `a muted word hides in lists, the hot list, related articles and the feed, and comes back at once`()
        async throws
    {
        try await store.reader.setFollowed(true, .column(ColumnPath("hk")!))
        func lists() async throws -> [[Int]] {
            [
                try await listed(), try await listed(.init(column: Sample.column("c1"))),
                numbers(try await store.hotList()),
                numbers(try await store.search.related(to: Sample.id(0))).sorted(by: >),
                numbers(try await store.reader.followedArticles().items),
            ]
        }
        let before = try await lists()
        #expect(before.prefix(3) == [[4, 3, 2, 1, 0], [4, 3, 2, 1, 0], [0, 1]])
        #expect(try await store.reader.setMuted(true, word))
        #expect(try await lists() == before.map { $0.filter { ![1, 2].contains($0) } })
        #expect(try await listed(.init(includesMuted: true)) == before[0])
        #expect(try await store.reader.setMuted(false, word))
        #expect(try await lists() == before)
    }

    @Test func `search, bookmarks, tags, authors and ids find what is muted`() async throws {
        _ = try await store.reader.setBookmarked(true, for: Sample.id(1))
        for topic in [word, ArticleTopic(.tag, "美食")!, ArticleTopic(.author, "陳大文")!] {
            try await store.reader.setMuted(true, topic)
        }
        #expect(try await listed() == [4])
        #expect(try await numbers(store.search.articles(matching: SearchQuery("東橋")).results.map(\.article)) == [2, 1])
        #expect(try await listed(.init(isBookmarked: true)) == [1])
        #expect(try await numbers(store.search.articles(taggedWith: "美食").items) == [3])
        #expect(try await numbers(store.search.articles(byAuthor: "陈大文").items) == [3, 2, 1, 0])
        #expect(try await store.article(Sample.id(1)) != nil)
        #expect(try await store.reader.unreadCounts().total == 5, "counters know nothing of words")
    }

    @Test(arguments: [
        (ArticleTopic.Kind.tag, "美食", [4, 2, 1, 0]), (.tag, "美", [4, 3, 2, 1, 0]), (.author, "wren pak", [3, 2, 1, 0]),
        (.author, "wren", [4, 3, 2, 1, 0]), (.column, "hk/top", [4, 1, 0]), (.column, "hk", []),
        (.word, "橋", [4, 3, 0]),
        (.word, "Ferry timetable", [4, 2, 1, 0]), (.word, "timetable ferry", [4, 3, 2, 1, 0]),
        (.word, "phone", [3, 2, 1]), (.word, "pho", [4, 3, 2, 1, 0]), (.word, "香港", []),
        (.word, "桥 检查", [4, 3, 2, 1, 0]),
        (.word, "重開 摘要", [4, 3, 2, 1, 0]),
    ])
    func `each kind of topic hides what it names`(kind: ArticleTopic.Kind, name: String, left: [Int]) async throws {
        try await store.reader.setMuted(true, ArticleTopic(kind, name)!)
        #expect(try await listed() == left)
    }

    @Test func `a muted column that is opened shows its articles, and those of no other mute`() async throws {
        try await store.reader.setMuted(true, .column(ColumnPath("hk/top")!))
        #expect(try await listed(.init(column: Sample.column("c2"))) == [3, 2])
        #expect(try await listed(.init(column: Sample.column("c1"))) == [4, 1, 0])
        try await store.reader.setMuted(true, word)
        #expect(try await listed(.init(column: Sample.column("c2"))) == [3])
    }

    @Test func `what is new is counted, told and observed without what is muted`() async throws {
        _ = try await store.reader.beginVisit()
        let token = try await store.changeToken()
        try await store.reader.setMuted(true, word)
        var rows = store.observe { try $0.articles().items.map(\.id) }.makeAsyncIterator()
        #expect(try await rows.next() == [4, 3, 0].map(Sample.id))
        let new = [Sample.summary(7, minutes: 7), Sample.summary(6, minutes: 6)]
        _ = try await store.apply([Sample.articles(new + [article(4)])])
        #expect(try await rows.next() == [7, 4, 3, 0].map(Sample.id), "6 is about the inspection")
        let changes = try await store.changes(since: token)
        #expect(
            try await numbers(store.read { try $0.articles(.init(includesMuted: true)).items }).prefix(2) == [7, 6])
        #expect(Set(changes.new) == [Sample.id(6), Sample.id(7)], "who follows the store is told everything")
        #expect(try await store.reader.unmuted(among: changes.new + [Sample.id(99)]) == [Sample.id(7)])
        let visit = try await store.reader.beginVisit()
        #expect(visit.total == 1 && visit.columns == [Sample.column("c1"): 1] && visit.firstSeen == Sample.id(4))
        try await store.reader.setMuted(false, word)
        #expect(try await rows.next() == [7, 6, 4, 3, 2, 1, 0].map(Sample.id))
    }

    // MARK: Bounds

    @Test func `a mute of everything ends with empty pages that go on, and the last is found`() async throws {
        fixture.setClock(10 * 86_400)
        var articles = (100..<6_100).map { Sample.summary($0, minutes: Double($0), title: "全部 all \($0)") }
        for index in articles.indices { articles[index].keywords = [] }
        for batch in stride(from: 0, to: articles.count, by: 1_000) {
            _ = try await store.apply([Sample.articles(Array(articles[batch..<batch + 1_000].reversed()))])
        }
        try await store.reader.setMuted(true, ArticleTopic(.word, "全部")!)
        for query in [ArticleQuery(), ArticleQuery(column: Sample.column("c1"))] {
            var pages: [Page<ArticleRow>] = []
            repeat {
                pages.append(try await store.articles(query, limit: 50, after: pages.last?.next))
            } while pages.last?.next != nil
            #expect(pages.count == 4, "2,000 articles are looked at for a page")
            #expect(pages.dropLast().allSatisfy { $0.items.isEmpty })
            #expect(numbers(pages.last?.items ?? []) == [4, 3, 2, 1, 0])
        }
    }

    @Test func `a thousand words are muted at most, each with a letter, and all of them are obeyed`() async throws {
        let words = (0..<ArticleTopic.maximumCount).map { ArticleTopic(.word, "東橋檢查 \($0)")! }
        _ = try await store.reader.updatePreferences { $0.muted = Set(words.dropLast() + [word]) }
        #expect(try await listed() == [4, 3, 0])
        for (list, more) in [(words, "one more"), ([], "。！")] {
            let topic = list.last ?? ArticleTopic(.word, more)!
            let error = await #expect(throws: StoreError.self) { try await store.reader.setMuted(true, topic) }
            #expect(error?.code == .invalidValue)
        }
        #expect(try await store.reader.preferences().muted.count == ArticleTopic.maximumCount)
        try await store.reader.setMuted(false, words[0])
        #expect(try await store.reader.setMuted(true, words[999]))
    }

    @Test func `spellings that search takes for one are one topic`() async throws {
        #expect(try await store.reader.setMuted(true, word))
        #expect(try await !store.reader.setMuted(true, ArticleTopic(.word, "東橋檢查")!))
        #expect(try await store.reader.preferences().muted == [word])
        #expect(try await store.reader.setMuted(true, ArticleTopic(.tag, "東橋檢查")!), "another kind is another topic")
        try await store.reader.updatePreferences { $0.muted.insert(ArticleTopic(.word, "東橋檢查")!) }
        #expect(try await store.reader.setMuted(false, ArticleTopic(.word, "東橋检查")!))
        #expect(try await store.reader.preferences().muted == [ArticleTopic(.tag, "東橋檢查")!])
        #expect(try await !store.reader.setFollowed(false, word))
    }

    @Test func `names that are not acceptable are no topics`() {
        for (kind, name) in [
            (ArticleTopic.Kind.word, ""), (.word, " \n "), (.tag, "a\u{7}b"),
            (.author, String(repeating: "長", count: 86)),
            (.column, "a b"), (.column, ""), (.word, String(repeating: "e\u{301}", count: 50_000)),
        ] {
            #expect(ArticleTopic(kind, name) == nil, "\(kind)")
        }
        #expect(ArticleTopic(.word, "  Cafe\u{301}   au lait ")?.name == "Caf\u{E9} au lait")
        #expect(ArticleTopic(.column, "/hk/top/")?.name == "hk/top")
    }
}
