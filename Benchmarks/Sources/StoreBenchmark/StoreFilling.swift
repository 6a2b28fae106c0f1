import DotNewsModels
import DotNewsPersistence
import Foundation

/// Makes a store of invented articles.
struct StoreFilling {
    /// Every how manyth article has a body; one in ten is enough to ask for, and quick to write.
    static let bodyEvery = 10

    /// Fills `file`, which must not exist, with `count` articles, and indexes them.
    static func fill(_ file: URL, count: Int) async throws {
        let store = try ArticleStore(at: file)
        let sample = SampleArticles()
        let batch = 500
        // Oldest first, as a store grows over the months.
        for start in stride(from: count - batch, through: 0, by: -batch) {
            let articles = (start..<start + batch).map(sample.summary)
            var changes: [StoreChange] = []
            for column in sample.columns {
                changes.append(
                    .articles(
                        articles.filter { $0.column == column }, listedIn: column.id, withdrawn: [],
                        address: WebAddress("https://edition.test/columns/\(column.id).json")!, version: nil))
            }
            for number in start..<start + batch where number.isMultiple(of: bodyEvery) {
                let article = sample.article(number)
                changes.append(.article(article, address: article.address, version: nil))
            }
            _ = try await store.apply(changes)
        }
        // Tags, authors and words are followed by the index.
        _ = try await store.search.indexAllPending()
        await store.close()
    }
}
