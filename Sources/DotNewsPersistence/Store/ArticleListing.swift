import DotNewsDatabase
import DotNewsModels

/// Lists articles newest first, by walking row ids downwards from where the last page ended.
struct ArticleListing {
    let connection: Connection
    let query: ArticleQuery

    /// The most articles in a page.
    static let maximumLimit = 1_000

    func page(limit: Int, after cursor: PageCursor?) throws -> Page<ArticleRow> {
        let limit = min(max(limit, 1), Self.maximumLimit)
        let muted =
            query.includesMuted || query.isBookmarked == true
            ? nil : try TopicMatcher(muting: connection, opening: query.column)
        let columns = try query.column.map { id in
            try connection.columnRows(of: id, includingSubcolumns: query.includesSubcolumns)
        }
        return if let columns, columns.count != 1, query.isBookmarked != true {
            try merge(columns, limit: limit, after: cursor, without: muted)
        } else {
            try walk(columns: columns, limit: limit, after: cursor, without: muted)
        }
    }

    // MARK: One walk

    private func walk(
        columns: [Int64]?, limit: Int, after cursor: PageCursor?, without muted: TopicMatcher?
    ) throws -> Page<ArticleRow> {
        let sql = sql(selecting: ArticleRowRecord.columns, columns: columns)
        return try connection.withStatement(sql) { statement in
            // One more than wanted tells whether there is another page.
            let examined = muted == nil ? limit : max(limit, PageFilling.examined)
            try bind(statement, columns: columns, limit: examined + 1, after: cursor)
            var page = Page<ArticleRow>(items: [], next: nil)
            page.items.reserveCapacity(limit)
            var (last, seen): (Int64, Int) = (0, 0)
            while let row = try statement.next() {
                if page.items.count == limit || seen == examined {
                    page.next = PageCursor(position: last)
                    break
                }
                last = row.integer(0)
                seen += 1
                let item = try row.articleRow(from: 1)
                if try muted?.matches(item.summary, at: last) != true { page.items.append(item) }
            }
            return page
        }
    }

    // MARK: Several columns

    /// Walks each column and takes the newest of all; an article that stands in several columns is taken once.
    private func merge(
        _ columns: [Int64], limit: Int, after cursor: PageCursor?, without muted: TopicMatcher?
    ) throws -> Page<ArticleRow> {
        try PageFilling(connection: connection, muted: muted).page(limit: limit, after: cursor) { limit, cursor in
            Array(try positions(in: columns, limit: limit, after: cursor))
        } row: {
            $0
        } item: { _, article in
            article
        }
    }

    /// The row ids of the newest articles of several columns, in order.
    func positions(in columns: [Int64], limit: Int, after cursor: PageCursor?) throws -> ArraySlice<Int64> {
        var newest: Set<Int64> = []
        for column in columns {
            try connection.withStatement(sql(selecting: "0", columns: [column])) { statement in
                try bind(statement, columns: [column], limit: limit, after: cursor)
                while let row = try statement.next() { newest.insert(row.integer(0)) }
            }
        }
        return newest.sorted(by: >).prefix(limit)
    }

    // MARK: SQL

    private func sql(selecting columns: String, columns rows: [Int64]?) -> String {
        var sql = "SELECT a.id, \(columns) FROM "
        // The order of a CROSS JOIN is the order of the loops.
        var position = "a.id"
        if query.isBookmarked == true {
            // Few, so they are looked up and sorted.
            sql += """
                reader_state AS s INDEXED BY reader_state_bookmarked CROSS JOIN article AS a
                WHERE s.is_bookmarked = 1 AND a.key = s.key
                """
            if rows != nil {
                sql += """
                     AND EXISTS (SELECT 1 FROM membership AS m WHERE m.article = a.id AND m.column_id IN \
                    (SELECT value FROM json_each(?5)))
                    """
            }
        } else if rows != nil {
            sql += "membership AS m CROSS JOIN article AS a WHERE m.column_id = ?5 AND a.id = m.article"
            position = "m.article"
        } else {
            sql += "article AS a WHERE 1"
        }
        sql += " AND \(position) < ?1 AND \(position) >= ?2"
        if query.isBookmarked != true { sql += " AND a.is_withdrawn = 0" }
        if query.isBookmarked == false {
            sql += " AND NOT EXISTS (SELECT 1 FROM reader_state WHERE key = a.key AND is_bookmarked = 1)"
        }
        if let isRead = query.isRead {
            sql += " AND \(isRead ? "" : "NOT ")EXISTS (SELECT 1 FROM reader_state WHERE key = a.key AND is_read = 1)"
        }
        if query.publishedSince != nil { sql += " AND a.published_at >= ?3" }
        if query.publishedBefore != nil { sql += " AND a.published_at < ?4" }
        return sql + " ORDER BY \(position) DESC LIMIT ?6"
    }

    private func bind(
        _ statement: DotNewsDatabase.Statement, columns: [Int64]?, limit: Int, after cursor: PageCursor?
    ) throws {
        var upper = cursor?.position ?? .max
        if let before = query.publishedBefore {
            upper = min(upper, ArticlePosition.upperBound(publishedBefore: before))
        }
        try statement.bind(upper, at: 1)
        try statement.bind(query.publishedSince.map { ArticlePosition.range(for: $0).lowerBound } ?? .min, at: 2)
        if let since = query.publishedSince { try statement.bind(since.storedMilliseconds, at: 3) }
        if let before = query.publishedBefore { try statement.bind(before.storedMilliseconds, at: 4) }
        if let columns {
            if query.isBookmarked == true {
                try statement.bind(columns.jsonList, at: 5)
            } else {
                try statement.bind(columns[0], at: 5)
            }
        }
        try statement.bind(limit, at: 6)
    }
}

extension Connection {
    /// The rows of a column and, when wanted, of all columns inside it; empty when the column is not known.
    func columnRows(of id: ColumnID, includingSubcolumns: Bool) throws -> [Int64] {
        try columnRows(by: "key", id.rawValue, includingSubcolumns: includingSubcolumns)
    }

    /// The rows of the column at a path and of all columns inside it; empty when there is none.
    func columnRows(at path: ColumnPath) throws -> [Int64] {
        try columnRows(by: "path", path.rawValue, includingSubcolumns: true)
    }

    private func columnRows(by field: String, _ value: String, includingSubcolumns: Bool) throws -> [Int64] {
        try rows(
            """
            WITH RECURSIVE inside (id) AS (
                SELECT id FROM site_column WHERE \(field) = ?1
                UNION
                SELECT c.id FROM inside CROSS JOIN site_column AS c ON c.parent = inside.id WHERE ?2
            )
            SELECT id FROM inside
            """, value, includingSubcolumns
        ) { $0.integer(0) }
    }
}
