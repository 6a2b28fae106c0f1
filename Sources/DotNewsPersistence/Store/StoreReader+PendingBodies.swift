import DotNewsDatabase
package import DotNewsFoundation
package import DotNewsModels

extension StoreReader {
    /// A page of articles whose body is missing or older than the article, newest first. Withdrawn articles are left out.
    ///
    /// - Parameters:
    ///   - columns: Only articles of these columns; `nil` for all. Columns inside them do not count.
    ///   - publishedSince: Only articles published at this time or later.
    ///   - count: Only articles among the newest `count` of those, whether their bodies are missing or not; so that a
    ///     policy of the newest 20 bodies stays one of 20 when it is asked again.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - cursor: Where the page before ended; `nil` for the first page.
    package func pendingBodies(
        in columns: Set<ColumnID>? = nil, publishedSince: Date? = nil, newest count: Int? = nil, limit: Int,
        after cursor: PageCursor? = nil
    ) throws(StoreError) -> Page<PendingBody> {
        try connection.converting {
            let limit = min(max(limit, 1), ArticleListing.maximumLimit)
            var lowest = ArticlePosition.range(for: publishedSince).lowerBound
            if publishedSince == nil { lowest = .min }
            if let count {
                let newest = try newestRows(in: columns, count: count, publishedSince: publishedSince)
                guard let last = newest.last else { return Page(items: [], next: nil) }
                lowest = max(lowest, last)
            }
            let rows = try columns.map(columnRows(of:))
            return try pending(rows: rows, from: lowest, publishedSince: publishedSince, limit: limit, after: cursor)
        }
    }

    /// The number of articles whose body is missing or older than the article, withdrawn ones left out.
    package func pendingBodyCount() throws(StoreError) -> Int {
        try connection.converting {
            Int(try connection.integer("SELECT count(*) FROM article WHERE body_need > 0 AND is_withdrawn = 0"))
        }
    }

    /// Returns an article that is stored, as the site is asked for its body; `nil` when it is not stored.
    package func pendingBody(of id: ArticleID) throws(StoreError) -> PendingBody? {
        try connection.converting {
            try connection.row(
                """
                SELECT \(SummaryRecord.qualifiedColumns), r.url, r.entity_tag, r.last_modified, r.content_hash
                FROM article AS a LEFT JOIN body AS b ON b.article = a.id LEFT JOIN resource AS r ON r.url = b.url
                WHERE a.key = ?
                """, ArticleKey(id)
            ) { row in try row.pendingBody(from: 0) }
        }
    }

    /// The row ids of the newest `count` articles, newest first.
    func newestRows(in columns: Set<ColumnID>?, count: Int, publishedSince: Date? = nil) throws -> [Int64] {
        guard count > 0 else { return [] }
        if let columns {
            return try Array(
                ArticleListing(connection: connection, query: ArticleQuery(publishedSince: publishedSince))
                    .positions(in: columnRows(of: columns), limit: count, after: nil))
        }
        return try connection.rows(
            """
            SELECT id FROM article WHERE is_withdrawn = 0 AND (?2 IS NULL OR published_at >= ?2)
            ORDER BY id DESC LIMIT ?1
            """, count, publishedSince?.storedMilliseconds
        ) { $0.integer(0) }
    }

    private func columnRows(of columns: Set<ColumnID>) throws -> [Int64] {
        var rows: Set<Int64> = []
        for id in columns { rows.formUnion(try connection.columnRows(of: id, includingSubcolumns: false)) }
        return rows.sorted()
    }

    private func pending(
        rows: [Int64]?, from lowest: Int64, publishedSince: Date?, limit: Int, after cursor: PageCursor?
    ) throws -> Page<PendingBody> {
        let found = try connection.rows(
            """
            SELECT a.id, \(SummaryRecord.qualifiedColumns), r.url, r.entity_tag, r.last_modified,
                r.content_hash
            FROM article AS a INDEXED BY article_body_need
            LEFT JOIN body AS b ON b.article = a.id
            LEFT JOIN resource AS r ON r.url = b.url
            WHERE a.body_need > 0 AND a.is_withdrawn = 0 AND a.id < ?1 AND a.id >= ?2
                AND (?3 IS NULL OR a.published_at >= ?3)
                AND (?4 IS NULL OR EXISTS (
                    SELECT 1 FROM membership AS m
                    WHERE m.article = a.id AND m.column_id IN (SELECT value FROM json_each(?4))))
            ORDER BY a.id DESC LIMIT ?5
            """, cursor?.position ?? .max, lowest, publishedSince?.storedMilliseconds,
            rows?.jsonList, limit + 1
        ) { row in
            (position: row.integer(0), body: try row.pendingBody(from: 1))
        }
        // One more than wanted tells whether there is another page.
        return Page(
            items: found.prefix(limit).map(\.body),
            next: found.count > limit ? PageCursor(position: found[limit - 1].position) : nil)
    }
}

extension Row {
    /// Reads a summary, followed by the address of its body and its version.
    fileprivate func pendingBody(from first: Int32) throws -> PendingBody {
        let summary = try summary(from: first)
        let first = first + SummaryRecord.columnCount
        guard !isNull(first) else { return PendingBody(summary: summary) }
        return PendingBody(
            summary: summary, version: resourceVersion(from: first + 1), address: WebAddress(normalized: text(first)))
    }
}
