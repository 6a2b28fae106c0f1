import DotNewsDatabase
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

/// Several stores of one file in one process, and another process that opens, writes and closes it.
@Suite(.timeLimit(.minutes(5)), .enabled(if: LockProbe.isAvailable, "python3 is the other process"))
struct SeveralStoresTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Has another process bookmark an article, and returns how many bookmarks it then sees.
    private func otherProcess(bookmarks number: Int) throws -> Int {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
            database.execute("INSERT INTO reader_state (key, is_bookmarked) VALUES (?, 1)", [bytes.fromhex(sys.argv[2])])
            count, = database.execute("SELECT count(*) FROM reader_state WHERE is_bookmarked = 1").fetchone()
            database.close()
            sys.exit(count)
            """
        let key = String(Sample.id(number).rawValue.dropFirst(2))
        let status = try ChildProcess("/usr/bin/python3", ["-c", script, folder.database.path, key]).waitUntilExit()
        return Int(status >> 8)
    }

    /// What a program does with a file that one of its stores has open.
    enum Use: String, CaseIterable, Sendable {
        case opened, openedAndClosed, recognised, examined, repairRefused
    }

    @Test(arguments: Use.allCases)
    func `what a store acknowledged is there for other processes, whatever else the program does with the file`(
        _ use: Use
    ) async throws {
        let first = try ArticleStore(at: folder.database)
        _ = try await first.reader.setBookmarked(true, for: Sample.id(1))
        var second: ArticleStore?
        switch use {
        case .opened: second = try ArticleStore(at: folder.database)
        case .openedAndClosed: try await ArticleStore(at: folder.database).close()
        case .recognised: #expect(ArticleStore.looksLikeAStore(folder.database))
        case .examined:
            second = try ArticleStore(at: folder.database)
            #expect(try await second?.verify().isSound == true)
        case .repairRefused:
            let file = StoreFile(folder.database)
            _ = try DamagedFile(file.path, keepsOthersFromWriting: false)
        }
        // It ends, and must not take itself for the last one.
        #expect(try otherProcess(bookmarks: 2) == 2)
        _ = try await first.reader.setBookmarked(true, for: Sample.id(3))
        #expect(try otherProcess(bookmarks: 4) == 4)
        if let second { #expect(try await second.reader.bookmarks().count == 4) }
        await second?.close()
        await first.close()
        let last = try ArticleStore(at: folder.database)
        #expect(try await last.reader.bookmarks().count == 4)
        #expect(try await last.verify().isSound)
        await last.close()
    }

    @Test func `stores that many threads open at once, of a file that is not there yet, keep their locks`() async throws
    {
        let stores = try await withThrowingTaskGroup(of: ArticleStore.self) { group in
            for _ in 0..<8 { group.addTask { [folder] in try ArticleStore(at: folder.database) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        _ = try await stores[0].reader.setBookmarked(true, for: Sample.id(1))
        #expect(try otherProcess(bookmarks: 2) == 2)
        for (index, store) in stores.enumerated() {
            _ = try await store.reader.setBookmarked(true, for: Sample.id(10 + index))
        }
        #expect(try otherProcess(bookmarks: 3) == 11)
        for store in stores { await store.close() }
    }

    @Test func `links to a file lead to one store, with one log and one lock`() async throws {
        let real = folder.url.appending(path: "real")
        try FileManager.default.createDirectory(at: real, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.database.path, withDestinationPath: "real/news.sqlite")
        // Made through the link, before there is a file.
        let linked = try ArticleStore(at: folder.database)
        let direct = try ArticleStore(at: real.appending(path: "news.sqlite"))
        #expect(linked.file == direct.file)
        _ = try await linked.reader.setBookmarked(true, for: Sample.id(1))
        #expect(try await direct.reader.bookmarks().count == 1)
        #expect(FileManager.default.fileExists(atPath: direct.file.path + "-wal"))
        await linked.close()
        await direct.close()

        // Repaired through the link, the file is replaced and not the link.
        var damaged = try Data(contentsOf: direct.file)
        for index in 0..<100 { damaged[index] = UInt8(truncatingIfNeeded: index &* 37) }
        try damaged.write(to: direct.file)
        let recovery = try await ArticleStore.recover(at: folder.database)
        #expect(recovery.damagedFile.deletingLastPathComponent().lastPathComponent == "real")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.database.path) == "real/news.sqlite")
        let again = try ArticleStore(at: folder.database)
        #expect(try await again.reader.bookmarks().count == 1)
        await again.close()
    }

    @Test func `a file that is shorter than its header says is whole with its log, through a link too`() async throws {
        let real = folder.url.appending(path: "real.sqlite")
        let store = try ArticleStore(at: real)
        _ = try await store.apply([Sample.articles((1...200).map { Sample.summary($0, minutes: Double($0)) })])
        // As a process leaves them that is killed in the middle of bringing the log into the file: the header is written,
        // what it counts is not.
        let (file, log) = (try Data(contentsOf: real), try Data(contentsOf: URL(filePath: real.path + "-wal")))
        try await store.writeWithoutTransaction("testing") { _ = try $0.execute("PRAGMA wal_checkpoint(FULL)") }
        let header = try store.database.readers.readBlocking("testing") { try $0.fileBytes(at: 0, count: 100) }
        await store.close()
        let killed = folder.url.appending(path: "killed.sqlite")
        try (Data(header) + file.dropFirst(100)).write(to: killed)
        try log.write(to: URL(filePath: killed.path + "-wal"))
        try FileManager.default.createSymbolicLink(at: folder.database, withDestinationURL: killed)
        let linked = try ArticleStore(at: folder.database)
        #expect(try await linked.statistics().articles == 200)
        #expect(try await linked.verify().isSound)
        await linked.close()
    }
}
