import DotNewsModels
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct DotNewsPersistenceExample {
    @Test func `the example of a store finds what a sync brought`() async throws {
        let temporary = try TemporaryDirectory()
        let file = temporary.url.appending(path: "news.sqlite")
        try await Catalogue.fill(file)

        let store = try ArticleStore(at: file)
        let unread = try await store.articles(ArticleQuery(isRead: false), limit: 20)
        let found = try await store.search.articles(matching: SearchQuery("bridge", order: .relevance))
        print(unread.items.count, "unread,", found.total ?? 0, "found")

        #expect(unread.items.count == 20)
        #expect(!found.results.isEmpty)
    }

    @Test func `the example of reader state reads bookmarks and labels of one moment`() async throws {
        let temporary = try TemporaryDirectory()
        let file = temporary.url.appending(path: "news.sqlite")
        try await Catalogue.fill(file)
        let store = try ArticleStore(at: file)
        let id = try #require(await store.articles(limit: 1).items.first?.id)

        _ = try await store.reader.setBookmarked(true, for: id)
        let (bookmarks, labels) = try await store.read { reader in
            (try reader.bookmarks(), try reader.bookmarkLabels())
        }

        #expect(bookmarks.map(\.id) == [id] && labels.isEmpty)
    }
}
