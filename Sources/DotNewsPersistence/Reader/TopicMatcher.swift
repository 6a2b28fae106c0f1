import DotNewsDatabase
import DotNewsModels

/// Tells which of some topics an article has: the one matcher of what is followed and what is muted.
///
/// For one read; its cost for an article does not grow with the number of topics.
struct TopicMatcher {
    let connection: Connection
    /// The topics with a column, by the row of the column or of one inside it.
    private var columns: [Int64: [ArticleTopic]] = [:]
    /// The topics of tags, by what their spellings have in common; and so of authors.
    private var tags: [String: [ArticleTopic]] = [:]
    private var authors: [String: [ArticleTopic]] = [:]
    private var words: [ArticleTopic] = []
    private let phrases: PhraseSet

    /// - Parameter column: A column that the reader has opened, which its own mute does not empty.
    init(connection: Connection, topics: [ArticleTopic], opening column: ColumnID? = nil) throws {
        self.connection = connection
        let opened = try column.map { try connection.columnRows(of: $0, includingSubcolumns: false) }
        var phrases: [MatchExpression.Phrase] = []
        for topic in topics {
            switch topic.kind {
            case .column:
                guard let path = topic.columnPath else { continue }
                let rows = try connection.columnRows(at: path)
                guard opened.map({ Set(rows).isDisjoint(with: $0) }) ?? true else { continue }
                for row in rows { columns[row, default: []].append(topic) }
            case .tag: tags[topic.key, default: []].append(topic)
            case .author: authors[topic.key, default: []].append(topic)
            case .word:
                guard let phrase = MatchExpression.Phrase(topic.name) else { continue }
                words.append(topic)
                phrases.append(phrase)
            }
        }
        self.phrases = PhraseSet(phrases)
    }

    /// Creates a matcher of what the reader has muted; `nil` when nothing is.
    init?(muting connection: Connection, opening column: ColumnID? = nil) throws {
        let topics = try connection.topics(.muted)
        guard !topics.isEmpty else { return nil }
        try self.init(connection: connection, topics: topics, opening: column)
    }

    /// Returns the topics that an article has, in order.
    func topics(of article: ArticleSummary, at row: Int64) throws -> [ArticleTopic] {
        var found: Set<ArticleTopic> = []
        if !columns.isEmpty {
            try connection.forEachRow("SELECT column_id FROM membership WHERE article = ?", row) {
                found.formUnion(columns[$0.integer(0)] ?? [])
            }
        }
        if !tags.isEmpty { for tag in article.tags { found.formUnion(tags[SearchTokenizer.key(of: tag)] ?? []) } }
        if !authors.isEmpty { found.formUnion(authors[SearchTokenizer.key(of: article.author)] ?? []) }
        if !phrases.isEmpty { found.formUnion(phrases.matches(in: article).lazy.map { words[$0] }) }
        return found.sorted()
    }

    /// Whether an article has any of the topics.
    func matches(_ article: ArticleSummary, at row: Int64) throws -> Bool {
        try !topics(of: article, at: row).isEmpty
    }

    // MARK: Walks

    /// Returns the rows of the newest articles that have any of the topics, each once, in order: those of the first `limit`
    /// of each topic. Tags, authors and words are those of the index, which may be behind.
    func positions(limit: Int, after cursor: PageCursor?) throws -> ArraySlice<Int64> {
        let listing = ArticleListing(connection: connection, query: ArticleQuery())
        var newest = Set(try listing.positions(in: columns.keys.sorted(), limit: limit, after: cursor))
        for (table, keys) in [("article_tag", tags.keys), ("article_author", authors.keys)] {
            for key in keys {
                try connection.forEachRow(
                    """
                    SELECT t.article FROM \(table) AS t CROSS JOIN article AS a ON a.id = t.article
                    WHERE t.key = ? AND t.article < ? AND a.is_withdrawn = 0 ORDER BY t.article DESC LIMIT ?
                    """, key, cursor?.position ?? .max, limit
                ) { newest.insert($0.integer(0)) }
            }
        }
        newest.formUnion(try positionsOfWords(limit: limit, after: cursor))
        return newest.sorted(by: >).prefix(limit)
    }

    /// The index has articles in the order of their numbers, which is that of their minutes; inside a minute the newest
    /// article may come last.
    private func positionsOfWords(limit: Int, after cursor: PageCursor?) throws -> [Int64] {
        let phrases = words.compactMap { MatchExpression.Phrase($0.name) }
        guard !phrases.isEmpty else { return [] }
        let last = try cursor.map { try DocumentNumbering(connection: connection).upperBound(before: $0.position) }
        let sql = """
            SELECT search_index.rowid, a.id FROM search_index
            CROSS JOIN search_document AS d ON d.doc = search_index.rowid CROSS JOIN article AS a ON a.id = d.article
            WHERE search_index MATCH ?1 AND search_index.rowid <= ?2 AND a.id < ?3 AND a.is_withdrawn = 0
            ORDER BY search_index.rowid DESC
            """
        return try connection.withStatement(sql) { statement in
            try statement.bind(
                MatchExpression.expression(ofAny: phrases, in: [.title, .keywords, .summary]), last ?? .max,
                cursor?.position ?? .max)
            var positions: [Int64] = []
            while let row = try statement.next() {
                positions.append(row.integer(1))
                // Looked at seldom, as it needs the order.
                guard positions.count.isMultiple(of: max(limit, 64)) else { continue }
                positions.sort(by: >)
                if positions[limit - 1] >= DocumentNumbering.positionBound(below: row.integer(0)) { break }
            }
            return positions
        }
    }
}
