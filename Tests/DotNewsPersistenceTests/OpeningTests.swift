import DotNewsDatabase
import CDotNewsSQLite
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Runs SQL on a file as another program would.
    private func run(_ sql: String, on file: URL) throws {
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        try #require(sqlite3_open(file.path, &database) == SQLITE_OK)
        try #require(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }

    private func openingError(_ file: URL, options: ArticleStoreOptions = .init()) -> StoreError? {
        #expect(throws: StoreError.self) { _ = try ArticleStore(at: file, options: options) }
    }

    @Test func `a new store and its folder are their owner's alone`() async throws {
        let file = folder.url.appendingPathComponent("新聞/a/store.sqlite")
        let store = try ArticleStore(at: file)
        _ = try await store.apply([Sample.articles([Sample.summary(1)])])
        func permissions(_ path: String) throws -> Int {
            try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
        }
        #expect(try permissions(file.path) == 0o600)
        #expect(try permissions(file.path + "-wal") == 0o600)
        #expect(try permissions(file.deletingLastPathComponent().path) == 0o700)
        await store.close()
        #expect(!FileManager.default.fileExists(atPath: file.path + "-wal"), "closing tidies up")
    }

    @Test func `what was stored is there when the store is opened again`() async throws {
        let first = try ArticleStore(at: folder.database)
        _ = try await first.apply([Sample.articles([Sample.summary(1, minutes: 0)])])
        try await first.setSetting(.channelID, to: "ch1")
        await first.close()
        let second = try ArticleStore(at: folder.database)
        #expect(try await second.articles().items.map(\.summary) == [Sample.summary(1, minutes: 0)])
        #expect(try await second.setting(.channelID) == "ch1")
        try await second.setSetting(.channelID, to: nil)
        #expect(try await second.setting(.channelID) == nil)
        await second.close()
    }

    @Test func `a closed store refuses reads and writes and says so`() async throws {
        let store = try ArticleStore(at: folder.database)
        await store.close()
        let read = await #expect(throws: StoreError.self) { try await store.articles() }
        let write = await #expect(throws: StoreError.self) { try await store.apply([.withdrawn(Sample.id(1))]) }
        #expect(read?.code == .closed)
        #expect(write?.code == .closed)
    }

    @Test(arguments: ["這不是資料庫，只是一段文字。", "SQLite format 3\u{0}", String(repeating: "x", count: 10_000)])
    func `a file that is not a database is left as it is`(content: String) throws {
        try Data(content.utf8).write(to: folder.database)
        let error = try #require(openingError(folder.database))
        #expect(error.code == .notADatabase)
        #expect(error.description.contains("is not an SQLite database"))
        #expect(try Data(contentsOf: folder.database) == Data(content.utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["news.sqlite"])
    }

    @Test func `another application's database is left as it is`() throws {
        try run("CREATE TABLE contacts (name TEXT); INSERT INTO contacts VALUES ('陳大文')", on: folder.database)
        let before = try Data(contentsOf: folder.database)
        #expect(openingError(folder.database)?.code == .notAStore)
        #expect(try Data(contentsOf: folder.database) == before)
    }

    @Test func `a store of a newer version is left as it is, and its migration is named`() async throws {
        let store = try ArticleStore(at: folder.database)
        await store.close()
        try run("INSERT INTO migration VALUES ('2031-07 holograms', 0)", on: folder.database)
        let before = try Data(contentsOf: folder.database)
        let error = try #require(openingError(folder.database))
        #expect(error.code == .newerVersion)
        #expect(error.description.contains("2031-07 holograms"))
        #expect(error.description.contains("update the application"))
        #expect(try Data(contentsOf: folder.database) == before)
    }

    @Test func `an older store is migrated, and keeps its content`() async throws {
        let old = try ArticleStore(at: folder.database)
        _ = try await old.apply([Sample.articles([Sample.summary(1, minutes: 0)])])
        await old.close()
        var options = ArticleStoreOptions()
        options.migrations =
            Schema.migrations + [
                Migration(name: "later", sql: "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")
            ]
        let new = try ArticleStore(at: folder.database, options: options)
        #expect(try await new.articles().items.map(\.summary) == [Sample.summary(1, minutes: 0)])
        #expect(try await new.verify().isSound)
        let names = try await new.read("testing") { reader in
            try reader.connection.requiredRow(
                "SELECT group_concat(name, '; ') FROM (SELECT name FROM migration ORDER BY rowid)"
            ) { $0.text(0) }
        }
        #expect(names == (Schema.migrations.map(\.name) + ["later"]).joined(separator: "; "))
        await new.close()
    }

    @Test func `a migration that fails leaves the store as it was before`() async throws {
        let store = try ArticleStore(at: folder.database)
        _ = try await store.apply([Sample.articles([Sample.summary(1, minutes: 0)])])
        await store.close()
        var options = ArticleStoreOptions()
        options.migrations =
            Schema.migrations + [
                Migration(name: "broken", sql: "DROP TABLE setting; CREATE TABLE oops (x NONSENSE) STRICT")
            ]
        #expect(openingError(folder.database, options: options)?.code == .failed)
        let again = try ArticleStore(at: folder.database)
        #expect(try await again.articles().items.count == 1)
        #expect(try await again.setting(.channelID) == nil)
        await again.close()
    }

    @Test func `a place where no file can be made is named in the error`() throws {
        let blocked = folder.url.appendingPathComponent("file")
        try Data().write(to: blocked)
        let error = try #require(openingError(blocked.appendingPathComponent("store.sqlite")))
        #expect(error.code == .cannotOpen)
        #expect(error.description.contains(blocked.path))
        #expect(openingError(folder.url)?.code == .cannotOpen, "a folder is no file")
    }

    /// Makes the store and its folder read-only, runs `body`, and gives the rights back.
    private func readOnly(_ body: () async throws -> Void) async throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        func allow(_ file: Int, _ folderMode: Int) throws {
            for name in files {
                try FileManager.default.setAttributes(
                    [.posixPermissions: file], ofItemAtPath: folder.url.appendingPathComponent(name).path)
            }
            try FileManager.default.setAttributes([.posixPermissions: folderMode], ofItemAtPath: folder.url.path)
        }
        try allow(0o400, 0o500)
        do {
            try await body()
            try allow(0o600, 0o700)
        } catch {
            try allow(0o600, 0o700)
            throw error
        }
    }

    /// Lists, searches and exports a store that may only be read, and has a write refused.
    private func checkReading(_ store: ArticleStore, bookmarks: Int) async throws {
        #expect(store.isReadOnly)
        #expect(try await store.articles().items.count == 3)
        #expect(try await store.search.articles(matching: SearchQuery("東橋")).results.count == 2)
        #expect(try await store.reader.bookmarks().count == bookmarks)
        #expect(try await store.reader.exportData().count > 100)
        #expect(try await store.verify().isSound)
        let error = await #expect(throws: StoreError.self) {
            try await store.reader.setBookmarked(true, for: Sample.id(9))
        }
        #expect(error?.code == .readOnly)
        await store.close()
    }

    @Test(
        .enabled(if: geteuid() != 0, "permissions do not bind the superuser"), arguments: [false, true])
    func `a store that may only be read is listed, searched and exported, with its log`(hasLog: Bool) async throws {
        let store = try ArticleStore(at: folder.database)
        _ = try await store.apply([Sample.articles((1...3).map { Sample.summary($0, minutes: Double($0)) })])
        _ = try await store.search.indexAllPending()
        _ = try await store.reader.setBookmarked(true, for: Sample.id(1))
        if hasLog {
            await store.close()
            let open = try ArticleStore(at: folder.database)
            _ = try await open.reader.setBookmarked(true, for: Sample.id(2))
            // As a process that is killed leaves them, on a medium to which its index was not copied.
            let copies = try ["", "-wal"].map { ($0, try Data(contentsOf: URL(filePath: folder.database.path + $0))) }
            await open.close()
            for (suffix, content) in copies { try content.write(to: URL(filePath: folder.database.path + suffix)) }
        } else {
            await store.close()
        }
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        try await readOnly {
            try await checkReading(try ArticleStore(at: folder.database), bookmarks: hasLog ? 2 : 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "permissions do not bind the superuser"))
    func `an empty file that may only be read is refused and left as it is`() async throws {
        try Data().write(to: folder.database)
        try await readOnly { #expect(openingError(folder.database)?.code == .readOnly) }
    }

    @Test func `a store on a file system without writing is refused`() throws {
        // The kernel's own file system accepts no files, not even from the superuser.
        let readOnly = URL(fileURLWithPath: "/proc/store.sqlite")
        guard FileManager.default.fileExists(atPath: "/proc/self") else { return }
        let error = try #require(openingError(readOnly))
        #expect([.readOnly, .cannotOpen].contains(error.code))
    }

    @Test func `connections are set up against loss and against hostile files`() async throws {
        let store = try ArticleStore(at: folder.database)
        let pragmas = ["journal_mode", "synchronous", "foreign_keys", "trusted_schema", "auto_vacuum"]
        let writer = try await store.write("testing") { connection in
            var values: [String] = []
            for pragma in pragmas { values.append(try connection.requiredRow("PRAGMA \(pragma)") { $0.text(0) }) }
            return values
        }
        #expect(writer == ["wal", "1", "1", "0", "2"])
        let reader = try await store.read("testing") { reader in
            try reader.connection.requiredRow("PRAGMA trusted_schema") { $0.text(0) }
        }
        #expect(reader == "0")
        let error = await #expect(throws: StoreError.self) {
            try await store.read("testing") { reader in
                try reader.connection.execute("DELETE FROM article")
            }
        }
        #expect(error?.code == .readOnly)
        await store.close()
    }

    @Test func `an error says what was being done and never what was stored`() async throws {
        let store = try ArticleStore(at: folder.database)
        let error = await #expect(throws: StoreError.self) {
            try await store.write("testing an error") { connection in
                try connection.execute("INSERT INTO setting (key, value) VALUES (?1, NULL)", "secret value")
            }
        }
        #expect(error?.resultCode == 1_299, "SQLITE_CONSTRAINT_NOTNULL")
        #expect(error?.sql?.contains("?1") == true)
        let text = try #require(error?.description)
        #expect(text.hasPrefix("Testing an error failed for "))
        #expect(!text.contains("secret value"))
        await store.close()
    }
}
