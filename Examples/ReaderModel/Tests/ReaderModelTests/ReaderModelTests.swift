import DotNews
import Foundation
import ReaderModel
import Testing

/// A day of a reader, screen by screen, on the sample edition.
@Suite struct ReaderModelTests {
    @Test func `a feed follows what a refresh brings, and what is read`() async throws {
        let reader = try SampleReader()
        let feed = reader.model.feed()
        let following = Task { await feed.follow() }
        defer { following.cancel() }

        await feed.beginVisit()
        #expect(feed.visit?.isFirstVisit == true)
        await feed.refresh()
        #expect(await eventually { feed.rows.count >= 40 && feed.unreadCount >= 40 })
        #expect(feed.rows.allSatisfy { !$0.isRead } && feed.progress == nil)
        await feed.beginVisit()
        #expect(feed.visit?.total == feed.unreadCount)

        let unread = feed.unreadCount
        await feed.markAllAsRead()
        #expect(await eventually { feed.unreadCount == unread - feed.rows.count && feed.rows.allSatisfy(\.isRead) })
        await feed.undoMarking()
        #expect(await eventually { feed.unreadCount == unread && feed.rows.allSatisfy { !$0.isRead } })
    }

    @Test func `a feed grows as the reader scrolls`() async throws {
        let reader = try SampleReader()
        let feed = reader.model.feed()
        await feed.refresh()
        let following = Task { await feed.follow() }
        defer { following.cancel() }
        #expect(await eventually { !feed.rows.isEmpty })
        let first = feed.rows
        await feed.loadMore()
        #expect(feed.rows.starts(with: first))
        if first.count == 50 { #expect(feed.rows.count > 50) }
    }

    @Test func `an article is opened from the site, read offline later, and bookmarked`() async throws {
        let reader = try SampleReader()
        _ = try await reader.model.client.sync(SyncPolicy(bodies: .none)).report
        let id = try #require(try await reader.model.client.articles(limit: 1).items.first?.id)
        #expect(try await reader.model.client.article(id)?.article == nil)

        let article = reader.model.article(id)
        await article.open()
        #expect(article.message == nil && article.article?.isRead == true)
        #expect(article.page?.contains("<article") == true)

        let bookmarks = reader.model.bookmarks()
        let following = Task { await bookmarks.follow() }
        let page = Task { await article.follow() }
        defer {
            following.cancel()
            page.cancel()
        }
        await article.toggleBookmark()
        #expect(await eventually { bookmarks.bookmarks.map(\.id) == [id] && article.article?.isBookmarked == true })
        await bookmarks.remove(bookmarks.bookmarks[0])
        #expect(await eventually { bookmarks.bookmarks.isEmpty && article.article?.isBookmarked == false })
    }

    @Test func `an article that cannot be had says so in the reader's language`() async throws {
        let reader = try SampleReader(isOnline: false)
        let article = reader.model.article(try #require(ArticleID("AP1185bf62049ee40a863215d4")))
        await article.open()
        let message = try #require(article.message)
        #expect(article.article == nil && !message.title.isEmpty)
        #expect(message.title.unicodeScalars.allSatisfy { $0.value > 0x2E80 })
    }

    @Test func `a search finds Traditional by Simplified, page by page`() async throws {
        let reader = try SampleReader()
        await reader.model.feed().refresh()
        let search = reader.model.search()
        search.text = "渡轮"
        await search.search()
        #expect(search.results.count >= 2 && search.total == search.results.count && !search.hasNoResults)
        #expect(search.results[0].article.title.contains("渡輪") || !search.results[0].matches.isEmpty)
        await search.keep()
        #expect(search.recent.map(\.text) == ["渡轮"])
        search.text = "沒有這樣的詞"
        await search.search()
        #expect(search.hasNoResults)
    }

    @Test func `an article is shared to every service`() async throws {
        let reader = try SampleReader()
        await reader.model.feed().refresh()
        let id = try #require(try await reader.model.client.articles(limit: 1).items.first?.id)
        let article = try #require(try await reader.model.client.article(id)?.article)
        let share = reader.model.share(article)
        share.compose(for: [.x, .weibo, .wechat])
        #expect(share.drafts.count == 3 && share.message == nil)
        #expect(share.drafts[.x]?.text.contains(article.title.prefix(6)) == true)
    }
}
