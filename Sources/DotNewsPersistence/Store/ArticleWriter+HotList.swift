import DotNewsDatabase
import DotNewsModels

extension ArticleWriter {
    /// Replaces the list of the most read articles, adding those that are not stored.
    mutating func replaceHotList(
        with articles: [ListedArticle], into changes: inout StoreChangeSummary
    ) throws {
        let old = try connection.rows("SELECT article, digest FROM hot_article ORDER BY rank") { row in
            HotEntry(article: row.integer(0), digest: row.integer(1))
        }
        let digests = Dictionary(old.map { ($0.article, $0.digest) }, uniquingKeysWith: { first, _ in first })
        // Keys, not rows: a row can still move while the rest of the list is stored.
        var listed: [(key: ArticleKey, digest: Int64)] = []
        var seen: Set<ArticleKey> = []
        for article in articles where seen.insert(article.record.key).inserted {
            let last = try connection.articleRow(of: article.record.key).flatMap { digests[$0] }
            if try put(article, list: .hot(lastDigest: last), into: &changes) != nil {
                listed.append((article.record.key, article.record.digest))
            }
        }
        var new: [HotEntry] = []
        for (key, digest) in listed {
            if let row = try connection.articleRow(of: key) { new.append(HotEntry(article: row, digest: digest)) }
        }
        guard new != old else { return }
        changes.hotListChanged = true
        try connection.execute("DELETE FROM hot_article")
        for (rank, entry) in new.enumerated() {
            try connection.execute(
                "INSERT INTO hot_article (rank, article, digest) VALUES (?, ?, ?)", rank, entry.article, entry.digest)
        }
    }
}

private struct HotEntry: Equatable {
    let article: Int64
    let digest: Int64
}
