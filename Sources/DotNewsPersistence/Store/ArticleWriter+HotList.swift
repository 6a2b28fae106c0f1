import DotNewsDatabase
import DotNewsModels

extension ArticleWriter {
    /// Replaces the list of the most read stories, adding those that are not stored.
    mutating func replaceHotList(
        with stories: [ListedStory], into changes: inout StoreChangeSummary
    ) throws(StoreError) {
        let old = try connection.use("SELECT article, digest FROM hot_article ORDER BY rank") {
            (statement) throws(StoreError) in
            var entries: [HotEntry] = []
            while try statement.step() {
                entries.append(HotEntry(article: statement.integer(0), digest: statement.integer(1)))
            }
            return entries
        }
        let digests = Dictionary(old.map { ($0.article, $0.digest) }, uniquingKeysWith: { first, _ in first })
        // Keys, not rows: a row can still move while the rest of the list is stored.
        var listed: [(key: ArticleKey, digest: Int64)] = []
        var seen: Set<ArticleKey> = []
        for story in stories where seen.insert(story.record.key).inserted {
            let last = try connection.articleRow(of: story.record.key).flatMap { digests[$0] }
            if try put(story, list: .hot(lastDigest: last), into: &changes) != nil {
                listed.append((story.record.key, story.digest))
            }
        }
        var new: [HotEntry] = []
        for (key, digest) in listed {
            if let row = try connection.articleRow(of: key) { new.append(HotEntry(article: row, digest: digest)) }
        }
        guard new != old else { return }
        changes.hotListChanged = true
        try connection.use("DELETE FROM hot_article") { (statement) throws(StoreError) in try statement.run() }
        for (rank, entry) in new.enumerated() {
            try connection.use("INSERT INTO hot_article (rank, article, digest) VALUES (?1, ?2, ?3)") {
                (statement) throws(StoreError) in
                statement.bind(Int64(rank), at: 1)
                statement.bind(entry.article, at: 2)
                statement.bind(entry.digest, at: 3)
                try statement.run()
            }
        }
    }
}

private struct HotEntry: Equatable {
    let article: Int64
    let digest: Int64
}
