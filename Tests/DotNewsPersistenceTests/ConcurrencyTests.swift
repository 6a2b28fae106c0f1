import CDotNewsSQLite
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(1))) struct ConcurrencyTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `two stores on one file take turns, and lose nothing`() async throws {
        let first = try ArticleStore(at: folder.database)
        let second = try ArticleStore(at: folder.database)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (offset, store) in [(0, first), (1_000, second)] {
                group.addTask {
                    for number in 0..<40 {
                        let article = Sample.summary(offset + number, minutes: Double(number))
                        let changes = try await store.apply([
                            Sample.articles([article]), Sample.body(Sample.article(article)),
                        ])
                        #expect(changes.new == [article.id])
                    }
                }
                group.addTask {
                    for _ in 0..<40 { _ = try await store.articles(limit: 20) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await first.allPages(limit: 50).count == 80)
        #expect(try await second.verify().problems == [])
        await first.close()
        await second.close()
    }

    @Test func `two stores that make one file at once both open it`() async throws {
        let file = folder.database
        let stores = try await withThrowingTaskGroup(of: ArticleStore.self) { group in
            for _ in 0..<4 { group.addTask { try ArticleStore(at: file) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (number, store) in stores.enumerated() {
            _ = try await store.apply([Sample.articles([Sample.summary(number, minutes: 0)])])
        }
        #expect(try await stores[0].articles().items.count == 4)
        for store in stores { await store.close() }
    }

    @Test func `a writer that another process blocks gives up with a clear error after the timeout`() async throws {
        var options = ArticleStoreOptions()
        options.busyTimeout = .milliseconds(20)
        let store = try ArticleStore(at: folder.database, options: options)
        let other = try Blocker(file: folder.database)
        try other.run("BEGIN IMMEDIATE")
        let error = await #expect(throws: StoreError.self) {
            try await store.apply([Sample.articles([Sample.summary(1)])])
        }
        #expect(error?.code == .busy)
        #expect(error?.description.contains("another process is using the file") == true)
        #expect(try await store.articles().items.isEmpty, "reading goes on meanwhile")
        try other.run("ROLLBACK")
        #expect(try await store.apply([Sample.articles([Sample.summary(1)])]).new.count == 1)
        await store.close()
    }

    @Test func `what a process had not committed when it died is not there`() async throws {
        let store = try ArticleStore(at: folder.database)
        _ = try await store.apply([Sample.articles([Sample.summary(1, minutes: 0)])])
        let other = try Blocker(file: folder.database)
        // A small cache, so that uncommitted pages reach the log.
        try other.run(
            "PRAGMA cache_size = 2; BEGIN IMMEDIATE; UPDATE article SET title = 'half'; DELETE FROM membership")
        try other.run(
            """
            INSERT INTO setting SELECT 'key' || value, hex(randomblob(9000)) FROM json_each('[1,2,3,4,5,6,7,8,9,10]')
            """)
        // The files as they are at this moment, as after a loss of power.
        let copy = folder.url.appendingPathComponent("copy.sqlite")
        for suffix in ["", "-wal"] {
            try Data(contentsOf: URL(fileURLWithPath: folder.database.path + suffix))
                .write(to: URL(fileURLWithPath: copy.path + suffix))
        }
        let survivor = try ArticleStore(at: copy)
        #expect(try await survivor.articles().items.map(\.summary) == [Sample.summary(1, minutes: 0)])
        #expect(try await survivor.verify().problems == [])
        await survivor.close()
        try other.run("ROLLBACK")
        await store.close()
    }
}

/// Another program that uses the file.
private final class Blocker {
    private var database: OpaquePointer?

    init(file: URL) throws {
        try #require(sqlite3_open_v2(file.path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
    }

    deinit { sqlite3_close_v2(database) }

    func run(_ sql: String) throws {
        try #require(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK, "\(sql)")
    }
}
