import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(5))) struct RecoveryTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let bookmarks = (1...400).map(Sample.id)

    /// A store with enough of everything that each table has several pages; closed, without a log.
    private func makeStore() async throws {
        let store = try ArticleStore(at: folder.database)
        let summaries = (1...200).map { Sample.summary($0, minutes: Double($0)) }
        _ = try await store.apply([Sample.articles(summaries)] + summaries.map { Sample.body(Sample.article($0)) })
        for id in Self.bookmarks {
            _ = try await store.reader.addLabel(BookmarkLabel("稍後讀 later")!, to: id)
            try await store.reader.recordVisit(to: id)
        }
        _ = try await store.search.indexAllPending()
        await store.close()
    }

    private func content() throws -> Data { try Data(contentsOf: folder.database) }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    /// The bookmarks of the store as it is now.
    private func bookmarks() async throws -> Set<ArticleID> {
        let store = try ArticleStore(at: folder.database)
        #expect(try await store.verify().problems.isEmpty)
        var all: [Bookmark] = []
        while true {
            let page = try await store.reader.bookmarks(limit: 1_000, after: all.last)
            all += page
            if page.count < 1_000 { break }
        }
        _ = try await store.reader.exportData()
        // The next sync can begin.
        _ = try await store.apply([Sample.articles([Sample.summary(1, minutes: 1)])])
        await store.close()
        return Set(all.map(\.id))
    }

    @Test func `all of the reader's own is kept when only articles are damaged`() async throws {
        try await makeStore()
        var damaged = try content()
        let sound = try ArticleStore(at: folder.database)
        let body = try await sound.read("finding a body") { reader in
            try reader.connection.requiredRow("SELECT blocks FROM body LIMIT 1") { Data($0.bytes(0)) }
        }
        await sound.close()
        let place = try #require(damaged.range(of: body))
        let page = place.lowerBound / StoreOpening.pageSize * StoreOpening.pageSize
        for index in page..<page + 512 { damaged[index] = 0xFF }
        try damaged.write(to: folder.database)
        let broken = try ArticleStore(at: folder.database)
        let problems = try await broken.verify().problems
        await broken.close()
        #expect(!problems.isEmpty)

        let recovery = try await ArticleStore.recover(at: folder.database)
        #expect(recovery.isComplete)
        #expect(try Data(contentsOf: recovery.damagedFile) == damaged)
        #expect(try await bookmarks() == Set(Self.bookmarks))
    }

    @Test func `a destroyed header costs nothing of the reader's own`() async throws {
        try await makeStore()
        var damaged = try content()
        for index in 0..<100 { damaged[index] = UInt8(truncatingIfNeeded: index &* 37) }
        try damaged.write(to: folder.database)
        #expect(throws: StoreError.self) { try ArticleStore(at: folder.database) }
        let recovery = try await ArticleStore.recover(at: folder.database)
        #expect(recovery.isComplete)
        #expect(try Data(contentsOf: recovery.damagedFile) == damaged)
        #expect(try await bookmarks() == Set(Self.bookmarks))
        #expect(try files().filter { $0.contains("with-header") } == [])
    }

    @Test func `a file that was cut short is noticed when it is opened`() async throws {
        try await makeStore()
        let whole = try content()
        let pages = whole.count / StoreOpening.pageSize
        try whole.prefix(pages * 3 / 4 * StoreOpening.pageSize + 100).write(to: folder.database)
        let error = #expect(throws: StoreError.self) { try ArticleStore(at: folder.database) }
        #expect(error?.code == .corrupt)
        #expect(try Data(contentsOf: folder.database).count < whole.count, "it is left as it is")
        _ = try await ArticleStore.recover(at: folder.database)
        #expect(try await bookmarks().isSubset(of: Self.bookmarks))
    }

    @Test func `a damaged page of bookmarks costs no more than the bookmarks on it`() async throws {
        try await makeStore()
        var damaged = try content()
        // A leaf of reader_state: many keys of twelve bytes, which nothing but it and its indexes hold so densely.
        let key = Data(repeating: 0, count: 10) + [0x00, 0xC8]
        let place = try #require(damaged.range(of: key, in: StoreOpening.pageSize..<damaged.count))
        let page = place.lowerBound / StoreOpening.pageSize * StoreOpening.pageSize
        for index in page..<page + 64 { damaged[index] = 0xA5 }
        try damaged.write(to: folder.database)
        _ = try await ArticleStore.recover(at: folder.database)
        let kept = try await bookmarks()
        #expect(kept.isSubset(of: Self.bookmarks))
        #expect(kept.count >= Self.bookmarks.count / 2)
    }

    @Test func `what is only in the log is recovered too`() async throws {
        try await makeStore()
        let store = try ArticleStore(at: folder.database)
        _ = try await store.reader.setBookmarked(true, for: Sample.id(777))
        // As a process that is killed leaves it.
        let file = folder.url.appendingPathComponent("killed.sqlite")
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: folder.database.path + suffix, toPath: file.path + suffix)
        }
        await store.close()
        let recovery = try await ArticleStore.recover(at: file)
        #expect(recovery.isComplete)
        let recovered = try ArticleStore(at: file)
        #expect(try await recovered.reader.bookmarks(limit: 1).map(\.id) == [Sample.id(777)])
        await recovered.close()
        #expect(FileManager.default.fileExists(atPath: recovery.damagedFile.path + "-wal"))
    }

    @Test func `of several who recover a store at once one does`() async throws {
        try await makeStore()
        let lock = try #require(try ProcessLock.tryAcquire(at: folder.database.appendingPathExtension("repair-lock")))
        let before = try content()
        let error = await #expect(throws: StoreError.self) { try await ArticleStore.recover(at: folder.database) }
        #expect(error?.code == .busy)
        #expect(try content() == before)
        withExtendedLifetime(lock) {}
    }

    @Test(arguments: [
        ("label", "AP000000000000000000000001", "e\u{301}", "1"), ("position", "AP000000000000000000000001", "", "3 x"),
        ("position", "nobody", "", "1 2 3"), ("preference", "textSize", "", ""), ("column", "/../x", "", "1"),
        ("search", "two  spaces", "", "1"), ("cleared", "everything", "", "1"), ("mood", "good", "", "1"),
    ])
    func `a register that no store writes is left out`(
        kind: String, subject: String, member: String, value: String
    ) async throws {
        let store = try ArticleStore(at: folder.database)
        _ = try await store.reader.addLabel(BookmarkLabel("later")!, to: Sample.id(1))
        try await store.write("damaging") { connection in
            _ = try connection.execute(
                "INSERT INTO reader_register (kind, subject, member, value, changed_at) VALUES (?, ?, ?, ?, 1)", kind,
                subject, member, value)
        }
        await store.close()
        let recovery = try await ArticleStore.recover(at: folder.database)
        #expect(!recovery.isComplete)
        let recovered = try ArticleStore(at: folder.database)
        let kinds = try await recovered.read { reader in
            try reader.connection.rows("SELECT kind FROM reader_register WHERE changed_at = 1") { $0.text(0) }
        }
        #expect(kinds == [])
        #expect(try await recovered.reader.labels(of: Sample.id(1)) == [BookmarkLabel("later")!])
        await recovered.close()
    }

    @Test func `another file is never moved`() async throws {
        for content in ["notes 筆記", "SQLite format 3\u{0}" + String(repeating: "x", count: 5_000), ""] {
            try Data(content.utf8).write(to: folder.database)
            let error = await #expect(throws: StoreError.self) { try await ArticleStore.recover(at: folder.database) }
            #expect(error?.code == .notAStore)
            #expect(try self.content() == Data(content.utf8))
            #expect(try files() == ["news.sqlite"])
        }
    }

    @Test func `flipped bytes anywhere never crash, and leave a store that is whole`() async throws {
        try await makeStore()
        let whole = try content()
        var random = SeededGenerator(seed: 20_261_124)
        var roundsThatKeptMost = 0
        let rounds = 25
        for _ in 0..<rounds {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            for name in try files() { try FileManager.default.removeItem(at: folder.url.appendingPathComponent(name)) }
            try damaged.write(to: folder.database)
            _ = try await ArticleStore.recover(at: folder.database)
            if try await bookmarks().count > Self.bookmarks.count / 2 { roundsThatKeptMost += 1 }
        }
        #expect(roundsThatKeptMost >= rounds * 4 / 5)
    }
}
