import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

extension ArticleWriter {
    /// Stores an article with its body; returns whether it is stored.
    mutating func put(
        _ article: EncodedArticle, into changes: inout StoreChangeSummary
    ) throws -> Bool {
        let row: Int64
        var refinement = StoreChangeSummary()
        if let existing = try articleRow(of: article.record.key) {
            row = try merge(article.summary, article.record, row: existing, isFullArticle: true, into: &refinement)
        } else {
            guard try mayAppear(article.record) else { return false }
            row = try insert(article.record)
            changes.new.append(article.record.id)
        }
        // An article that does not say when it was changed is taken to be as new as its list says.
        let updatedAt = try changeTime(article.record.updatedAt, row: row)
        switch try putBody(article, updatedAt: updatedAt, row: row) {
        case .none: changes.merge(refinement)
        // What the full article adds to the summary when it first comes is no news.
        case .first:
            changes.bodies += 1
            changes.new += refinement.new
        case .changed:
            changes.bodies += 1
            if refinement.new.isEmpty { changes.updated.append(article.record.id) }
            changes.new += refinement.new
        }
        try updateBodyNeed(row: row)
        return true
    }

    private enum BodyChange {
        case none
        case first
        case changed
    }

    private func putBody(_ article: EncodedArticle, updatedAt: Int64?, row: Int64) throws -> BodyChange {
        let same = try storedBody(of: row, isThatOf: article)
        if same == true {
            try connection.execute(
                "UPDATE body SET updated_at = ?2, url = ?3 WHERE article = ?1 AND (updated_at IS NOT ?2 OR url != ?3)",
                row, updatedAt, article.address.string)
            return .none
        }
        _ = try article.withBody { blocks, details in
            try connection.execute(
                """
                INSERT INTO body (article, updated_at, url, blocks, details, images) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE
                SET updated_at = excluded.updated_at, url = excluded.url, blocks = excluded.blocks,
                    details = excluded.details, images = excluded.images
                """, row, updatedAt, article.address.string, blocks, details, article.images)
        }
        return same == nil ? .first : .changed
    }

    /// Whether the body that is stored is the same as that of `article`; `nil` when there is none.
    private func storedBody(of row: Int64, isThatOf article: EncodedArticle) throws -> Bool? {
        // Another version of zlib may have made other bytes of the same text.
        try article.withBody { blocks, details in
            try connection.row(
                "SELECT details = ?3 AND (blocks = ?2 OR inflate(blocks) = inflate(?2)) FROM body WHERE article = ?1",
                row, blocks, details
            ) { $0.flag(0) }
        }
    }

    func confirmBody(of id: ArticleID, updatedAt: Date?) throws {
        guard let row = try articleRow(of: ArticleKey(id)) else { return }
        let updatedAt = try changeTime(updatedAt?.storedMilliseconds, row: row)
        try connection.execute(
            "UPDATE body SET updated_at = ?2 WHERE article = ?1 AND updated_at IS NOT ?2", row, updatedAt)
        try updateBodyNeed(row: row)
    }

    /// The time of change that was said, or else the stored one.
    private func changeTime(_ known: Int64?, row: Int64) throws -> Int64? {
        if let known { return known }
        return try connection.row("SELECT updated_at FROM article WHERE id = ?", row) { $0.optionalInteger(0) } ?? nil
    }

    func updateBodyNeed(row: Int64) throws {
        let need = try connection.row(
            """
            SELECT body_need, CASE WHEN b.article IS NULL THEN 1
                                   WHEN coalesce(b.updated_at, -9e18) < coalesce(a.updated_at, -9e18) THEN 2
                                   ELSE 0 END
            FROM article AS a LEFT JOIN body AS b ON b.article = a.id
            WHERE a.id = ?
            """, row
        ) { row in (stored: row.integer(0), present: row.integer(1)) }
        guard let need, need.stored != need.present else { return }
        try connection.execute("UPDATE article SET body_need = ?2 WHERE id = ?1", row, need.present)
    }
}

extension EncodedArticle {
    /// Calls `body` with the blocks and the details to bind, which last as long as it runs.
    fileprivate func withBody<Value>(_ body: (UncopiedBlob, UncopiedText) throws -> Value) rethrows -> Value {
        try blocks.withUnsafeBytes { blocks in
            try details.withUnsafeBytes { details in try body(UncopiedBlob(blocks), UncopiedText(details)) }
        }
    }
}
