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
    private var words: [(topic: ArticleTopic, phrase: MatchExpression.Phrase)] = []
    private let phrases: PhraseSet

    /// - Parameter column: A column that the reader has opened, which its own mute does not empty.
    init(connection: Connection, topics: [ArticleTopic], opening column: ColumnID? = nil) throws {
        self.connection = connection
        let opened = try column.map { try connection.columnRows(of: $0, includingSubcolumns: false) } ?? []
        let tree = topics.contains { $0.kind == .column } ? try ColumnRows(connection) : nil
        for topic in topics {
            switch topic.kind {
            case .column:
                let rows = tree?.rows(at: topic.name) ?? []
                guard rows.isDisjoint(with: opened) else { continue }
                for row in rows { columns[row, default: []].append(topic) }
            case .tag: tags[topic.key, default: []].append(topic)
            case .author: authors[topic.key, default: []].append(topic)
            case .word:
                if let phrase = MatchExpression.Phrase(topic.name) { words.append((topic, phrase)) }
            }
        }
        phrases = PhraseSet(words.map(\.phrase))
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
        if !phrases.isEmpty { found.formUnion(phrases.matches(in: article).lazy.map { words[$0].topic }) }
        return found.sorted()
    }

    /// Whether an article has any of the topics.
    func matches(_ article: ArticleSummary, at row: Int64) throws -> Bool {
        try !topics(of: article, at: row).isEmpty
    }

    // MARK: Walks

    /// An article that has some of the topics.
    struct Step {
        let row: Int64
        fileprivate(set) var topics: [ArticleTopic] = []
    }

    /// Returns the newest articles that have any of the topics, each once, in order, withdrawn ones too. Tags, authors and
    /// words are those of the index, which may be behind.
    func walk(limit: Int, after cursor: PageCursor?) throws -> [Step] {
        var walk = TopicWalk(connection: connection, limit: limit, end: cursor?.position ?? .max)
        for (key, topics) in tags { try walk.add(topics, in: "article_tag", "key", key) }
        for (key, topics) in authors { try walk.add(topics, in: "article_author", "key", key) }
        for (row, topics) in columns { try walk.add(topics, in: "membership", "column_id", row) }
        for (topic, phrase) in words { try walk.add(topic, phrase) }
        return walk.steps()
    }
}

/// The first articles of each of several topics, of which the newest are the first of all.
private struct TopicWalk {
    let connection: Connection
    let limit: Int
    /// The position before which the walk begins.
    let end: Int64
    /// The last of as many articles as are wanted: those after it in the order cannot be among the first.
    private var floor = Int64.min
    private var met: [(row: Int64, source: Int)] = []
    /// The topics that have the same articles.
    private var sources: [[ArticleTopic]] = []

    init(connection: Connection, limit: Int, end: Int64) {
        (self.connection, self.limit, self.end) = (connection, limit, end)
    }

    /// Adds topics that a table has by a key.
    mutating func add(_ topics: [ArticleTopic], in table: String, _ field: String, _ key: some Bindable) throws {
        try add(
            topics,
            connection.rows(
                """
                SELECT article FROM \(table) WHERE \(field) = ? AND article < ? AND article >= ?
                ORDER BY article DESC LIMIT ?
                """, key, end, floor, limit
            ) { $0.integer(0) })
    }

    /// Adds a word, by the search index.
    ///
    /// The index has articles in the order of their numbers, which is that of their minutes: inside a minute the newest article
    /// may come last. One whose text has changed since it was indexed may have the word no more.
    mutating func add(_ topic: ArticleTopic, _ phrase: MatchExpression.Phrase) throws {
        let first = floor == .min ? floor : DocumentNumbering.firstNumber(at: floor)
        let last = end == .max ? end : try DocumentNumbering(connection: connection).upperBound(before: end)
        let sql = """
            SELECT search_index.rowid, d.article FROM search_index
            CROSS JOIN search_document AS d ON d.doc = search_index.rowid
            WHERE search_index MATCH ?1 AND search_index.rowid BETWEEN ?2 AND ?3 AND d.article < ?4
                AND NOT EXISTS (SELECT 1 FROM search_stale WHERE article = d.article)
            ORDER BY search_index.rowid DESC
            """
        let rows = try connection.withStatement(sql) { statement in
            try statement.bind(
                MatchExpression.expression(of: phrase, in: [.title, .keywords, .summary]), first, last, end)
            var rows: [Int64] = []
            while let row = try statement.next() {
                rows.append(row.integer(1))
                // Looked at now and then, as it needs the order.
                guard rows.count >= limit, (rows.count - limit).isMultiple(of: 8 + limit / 8) else { continue }
                rows.sort(by: >)
                if rows[limit - 1] >= DocumentNumbering.positionBound(below: row.integer(0)) { break }
            }
            return rows.sorted(by: >)
        }
        add([topic], rows)
    }

    private mutating func add(_ topics: [ArticleTopic], _ rows: [Int64]) {
        met += rows.map { ($0, sources.count) }
        sources.append(topics)
        if rows.count >= limit { floor = max(floor, rows[limit - 1]) }
    }

    /// The newest articles that have been met, each once.
    func steps() -> [TopicMatcher.Step] {
        var steps: [TopicMatcher.Step] = []
        steps.reserveCapacity(limit)
        for (row, source) in met.sorted(by: { $0.row > $1.row }) {
            if steps.last?.row != row {
                guard steps.count < limit else { break }
                steps.append(TopicMatcher.Step(row: row))
            }
            steps[steps.count - 1].add(sources[source])
        }
        return steps
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
