import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

/// A repair that ends early, at any of its steps, and what whoever opens the store next makes of it.
@Suite(.timeLimit(.minutes(5))) struct InterruptedRecoveryTests {
    private let folder: TemporaryFolder
    private var file: StoreFile { StoreFile(folder.database) }
    private var files: RepairFiles { RepairFiles(file: file) }
    private static let bookmarks = Set((1...900).map(Sample.id))
    /// In the log alone.
    private static let last = Sample.id(999)

    init() throws { folder = try TemporaryFolder() }

    /// A store whose header is destroyed, with a log beside it that has the last bookmark.
    private func makeDamagedStore() async throws {
        let template = folder.url.appending(path: "template")
        let store = try ArticleStore(at: template)
        try await mark(Self.bookmarks, in: store)
        await store.close()
        let open = try ArticleStore(at: template)
        _ = try await open.reader.setBookmarked(true, for: Self.last)
        // As a process that is killed leaves them.
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: template.path + suffix, toPath: file.path + suffix)
        }
        await open.close()
        try FileManager.default.removeItem(at: template)
        try destroyHeader()
    }

    private func mark(_ ids: Set<ArticleID>, in store: ArticleStore) async throws {
        try await store.write("testing") { connection in
            for id in ids {
                try connection.execute(
                    "INSERT INTO reader_state (key, is_bookmarked, bookmark_changed_at) VALUES (?, 1, 1)",
                    ArticleKey(id))
            }
        }
    }

    private func destroyHeader() throws {
        var content = try Data(contentsOf: folder.database)
        for index in 0..<100 { content[index] = UInt8(truncatingIfNeeded: index &* 37) }
        try content.write(to: folder.database)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    private func bookmarks(of store: ArticleStore) async throws -> Set<ArticleID> {
        var all: [Bookmark] = []
        while true {
            let page = try await store.reader.bookmarks(limit: 1_000, after: all.last)
            all += page
            if page.count < 1_000 { return Set(all.map(\.id)) }
        }
    }

    /// Opens the store as any command does, and checks that all of the reader's own is there.
    private func checkFinished() async throws {
        let store = try ArticleStore(at: folder.database)
        #expect(store.finishedRecovery?.isComplete == true)
        #expect(try await bookmarks(of: store) == Self.bookmarks.union([Self.last]))
        #expect(try await store.verify().isSound)
        let recoveries = try await store.recoveries()
        #expect(recoveries == [store.finishedRecovery])
        #expect(recoveries.allSatisfy { FileManager.default.fileExists(atPath: $0.damagedFile.path) })
        await store.close()
        let left = try names().filter { $0.contains("rescue") || $0.contains("with-header") }
        #expect(left == [])
        let again = try ArticleStore(at: folder.database)
        #expect(again.finishedRecovery == nil, "it is finished once")
        await again.close()
    }

    @Test func `a repair that was killed while the new store was made is begun again by whoever opens the store`()
        async throws
    {
        try await makeDamagedStore()
        _ = try ProcessLock.tryAcquire(at: file.repairLock)
        // A store without content, of which nobody may think that it is the rescued one, and copies of the damaged one.
        try await ArticleStore(at: URL(filePath: files.draft)).close()
        for suffix in ["", "-wal", "-shm"] {
            try Data("half".utf8).write(to: URL(filePath: file.path + "-with-header-1" + suffix))
        }
        try await checkFinished()
    }

    /// The steps by which the new store takes its place, and one for none of them.
    private static let steps = ["none", "second name", "second name of the log", "log gone", "index gone"]

    @Test(arguments: steps)
    func `a repair that was killed while names were changed is finished by whoever opens the store`(
        last step: String
    ) async throws {
        try await makeDamagedStore()
        let damaged = (try Data(contentsOf: folder.database), try Data(contentsOf: URL(filePath: file.log)))
        let recovery = try await ArticleStore.recover(at: folder.database)
        // Back to the moment at which the new store was complete.
        let aside = recovery.damagedFile.path
        let time = try #require(aside.split(separator: ".damaged-").last.map(String.init))
        try FileManager.default.moveItem(atPath: file.path, toPath: files.complete(time))
        try FileManager.default.moveItem(atPath: aside, toPath: file.path)
        try FileManager.default.moveItem(atPath: aside + "-wal", toPath: file.log)
        #expect(try Data(contentsOf: folder.database) == damaged.0)
        // And on, up to the step.
        let changes: [() -> Int32] = [
            { 0 }, { link(self.file.path, aside) }, { link(self.file.log, aside + "-wal") }, { unlink(self.file.log) },
            {
                unlink(self.file.logIndex)
                return 0
            },
        ]
        for change in changes.prefix(through: try #require(Self.steps.firstIndex(of: step))) { #expect(change() == 0) }
        try await checkFinished()
        #expect(try Data(contentsOf: URL(filePath: aside)) == damaged.0)
        #expect(try Data(contentsOf: URL(filePath: aside + "-wal")) == damaged.1)
    }

    @Test func `a disk without room leaves the damaged store where it is, and the next repair completes`() async throws
    {
        try await makeDamagedStore()
        let before = (try Data(contentsOf: folder.database), try Data(contentsOf: URL(filePath: file.log)))
        let empty = try ArticleStore(at: folder.url.appending(path: "empty"))
        var options = ArticleStoreOptions()
        options.maximumPageCount = try await empty.read("testing") { try $0.connection.integer("PRAGMA page_count") }
        await empty.close()
        try FileManager.default.removeItem(at: folder.url.appending(path: "empty"))
        let error = await #expect(throws: StoreError.self) {
            try await ArticleStore.recover(at: folder.database, options: options)
        }
        #expect(error?.code == .diskFull)
        #expect(try Data(contentsOf: folder.database) == before.0)
        #expect(try Data(contentsOf: URL(filePath: file.log)) == before.1)
        // SQLite's index of the log may have been made anew.
        #expect(
            try names().filter { !$0.hasSuffix("-shm") } == [
                "news.sqlite", "news.sqlite-wal", "news.sqlite.repair-lock",
            ])
        #expect(try await ArticleStore.recover(at: folder.database).isComplete)
        let store = try ArticleStore(at: folder.database)
        #expect(try await bookmarks(of: store).isSuperset(of: Self.bookmarks))
        await store.close()
    }

    @Test func `copies of a store have its permissions from the first byte, and go`() async throws {
        try await makeDamagedStore()
        #expect(chmod(file.path, 0o600) == 0)
        let source = try DamagedFile(file.path, keepsOthersFromWriting: false)
        let copies = try names().filter { $0.contains("with-header") }
        #expect(copies.contains { $0.hasSuffix("-wal") } && copies.count >= 2)
        for name in copies {
            let path = folder.url.appending(path: name).path
            #expect(
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        source.close()
        #expect(try names().filter { $0.contains("with-header") } == [])
        #expect(try await ArticleStore.recover(at: folder.database).isComplete)
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
    }

    @Test func `a damaged file that an earlier version left aside is named until its content has been taken over`()
        async throws
    {
        try await makeDamagedStore()
        let aside = URL(filePath: files.damaged("20261124T101500Z"))
        for suffix in ["", "-wal"] {
            try FileManager.default.moveItem(atPath: file.path + suffix, toPath: aside.path + suffix)
        }
        let store = try ArticleStore(at: folder.database)
        let pending = try await store.recoveries()
        #expect(pending.map(\.damagedFile.path) == [aside.path] && pending.allSatisfy(\.isPending))
        let recovery = try await store.rescueReaderState(from: aside)
        #expect(recovery.isComplete && !recovery.isPending)
        #expect(try await store.recoveries() == [recovery])
        #expect(try await bookmarks(of: store) == Self.bookmarks.union([Self.last]))
        await store.close()
        // What is known of it outlives the store.
        try destroyHeader()
        _ = try await ArticleStore.recover(at: folder.database)
        let next = try ArticleStore(at: folder.database)
        #expect(try await next.recoveries().map(\.isPending) == [false, false])
        await next.close()
    }

    /// Bookmarks one article after the other until it is cancelled; returns those that were acknowledged.
    private static func markOn(_ store: ArticleStore) async throws(StoreError) -> Set<ArticleID> {
        var acknowledged: Set<ArticleID> = []
        while !Task.isCancelled {
            let id = Sample.id(10_000 + acknowledged.count)
            do throws(StoreError) {
                _ = try await store.reader.setBookmarked(true, for: id)
            } catch {
                guard error.code == .cancelled else { throw error }
                return acknowledged
            }
            acknowledged.insert(id)
        }
        return acknowledged
    }

    @Test func `what is bookmarked while the store is replaced is in the new one`() async throws {
        let store = try ArticleStore(at: folder.database)
        try await mark(Self.bookmarks, in: store)
        let other = try ArticleStore(at: folder.database)
        let marking = Task { try await Self.markOn(other) }
        for _ in 0..<3 {
            try await Task.sleep(for: .milliseconds(30))
            #expect(try await ArticleStore.recover(at: folder.database).isComplete)
            // It goes over to the new file by itself.
            #expect(try await bookmarks(of: store).isSuperset(of: Self.bookmarks))
        }
        marking.cancel()
        let acknowledged = try await marking.value
        #expect(acknowledged.count > 3)
        await store.close()
        await other.close()
        let last = try ArticleStore(at: folder.database)
        let (kept, expected) = (try await bookmarks(of: last), Self.bookmarks.union(acknowledged))
        #expect(expected.subtracting(kept).isEmpty, "lost, of \(acknowledged.count)")
        #expect(kept.subtracting(expected).isEmpty, "came from nowhere")
        #expect(try await last.verify().isSound)
        await last.close()
    }
}
