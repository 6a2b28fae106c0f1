import DotNewsModels
import DotNewsPersistence
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct BookmarkTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() throws { fixture = try ReaderFixture() }

    private func label(_ name: String) -> BookmarkLabel { BookmarkLabel(name)! }

    @Test func `bookmarks are listed last first, before their articles come and after`() async throws {
        let article = Sample.summary(2, minutes: 0)
        for number in 1...3 {
            fixture.setClock(Double(number))
            _ = try await store.reader.setBookmarked(true, for: Sample.id(number))
        }
        #expect(try await store.reader.bookmarks().map(\.id) == [3, 2, 1].map(Sample.id))
        #expect(try await store.reader.bookmarks().allSatisfy { $0.article == nil })
        _ = try await store.apply([Sample.articles([article])])
        let bookmarks = try await store.reader.bookmarks()
        #expect(bookmarks.map(\.article?.summary) == [nil, article, nil])
        #expect(bookmarks[0].changedAt == Sample.noon.addingTimeInterval(3))
        #expect(try await store.reader.isBookmarked(article.id))
        #expect(try await !store.reader.isBookmarked(Sample.id(9)))
    }

    @Test func `pages of bookmarks show each once, those of one moment too`() async throws {
        for number in 0..<25 {
            fixture.setClock(Double(number / 10))
            _ = try await store.reader.setBookmarked(true, for: Sample.id(number))
        }
        var paged: [ArticleID] = []
        var last: Bookmark?
        repeat {
            let page = try await store.reader.bookmarks(limit: 7, after: last)
            paged += page.map(\.id)
            last = page.last
        } while last != nil
        #expect(paged == (0..<25).reversed().map(Sample.id))
    }

    @Test func `labels in three languages group bookmarks`() async throws {
        for (number, names) in [["旅遊", "To read"], ["旅游"], ["旅遊"]].enumerated() {
            for name in names { _ = try await store.reader.addLabel(label(name), to: Sample.id(number)) }
        }
        #expect(try await store.reader.isBookmarked(Sample.id(1)), "a label bookmarks")
        #expect(try await Set(store.reader.bookmarks(labelled: label("旅遊")).map(\.id)) == [Sample.id(0), Sample.id(2)])
        #expect(try await store.reader.bookmarks(labelled: label("旅游")).map(\.id) == [Sample.id(1)])
        #expect(
            try await store.reader.bookmarks(labelled: label("To read")).first?.labels == [
                label("To read"), label("旅遊"),
            ])
        #expect(try await store.reader.bookmarks(labelled: label("to read")).isEmpty)
        let labels = try await store.reader.bookmarkLabels()
        #expect(labels.map(\.label.rawValue) == ["To read", "旅游", "旅遊"])
        #expect(labels.map(\.count) == [1, 1, 2])

        #expect(try await !store.reader.removeLabel(label("旅遊"), from: Sample.id(0)).isEmpty)
        #expect(try await store.reader.removeLabel(label("旅遊"), from: Sample.id(0)).isEmpty)
        #expect(try await store.reader.removeLabel(label("never"), from: Sample.id(0)).isEmpty)
        #expect(try await store.reader.labels(of: Sample.id(0)) == [label("To read")])
        #expect(try await store.reader.isBookmarked(Sample.id(0)))
    }

    @Test func `a bookmark that is removed shows no labels, and has them again when it is set again`() async throws {
        let id = Sample.id(1)
        _ = try await store.reader.addLabel(label("香港"), to: id)
        _ = try await store.reader.setBookmarked(false, for: id)
        #expect(try await store.reader.bookmarks().isEmpty)
        #expect(try await store.reader.labels(of: id).isEmpty)
        #expect(try await store.reader.bookmarkLabels().isEmpty)
        _ = try await store.reader.setBookmarked(true, for: id)
        #expect(try await store.reader.labels(of: id) == [label("香港")])
    }

    @Test func `a label's name has one form`() {
        #expect(BookmarkLabel("  To \t read\n")?.rawValue == "To read")
        #expect(BookmarkLabel("Cafe\u{301}") == BookmarkLabel("Caf\u{E9}"))
        #expect(BookmarkLabel("Cafe\u{301}")?.rawValue.unicodeScalars.count == 4)
        for name in ["", " \n ", "a\u{0}b", "a\u{1B}[31m", String(repeating: "長", count: 86)] {
            #expect(BookmarkLabel(name) == nil, "\(name.debugDescription)")
        }
        #expect(BookmarkLabel(String(repeating: "長", count: 85)) != nil)
    }

    @Test func `a bookmarked article keeps its body through retention and withdrawal, labels and all`() async throws {
        let summary = Sample.summary(1, minutes: 0)
        let article = Sample.article(summary)
        _ = try await store.reader.addLabel(label("旅遊"), to: summary.id)
        _ = try await store.apply([Sample.articles([summary, Sample.summary(2, minutes: 1)]), Sample.body(article)])
        _ = try await store.prune(.init(maximumAge: .zero, maximumCount: 0), now: Sample.noon.addingTimeInterval(9e6))
        _ = try await store.apply([.withdrawn(summary.id)])
        #expect(try await store.articles(.init(isBookmarked: true)).items.map(\.summary) == [summary])
        let bookmark = try #require(await store.reader.bookmarks().first)
        #expect(bookmark.article?.summary == summary && bookmark.labels == [label("旅遊")])
        #expect(try await store.article(summary.id)?.article == article)
        #expect(try await store.reader.removeLabel(label("旅遊"), from: summary.id).withdrawn.isEmpty)
        #expect(try await store.article(summary.id) != nil)
        #expect(try await store.verify().problems == [])
    }

    @Test(.timeLimit(.minutes(1))) func `observers see labels and bookmarks change`() async throws {
        var values = store.observe { reader in try reader.bookmarks().flatMap(\.labels) }
            .makeAsyncIterator()
        #expect(try await values.next() == [])
        _ = try await store.reader.addLabel(label("旅遊"), to: Sample.id(1))
        #expect(try await values.next() == [label("旅遊")])
        _ = try await store.reader.removeLabel(label("旅遊"), from: Sample.id(1))
        #expect(try await values.next() == [])
    }
}
