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

    @Test func `reader state may come before the story and outlives it`() async throws {
        let story = Sample.summary(1, minutes: 0)
        #expect(try await store.reader.setRead(true, for: story.id).readerState == [story.id])
        #expect(try await store.article(story.id) == nil)
        _ = try await store.apply([Sample.stories([story])])
        #expect(try await store.article(story.id)?.isRead == true)
        _ = try await store.apply([.withdrawn(story.id)])
        #expect(try await store.article(story.id) == nil)
        var back = story
        back.updatedAt = Sample.noon.addingTimeInterval(600)
        _ = try await store.apply([Sample.stories([back])])
        #expect(try await store.article(story.id)?.isRead == true)
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

    @Test func `a withdrawn story is gone, and a list that still has it does not bring it back`() async throws {
        let story = Sample.summary(1, minutes: 0, updated: 5)
        let other = Sample.summary(2, minutes: 1)
        _ = try await store.apply([Sample.stories([story, other]), Sample.body(Sample.article(story))])
        #expect(try await store.apply([.withdrawn(story.id)]).withdrawn == [story.id])
        #expect(try await store.article(story.id) == nil)
        #expect(try await store.version(of: story.jsonAddress!) == nil, "its body would have to be fetched again")
        var older = story
        older.updatedAt = nil
        for stale in [story, older] {
            #expect(try await store.apply([Sample.stories([stale, other])]).isEmpty)
            #expect(try await store.apply([Sample.body(Sample.article(stale))]).isEmpty)
        }
        #expect(try await store.version(of: story.jsonAddress!) == nil, "a story that is not stored has no version")
        #expect(try await store.apply([.withdrawn(story.id), .withdrawn(Sample.id(77))]).isEmpty)
        var again = story
        again.updatedAt = Sample.noon.addingTimeInterval(6 * 60)
        #expect(try await store.apply([Sample.stories([again, other])]).new == [story.id])
        #expect(try await store.articles().items == [other, again])
    }

    @Test func `a story that was withdrawn by mistake may come back after a day`() async throws {
        let time = Mutex(Sample.noon)
        let clock: @Sendable () -> Date = { time.withLock { $0 } }
        var options = ArticleStoreOptions()
        options.now = clock
        let store = try ArticleStore(at: folder.url.appending(path: "day.sqlite"), options: options)
        let stories = [Sample.summary(1, minutes: 0), Sample.summary(2, minutes: 1)]
        _ = try await store.apply([Sample.stories(stories)])
        _ = try await store.apply([.withdrawn(stories[0].id)])
        time.withLock { $0 += 86_000 }
        #expect(try await store.apply([Sample.stories(stories)]).isEmpty)
        time.withLock { $0 += 401 }
        #expect(try await store.apply([Sample.stories(stories)]).new == [stories[0].id])
    }

    @Test func `a list's withdrawn stories are withdrawn`() async throws {
        let stories = (0..<3).map { Sample.summary($0, minutes: Double($0)) }
        _ = try await store.apply([Sample.stories(stories)])
        let changes = try await store.apply([
            Sample.stories([stories[0]], withdrawn: [stories[1].id, Sample.id(99)])
        ])
        #expect(changes.withdrawn == [stories[1].id])
        #expect(try await store.articles().items.map(\.id) == [stories[2].id, stories[0].id])
    }

    @Test func `a bookmarked story is kept when it is withdrawn, for its bookmark only`() async throws {
        let story = Sample.summary(1, minutes: 0)
        let article = Sample.article(story)
        let column = Sample.column("c1")
        _ = try await store.apply([Sample.stories([story]), Sample.body(article)])
        _ = try await store.reader.setBookmarked(true, for: story.id)
        #expect(try await store.apply([.withdrawn(story.id)]).withdrawn == [story.id])
        #expect(try await store.apply([.withdrawn(story.id)]).isEmpty)
        #expect(try await store.apply([Sample.stories([story])]).isEmpty)
        let stored = try #require(await store.article(story.id))
        #expect(stored.isWithdrawn && stored.article == article)
        #expect(try await store.articles().items.isEmpty)
        #expect(try await store.articles(.init(column: column)).items.isEmpty)
        #expect(try await store.articles(.init(isBookmarked: true)).items == [story])
        #expect(try await store.articles(.init(column: column, isBookmarked: true)).items == [story])
        #expect(try await store.statistics().withdrawn == 1)
        #expect(try await store.verify().problems == [])

        let changes = try await store.reader.setBookmarked(false, for: story.id)
        #expect(changes.withdrawn == [story.id] && changes.readerState == [story.id])
        #expect(try await store.article(story.id) == nil)
    }

    @Test func `a bookmarked story that is published again comes back to the lists`() async throws {
        let story = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.stories([story]), Sample.body(Sample.article(story))])
        _ = try await store.reader.setBookmarked(true, for: story.id)
        _ = try await store.apply([.withdrawn(story.id)])
        var again = story
        again.updatedAt = Sample.noon.addingTimeInterval(60)
        #expect(try await store.apply([Sample.stories([again])]).new == [story.id])
        #expect(try await store.articles().items == [again])
        #expect(try await store.article(story.id)?.isWithdrawn == false)
        #expect(try await store.pendingBodies().count == 1)
        #expect(try await store.apply([.withdrawn(story.id)]).withdrawn == [story.id], "and can go again")
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
