import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// Answers a query from the index, by walking document numbers, which are in the order of publication.
///
/// Relevance is not a number but a place: first come the stories with everything in the title, and so on through
/// parts that hold less and less, each newest first. That is a walk too, so all orders are equally fast, pages join
/// without gaps, and a word in the title always outweighs any number of mentions in a body.
struct ArticleSearch {
    let connection: Connection
    let query: SearchQuery
    let expression: MatchExpression

    init(connection: Connection, query: SearchQuery) {
        self.connection = connection
        self.query = query
        expression = MatchExpression(query)
    }

    typealias Row = (article: Int64, summary: ArticleSummary)

    // MARK: Pages

    /// The stories of a page, and where the next one starts.
    func page(after cursor: PageCursor?) throws(StoreError) -> (rows: [Row], next: PageCursor?) {
        let parts = self.parts
        let columns = try columnRows()
        guard !parts.isEmpty, columns?.isEmpty != true else { return ([], nil) }
        var (part, after) = cursor.map(Self.place(of:)) ?? (0, nil)
        var rows: [Row] = []
        var last: PageCursor?
        while part < parts.count {
            let found = try walk(
                parts[part], columns: columns, after: after, limit: query.pageSize + 1 - rows.count)
            for row in found {
                if rows.count == query.pageSize { return (rows, last) }
                rows.append(row)
                last = Self.cursor(part: part, article: row.article)
            }
            part += 1
            after = nil
        }
        return (rows, nil)
    }

    /// The number of stories on all pages.
    func total() throws(StoreError) -> Int {
        let columns = try columnRows()
        guard !expression.isEmpty, columns?.isEmpty != true else { return 0 }
        let part = Part(expression: expression.expression(in: searchedColumns) ?? excludedExpression)
        // What is gone but not yet removed must not be counted.
        let isExact = try connection.number("SELECT EXISTS (SELECT 1 FROM search_stale)") == 0
        let isPlain =
            isExact && columns == nil && query.from == nil && query.to == nil && !expression.required.isEmpty
        let sql =
            isPlain
            ? "SELECT count(*) FROM search_index WHERE search_index MATCH ?1"
            : "SELECT count(*) \(source(columns))"
        return try connection.useComposed(sql) { (statement) throws(StoreError) in
            statement.bind(part.expression, at: 1)
            if !isPlain { try bind(statement, columns: columns, after: nil) }
            return try statement.step() ? Int(statement.integer(0)) : 0
        }
    }

    // MARK: Parts

    /// Stories that come one after the other, without those of the parts before.
    private struct Part {
        let expression: String
    }

    private var parts: [Part] {
        guard !expression.isEmpty else { return [] }
        guard let whole = expression.expression(in: searchedColumns) else {
            return [Part(expression: excludedExpression)]
        }
        guard query.order == .relevance, query.scope == .content else { return [Part(expression: whole)] }
        let scopes: [[SearchSchema.Column]?] = [
            [.title], [.title, .keywords], [.title, .keywords, .summary], nil,
        ]
        let excluded = expression.excludedExpression(in: nil)
        return scopes.indices.compactMap { index in
            guard let required = expression.requiredExpression(in: scopes[index]) else { return nil }
            let before = index > 0 ? expression.requiredExpression(in: scopes[index - 1]) : nil
            let without = [before, excluded].compactMap { $0.map { "(" + $0 + ")" } }
            return Part(
                expression: without.isEmpty ? required : "(\(required)) NOT (\(without.joined(separator: " OR ")))")
        }
    }

    private var excludedExpression: String { expression.excludedExpression(in: searchedColumns) ?? "" }

    private var searchedColumns: [SearchSchema.Column]? {
        switch query.scope {
        case .content: nil
        case .title: [.title]
        case .keyword: [.keywords]
        }
    }

    // MARK: Cursors

    /// A cursor is the part, and the place of the last story in it: places need less than 48 bits.
    private static func cursor(part: Int, article: Int64) -> PageCursor {
        PageCursor(position: Int64(part) << 48 | article)
    }

    private static func place(of cursor: PageCursor) -> (part: Int, after: Int64?) {
        (Int(max(0, cursor.position) >> 48), cursor.position & (1 << 48 - 1))
    }

    // MARK: Statements

    private func walk(
        _ part: Part, columns: [Int64]?, after: Int64?, limit: Int
    ) throws(StoreError) -> [Row] {
        let position = expression.required.isEmpty ? "d.doc" : "search_index.rowid"
        let sql = """
            SELECT d.article, \(SummaryRecord.qualifiedColumns) \(source(columns))
            ORDER BY \(position) \(query.order == .oldest ? "ASC" : "DESC") LIMIT ?7
            """
        return try connection.useComposed(sql) { (statement) throws(StoreError) in
            statement.bind(part.expression, at: 1)
            try bind(statement, columns: columns, after: after)
            statement.bind(Int64(limit), at: 7)
            var rows: [Row] = []
            while try statement.step() { rows.append((statement.integer(0), try statement.summary(from: 1))) }
            return rows
        }
    }

    /// `FROM` and `WHERE`. The order of a CROSS JOIN is the order of the loops.
    private func source(_ columns: [Int64]?) -> String {
        var sql: String
        if expression.required.isEmpty {
            sql = """
                FROM search_document AS d CROSS JOIN article AS a ON a.id = d.article
                WHERE d.doc NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH ?1)
                    AND d.doc BETWEEN ?2 AND ?3
                """
        } else {
            sql = """
                FROM search_index CROSS JOIN search_document AS d ON d.doc = search_index.rowid
                CROSS JOIN article AS a ON a.id = d.article
                WHERE search_index MATCH ?1 AND search_index.rowid BETWEEN ?2 AND ?3
                """
        }
        sql += " AND a.is_withdrawn = 0"
        if query.from != nil { sql += " AND a.published_at >= ?4" }
        if query.to != nil { sql += " AND a.published_at <= ?5" }
        if columns != nil {
            sql += """
                 AND EXISTS (SELECT 1 FROM membership AS m WHERE m.column_id IN (SELECT value FROM json_each(?6))
                    AND m.article = a.id)
                """
        }
        return sql
    }

    private func bind(_ statement: Statement, columns: [Int64]?, after: Int64?) throws(StoreError) {
        var lower = query.from.map { ArticlePosition.range(for: $0).lowerBound } ?? .min
        var upper = query.to.map { ArticlePosition.upperBound(publishedBefore: $0.addingTimeInterval(1)) } ?? .max
        if let after {
            if query.order == .oldest { lower = max(lower, after + 1) } else { upper = min(upper, after) }
        }
        statement.bind(try firstDocument(from: lower), at: 2)
        statement.bind(try lastDocument(before: upper), at: 3)
        if let from = query.from { statement.bind(from.storedMilliseconds, at: 4) }
        if let to = query.to { statement.bind(to.storedMilliseconds, at: 5) }
        if let columns { statement.bind("[" + columns.map(String.init).joined(separator: ",") + "]", at: 6) }
    }

    /// The number of the first indexed story at or after a place; a number after all when there is none.
    private func firstDocument(from article: Int64) throws(StoreError) -> Int64 {
        guard article > .min else { return .min }
        return try connection.use("SELECT doc FROM search_document WHERE article >= ?1 ORDER BY article LIMIT 1") {
            (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            return try statement.step() ? statement.integer(0) : .max
        }
    }

    /// The number of the last indexed story before a place; a number before all when there is none.
    private func lastDocument(before article: Int64) throws(StoreError) -> Int64 {
        guard article < .max else { return .max }
        return try connection.use(
            "SELECT doc FROM search_document WHERE article < ?1 ORDER BY article DESC LIMIT 1"
        ) { (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            return try statement.step() ? statement.integer(0) : .min
        }
    }

    /// The rows of the columns to look in, and of those inside; `nil` for everywhere, empty when none is known.
    private func columnRows() throws(StoreError) -> [Int64]? {
        guard !query.columns.isEmpty else { return nil }
        var rows: [Int64] = []
        for path in query.columns {
            try connection.use(
                """
                WITH RECURSIVE inside (id) AS (
                    SELECT id FROM site_column WHERE path = ?1
                    UNION
                    SELECT c.id FROM inside CROSS JOIN site_column AS c ON c.parent = inside.id
                )
                SELECT id FROM inside
                """
            ) { (statement) throws(StoreError) in
                statement.bind(path.rawValue, at: 1)
                while try statement.step() { rows.append(statement.integer(0)) }
            }
        }
        return rows
    }
}
