import BenchmarkSupport
import DotNewsModels
import DotNewsPersistence
import Foundation

/// Indexes and searches a store of many articles through the package, in turn with a program in C that does the same
/// with FTS5's own means.
@main
struct SearchBenchmark {
    private static let usage = """
        Usage: SearchBenchmark fill STORE PEER COUNT      fills both with the texts of COUNT articles
               SearchBenchmark index STORE PEER COUNT     indexes both, in ten turns
               SearchBenchmark measure STORE PEER ROUNDS CALLS    finds articles
               SearchBenchmark store STORE COUNT          stores and indexes COUNT articles, in turn with C
               SearchBenchmark late STORE COUNT           indexes COUNT articles, then as many between them
        Prints microseconds, or bytes, a JSON object a line.
        """

    static func main() async throws {
        FoldingTables.install()
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "store", arguments.count == 3, let count = Int(arguments[3]) {
            return try await StoringMeasure(count: count).run(URL(fileURLWithPath: arguments[2]))
        }
        if arguments.first == "late", arguments.count == 3, let count = Int(arguments[3]) {
            return try await LateMeasure(count: count).run(URL(fileURLWithPath: arguments[2]))
        }
        guard let command = arguments.first, arguments.count >= 4, let number = Int(arguments[4]) else {
            throw Failure(usage)
        }
        let store = URL(fileURLWithPath: arguments[2])
        let peer = URL(fileURLWithPath: arguments[3])
        switch command {
        case "fill": try await fill(store, peer, count: number)
        case "index": try await index(store, peer, count: number)
        case "measure":
            guard arguments.count == 5, let calls = Int(arguments[5]) else { throw Failure(usage) }
            let measures = try SearchMeasures(store: store, peer: peer)
            try await measures.run(rounds: number, repetitions: calls)
        default: throw Failure(usage)
        }
    }

    // MARK: Filling

    private static func fill(_ file: URL, _ peerFile: URL, count: Int) async throws {
        let store = try ArticleStore(at: file)
        let peer = try CSearch(peerFile)
        let sample = SearchArticles()
        let batch = 1_000
        for start in stride(from: count - batch, through: 0, by: -batch) {
            let articles = (start..<start + batch).reversed().map { (number: $0, article: sample.article($0)) }
            var changes: [StoreChange] = [
                .articles(
                    articles.map(\.article.article.summary), listedIn: SearchArticles.column.id, withdrawn: [],
                    address: WebAddress("https://edition.test/column.json")!, version: nil)
            ]
            changes += articles.map { .article($0.article.article, address: $0.article.article.address, version: nil) }
            _ = try await store.apply(changes)
            try peer.adding {
                for (number, article) in articles { try peer.add(article.texts, document: count - number) }
            }
        }
        await store.close()
    }

    // MARK: Indexing

    /// The peer's pairs are indexed last, and not timed.
    private static func index(_ file: URL, _ peerFile: URL, count: Int) async throws {
        let store = try ArticleStore(at: file)
        let peer = try CSearch(peerFile)
        let step = count / 10
        var report = Report("index", ours: [], peer: [])
        for turn in 0..<10 {
            let start = ContinuousClock.now
            for _ in 0..<10 { _ = try await store.search.indexPending(limit: step / 10) }
            let between = ContinuousClock.now
            for part in 0..<10 {
                let first = turn * step + part * (step / 10) + 1
                try peer.indexWords(first...first + step / 10 - 1)
            }
            let end = ContinuousClock.now
            report.ours.append((between - start) / .microseconds(1))
            report.peer.append((end - between) / .microseconds(1))
        }
        guard try await store.search.backlog() == 0 else { throw Failure("Not all articles are indexed.") }
        try report.print()
        // As a sync leaves it.
        let start = ContinuousClock.now
        _ = try await store.search.indexAllPending()
        let compacting = (ContinuousClock.now - start) / .microseconds(1)
        try Report("index.compact", ours: [compacting], peer: [report.peer.reduce(0, +)]).print()
        await store.close()
        try peer.attach(file)
        try Report("index.size", ours: [Double(peer.storeIndexSize)], peer: [Double(peer.textSize)]).print()
        for first in stride(from: 1, to: count, by: step) { try peer.indexPairs(first...first + step - 1) }
    }
}
