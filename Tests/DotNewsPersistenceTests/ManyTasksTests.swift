import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

/// Hundreds of tasks in one process over one store.
@Suite(.timeLimit(.minutes(10))) struct ManyTasksTests {
    private enum Kind: CaseIterable { case bookmark, unbookmark, article, list, search, observe, export, image }

    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])

    /// What a task has been promised.
    private enum Acknowledged {
        case bookmark(Int), unbookmark(Int), article(Int), nothing
    }

    @Test func `hundreds of tasks that read, write, watch and give up lose nothing that was acknowledged`() async throws
    {
        let folder = try TemporaryFolder()
        let store = try ArticleStore(at: folder.database)
        let images = try ArticleImageCache(in: folder.url.appending(path: "images"), of: store)
        for number in 1_000..<1_400 { _ = try await store.reader.setBookmarked(true, for: Sample.id(number)) }
        var generator = SeededGenerator(seed: 91)
        let tasks = (0..<400).map { number in
            let kind = Kind.allCases.randomElement(using: &generator)!
            let task = Task { try await Self.perform(kind, number, store, images) }
            if Int.random(in: 0..<3, using: &generator) == 0 { task.cancel() }
            return task
        }
        var given = 0
        for task in tasks {
            switch await task.result {
            case .success(.bookmark(let number)):
                #expect(try await store.reader.isBookmarked(number))
                given += 1
            case .success(.unbookmark(let number)):
                #expect(try await !store.reader.isBookmarked(number))
                given += 1
            case .success(.article(let number)):
                #expect(try await store.article(Sample.id(number))?.article?.body.blocks.isEmpty == false)
                given += 1
            case .success(.nothing): break
            case .failure(let error): #expect((error as? StoreError)?.code == .cancelled, "\(error)")
            }
        }
        #expect(given > 50)
        #expect(try await store.verify().problems.isEmpty)
        #expect(try await images.verify().isEmpty)
        #expect(store.database.readers.waiterCount == 0)
        await store.close()
    }

    private static func perform(
        _ kind: Kind, _ number: Int, _ store: ArticleStore, _ images: ArticleImageCache
    ) async throws -> Acknowledged {
        switch kind {
        case .bookmark:
            _ = try await store.reader.setBookmarked(true, for: Sample.id(2_000 + number))
            return .bookmark(2_000 + number)
        case .unbookmark:
            _ = try await store.reader.setBookmarked(false, for: Sample.id(1_000 + number))
            return .unbookmark(1_000 + number)
        case .article:
            let summary = Sample.summary(number, minutes: Double(number))
            _ = try await store.apply([Sample.articles([summary]), Sample.body(Sample.article(summary))])
            return .article(number)
        case .list: _ = try await store.articles(limit: 20)
        case .search:
            _ = try await store.search.indexPending(limit: 5)
            _ = try await store.search.articles(matching: SearchQuery("維港 harbour"))
        case .observe:
            for try await _ in store.observe({ reader in try reader.columns() }) { break }
        case .export: _ = try await store.reader.exportData()
        case .image: try await images.store(png + Data([UInt8(number % 7)]), for: Sample.address("i/\(number).png"))
        }
        return .nothing
    }
}

extension ReaderState {
    fileprivate func isBookmarked(_ number: Int) async throws -> Bool {
        try await bookmarks(limit: 1_000).contains { $0.id == Sample.id(number) }
    }
}
