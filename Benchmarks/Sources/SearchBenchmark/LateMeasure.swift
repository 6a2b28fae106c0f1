import BenchmarkSupport
import DotNewsModels
import DotNewsPersistence
import Foundation

/// Indexing articles that come in between others, next to indexing those others.
struct LateMeasure {
    private static let batch = 1_000
    /// The number of articles that come first, and of those that come later; a multiple of 1,000.
    let count: Int

    /// Prints microseconds an article, late ones first; `file` must not exist.
    func run(_ file: URL) async throws {
        let store = try ArticleStore(at: file)
        let numbers = shuffledNumbers()
        try await add(numbers[..<count], to: store)
        let first = try await index(store)
        try await add(numbers[count...], to: store)
        let late = try await index(store)
        await store.close()
        try Report("late.index", ours: [late], peer: [first]).print()
    }

    /// Twice as many numbers as articles come first, always in the same disorder.
    private func shuffledNumbers() -> [Int] {
        var state: UInt64 = 1
        var numbers = Array(0..<count * 2)
        for last in numbers.indices.reversed() {
            // Knuth's constants; the high bits are the good ones.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            numbers.swapAt(last, Int((state >> 33) % UInt64(last + 1)))
        }
        return numbers
    }

    private func add(_ numbers: ArraySlice<Int>, to store: ArticleStore) async throws {
        let sample = SearchArticles()
        let numbers = numbers.sorted(by: >)
        for start in stride(from: 0, to: count, by: Self.batch) {
            let articles = numbers[start..<start + Self.batch].map { sample.article($0).article }
            _ = try await store.apply(
                articles.map { .article($0, address: $0.address, version: nil) })
        }
    }

    private func index(_ store: ArticleStore) async throws -> Double {
        let start = ContinuousClock.now
        let progress = try await store.search.indexAllPending()
        guard progress.indexed == count, progress.waiting == 0 else { throw Failure("Articles wait.") }
        return (ContinuousClock.now - start) / .microseconds(count)
    }
}
