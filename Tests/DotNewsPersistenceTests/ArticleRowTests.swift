import DotNewsModels
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@Suite struct ArticleRowTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() async throws {
        fixture = try ReaderFixture()
        _ = try await store.apply([
            Sample.articles((1...3).map { Sample.summary($0, minutes: Double($0)) }),
            .hotList(
                [Sample.summary(2, minutes: 2)], address: Sample.address("hot"), version: nil),
        ])
        _ = try await store.reader.setRead(true, for: Sample.id(2))
        _ = try await store.reader.setBookmarked(true, for: Sample.id(2))
        fixture.setClock(60)
        _ = try await store.apply([Sample.articles([changed(2)])])
        while try await store.search.indexPending(limit: 100).waiting > 0 {}
    }

    private func changed(_ number: Int, updated: Double = 1) -> ArticleSummary {
        Sample.summary(number, minutes: Double(number), updated: updated, title: "東橋重開 \(updated)")
    }

    @Test func `every list says the same of an article`() async throws {
        let id = Sample.id(2)
        let lists = try await store.read { reader -> [[ArticleRow]] in
            [
                try reader.articles().items, try reader.articles(.init(column: Sample.column("c1"))).items,
                try reader.articles(.init(isBookmarked: true)).items, try reader.hotList(),
                try reader.related(to: Sample.id(1)), try reader.articles(taggedWith: "旅遊").items,
                try reader.articles(byAuthor: "陳大文").items,
                try reader.search(SearchQuery("東橋重開")).results.map(\.article),
            ]
        }
        let expected = ArticleRow(
            changed(2), isRead: true, isBookmarked: true, isChangedSinceRead: true, arrival: Sample.noon)
        for (index, list) in lists.enumerated() {
            #expect(list.first { $0.id == id } == expected, "list \(index)")
        }
        let other = try #require(lists[0].first { $0.id == Sample.id(1) })
        #expect(!other.isRead && !other.isBookmarked && !other.isChangedSinceRead && other.arrival == Sample.noon)
        #expect(other.title == other.summary.title)
    }

    private func isChanged(_ number: Int) async throws -> Bool? {
        try await store.articles().items.first { $0.id == Sample.id(number) }?.isChangedSinceRead
    }

    @Test func `opening an article, or marking it as read, ends that it is changed`() async throws {
        try await store.reader.recordVisit(to: Sample.id(2))
        #expect(try await isChanged(2) == false)
        _ = try await store.apply([Sample.articles([changed(2, updated: 2)])])
        #expect(try await isChanged(2) == true)
        #expect(try await store.reader.setRead(true, for: Sample.id(2)).readerState == [Sample.id(2)])
        #expect(try await isChanged(2) == false)
        #expect(try await store.reader.setRead(true, for: Sample.id(2)).isEmpty)
        _ = try await store.apply([Sample.articles([changed(2, updated: 3)])])
        _ = try await store.reader.setRead(true, in: .column(Sample.column("c1")))
        #expect(try await isChanged(2) == false)
    }

    @Test func `an article that is changed before it is read is not changed since`() async throws {
        _ = try await store.apply([Sample.articles([changed(3)])])
        #expect(try await isChanged(3) == false)
        _ = try await store.reader.setRead(true, for: Sample.id(3))
        #expect(try await isChanged(3) == false)
    }

    @Test func `an article that comes back arrives again, and one that moves does not`() async throws {
        fixture.setClock(120)
        _ = try await store.apply([.withdrawn(Sample.id(2)), .withdrawn(Sample.id(1))])
        fixture.setClock(180)
        _ = try await store.apply([
            Sample.articles([changed(1, updated: 9), changed(2, updated: 9), Sample.summary(3, minutes: 50, updated: 9)])
        ])
        let rows = try await store.articles().items
        #expect(rows.map(\.id) == [3, 2, 1].map(Sample.id))
        #expect(
            rows.map(\.arrival) == [
                Sample.noon, Sample.noon.addingTimeInterval(180), Sample.noon.addingTimeInterval(180),
            ])
    }

    @Test func `rows of what a site shows have what the store knows`() async throws {
        let unknown = Sample.summary(70, minutes: 1)
        _ = try await store.reader.setBookmarked(true, for: unknown.id)
        let rows = try await store.rows(of: [unknown, Sample.summary(2, minutes: 2, title: "網上的標題")])
        #expect(rows[0] == ArticleRow(unknown, isBookmarked: true))
        #expect(rows[1].title == changed(2).title)
        #expect(rows[1].isRead)
    }

    @Test func `ready-made observations give rows, an article and bookmarks`() async throws {
        var rows = store.observeArticles(.init(isRead: false), limit: 10).makeAsyncIterator()
        #expect(try await rows.next()?.map(\.id) == [3, 1].map(Sample.id))
        var article = store.observeArticle(Sample.id(1)).makeAsyncIterator()
        #expect(try await article.next()??.isRead == false)
        var bookmarks = store.observeBookmarks().makeAsyncIterator()
        #expect(try await bookmarks.next()?.map(\.id) == [Sample.id(2)])
        _ = try await store.reader.setRead(true, for: Sample.id(1))
        _ = try await store.reader.setBookmarked(true, for: Sample.id(1))
        #expect(try await rows.next()?.map(\.id) == [Sample.id(3)])
        #expect(try await article.next()??.isRead == true)
        #expect(try await bookmarks.next()?.count == 2)
    }
}
