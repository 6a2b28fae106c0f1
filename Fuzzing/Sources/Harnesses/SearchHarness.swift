import DotNewsModels
import DotNewsPersistence
import Foundation

/// Search: any text that is indexed is found, nothing that can be typed is an error, and matches lie in what is shown.
enum SearchHarness {
    static func prepare(in directory: URL) throws -> FuzzTarget {
        let store = try ArticleStore(at: directory.appending(path: "search.sqlite"))
        return { input in
            let fields = input.fields(2)
            let summary = ArticleSummary(
                id: Invented.id, title: fields[0].isEmpty ? "-" : fields[0], address: Invented.address,
                keywords: [fields[1]])
            let article = Article(
                summary: summary, body: ArticleBody(blocks: [.paragraph(InlineText("前 \(fields[1]) 後"))]))
            waiting {
                do {
                    _ = try await store.apply([.article(article, address: Invented.address, version: nil)])
                    _ = try await store.search.indexAllPending()
                    try await typed(fields, in: store)
                    try await found(fields[0], .title, in: store)
                    try await found(fields[1], .content, in: store)
                } catch {
                    require(false, "\(error)")
                }
            }
        }
    }

    /// Whatever is typed is a query.
    private static func typed(_ fields: [String], in store: ArticleStore) async throws {
        for (text, scope) in zip(fields, [SearchQuery.Scope.content, .keyword]) {
            for order in SearchQuery.Order.allCases {
                let query = SearchQuery(text, in: scope, order: order, completesLastWord: order == .newest)
                let results = try await store.search.articles(matching: query)
                let count = try await store.search.count(matching: query)
                require(results.total == count, "\(results.total ?? -1) and \(count)")
                for result in results.results {
                    checkMatches(result.matches, in: result.snippet)
                    checkMatches(result.titleMatches, in: result.article.title)
                }
            }
        }
    }

    /// A text that has a letter which is certainly one is found as a quotation.
    private static func found(_ text: String, _ scope: SearchQuery.Scope, in store: ArticleStore) async throws {
        let marks = Set("\"“”„＂「」『』﹁﹂«»《》")
        let isCertain = text.unicodeScalars.contains {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                || (0x4E00...0x9FA5).contains($0.value)
        }
        guard isCertain, text.count <= 200, !text.contains(where: marks.contains) else { return }
        let count = try await store.search.count(matching: SearchQuery("\"\(text)\"", in: scope))
        require(count == 1, "not found: \(text.debugDescription)")
    }
}
