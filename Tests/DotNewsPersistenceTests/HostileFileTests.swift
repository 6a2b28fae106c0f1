import CDotNewsSQLite
import DotNewsDatabase
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

/// Files that somebody made to look like a store.
@Suite(.timeLimit(.minutes(2))) struct HostileFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func makeStore() async throws {
        let store = try ArticleStore(at: folder.database)
        let article = Sample.article(Sample.summary(1, minutes: 1))
        _ = try await store.apply([Sample.articles([article.summary]), Sample.body(article)])
        for number in 1...20 { _ = try await store.reader.setBookmarked(true, for: Sample.id(number)) }
        await store.close()
    }

    private func run(_ sql: String) throws {
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        try #require(sqlite3_open(folder.database.path, &database) == SQLITE_OK)
        try #require(sqlite3_exec(database, "PRAGMA writable_schema = ON; \(sql)", nil, nil, nil) == SQLITE_OK)
    }

    private static let endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"

    /// What is done to the schema, and the name that the error has.
    private static let changes = [
        ("CREATE TRIGGER undo AFTER INSERT ON reader_state BEGIN DELETE FROM reader_state; END", "undo"),
        ("CREATE VIEW look AS \(endless) x FROM n", "look"),
        ("CREATE UNIQUE INDEX one ON reader_state (key, is_bookmarked)", "one"),
        ("CREATE TABLE other (x)", "other"),
        ("DROP TABLE hot_article; CREATE VIEW hot_article AS \(endless) x AS rank, x AS article FROM n", "hot_article"),
        ("DROP TABLE migration; CREATE VIEW migration AS \(endless) 'format 1' AS name FROM n", "migration"),
        ("DROP TABLE visit; CREATE TABLE visit (visited_at, key, sequence AS (hex(zeroblob(visited_at))))", "visit"),
        ("DROP TRIGGER search_article_insert", "search_article_insert"),
        ("DROP INDEX membership_article", "membership_article"),
    ]

    @Test(arguments: changes)
    func `a store whose schema is not its own is refused before any of it is used`(
        sql: String, name: String
    ) async throws {
        try await makeStore()
        try run(sql)
        let error = #expect(throws: StoreError.self) { try ArticleStore(at: folder.database) }
        #expect(error?.code == .corrupt && error?.reason.contains(name) == true, "\(String(describing: error))")
        // The reader's own is brought over as from a damaged file, by the same rules.
        _ = try await ArticleStore.recover(at: folder.database)
        let store = try ArticleStore(at: folder.database)
        #expect(try await store.reader.bookmarks(limit: 100).count == 20)
        #expect(try await store.verify().isSound)
        await store.close()
    }

    @Test func `a view in the place of the reader's table keeps no recovery busy`() async throws {
        try await makeStore()
        try run("DROP TABLE reader_state; CREATE VIEW reader_state AS \(Self.endless) randomblob(12) AS key FROM n")
        let start = ContinuousClock.now
        let recovery = try await ArticleStore.recover(at: folder.database)
        #expect(!recovery.isComplete)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `a schema that was written with other spaces and comments is the same`() async throws {
        try await makeStore()
        try run(
            """
            UPDATE sqlite_schema SET sql = replace(replace(sql, '-- When this reader sent it; NULL for one that came with a page.',
                '-- Later.'), '  ', ' ') WHERE type = 'table' AND name = 'comment'
            """)
        let store = try ArticleStore(at: folder.database)
        #expect(try await store.verify().isSound)
        await store.close()
    }

    @Test func `a body that decompresses to more than any is damage, at the cost of the bound`() async {
        // In a process of its own: the memory of this one is that of all tests that run beside this.
        await #expect(processExitsWith: .success) { try await HostileFileTests().verifyAndReadBomb() }
    }

    private func verifyAndReadBomb() async throws {
        try await makeStore()
        let size = 256 << 20
        let gzip = Gzip.bomb(expandingTo: size)
        let count = (size - 1 + 257) / 258 * 258 + 1
        let checksum = withUnsafeBytes(of: (UInt32(count % 65_521) << 16 | 1).bigEndian, Array.init)
        let bomb: [UInt8] = [0x78, 0x9C] + gzip.dropFirst(10).dropLast(8) + checksum
        #expect(bomb.count < 1 << 19)
        let store = try ArticleStore(at: folder.database)
        try await store.write("testing") { _ = try $0.execute("UPDATE body SET blocks = ?", bomb) }
        let before = try Self.peakMemory()
        let start = ContinuousClock.now
        #expect(try await store.verify().problems.contains { $0.contains("a compressed text is damaged") })
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(try Self.peakMemory() - before < 100 << 20)
        let reading = await #expect(throws: StoreError.self) { try await store.article(Sample.id(1)) }
        #expect(reading?.code == .corrupt)
        await store.close()
    }

    /// The most memory that the process has had since its program began, in bytes.
    private static func peakMemory() throws -> Int {
        #if os(Linux)
            // What getrusage(2) says begins with the memory of the process that started this one.
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
            return try #require(Int(line.filter(\.isNumber))) << 10
        #else
            var usage = rusage()
            getrusage(0, &usage)
            return Int(usage.ru_maxrss)
        #endif
    }

    @Test func `an article that is longer than a text may be keeps its beginning`() async throws {
        let paragraph = ArticleBody.Block.paragraph(InlineText(String(repeating: "維港今早有霧 ", count: 1_000)))
        var article = Sample.article(Sample.summary(1, minutes: 1))
        article.body = ArticleBody(blocks: Array(repeating: paragraph, count: 1_000))
        let store = try ArticleStore(at: folder.database)
        _ = try await store.apply([Sample.articles([article.summary]), Sample.body(article)])
        let kept = try await store.article(article.id)?.article?.body.blocks ?? []
        #expect(kept.count == 500 && kept.allSatisfy { $0 == paragraph })
        await store.close()
    }

    @Test(arguments: [("", "\r"), ("", "\u{5}"), ("SQLite format 3\u{0}", "\u{5}")])
    func `a text with the names of a store's tables is no store, and stays where it is`(
        start: String, kind: String
    ) async throws {
        // As long as some pages, with what begins a page of a table where the first page has it.
        var text = start + String(repeating: " ", count: 100 - start.utf8.count) + kind
        text += String(repeating: "CREATE TABLE reader_state (key BLOB PRIMARY KEY) DNws ", count: 1_000)
        text = String(text.prefix(3 * StoreOpening.pageSize))
        try Data(text.utf8).write(to: folder.database)
        #expect(!ArticleStore.looksLikeAStore(folder.database))
        let error = await #expect(throws: StoreError.self) { try await ArticleStore.recover(at: folder.database) }
        #expect(error?.code == .notAStore)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["news.sqlite"])
        #expect(try Data(contentsOf: folder.database) == Data(text.utf8))
    }

    @Test func `a pipe is refused, and nobody waits for it`() async throws {
        #expect(mkfifo(folder.database.path, 0o600) == 0)
        let error = #expect(throws: StoreError.self) { try ArticleStore(at: folder.database) }
        #expect(error?.code == .cannotOpen && error?.reason == "it is not a regular file")
        #expect(!ArticleStore.looksLikeAStore(folder.database))
        let device = #expect(throws: StoreError.self) { try ArticleStore(at: URL(filePath: "/dev/null")) }
        #expect(device?.reason == "it is not a regular file")
    }
}
