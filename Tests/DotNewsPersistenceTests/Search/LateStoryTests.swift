import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

/// Stories that come in between others that are indexed.
extension SearchIndexTests {
    private static let words = ["harbour 維港", "ferry 渡輪", "经济 budget"]

    /// Indexes `count` stories a minute apart, then stores two between each of them.
    private func storeLate(between count: Int) async throws {
        try await store.store((0..<count).map { article($0, text: Self.words[$0 % 3]) })
        _ = try await store.indexAllPending()
        try await store.store(
            (0..<count - 1).flatMap { number in
                [0.3, 0.6].map { part in
                    article(
                        count + number * 2 + (part < 0.5 ? 0 : 1), minutes: Double(number) + part,
                        text: Self.words[number % 3])
                }
            })
    }

    /// What each of the words finds, in the order of the index.
    private func found(in store: ArticleStore) async throws -> [[ArticleID]] {
        var all: [[ArticleID]] = []
        for word in ["harbour", "渡轮", "經濟", "维"] {
            all.append(try await store.searchAll(SearchQuery(word, order: .newest)))
        }
        return all
    }

    /// Checks that everything is found that a new index would find.
    private func checkAgainstNewIndex(_ count: Int) async throws {
        try await checkIndex()
        let grown = try await found(in: store)
        #expect(grown.dropLast().map(\.count).reduce(0, +) == count)
        try await store.resetSearchIndex()
        _ = try await store.indexAllPending()
        #expect(try await found(in: store) == grown)
    }

    @Test func `while late stories make room, others find what they found before`() async throws {
        try await storeLate(between: 1_300)
        let before = try await found(in: store)
        var renumbering: Renumbering?
        var progress = SearchIndexProgress()
        var steps = 0
        repeat {
            progress.merge(try await store.indexStep(limit: 100, &renumbering))
            try await checkIndex()
            steps += 1
            if progress.indexed == 0 { #expect(try await found(in: store) == before) }
        } while progress.indexed == 0
        #expect(steps >= 2, "many moves go into several transactions")
        let rest = try await store.indexAllPending()
        #expect(progress.moved > 500 && progress.moved + rest.moved <= 1_400)
        #expect(progress.indexed + rest.indexed == 2 * 1_299)
        try await checkAgainstNewIndex(3 * 1_300 - 2)
    }

    @Test func `a process that ends while late stories make room leaves a sound index`() async throws {
        try await storeLate(between: 1_300)
        let before = try await found(in: store)
        var renumbering: Renumbering?
        let moved = try await store.indexStep(limit: 100, &renumbering).moved
        #expect(moved > 0 && renumbering != nil)
        // What it had in mind goes with it.
        await store.close()
        let next = try ArticleStore(at: folder.database)
        #expect(try await found(in: next) == before)
        let rest = try await next.indexAllPending()
        #expect(rest.indexed == 2 * 1_299 && rest.waiting == 0)
        #expect(moved + rest.moved <= 2 * 1_300)
        let grown = try await found(in: next)
        let count = grown.dropLast().map(\.count).reduce(0, +)
        #expect(count == 3 * 1_300 - 2)
        try await next.resetSearchIndex()
        _ = try await next.indexAllPending()
        #expect(try await found(in: next) == grown)
        await next.close()
    }

    @Test func `indexing late stories can be cancelled and goes on`() async throws {
        try await storeLate(between: 1_300)
        let store = store
        let task = Task {
            try await store.indexAllPending { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        let error = await #expect(throws: StoreError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        try await checkIndex()
        #expect(try await store.searchBacklog() > 0)
        _ = try await store.indexAllPending()
        try await checkAgainstNewIndex(3 * 1_300 - 2)
    }

    @Test func `two processes that index late stories at once keep the order`() async throws {
        try await storeLate(between: 1_300)
        let other = try ArticleStore(at: folder.database)
        var mine: Renumbering?
        var theirs: Renumbering?
        _ = try await store.indexStep(limit: 50, &mine)
        _ = try await other.indexStep(limit: 70, &theirs)
        #expect(mine != nil)
        var waiting = 1
        while waiting > 0 {
            _ = try await store.indexStep(limit: 300, &mine)
            waiting = try await other.indexStep(limit: 500, &theirs).waiting
            try await checkIndex()
        }
        await other.close()
        try await checkAgainstNewIndex(3 * 1_300 - 2)
    }

    @Test func `stories that change or go while others make room are found as they are`() async throws {
        try await storeLate(between: 1_300)
        var renumbering: Renumbering?
        _ = try await store.indexStep(limit: 100, &renumbering)
        try #require(renumbering != nil)
        try await store.store([article(900, title: "Changed 改了", text: "harbour 維港", updated: 9)])
        _ = try await store.apply((901...930).map { .withdrawn(Sample.id($0)) })
        while renumbering != nil { _ = try await store.indexStep(limit: 100, &renumbering) }
        _ = try await store.indexAllPending()
        #expect(try await store.searchAll(SearchQuery("改了")) == [Sample.id(900)])
        try await checkAgainstNewIndex(3 * 1_300 - 2 - 30)
    }

    @Test(arguments: [
        "UPDATE search_document SET doc = 9223372036854775807 - doc",
        "UPDATE search_document SET doc = doc - 9223372036854775807",
        "UPDATE search_document SET article = -article",
        "UPDATE search_document SET doc = -doc",
    ])
    func `numbers of a damaged file are an error, no endless work`(damage: String) async throws {
        try await storeLate(between: 20)
        try await store.write("damaging") { connection in try connection.execute(damage) }
        let error = await #expect(throws: StoreError.self) { try await store.indexAllPending() }
        // Numbers may also meet those of others, which SQLite refuses.
        #expect(error?.code == .unreadableContent || error?.code == .failed)
        try await store.resetSearchIndex()
        #expect(try await store.indexAllPending().indexed == 20 + 2 * 19)
        try await checkIndex()
    }
}
