import DotNewsModels
import DotNewsPersistence
import Foundation
import Synchronization
import Testing

@Suite struct ReaderStateTests {
    let folder: TemporaryFolder
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    @Test func `reader state may come before the article and outlives it`() async throws {
        let article = Sample.summary(1, minutes: 0)
        #expect(try await store.reader.setRead(true, for: article.id).readerState == [article.id])
        #expect(try await store.article(article.id) == nil)
        _ = try await store.apply([Sample.articles([article])])
        #expect(try await store.article(article.id)?.isRead == true)
        _ = try await store.apply([.withdrawn(article.id)])
        #expect(try await store.article(article.id) == nil)
        var back = article
        back.updatedAt = Sample.noon.addingTimeInterval(600)
        _ = try await store.apply([Sample.articles([back])])
        #expect(try await store.article(article.id)?.isRead == true)
    }

    @Test func `setting what is set already changes nothing`() async throws {
        let id = Sample.id(1)
        #expect(try await store.reader.setRead(false, for: id).isEmpty)
        #expect(try await store.reader.setBookmarked(false, for: id).isEmpty)
        #expect(try await !store.reader.setBookmarked(true, for: id).isEmpty)
        #expect(try await store.reader.setBookmarked(true, for: id).isEmpty)
        #expect(try await store.reader.setRead(false, for: id).isEmpty)
        #expect(try await !store.reader.setBookmarked(false, for: id).isEmpty)
    }

    @Test func `a withdrawn article is gone, and a list that still has it does not bring it back`() async throws {
        let article = Sample.summary(1, minutes: 0, updated: 5)
        let other = Sample.summary(2, minutes: 1)
        _ = try await store.apply([Sample.articles([article, other]), Sample.body(Sample.article(article))])
        #expect(try await store.apply([.withdrawn(article.id)]).withdrawn == [article.id])
        #expect(try await store.article(article.id) == nil)
        #expect(try await store.version(of: article.jsonAddress!) == nil, "its body would have to be fetched again")
        var older = article
        older.updatedAt = nil
        for stale in [article, older] {
            #expect(try await store.apply([Sample.articles([stale, other])]).isEmpty)
            #expect(try await store.apply([Sample.body(Sample.article(stale))]).isEmpty)
        }
        #expect(
            try await store.version(of: article.jsonAddress!) == nil, "an article that is not stored has no version")
        #expect(try await store.apply([.withdrawn(article.id), .withdrawn(Sample.id(77))]).isEmpty)
        var again = article
        again.updatedAt = Sample.noon.addingTimeInterval(6 * 60)
        #expect(try await store.apply([Sample.articles([again, other])]).new == [article.id])
        #expect(try await store.articles().items.map(\.summary) == [other, again])
    }

    @Test func `an article that was withdrawn while the clock stood ahead is not hidden until then`() async throws {
        let time = Mutex(Sample.noon.addingTimeInterval(5_000 * 86_400))
        var options = ArticleStoreOptions()
        options.now = { time.withLock { $0 } }
        let store = try ArticleStore(at: folder.url.appending(path: "ahead.sqlite"), options: options)
        let article = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.articles([article])])
        _ = try await store.apply([.withdrawn(article.id)])
        time.withLock { $0 = Sample.noon.addingTimeInterval(3_600) }
        #expect(try await store.apply([Sample.articles([article])]).new == [article.id])
    }

    @Test func `a change in the future is taken for one of now, so that the next one counts`() async throws {
        let time = Mutex(Sample.noon.addingTimeInterval(86_400))
        var options = ArticleStoreOptions()
        options.now = { time.withLock { $0 } }
        let store = try ArticleStore(at: folder.url.appending(path: "future.sqlite"), options: options)
        var wrong = Sample.summary(1, minutes: 0)
        wrong.title = "WRONG"
        wrong.updatedAt = Date(timeIntervalSince1970: 253_402_300_000)
        _ = try await store.apply([Sample.articles([wrong]), Sample.body(Sample.article(wrong, text: "wrong"))])
        // The same said again is no news.
        time.withLock { $0 += 60 }
        #expect(try await store.apply([Sample.articles([wrong])]).isEmpty)
        time.withLock { $0 += 3_600 }
        var right = wrong
        right.title = "RIGHT"
        right.updatedAt = time.withLock { $0 - 10 }
        #expect(try await store.apply([Sample.articles([right])]).updated == [right.id])
        #expect(try await store.article(right.id)?.summary.title == "RIGHT")
        #expect(try await store.pendingBodies().map(\.summary.id) == [right.id])
    }

    @Test func `an article that was withdrawn by mistake may come back after a day`() async throws {
        let time = Mutex(Sample.noon)
        let clock: @Sendable () -> Date = { time.withLock { $0 } }
        var options = ArticleStoreOptions()
        options.now = clock
        let store = try ArticleStore(at: folder.url.appending(path: "day.sqlite"), options: options)
        let articles = [Sample.summary(1, minutes: 0), Sample.summary(2, minutes: 1)]
        _ = try await store.apply([Sample.articles(articles)])
        _ = try await store.apply([.withdrawn(articles[0].id)])
        time.withLock { $0 += 86_000 }
        #expect(try await store.apply([Sample.articles(articles)]).isEmpty)
        time.withLock { $0 += 401 }
        #expect(try await store.apply([Sample.articles(articles)]).new == [articles[0].id])
    }

    @Test func `a list's withdrawn articles are withdrawn`() async throws {
        let articles = (0..<3).map { Sample.summary($0, minutes: Double($0)) }
        _ = try await store.apply([Sample.articles(articles)])
        let changes = try await store.apply([
            Sample.articles([articles[0]], withdrawn: [articles[1].id, Sample.id(99)])
        ])
        #expect(changes.withdrawn == [articles[1].id])
        #expect(try await store.articles().items.map(\.id) == [articles[2].id, articles[0].id])
    }

    @Test func `a bookmarked article is kept when it is withdrawn, for its bookmark only`() async throws {
        let summary = Sample.summary(1, minutes: 0)
        let article = Sample.article(summary)
        let column = Sample.column("c1")
        _ = try await store.apply([Sample.articles([summary]), Sample.body(article)])
        _ = try await store.reader.setBookmarked(true, for: summary.id)
        #expect(try await store.apply([.withdrawn(summary.id)]).withdrawn == [summary.id])
        #expect(try await store.apply([.withdrawn(summary.id)]).isEmpty)
        #expect(try await store.apply([Sample.articles([summary])]).isEmpty)
        let stored = try #require(await store.article(summary.id))
        #expect(stored.isWithdrawn && stored.article == article)
        #expect(try await store.articles().items.isEmpty)
        #expect(try await store.articles(.init(column: column)).items.isEmpty)
        #expect(try await store.articles(.init(isBookmarked: true)).items.map(\.summary) == [summary])
        #expect(try await store.articles(.init(column: column, isBookmarked: true)).items.map(\.summary) == [summary])
        #expect(try await store.statistics().withdrawn == 1)
        #expect(try await store.verify().problems == [])

        let changes = try await store.reader.setBookmarked(false, for: summary.id)
        #expect(changes.withdrawn == [summary.id] && changes.readerState == [summary.id])
        #expect(try await store.article(summary.id) == nil)
    }

    @Test func `a bookmarked article that is published again comes back to the lists`() async throws {
        let article = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.articles([article]), Sample.body(Sample.article(article))])
        _ = try await store.reader.setBookmarked(true, for: article.id)
        _ = try await store.apply([.withdrawn(article.id)])
        var again = article
        again.updatedAt = Sample.noon.addingTimeInterval(60)
        #expect(try await store.apply([Sample.articles([again])]).new == [article.id])
        #expect(try await store.articles().items.map(\.summary) == [again])
        #expect(try await store.article(article.id)?.isWithdrawn == false)
        #expect(try await store.pendingBodies().count == 1)
        #expect(try await store.apply([.withdrawn(article.id)]).withdrawn == [article.id], "and can go again")
    }

    @Test func `summaries of changes merge to what a reader sees in the end`() {
        var first = StoreChangeSummary()
        first.new = [Sample.id(1), Sample.id(2)]
        first.updated = [Sample.id(3)]
        var second = StoreChangeSummary()
        second.updated = [Sample.id(1), Sample.id(4), Sample.id(3)]
        second.withdrawn = [Sample.id(2)]
        second.bodies = 2
        first.merge(second)
        #expect(first.new == [Sample.id(1)])
        #expect(first.updated == [Sample.id(3), Sample.id(4)])
        #expect(first.withdrawn == [Sample.id(2)])
        var third = StoreChangeSummary()
        third.new = [Sample.id(2)]
        first.merge(third)
        #expect(first.new == [Sample.id(1), Sample.id(2)] && first.withdrawn.isEmpty && first.bodies == 2)
    }
}
