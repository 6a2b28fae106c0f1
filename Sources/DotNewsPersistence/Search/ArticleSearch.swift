import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// Answers a query from the index, by walking document numbers, which ascend with the minute of publication.
///
/// Relevance is not a number but a place: first come the articles with everything in the title, and so on through
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

    typealias Match = (number: Int64, article: Int64, row: ArticleRow)

    // MARK: Pages

    /// The articles of a page, and where the next one starts.
    func page(after cursor: PageCursor?) throws -> (rows: [Match], next: PageCursor?) {
        let parts = self.parts
        let columns = try columnRows()
        guard !parts.isEmpty, columns?.isEmpty != true else { return ([], nil) }
        var (part, after) = cursor.map(Self.start(after:)) ?? (0, nil)
        var rows: [Match] = []
        var last: PageCursor?
        while part < parts.count {
            let found = try walk(
                parts[part], columns: columns, after: after, limit: query.pageSize + 1 - rows.count)
            for row in found {
                if rows.count == query.pageSize { return (rows, last) }
                rows.append(row)
                last = Self.cursor(part: part, number: row.number)
            }
            part += 1
            after = nil
        }
        return (rows, nil)
    }

    /// The number of articles on all pages.
    func total() throws -> Int {
        let columns = try columnRows()
        guard !expression.isEmpty, columns?.isEmpty != true else { return 0 }
        let part = Part(expression: expression.expression(in: searchedColumns) ?? excludedExpression)
        // An article that is gone but not yet removed must not be counted.
        let isExact = try !connection.hasRow("SELECT 1 FROM search_stale")
        let isWhole = columns == nil && query.from == nil && query.to == nil && !expression.required.isEmpty
        if isExact, isWhole {
            return Int(
                try connection.integer(
                    "SELECT count(*) FROM search_index WHERE search_index MATCH ?", part.expression))
        }
        let numbers = try numbers(after: nil)
        return Int(
            try connection.integer(
                "SELECT count(*) \(source)", part.expression, numbers.first, numbers.last,
                query.from?.storedMilliseconds, query.to?.storedMilliseconds, columns?.jsonList))
    }

    // MARK: Parts

    /// Articles that come one after the other, without those of the parts before.
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

    /// A cursor is the part, and the number of the last article in it: numbers need less than 48 bits. Those of articles
    /// without a time are negative by less than the positions before the first with one.
    private static func cursor(part: Int, number: Int64) -> PageCursor {
        PageCursor(position: Int64(part) << 48 | (number &+ ArticlePosition.firstDated) & (1 << 48 - 1))
    }

    private static func start(after cursor: PageCursor) -> (part: Int, number: Int64?) {
        (
            Int(max(0, cursor.position) >> 48),
            cursor.position & (1 << 48 - 1) - ArticlePosition.firstDated
        )
    }

    // MARK: Statements

    private func walk(_ part: Part, columns: [Int64]?, after: Int64?, limit: Int) throws -> [Match] {
        let numbers = try numbers(after: after)
        let number = expression.required.isEmpty ? "d.doc" : "search_index.rowid"
        return try connection.rows(
            """
            SELECT d.doc, d.article, \(ArticleRowRecord.columns) \(source)
            ORDER BY \(number) \(query.order == .oldest ? "ASC" : "DESC") LIMIT ?7
            """, part.expression, numbers.first, numbers.last, query.from?.storedMilliseconds,
            query.to?.storedMilliseconds, columns?.jsonList, limit
        ) { (number: $0.integer(0), article: $0.integer(1), row: try $0.articleRow(from: 2)) }
    }

    /// `FROM` and `WHERE`, with the expression as ?1, numbers from ?2 to ?3, times from ?4 to ?5, and columns ?6. The
    /// order of a CROSS JOIN is the order of the loops.
    private var source: String {
        let documents =
            if expression.required.isEmpty {
                """
                FROM search_document AS d CROSS JOIN article AS a ON a.id = d.article
                WHERE d.doc NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH ?1)
                    AND d.doc BETWEEN ?2 AND ?3
                """
            } else {
                """
                FROM search_index CROSS JOIN search_document AS d ON d.doc = search_index.rowid
                CROSS JOIN article AS a ON a.id = d.article
                WHERE search_index MATCH ?1 AND search_index.rowid BETWEEN ?2 AND ?3
                """
            }
        return documents + """
             AND a.is_withdrawn = 0
                AND (?4 IS NULL OR a.published_at >= ?4) AND (?5 IS NULL OR a.published_at <= ?5)
                AND (?6 IS NULL OR EXISTS (
                    SELECT 1 FROM membership AS m
                    WHERE m.column_id IN (SELECT value FROM json_each(?6)) AND m.article = a.id))
            """
    }

    /// Returns the first and the last number that a page may have; the first is larger when there is none.
    private func numbers(after: Int64?) throws -> (first: Int64, last: Int64) {
        var first =
            query.from.map {
                DocumentNumbering.firstNumber(at: ArticlePosition.range(for: $0).lowerBound)
            } ?? .min
        var last = Int64.max
        if let to = query.to {
            let position = ArticlePosition.upperBound(publishedBefore: to.addingTimeInterval(1))
            last = try DocumentNumbering(connection: connection).upperBound(before: position)
        }
        if let after {
            if query.order == .oldest { first = max(first, after + 1) } else { last = min(last, after - 1) }
        }
        return (first, last)
    }

    /// Returns the rows of the columns to look in, and of those inside; `nil` for everywhere, nothing when none is known.
    private func columnRows() throws -> [Int64]? {
        guard !query.columns.isEmpty else { return nil }
        return try query.columns.flatMap { try connection.columnRows(at: $0) }
    }
}
