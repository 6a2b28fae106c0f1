import DotNewsDatabase
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite struct ChangeFeedTests {
    let fixture: ReaderFixture
    var store: ArticleStore { fixture.store }

    init() throws { fixture = try ReaderFixture() }

    private func put(_ numbers: some Sequence<Int>, title: String? = nil, updated: Double = 0) async throws {
        let articles = numbers.map { Sample.summary($0, minutes: Double($0), updated: updated, title: title) }
        _ = try await store.apply([Sample.articles(articles)])
    }

    private func ids(_ numbers: Int...) -> [ArticleID] { numbers.map(Sample.id) }

    @Test func `each kind of change is told once, in the order in which it came`() async throws {
        try await put(1...4)
        let token = try await store.changeToken()
        #expect(try await store.changes(since: token).isEmpty)
        try await put([5])
        try await put([2], title: "東橋重開", updated: 1)
        _ = try await store.apply([.withdrawn(Sample.id(3))])
        let changes = try await store.changes(since: token)
        #expect(changes.new == ids(5))
        #expect(changes.updated == ids(2))
        #expect(changes.withdrawn == ids(3))
        #expect(changes.removed.isEmpty && changes.readElsewhere.isEmpty && !changes.hasMore)
        #expect(try await store.changes(since: changes.next).isEmpty)
    }

    @Test func `what happens again moves to the end, and is told to whoever knows only the first time`() async throws {
        let token = try await store.changeToken()
        try await put([1])
        let known = try await store.changeToken()
        try await put([1], title: "第二版", updated: 1)
        try await put([2])
        try await put([1], title: "第三版", updated: 2)
        #expect(try await store.changes(since: known).updated == ids(1))
        let changes = try await store.changes(since: token)
        #expect(changes.new == ids(1, 2))
        #expect(changes.updated.isEmpty, "it is new to whoever did not know it")
    }

    @Test func `pages join, and an article that is new on one page is changed on a later one`() async throws {
        let token = try await store.changeToken()
        try await put(1...5)
        try await put([1], title: "第二版", updated: 1)
        var pages: [ArticleChanges] = [try await store.changes(since: token, limit: 2)]
        while let last = pages.last, last.hasMore {
            pages.append(try await store.changes(since: last.next, limit: 2))
        }
        #expect(pages.count == 3)
        #expect(Set(pages.flatMap(\.new)) == Set((1...5).map(Sample.id)))
        #expect(pages.flatMap(\.new).count == 5)
        #expect(pages[2].updated == ids(1))
    }

    @Test func `a token survives being written down, closing and opening`() async throws {
        try await put([1])
        let token = try await store.changeToken()
        let text = try JSONEncoder().encode([token])
        await store.close()
        let again = try ArticleStore(at: fixture.folder.database)
        let read = try #require(try JSONDecoder().decode([ChangeToken].self, from: text).first)
        #expect(ChangeToken(read.description) == token)
        _ = try await again.apply([Sample.articles([Sample.summary(2, minutes: 2)])])
        #expect(try await again.changes(since: read).new == ids(2))
    }

    @Test(arguments: ["", "-", "x-1", String(repeating: "g", count: 32) + "-1", String(repeating: "a", count: 32) + "--1"])
    func `what is no token is not read as one`(text: String) {
        #expect(ChangeToken(text) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([ChangeToken].self, from: JSONEncoder().encode([text]))
        }
    }

    @Test func `a token of another store, or of the future, says to start over`() async throws {
        let other = try ReaderFixture()
        let foreign = try await other.store.changeToken()
        let present = try await store.changeToken()
        let future = ChangeToken(feed: present.feed, sequence: present.sequence + 1)
        for token in [foreign, future] {
            let error = await #expect(throws: StoreError.self) { try await store.changes(since: token) }
            #expect(error?.code == .changesUnknown)
            #expect(error.map { "\($0)".contains("start over") } == true)
        }
    }

    @Test func `retention tells what it removes, and a token from before the forgotten says to start over`() async throws {
        let first = try await store.changeToken()
        try await put(1...5)
        let second = try await store.changeToken()
        fixture.setClock(20 * 86_400)
        _ = try await store.prune(.init(maximumCount: 3), now: fixture.now)
        let changes = try await store.changes(since: second)
        #expect(changes.removed == ids(1, 2))
        let all = try await store.changes(since: first)
        #expect(all.new == ids(3, 4, 5), "an article that is gone is no longer new")

        fixture.setClock(40 * 86_400)
        _ = try await store.prune(RetentionPolicy(), now: fixture.now)
        let error = await #expect(throws: StoreError.self) { try await store.changes(since: first) }
        #expect(error?.code == .changesUnknown)
        #expect(try await store.changes(since: second).removed == ids(1, 2), "these are twenty days old")
        let count = try await store.read { try $0.connection.integer("SELECT count(*) FROM article_change") }
        #expect(count == 2)
    }

    @Test func `what is stored already is no change, and writes nothing`() async throws {
        try await put(1...3)
        let token = try await store.changeToken()
        try await put(1...3)
        _ = try await store.prune(RetentionPolicy(), now: fixture.now)
        #expect(try await store.changeToken() == token)
    }

    @Test func `the first body of an article is no change, another one is`() async throws {
        let article = Sample.summary(1, minutes: 0)
        _ = try await store.apply([Sample.articles([article])])
        let token = try await store.changeToken()
        _ = try await store.apply([Sample.body(Sample.article(article))])
        #expect(try await store.changes(since: token).isEmpty)
        _ = try await store.apply([Sample.body(Sample.article(article, text: "霧已散。"), version: "\"b2\"")])
        #expect(try await store.changes(since: token).updated == [article.id])
    }

    @Test func `an article that comes back is new`() async throws {
        try await put([1])
        let token = try await store.changeToken()
        _ = try await store.apply([.withdrawn(Sample.id(1))])
        try await put([1], updated: 5)
        let changes = try await store.changes(since: token)
        #expect(changes.new == ids(1))
        #expect(changes.withdrawn.isEmpty)
    }

    @Test func `the end of a bookmark ends an article that was kept for it`() async throws {
        try await put([1])
        _ = try await store.reader.setBookmarked(true, for: Sample.id(1))
        _ = try await store.apply([.withdrawn(Sample.id(1))])
        let token = try await store.changeToken()
        _ = try await store.reader.setBookmarked(false, for: Sample.id(1))
        #expect(try await store.changes(since: token).withdrawn == ids(1))
    }

    @Test func `what another device marks as read is told, and what this one marks is not`() async throws {
        try await put(1...3)
        let token = try await store.changeToken()
        let other = try ReaderFixture()
        other.setClock(10)
        _ = try await other.store.reader.setRead(true, in: .articles([1, 2, 99].map(Sample.id)))
        _ = try await store.reader.setRead(true, for: Sample.id(3))
        _ = try await store.reader.importData(try await other.store.reader.exportData())
        let changes = try await store.changes(since: token)
        #expect(Set(changes.readElsewhere) == Set(ids(1, 2)), "article 99 is not stored")
        other.setClock(20)
        _ = try await other.store.reader.setRead(false, for: Sample.id(1))
        _ = try await store.reader.importData(try await other.store.reader.exportData())
        #expect(try await store.changes(since: token).readElsewhere == ids(2))
    }

    @Test func `a read mark that is replicated is told`() async throws {
        try await put([1])
        var random = SeededGenerator(seed: 1)
        try await store.switchOnReplication(as: .random(using: &random), named: "A")
        let token = try await store.changeToken()
        let entry = ReplicaEntry(
            .read(ArticleKey(Sample.id(1))), .register(ReaderRegister.present, changedAt: 1_000))
        let device = ReplicaDeviceID.random(using: &random)
        _ = try await store.take(
            ReplicaSegment(device: device, deviceName: "", range: 1...1, writtenAt: 1_000, links: [0, 5], entries: [entry]))
        #expect(try await store.changes(since: token).readElsewhere == ids(1))
    }
}
