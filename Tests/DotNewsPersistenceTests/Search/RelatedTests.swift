import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite struct RelatedTests {
    let folder: TemporaryFolder
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    private func article(
        _ number: Int, title: String, keywords: [String] = [], tags: [String] = [], author: String = "",
        related: [Int] = []
    ) -> Article {
        var summary = Sample.summary(number, minutes: Double(number), title: title)
        summary.address = Sample.address("a/202511/03/\(Sample.id(number)).html")
        summary.summary = ""
        summary.keywords = keywords
        summary.tags = tags
        summary.author = author
        return Article(
            summary: summary, body: ArticleBody(blocks: [.paragraph("text")]),
            related: related.map {
                RelatedLink(title: "\($0)", address: Sample.address("a/202511/03/\(Sample.id($0)).html?from=related"))
            })
    }

    private func add(_ articles: [Article]) async throws {
        try await store.store(articles)
        _ = try await store.search.indexAllPending()
    }

    @Test func `given articles come first, then those that share most`() async throws {
        try await add([
            article(1, title: "東橋檢查完成", keywords: ["橋樑"], tags: ["交通"], related: [9, 77, 9]),
            article(2, title: "别的事", tags: ["交通"]),
            article(3, title: "东桥检查再延期", keywords: ["桥梁"], tags: ["交通"]),
            article(4, title: "Weather", tags: ["天氣"]),
            article(5, title: "橋上的事", keywords: ["橋樑"]),
            article(9, title: "Given"),
        ])
        let related = try await store.search.related(to: Sample.id(1))
        #expect(related.map(\.id) == [9, 3, 2, 5].map(Sample.id))
        #expect(try await store.search.related(to: Sample.id(1), limit: 2).map(\.id) == [9, 3].map(Sample.id))
        #expect(try await store.search.related(to: Sample.id(500)).isEmpty)
        #expect(try await store.search.related(to: Sample.id(1), limit: 0).isEmpty)
    }

    @Test func `an article is not related to itself, nor to one that is withdrawn`() async throws {
        try await add([
            article(1, title: "Harbour bridge", tags: ["a"], related: [1, 2]), article(2, title: "Two", tags: ["a"]),
            article(3, title: "Harbour bridge reopens"),
        ])
        _ = try await store.reader.setBookmarked(true, for: Sample.id(2))
        _ = try await store.apply([.withdrawn(Sample.id(2))])
        #expect(try await store.search.related(to: Sample.id(1)).map(\.id) == [Sample.id(3)])
    }

    @Test func `a word that every article has relates none`() async throws {
        try await add((0..<1_001).map { article($0, title: "Harbour \($0)") })
        #expect(try await store.search.related(to: Sample.id(500)).isEmpty)
    }

    @Test func `spellings of a tag are one tag, named as the newest article has it`() async throws {
        try await add([
            article(1, title: "1", tags: ["臺灣", "News"]), article(2, title: "2", tags: ["台湾"]),
            article(3, title: "3", tags: ["台灣", "ＮＥＷＳ", "🎉"]), article(4, title: "4", tags: ["Ａ"]),
        ])
        #expect(
            try await store.search.tags() == [
                TagCount(name: "台灣", count: 3), TagCount(name: "ＮＥＷＳ", count: 2), TagCount(name: "Ａ", count: 1),
                TagCount(name: "🎉", count: 1),
            ])
        #expect(try await store.search.tags(limit: 1) == [TagCount(name: "台灣", count: 3)])
        let first = try await store.search.articles(taggedWith: "臺灣", limit: 2)
        #expect(first.items.map(\.id) == [3, 2].map(Sample.id))
        let second = try await store.search.articles(taggedWith: "臺灣", limit: 2, after: first.next)
        #expect(second.items.map(\.id) == [Sample.id(1)] && second.next == nil)
        #expect(try await store.search.articles(taggedWith: "臺").items.isEmpty)
        #expect(try await store.search.articles(taggedWith: "").items.isEmpty)
    }

    @Test func `the articles of an author come newest first, in pages`() async throws {
        try await add((1...5).map { article($0, title: "\($0)", author: $0 == 3 ? "Jane" : "陳大文") })
        let first = try await store.search.articles(byAuthor: "陳大文", limit: 3)
        #expect(first.items.map(\.id) == [5, 4, 2].map(Sample.id))
        let second = try await store.search.articles(byAuthor: "陳大文", limit: 3, after: first.next)
        #expect(second.items.map(\.id) == [Sample.id(1)] && second.next == nil)
        #expect(try await store.search.articles(byAuthor: "").items.isEmpty)
    }
}
