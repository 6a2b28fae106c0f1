import CDotNewsFaultyVFS
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

extension DiskFaultTests {
    /// The power goes at a call of the disk, and what was not synced by then is there or not, sector by sector.
    /// `DOTNEWS_SLOW_TESTS=1` tries every third call, otherwise every thirteenth.
    @Test func `a loss of power leaves a whole store, with what was there before and no gap in what came last`()
        async throws
    {
        try await makeTemplate()
        let name = try #require(faulty_vfs_name().map { String(cString: $0) })
        faulty_vfs_fail_after(-1, 0, FAULTY_VFS_ERROR)
        let whole = folder.url.appendingPathComponent("whole.sqlite")
        try FileManager.default.copyItem(at: template, to: whole)
        var work = Work()
        await work.run(on: whole, fileSystem: name)
        let calls = faulty_vfs_calls()

        var (losses, forgotten) = (0, 0)
        for call in stride(from: 0, to: calls, by: Self.isSlow ? 3 : 13) {
            let file = folder.url.appendingPathComponent("\(call).sqlite")
            try FileManager.default.copyItem(at: template, to: file)
            var work = Work()
            faulty_vfs_watch_power()
            faulty_vfs_fail_after(call, 1, FAULTY_VFS_ERROR)
            await work.run(on: file, fileSystem: name)
            losses += faulty_vfs_lose_power(UInt64(call)) > 0 ? 1 : 0
            faulty_vfs_fail_after(-1, 0, FAULTY_VFS_ERROR)
            // Memory, which is gone.
            try? FileManager.default.removeItem(atPath: file.path + "-shm")

            let store = try ArticleStore(at: file)
            #expect(try await store.verify().problems.isEmpty, "after call \(call)")
            let bookmarks = Set(try await store.reader.bookmarks().map(\.id))
            #expect(bookmarks.contains(Sample.id(1)), "a bookmark of before is lost after call \(call)")
            #expect(try await store.article(Sample.id(1))?.article != nil, "an article is lost after call \(call)")
            // The last may be missing, but not one before it.
            if bookmarks.contains(Sample.id(901)) { #expect(bookmarks.contains(Sample.id(900)), "after call \(call)") }
            forgotten += bookmarks.isSuperset(of: work.bookmarked) ? 0 : 1
            await store.close()
            var again = Work()
            await again.run(on: file, fileSystem: nil)
            #expect(again.failures.isEmpty, "the work cannot be done after call \(call)")
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        }
        #expect(losses > 10)
        if Self.isSlow {
            print(
                "the power went at \(calls) calls, with something unsynced at \(losses); \(forgotten) times the last was lost"
            )
        }
    }
}
