import CDotNewsFaultyVFS
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

/// What becomes of a store when the disk does not do as it is told: every call that SQLite makes fails once, in one run
/// after the other. `DOTNEWS_SLOW_TESTS=1` tries every call with a fault that passes and every fifth with one that lasts;
/// otherwise every eleventh is tried.
@Suite(.timeLimit(.minutes(30)), .serialized) struct DiskFaultTests {
    static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    /// How the disk fails.
    struct Fault: CustomTestStringConvertible {
        var kind: faulty_vfs_kind
        var lasts: Bool
        var testDescription: String {
            (kind == FAULTY_VFS_FULL ? "disk full" : "input/output error") + (lasts ? ", from then on" : ", once")
        }
    }

    private static let faults = [
        Fault(kind: FAULTY_VFS_ERROR, lasts: false), Fault(kind: FAULTY_VFS_ERROR, lasts: true),
        Fault(kind: FAULTY_VFS_FULL, lasts: false), Fault(kind: FAULTY_VFS_FULL, lasts: true),
    ]

    let folder: TemporaryFolder
    var template: URL { folder.url.appendingPathComponent("template.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    /// What a reader and a sync do in a while, each step by itself; what was acknowledged is noted.
    struct Work {
        /// Articles that are bookmarked, as far as the store has said so.
        private(set) var bookmarked: Set<ArticleID> = [Sample.id(1)]
        private(set) var failures: [any Error] = []

        mutating func run(on file: URL, fileSystem: String?) async {
            var options = ArticleStoreOptions()
            options.fileSystem = fileSystem
            options.busyTimeout = .milliseconds(50)
            options.writerCacheSize = 128 << 10
            let store: ArticleStore
            do {
                store = try ArticleStore(at: file, options: options)
            } catch {
                failures.append(error)
                return
            }
            let summaries = (4..<40).map { Sample.summary($0, minutes: Double($0)) }
            await attempt {
                _ = try await store.apply([Sample.articles(summaries, withdrawn: [Sample.id(3)])])
            } then: { _ in
            }
            await attempt {
                _ = try await store.apply(summaries.prefix(12).map { Sample.body(Sample.article($0)) })
            } then: { _ in
            }
            await attempt {
                _ = try await store.reader.setBookmarked(true, for: Sample.id(900))
            } then: {
                $0.bookmarked.insert(Sample.id(900))
            }
            await attempt {
                _ = try await store.search.indexPending()
            } then: { _ in
            }
            await attempt {
                _ = try await store.search.articles(matching: SearchQuery("東橋"))
            } then: { _ in
            }
            await attempt {
                _ = try await store.reader.setBookmarked(true, for: Sample.id(901))
            } then: {
                $0.bookmarked.insert(Sample.id(901))
            }
            await attempt {
                _ = try await store.prune(RetentionPolicy(maximumCount: 10), now: Sample.noon)
            } then: { _ in
            }
            await store.close()
        }

        private mutating func attempt(_ step: () async throws -> Void, then note: (inout Work) -> Void) async {
            do {
                try await step()
                note(&self)
            } catch {
                failures.append(error)
            }
        }
    }

    func makeTemplate() async throws {
        let store = try ArticleStore(at: template)
        let summaries = (1...3).map { Sample.summary($0, minutes: Double($0)) }
        _ = try await store.apply([Sample.articles(summaries)] + summaries.map { Sample.body(Sample.article($0)) })
        _ = try await store.reader.setBookmarked(true, for: Sample.id(1))
        _ = try await store.search.indexAllPending()
        await store.close()
    }

    @Test(arguments: faults) func `a call of the disk that fails costs what was being done and nothing else`(
        _ fault: Fault
    ) async throws {
        try await makeTemplate()
        let name = try #require(faulty_vfs_name().map { String(cString: $0) })
        faulty_vfs_fail_after(-1, 0, fault.kind)
        let whole = folder.url.appendingPathComponent("whole.sqlite")
        try FileManager.default.copyItem(at: template, to: whole)
        var work = Work()
        await work.run(on: whole, fileSystem: name)
        #expect(work.failures.isEmpty)
        let calls = faulty_vfs_calls()
        #expect(calls > 100)

        var failed = 0
        let tried = stride(from: 0, to: calls, by: Self.isSlow ? fault.lasts ? 5 : 1 : 11)
        print("\(fault.testDescription): \(Array(tried).count) of \(calls) calls fail")
        for call in tried {
            let file = folder.url.appendingPathComponent("\(call).sqlite")
            try FileManager.default.copyItem(at: template, to: file)
            var work = Work()
            faulty_vfs_fail_after(call, fault.lasts ? 1 : 0, fault.kind)
            await work.run(on: file, fileSystem: name)
            faulty_vfs_fail_after(-1, 0, fault.kind)
            failed += work.failures.isEmpty ? 0 : 1
            for error in work.failures {
                let code = (error as? StoreError)?.code
                #expect(
                    [.inputOutput, .diskFull, .cannotOpen, .readOnly, .busy].contains(code),
                    "call \(call) ends in \(error)")
            }
            try await check(file, after: work, call: call)
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: file.path + suffix)
            }
        }
        #expect(failed > 0, "no call failed visibly")
    }

    /// What must hold whatever the disk did, once it works again.
    private func check(_ file: URL, after work: Work, call: Int) async throws {
        let store = try ArticleStore(at: file)
        let verification = try await store.verify()
        #expect(verification.problems.isEmpty, "after call \(call)")
        let bookmarks = Set(try await store.reader.bookmarks().map(\.id))
        #expect(bookmarks.isSuperset(of: work.bookmarked), "a bookmark is lost after call \(call)")
        #expect(
            try await store.article(Sample.id(1))?.article != nil, "a bookmarked article is lost after call \(call)")
        // The next time, everything goes through.
        await store.close()
        var again = Work()
        await again.run(on: file, fileSystem: nil)
        #expect(again.failures.isEmpty, "the work cannot be done after call \(call)")
    }
}
