import BenchmarkSupport
import DotNewsModels
import DotNewsPersistence
import Foundation

/// Storing articles and making them indexed, by the package and in turn by a program in C that inserts the same rows.
struct StoringMeasure {
    private static let batch = 1_000
    private let count: Int
    private let sample = SearchArticles()

    /// Measures with `count` articles, a multiple of 1,000.
    init(count: Int) { self.count = count }

    /// Prints microseconds an article, for each 1,000; `file` and those beside it must not exist.
    func run(_ file: URL) async throws {
        let reference = file.appendingPathExtension("reference")
        let finished = try ArticleStore(at: reference)
        for turn in 0..<count / Self.batch { try await add(articles(of: turn), to: finished) }
        await finished.close()

        let peer = try CRows(file.appendingPathExtension("peer"), of: reference, expecting: count)
        let store = try ArticleStore(at: file)
        var report = Report("store.index", ours: [], peer: [])
        for turn in 0..<count / Self.batch {
            let articles = articles(of: turn)
            let texts = CRows.Texts(articles.map(\.texts))
            let start = ContinuousClock.now
            try await add(articles, to: store)
            let between = ContinuousClock.now
            try peer.add(texts, first: turn * Self.batch)
            let end = ContinuousClock.now
            report.ours.append((between - start) / .microseconds(Self.batch))
            report.peer.append((end - between) / .microseconds(Self.batch))
        }
        await store.close()
        try peer.check(against: file)
        try report.print()
    }

    /// The articles of a turn, oldest first, as a store grows.
    private func articles(of turn: Int) -> [(article: Article, texts: SearchArticles.Texts)] {
        (0..<Self.batch).map { sample.article(count - 1 - turn * Self.batch - $0) }
    }

    private func add(
        _ articles: [(article: Article, texts: SearchArticles.Texts)], to store: ArticleStore
    ) async throws {
        var changes: [StoreChange] = [
            .articles(
                articles.map(\.article.summary), listedIn: SearchArticles.column.id, withdrawn: [],
                address: WebAddress("https://edition.test/column.json")!, version: nil)
        ]
        changes += articles.map { .article($0.article, address: $0.article.address, version: nil) }
        _ = try await store.apply(changes)
        let progress = try await store.search.indexPending(limit: Self.batch)
        guard progress.indexed == articles.count, progress.waiting == 0 else { throw Failure("Articles wait.") }
    }
}
