import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Synchronization
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(5))) struct RetentionTests {
    let folder: TemporaryFolder
    let store: ArticleStore
    /// One an hour, going back from noon; number 0 is the newest, the last two have no time.
    let articles = (0..<50).map { Sample.summary($0, minutes: $0 < 48 ? Double(-$0 * 60) : nil) }
    let now = Sample.noon

    init() async throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
        // What cannot be made much smaller: 2,000 characters, all over the place.
        var random = SeededGenerator(seed: 5)
        func text() -> String {
            String(
                String.UnicodeScalarView(
                    (0..<2_000).map { _ in Unicode.Scalar(UInt16.random(in: 0x4E00..<0x9FA5, using: &random))! }))
        }
        _ = try await store.apply(
            [Sample.articles(articles)]
                + articles.map { Sample.body(Sample.article($0, text: text())) })
        for number in [10, 40, 49] { _ = try await store.reader.setBookmarked(true, for: Sample.id(number)) }
        _ = try await store.reader.setRead(true, for: Sample.id(30))
    }

    private func numbers() async throws -> Set<ArticleID> {
        Set(try await store.allPages(limit: 100).map(\.id))
    }

    @Test func `age removes what is older, but no bookmarks and nothing without a time`() async throws {
        let report = try await store.prune(.init(maximumAge: .seconds(20 * 3_600)), now: now)
        #expect(report.articles == 26)
        #expect(try await numbers() == Set(((0...20).map { $0 } + [40, 48, 49]).map(Sample.id)))
        #expect(try await store.verify().problems == [])
    }

    @Test func `pruning forgets what was withdrawn while the clock stood ahead`() async throws {
        let time = Mutex(Sample.noon.addingTimeInterval(5_000 * 86_400))
        var options = ArticleStoreOptions()
        options.now = { time.withLock { $0 } }
        let store = try ArticleStore(at: folder.url.appending(path: "tombstone.sqlite"), options: options)
        _ = try await store.apply([Sample.articles([Sample.summary(1, minutes: 0), Sample.summary(2, minutes: 1)])])
        _ = try await store.apply([.withdrawn(Sample.id(1))])
        time.withLock { $0 = Sample.noon }
        _ = try await store.apply([.withdrawn(Sample.id(2))])
        _ = try await store.prune(RetentionPolicy(), now: Sample.noon)
        let left = try await store.read("testing") { try $0.connection.integer("SELECT count(*) FROM withdrawn") }
        #expect(left == 1)
    }

    @Test func `count keeps the newest and the bookmarked`() async throws {
        let report = try await store.prune(.init(maximumCount: 10), now: now)
        #expect(report.articles == 40)
        #expect(try await numbers() == Set([0, 1, 2, 3, 4, 5, 6, 10, 40, 49].map(Sample.id)))
        _ = try await store.prune(.init(maximumCount: 0), now: now)
        #expect(try await numbers() == Set([10, 40, 49].map(Sample.id)))
    }

    @Test func `bytes removes the oldest until the rest fits, and gives the space back`() async throws {
        let before = try await store.statistics().bytesOnDisk
        _ = try await store.prune(.init(maximumCount: 1_000), now: now)
        let limit = try await store.statistics().bytesOnDisk - 120_000
        let report = try await store.prune(.init(maximumBytes: limit), now: now)
        #expect(report.articles > 5 && report.articles < 45)
        #expect(report.bytesAfter <= limit && report.bytesBefore > limit)
        #expect(try await store.statistics().bytesOnDisk < before)
        let left = try await numbers()
        #expect(left.isSuperset(of: [0, 1, 10, 40, 49].map(Sample.id)))
        #expect(try await store.verify().problems == [])
    }

    @Test func `what readers did survives, and the versions of removed bodies do not`() async throws {
        let removed = articles[30]
        #expect(try await store.version(of: removed.jsonAddress!) != nil)
        _ = try await store.prune(.init(maximumCount: 5), now: now)
        #expect(try await store.article(removed.id) == nil)
        #expect(try await store.version(of: removed.jsonAddress!) == nil)
        #expect(try await store.apply([Sample.articles([removed], in: "c2")]).new == [removed.id], "no tombstone")
        #expect(try await store.article(removed.id)?.isRead == true)
    }

    @Test func `what is removed leaves nothing for the search index to do`() async throws {
        _ = try await store.search.indexAllPending()
        #expect(try await store.search.backlog() == 0)
        _ = try await store.prune(.init(maximumCount: 5), now: now)
        #expect(try await store.search.backlog() == 0)
    }

    @Test func `a policy without limits removes nothing`() async throws {
        #expect(try await store.prune(.init(), now: now).articles == 0)
        #expect(try await store.statistics().articles == 50)
    }

    @Test func `withdrawn articles stay away after pruning, and are forgotten after a month`() async throws {
        _ = try await store.apply([.withdrawn(articles[0].id)])
        let count: @Sendable (StoreReader) throws -> Int64 = { reader in
            try reader.connection.integer("SELECT count(*) FROM withdrawn")
        }
        for days in [0, 0.9, 29] {
            _ = try await store.prune(.init(), now: Date().addingTimeInterval(days * 86_400))
            #expect(try await store.read("testing", count) == 1)
            #expect(try await store.apply([Sample.articles(articles)]).isEmpty)
        }
        _ = try await store.prune(.init(), now: Date().addingTimeInterval(31 * 86_400))
        #expect(try await store.read("testing", count) == 0)
    }

    @Test func `statistics count what is there`() async throws {
        _ = try await store.apply([Sample.articles([Sample.summary(60, minutes: 60)]), .withdrawn(Sample.id(40))])
        let statistics = try await store.statistics()
        #expect(statistics.articles == 50 && statistics.bodies == 50 && statistics.pendingBodies == 1)
        #expect(statistics.bookmarked == 3 && statistics.withdrawn == 1)
        #expect(statistics.newest == Sample.noon.addingTimeInterval(3_600))
        #expect(statistics.oldest == Sample.noon.addingTimeInterval(-47 * 3_600))
        #expect(statistics.bytesOnDisk > 100_000)
    }

    @Test func `verification names what is wrong`() async throws {
        #expect(try await store.verify().isSound)
        let unfinished = Data("[{".utf8).withUnsafeBytes(TextCompressor().compress)
        try await store.write("damaging the store") { connection in
            try connection.execute(
                "UPDATE body SET blocks = ? WHERE article = (SELECT max(article) FROM body)", unfinished)
            try connection.executeScript(
                """
                UPDATE article SET body_need = 2 WHERE id = (SELECT max(id) FROM article);
                DELETE FROM membership WHERE article = (SELECT min(article) FROM membership);
                UPDATE article SET published_at = published_at + 7200000 WHERE id = (SELECT max(id) FROM article);
                UPDATE article SET is_withdrawn = 1 WHERE id = (SELECT max(id) FROM article);
                """)
        }
        let problems = try await store.verify().problems
        #expect(problems.count == 5)
        for word in ["time of publication", "current", "readable", "own column", "bookmark"] {
            #expect(problems.contains { $0.contains(word) }, "\(word)")
        }
        let error = await #expect(throws: StoreError.self) { try await store.article(articles[0].id) }
        #expect(error?.code == .unreadableContent)
        #expect(error?.description.contains(articles[0].id.rawValue) == true)
    }
}
