import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

extension ArticleWriter {
    /// Stores a story with its body; returns whether it is stored.
    mutating func put(
        _ article: EncodedArticle, into changes: inout StoreChangeSummary
    ) throws(StoreError) -> Bool {
        let row: Int64
        var refinement = StoreChangeSummary()
        if let existing = try articleRow(of: article.record.key) {
            row = try merge(article.summary, article.record, row: existing, isFullStory: true, into: &refinement)
        } else {
            guard try mayAppear(article.record) else { return false }
            row = try insert(article.record)
            try addOwnColumn(article.summary.column, row: row)
            changes.new.append(article.record.id)
        }
        // A story that does not say when it was changed is taken to be as new as its list says.
        let updatedAt = try changeTime(article.record.updatedAt, row: row)
        switch try putBody(article, updatedAt: updatedAt, row: row) {
        case .none: changes.merge(refinement)
        // What the full story adds to the summary when it first comes is no news.
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

    private func putBody(
        _ article: EncodedArticle, updatedAt: Int64?, row: Int64
    ) throws(StoreError) -> BodyChange {
        let same = try storedBody(of: row, isThatOf: article)
        if same == true {
            try connection.use(
                "UPDATE body SET updated_at = ?2, url = ?3 WHERE article = ?1 AND (updated_at IS NOT ?2 OR url != ?3)"
            ) { (statement) throws(StoreError) in
                statement.bind(row, at: 1)
                statement.bind(updatedAt, at: 2)
                statement.bind(article.address.string, at: 3)
                try statement.run()
            }
            return .none
        }
        try connection.use(
            """
            INSERT INTO body (article, updated_at, url, blocks, details) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE
            SET updated_at = excluded.updated_at, url = excluded.url, blocks = excluded.blocks,
                details = excluded.details
            """
        ) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            statement.bind(updatedAt, at: 2)
            statement.bind(article.address.string, at: 3)
            try statement.withBody(of: article, at: 4) { () throws(StoreError) in _ = try statement.run() }
        }
        return same == nil ? .first : .changed
    }

    /// Whether the body that is stored is the same as that of `article`; `nil` when there is none.
    private func storedBody(of row: Int64, isThatOf article: EncodedArticle) throws(StoreError) -> Bool? {
        // Another version of the compressor may have made other bytes of the same text.
        try connection.use(
            """
            SELECT details = ?3 AND (blocks = ?2 OR inflate(blocks) = inflate(?2)) FROM body WHERE article = ?1
            """
        ) { (statement) throws(StoreError) -> Bool? in
            statement.bind(row, at: 1)
            return try statement.withBody(of: article, at: 2) { () throws(StoreError) in
                try statement.step() ? statement.flag(0) : nil
            }
        }
    }

    func confirmBody(of id: ArticleID, updatedAt: Date?) throws(StoreError) {
        guard let row = try articleRow(of: ArticleKey(id)) else { return }
        let updatedAt = try changeTime(updatedAt?.storedMilliseconds, row: row)
        try connection.use("UPDATE body SET updated_at = ?2 WHERE article = ?1 AND updated_at IS NOT ?2") {
            (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            statement.bind(updatedAt, at: 2)
            try statement.run()
        }
        try updateBodyNeed(row: row)
    }

    /// The time of change that was said, or else the stored one.
    private func changeTime(_ known: Int64?, row: Int64) throws(StoreError) -> Int64? {
        if let known { return known }
        return try connection.use("SELECT updated_at FROM article WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            return try statement.step() ? statement.optionalInteger(0) : nil
        }
    }

    func updateBodyNeed(row: Int64) throws(StoreError) {
        let changed = try connection.use(
            """
            SELECT body_need, CASE WHEN b.article IS NULL THEN 1
                                   WHEN coalesce(b.updated_at, -9e18) < coalesce(a.updated_at, -9e18) THEN 2
                                   ELSE 0 END
            FROM article AS a LEFT JOIN body AS b ON b.article = a.id
            WHERE a.id = ?1
            """
        ) { (statement) throws(StoreError) -> Int64? in
            statement.bind(row, at: 1)
            guard try statement.step(), statement.integer(0) != statement.integer(1) else { return nil }
            return statement.integer(1)
        }
        guard let changed else { return }
        try connection.use("UPDATE article SET body_need = ?2 WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            statement.bind(changed, at: 2)
            try statement.run()
        }
    }
}

extension Statement {
    /// Binds the blocks of a story to the parameter `index` and its details to the next, while `body` runs.
    fileprivate func withBody<Value>(
        of article: EncodedArticle, at index: Int32, _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let result = article.blocks.withUnsafeBytes { blocks in
            article.details.withUnsafeBytes { details in
                Result { () throws(StoreError) -> Value in
                    bindBlob(blocks, at: index)
                    bindText(details, at: index + 1)
                    return try body()
                }
            }
        }
        return try result.get()
    }
}
