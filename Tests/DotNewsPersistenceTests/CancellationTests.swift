import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

/// What is done to a store, cancelled before and after every one of its jobs.
@Suite(.timeLimit(.minutes(10))) struct CancellationTests {
    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])
    private static let bookmarks = (1...40).map(Sample.id)
    private static let articles = (1...12).map { Sample.summary($0, minutes: Double($0)) }

    /// Reads and writes of every kind, one after the other and at the same time, over one reader.
    private static func work(_ store: ArticleStore, _ images: ArticleImageCache, importing document: Data) async throws
    {
        _ = try await store.apply([Sample.articles(articles)] + articles.map { Sample.body(Sample.article($0)) })
        _ = try await store.search.indexAllPending()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    _ = try await store.articles(limit: 5)
                    _ = try await store.search.articles(matching: SearchQuery("維港 harbour"))
                }
            }
            group.addTask { _ = try await store.reader.setRead(true, for: Sample.id(3)) }
            try await group.waitForAll()
        }
        _ = try await store.reader.importData(document)
        _ = try await store.reader.exportData()
        _ = try await store.verify()
        let wanted = try await store.imageAddresses(newest: 2)
        for address in try await images.missing(from: wanted) {
            _ = try await images.store(png + Data(address.string.utf8), for: address)
        }
        try await images.noteUnavailable([Sample.address("none.jpg")])
        _ = try await images.file(for: wanted[0])
        _ = try await images.evict(toFit: 60)
        _ = try await store.prune(RetentionPolicy(maximumCount: 6), now: Sample.noon)
    }

    @Test func `what is done to a store can be cancelled anywhere, and be done again`() async throws {
        let other = try ReaderFixture()
        for number in 50..<60 { _ = try await other.store.reader.setBookmarked(true, for: Sample.id(number)) }
        let document = try await other.export()
        let points = try await CancellationSweep(of: "work on a store", seed: 71).run { moment in
            try await work(importing: document, cancellingAt: moment)
        }
        #expect(points > 8)
    }

    private func work(
        importing document: Data, cancellingAt moment: CancellingTaskExecutor.Moment?
    ) async throws -> CancellingTaskExecutor.Outcome<Void> {
        let folder = try TemporaryFolder()
        var options = ArticleStoreOptions()
        options.maximumReaders = 1
        let store = try ArticleStore(at: folder.database, options: options)
        let images = try ArticleImageCache(in: folder.url.appending(path: "images"), of: store)
        for id in Self.bookmarks { _ = try await store.reader.setBookmarked(true, for: id) }
        let outcome = await CancellingTaskExecutor.run(cancellingAt: moment) {
            try await Self.work(store, images, importing: document)
        }
        let place: Testing.Comment = "cancelled \(moment.map { "\($0)" } ?? "never")"
        if case .failure(let error) = outcome.result {
            #expect(outcome.wasCancelled && (error as? StoreError)?.code == .cancelled, "\(place): \(error)")
        }
        #expect(try await store.verify().problems.isEmpty, place)
        #expect(try await images.verify().isEmpty, place)
        let kept = try await store.reader.bookmarks(limit: 100).map(\.id)
        #expect(Set(kept).isSuperset(of: Self.bookmarks), place)
        // All of the import or nothing.
        #expect([40, 50].contains(kept.count), place)
        let files = try FileManager.default.contentsOfDirectory(atPath: images.directory.path)
        #expect(files.allSatisfy { !$0.hasPrefix(".") }, place)

        try await Self.work(store, images, importing: document)
        #expect(try await store.verify().problems.isEmpty, place)
        #expect(try await store.reader.bookmarks(limit: 100).count == 50, place)
        #expect(try await store.search.backlog() == 0, place)
        await store.close()
        return outcome
    }

    @Test func `a recovery that is cancelled has either not begun, or has kept everything`() async throws {
        let template = try TemporaryFolder()
        let store = try ArticleStore(at: template.database)
        for id in Self.bookmarks { _ = try await store.reader.setBookmarked(true, for: id) }
        await store.close()
        var damaged = try Data(contentsOf: template.database)
        for index in 0..<100 { damaged[index] = UInt8(truncatingIfNeeded: index &* 37) }
        let points = try await CancellationSweep(of: "a recovery", sample: 3, seed: 72).run { [damaged] moment in
            try await recover(damaged, cancellingAt: moment)
        }
        #expect(points > 2)
    }

    private func recover(
        _ damaged: Data, cancellingAt moment: CancellingTaskExecutor.Moment?
    ) async throws -> CancellingTaskExecutor.Outcome<StoreRecovery> {
        let folder = try TemporaryFolder()
        let file = folder.database
        try damaged.write(to: file)
        let outcome = await CancellingTaskExecutor.run(cancellingAt: moment) {
            try await ArticleStore.recover(at: file)
        }
        switch outcome.result {
        case .success(let recovery):
            #expect(recovery.isComplete)
            #expect(try Data(contentsOf: recovery.damagedFile) == damaged)
        case .failure(let error):
            #expect(outcome.wasCancelled && (error as? StoreError)?.code == .cancelled, "\(error)")
            #expect(try Data(contentsOf: file) == damaged)
            #expect(try await ArticleStore.recover(at: file).isComplete)
        }
        let store = try ArticleStore(at: file)
        #expect(try await store.reader.bookmarks(limit: 100).count == 40)
        #expect(try await store.verify().problems.isEmpty)
        await store.close()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(files.filter { $0.contains("with-header") }.isEmpty)
        return outcome
    }
}
