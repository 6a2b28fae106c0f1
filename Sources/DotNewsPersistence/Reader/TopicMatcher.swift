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
        let opened = try column.map { try connection.columnRows(of: $0, includingSubcolumns: false) } ?? []
        let tree = topics.contains { $0.kind == .column } ? try ColumnRows(connection) : nil
        var phrases: [MatchExpression.Phrase] = []
        for topic in topics {
            switch topic.kind {
            case .column:
                let rows = tree?.rows(at: topic.name) ?? []
                guard rows.isDisjoint(with: opened) else { continue }
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
        found.formUnion(words(of: article))
        return found.sorted()
    }

    /// Whether an article has any of the topics.
    func matches(_ article: ArticleSummary, at row: Int64) throws -> Bool {
        try !topics(of: article, at: row).isEmpty
    }

    /// Returns the words that an article has.
    func words(of article: ArticleSummary) -> [ArticleTopic] {
        phrases.isEmpty ? [] : phrases.matches(in: article).map { words[$0] }
    }

    // MARK: Walks

    /// An article that has some of the topics.
    struct Step {
        let row: Int64
        /// The topics for which the walk has met the article; words are not among them.
        var topics: [ArticleTopic] = []
        /// Whether the index has the article for one of the words.
        var hasWords = false
    }

    /// Returns the newest articles that have any of the topics, each once, in order, withdrawn ones too. Tags, authors and
    /// words are those of the index, which may be behind.
    func walk(limit: Int, after cursor: PageCursor?) throws -> [Step] {
        // The first articles of each source, of which the newest are the first of all.
        var met: [(row: Int64, source: Int)] = []
        // Topics that have the same articles; the words, which have to be looked for, are none.
        var sources: [[ArticleTopic]] = [[]]
        let end = cursor?.position ?? .max
        let found = try positionsOfWords(limit: limit, before: end)
        met += found.map { ($0, 0) }
        // The last of as many articles as are wanted: those before it cannot be among the first.
        var floor = found.count < limit ? Int64.min : found[limit - 1]
        func walk(_ table: String, _ field: String, _ keys: [some Hashable & Bindable: [ArticleTopic]]) throws {
            let sql = """
                SELECT article FROM \(table) WHERE \(field) = ? AND article < ? AND article >= ?
                ORDER BY article DESC LIMIT ?
                """
            for (key, topics) in keys {
                var count = 0
                try connection.forEachRow(sql, key, end, floor, limit) { row in
                    met.append((row.integer(0), sources.count))
                    count += 1
                }
                if count == limit, let last = met.last { floor = last.row }
                sources.append(topics)
            }
        }
        try walk("article_tag", "key", tags)
        try walk("article_author", "key", authors)
        try walk("membership", "column_id", columns)
        met.sort { $0.row > $1.row }
        var steps: [Step] = []
        steps.reserveCapacity(limit)
        for (row, source) in met {
            if steps.last?.row != row {
                guard steps.count < limit else { break }
                steps.append(Step(row: row))
            }
            if source == 0 { steps[steps.count - 1].hasWords = true }
            steps[steps.count - 1].add(sources[source])
        }
        return steps
    }

    /// The index has articles in the order of their numbers, which is that of their minutes; inside a minute the newest
    /// article may come last.
    private func positionsOfWords(limit: Int, before end: Int64) throws -> [Int64] {
        let phrases = words.compactMap { MatchExpression.Phrase($0.name) }
        guard !phrases.isEmpty else { return [] }
        let last = end == .max ? end : try DocumentNumbering(connection: connection).upperBound(before: end)
        let sql = """
            SELECT search_index.rowid, d.article FROM search_index
            CROSS JOIN search_document AS d ON d.doc = search_index.rowid
            WHERE search_index MATCH ?1 AND search_index.rowid <= ?2 AND d.article < ?3
            ORDER BY search_index.rowid DESC
            """
        return try connection.withStatement(sql) { statement in
            try statement.bind(
                MatchExpression.expression(ofAny: phrases, in: [.title, .keywords, .summary]), last, end)
            var positions: [Int64] = []
            while let row = try statement.next() {
                positions.append(row.integer(1))
                // Looked at now and then, as it needs the order.
                guard positions.count >= limit, (positions.count - limit).isMultiple(of: 8 + limit / 8) else {
                    continue
                }
                positions.sort(by: >)
                if positions[limit - 1] >= DocumentNumbering.positionBound(below: row.integer(0)) { break }
            }
            return positions.sorted(by: >)
        }
    }
}

extension TopicMatcher.Step {
    /// Adds topics, each once: an article may stand in several columns inside one that is followed.
    fileprivate mutating func add(_ topics: [ArticleTopic]) {
        for topic in topics where !self.topics.contains(topic) { self.topics.append(topic) }
    }
}

/// The rows of all columns, for topics that may name any of them.
private struct ColumnRows {
    private var paths: [String: [Int64]] = [:]
    private var inside: [Int64: [Int64]] = [:]

    init(_ connection: Connection) throws {
        try connection.forEachRow("SELECT id, path, parent FROM site_column") { row in
            paths[row.text(1), default: []].append(row.integer(0))
            if let parent = row.optionalInteger(2) { inside[parent, default: []].append(row.integer(0)) }
        }
    }

    /// The rows of the column at a path and of all columns inside it.
    func rows(at path: String) -> Set<Int64> {
        var found: Set<Int64> = []
        var rest = paths[path] ?? []
        // Also ends where a damaged file has columns inside each other.
        while let row = rest.popLast() {
            if found.insert(row).inserted { rest += inside[row] ?? [] }
        }
        return found
    }
}
