import BenchmarkSupport
import DotNewsModels
import DotNewsPersistence
import Foundation

/// What is looked for in an indexed store, by us and by a program in C.
struct SearchMeasures {
    /// A query, and the same in FTS5's language.
    private struct Query {
        var text: String
        var expression: String
    }

    private static let pageSize = 20

    private let store: ArticleStore
    private let peer: CSearch
    private let queries: [Query]

    init(store file: URL, peer peerFile: URL) throws {
        store = try ArticleStore(at: file)
        peer = try CSearch(peerFile)
        try peer.attach(file)
        queries = Self.queries
    }

    /// Frequent and rare words, two and four characters of Chinese, and several at once.
    private static var queries: [Query] {
        var queries: [Query] = []
        func english(_ rank: Int) -> String { SearchArticles.word(rank, isEnglish: true) }
        // Words of one or three characters lie at every tenth rank from the third and the seventh.
        func chinese(_ rank: Int) -> String { SearchArticles.word(rank / 10 * 10, isEnglish: false) }
        func add(_ words: String...) {
            queries.append(
                Query(
                    text: words.joined(separator: " "),
                    expression: words.map { "\"\($0)\"" }.joined(separator: " AND ")))
        }
        for rank in [10, 100, 1_000, 10_000] {
            add(english(rank))
            add(chinese(rank))
        }
        for (first, second) in [(10, 30), (50, 500), (200, 2_000)] {
            add(english(first), english(second))
            add(chinese(first), chinese(second))
            add(chinese(first) + chinese(second))
        }
        return queries
    }

    /// Measures everything, and prints a line of results for each.
    func run(rounds: Int, repetitions: Int) async throws {
        try checkCounts()
        try Report.print(
            "find",
            try alternate(rounds: rounds, repetitions: repetitions) { number in
                try ours(query(number).text, .newest)
            } peer: { number in
                try peer.find(query(number).expression, limit: Self.pageSize)
            })
        for order in SearchQuery.Order.allCases {
            try Report.print(
                "find.\(order)",
                try alternate(rounds: rounds, repetitions: repetitions) { number in
                    try ours(query(number).text, order)
                } peer: { _ in
                })
        }
        await store.close()
    }

    private func query(_ number: Int) -> Query { queries[number % queries.count] }

    private func ours(_ text: String, _ order: SearchQuery.Order) throws {
        let query = SearchQuery(text, order: order, pageSize: Self.pageSize)
        _ = try store.read { reader in
            try reader.search(query, countingAll: false)
        }
    }

    /// Both must look for the same: the times of different answers say nothing.
    private func checkCounts() throws {
        for query in queries {
            let found = try store.read { reader in
                try reader.searchCount(SearchQuery(query.text))
            }
            let expected = peer.count(query.expression)
            guard found == expected else {
                throw Failure("\"\(query.text)\" is found \(found) times by us and \(expected) times by C.")
            }
            FileHandle.standardError.write(Data("\(query.text): \(found)\n".utf8))
        }
    }
}
