import DotNewsModels
import Foundation

/// Writes changes inside one transaction, and keeps account of what they change for readers.
///
/// A row is written only when it becomes different, so that applying the same answers again writes nothing.
struct ArticleWriter {
    let connection: Connection
    let now: Date
    var summary = StoreChangeSummary()
    /// Row ids of columns that have been looked up in this transaction.
    private var columnRows: [ColumnID: Int64] = [:]

    init(connection: Connection, now: Date) {
        self.connection = connection
        self.now = now
    }

    mutating func apply(_ change: EncodedChange) throws(StoreError) {
        var changes = StoreChangeSummary()
        switch change {
        case .columnTree(let tree, let resource):
            changes.columnsChanged = try replaceColumns(with: tree)
            columnRows = [:]
            try put(resource)
        case .stories(let stories, let column, let withdrawn, let resource):
            let columnRow = try row(of: ColumnReference(id: column, name: ""))
            // Lists have the newest first. From the end, row ids ascend, and of stories of the same second the one
            // that stands higher in the list gets the higher id.
            for story in stories.reversed() {
                try put(story, list: .column(columnRow), into: &changes)
            }
            for id in withdrawn { try withdraw(id, into: &changes) }
            try put(resource)
        case .article(let article, let resource):
            // A story that is not stored must not leave a version: it would count as unchanged later.
            if try put(article, into: &changes) { try put(resource) }
        case .bodyConfirmed(let id, let updatedAt): try confirmBody(of: id, updatedAt: updatedAt)
        case .withdrawn(let id): try withdraw(id, into: &changes)
        case .hotList(let stories, let resource):
            try replaceHotList(with: stories, into: &changes)
            try put(resource)
        }
        summary.merge(changes)
    }

    /// The list in which a story is shown.
    enum List {
        case column(Int64)
        case hot(lastDigest: Int64?)
    }

    // MARK: Summaries

    /// Stores what a list says of a story; returns its row, or `nil` when it is not to be shown.
    @discardableResult
    mutating func put(
        _ story: ListedStory, list: List, into changes: inout StoreChangeSummary
    ) throws(StoreError) -> Int64? {
        var row: Int64
        if let existing = try articleRow(of: story.record.key) {
            row = existing
            let last: Int64?
            switch list {
            case .column(let column): last = try digest(column: column, article: row)
            case .hot(let digest): last = digest
            }
            // The list says what it said last time: what has been learned since from elsewhere stays.
            if last == story.digest { return row }
            row = try merge(story.summary, row: row, isFullStory: false, into: &changes)
        } else {
            guard try mayAppear(story.record) else { return nil }
            row = try insert(story.record)
            try addOwnColumn(story.summary.column, row: row)
            changes.new.append(story.record.id)
        }
        if case .column(let column) = list {
            try connection.use(
                """
                INSERT INTO membership (column_id, article, digest) VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET digest = excluded.digest WHERE digest IS NOT excluded.digest
                """
            ) { (statement) throws(StoreError) in
                statement.bind(column, at: 1)
                statement.bind(row, at: 2)
                statement.bind(story.digest, at: 3)
                try statement.run()
            }
        }
        return row
    }

    /// Whether a story that is not stored may be: it has not been withdrawn, or has been changed since.
    private func mayAppear(_ record: SummaryRecord) throws(StoreError) -> Bool {
        let tombstone = try connection.use("SELECT updated_at FROM withdrawn WHERE key = ?1") {
            (statement) throws(StoreError) -> Int64?? in
            statement.bind(record.key, at: 1)
            return try statement.step() ? .some(statement.optionalInteger(0)) : nil
        }
        guard let tombstone else { return true }
        guard let updatedAt = record.updatedAt, updatedAt > tombstone ?? .min else { return false }
        try removeTombstone(of: record.key)
        return true
    }

    private func removeTombstone(of key: ArticleKey) throws(StoreError) {
        try connection.use("DELETE FROM withdrawn WHERE key = ?1") { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            try statement.run()
        }
    }

    private func insert(_ record: SummaryRecord) throws(StoreError) -> Int64 {
        let row = try freePosition(for: record.publishedAt)
        try connection.use(Self.insertSQL) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            _ = try record.run(statement, from: 2)
        }
        return row
    }

    /// Combines what is stored with what has come; returns the row, which changes with the time of publication.
    private mutating func merge(
        _ incoming: ArticleSummary, row: Int64, isFullStory: Bool, into changes: inout StoreChangeSummary
    ) throws(StoreError) -> Int64 {
        let (stored, isWithdrawn) = try storedSummary(row: row)
        if let new = incoming.updatedAt, let old = stored.updatedAt, new.storedMilliseconds < old.storedMilliseconds,
            !isFullStory
        {
            return row  // an old copy of the list, from a cache on the way
        }
        // Withdrawn but kept for its bookmark: comes back when it has been changed since.
        let comesBack =
            isWithdrawn
            && incoming.updatedAt.map { $0.storedMilliseconds > stored.updatedAt?.storedMilliseconds ?? .min } ?? false
        let merged = stored.merging(incoming)
        guard merged != stored || comesBack else { return row }
        let newRow =
            ArticlePosition.range(for: merged.publishedAt) == ArticlePosition.range(for: stored.publishedAt)
            ? row : try freePosition(for: merged.publishedAt)
        try connection.use(Self.updateSQL) { (statement) throws(StoreError) in
            statement.bind(newRow, at: 1)
            let end = 2 + SummaryRecord.columnCount
            statement.bind(row, at: end)
            statement.bind(isWithdrawn && !comesBack, at: end + 1)
            _ = try SummaryRecord(merged).run(statement, from: 2)
        }
        if merged.updatedAt != stored.updatedAt || comesBack { try updateBodyNeed(row: newRow) }
        if comesBack { try removeTombstone(of: ArticleKey(stored.id)) }
        if merged.column?.id != stored.column?.id {
            try removeOwnColumn(stored.column, row: newRow)
            try addOwnColumn(merged.column, row: newRow)
        }
        if comesBack { changes.new.append(stored.id) } else { changes.updated.append(stored.id) }
        return newRow
    }

    private func storedSummary(row: Int64) throws(StoreError) -> (ArticleSummary, isWithdrawn: Bool) {
        try connection.use(Self.selectSQL) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            guard try statement.step() else { throw connection.unreadable("a story's row is missing") }
            return (try statement.summary(from: 0), statement.flag(SummaryRecord.columnCount))
        }
    }

    // MARK: Bodies

    /// Stores a story with its body; returns whether it is stored.
    private mutating func put(
        _ article: EncodedArticle, into changes: inout StoreChangeSummary
    ) throws(StoreError) -> Bool {
        let row: Int64
        var refinement = StoreChangeSummary()
        if let existing = try articleRow(of: article.record.key) {
            row = try merge(article.summary, row: existing, isFullStory: true, into: &refinement)
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
        let same = try connection.use("SELECT blocks, details FROM body WHERE article = ?1") {
            (statement) throws(StoreError) -> Bool? in
            statement.bind(row, at: 1)
            guard try statement.step() else { return nil }
            return statement.bytes(0).elementsEqual(article.blocks)
                && statement.bytes(1).elementsEqual(article.details)
        }
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
            let result = article.blocks.withUnsafeBytes { blocks in
                article.details.withUnsafeBytes { details in
                    Result { () throws(StoreError) -> Int in
                        statement.bindText(blocks, at: 4)
                        statement.bindText(details, at: 5)
                        return try statement.run()
                    }
                }
            }
            _ = try result.get()
        }
        return same == nil ? .first : .changed
    }

    private func confirmBody(of id: ArticleID, updatedAt: Date?) throws(StoreError) {
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

    private func updateBodyNeed(row: Int64) throws(StoreError) {
        try connection.use(
            """
            UPDATE article SET body_need = need.value
            FROM (
                SELECT CASE WHEN b.article IS NULL THEN 1
                            WHEN coalesce(b.updated_at, -9e18) < coalesce(a.updated_at, -9e18) THEN 2
                            ELSE 0 END AS value
                FROM article AS a LEFT JOIN body AS b ON b.article = a.id
                WHERE a.id = ?1
            ) AS need
            WHERE id = ?1 AND body_need != need.value
            """
        ) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            try statement.run()
        }
    }

    // MARK: Withdrawal

    /// Takes a story out of the lists: deletes it, or keeps it marked when it is bookmarked.
    private func withdraw(_ id: ArticleID, into changes: inout StoreChangeSummary) throws(StoreError) {
        let key = ArticleKey(id)
        guard let row = try articleRow(of: key) else { return }
        let (stored, isWithdrawn) = try storedSummary(row: row)
        guard !isWithdrawn else { return }
        try connection.use(
            """
            INSERT INTO withdrawn (key, updated_at, withdrawn_at) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET updated_at = excluded.updated_at, withdrawn_at = excluded.withdrawn_at
            """
        ) { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            statement.bind(stored.updatedAt?.storedMilliseconds, at: 2)
            statement.bind(now.storedMilliseconds, at: 3)
            try statement.run()
        }
        if try isBookmarked(key) {
            try connection.use("UPDATE article SET is_withdrawn = 1 WHERE id = ?1") { (statement) throws(StoreError) in
                statement.bind(row, at: 1)
                try statement.run()
            }
        } else {
            try connection.deleteArticle(row: row)
        }
        changes.withdrawn.append(id)
    }

    private func isBookmarked(_ key: ArticleKey) throws(StoreError) -> Bool {
        try connection.use("SELECT 1 FROM reader_state WHERE key = ?1 AND is_bookmarked = 1") {
            (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            return try statement.step()
        }
    }

    // MARK: Columns of stories

    /// The row of a column, which is added, outside the site's tree, when it is not known.
    mutating func row(of column: ColumnReference) throws(StoreError) -> Int64 {
        if let row = columnRows[column.id] { return row }
        try connection.use("INSERT INTO site_column (key, name, path) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING") {
            (statement) throws(StoreError) in
            statement.bind(column.id.rawValue, at: 1)
            statement.bind(column.name, at: 2)
            statement.bind(column.path?.rawValue ?? "", at: 3)
            try statement.run()
        }
        let row = try connection.use("SELECT id FROM site_column WHERE key = ?1") { (statement) throws(StoreError) in
            statement.bind(column.id.rawValue, at: 1)
            guard try statement.step() else { throw connection.unreadable("a column's row is missing") }
            return statement.integer(0)
        }
        columnRows[column.id] = row
        return row
    }

    private mutating func addOwnColumn(_ column: ColumnReference?, row: Int64) throws(StoreError) {
        guard let column else { return }
        let columnRow = try self.row(of: column)
        try connection.use("INSERT INTO membership (column_id, article) VALUES (?1, ?2) ON CONFLICT DO NOTHING") {
            (statement) throws(StoreError) in
            statement.bind(columnRow, at: 1)
            statement.bind(row, at: 2)
            try statement.run()
        }
    }

    /// Takes a story out of the column that it no longer calls its own, unless the column's list has shown it.
    private mutating func removeOwnColumn(_ column: ColumnReference?, row: Int64) throws(StoreError) {
        guard let column else { return }
        let columnRow = try self.row(of: column)
        try connection.use("DELETE FROM membership WHERE column_id = ?1 AND article = ?2 AND digest IS NULL") {
            (statement) throws(StoreError) in
            statement.bind(columnRow, at: 1)
            statement.bind(row, at: 2)
            try statement.run()
        }
    }

    private func digest(column: Int64, article: Int64) throws(StoreError) -> Int64? {
        try connection.use("SELECT digest FROM membership WHERE column_id = ?1 AND article = ?2") {
            (statement) throws(StoreError) in
            statement.bind(column, at: 1)
            statement.bind(article, at: 2)
            return try statement.step() ? statement.optionalInteger(0) : nil
        }
    }

    // MARK: Statements

    private static let insertSQL: StaticString = """
        INSERT INTO article (
            id, key, published_at, updated_at,
            title, summary, url, share_url, json_url, column_key, column_name, column_path, author, source, keywords,
            tags, thumbnail_url, thumbnail_caption, thumbnail_credit, thumbnail_alt, story_type,
            thumbnail_width, thumbnail_height, media_duration, allows_comments)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25)
        """

    private static let updateSQL: StaticString = """
        UPDATE article SET (
            id, key, published_at, updated_at,
            title, summary, url, share_url, json_url, column_key, column_name, column_path, author, source, keywords,
            tags, thumbnail_url, thumbnail_caption, thumbnail_credit, thumbnail_alt, story_type,
            thumbnail_width, thumbnail_height, media_duration, allows_comments, is_withdrawn)
        = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?27)
        WHERE id = ?26
        """

    private static let selectSQL: StaticString = """
        SELECT key, published_at, updated_at,
            title, summary, url, share_url, json_url, column_key, column_name, column_path, author, source, keywords,
            tags, thumbnail_url, thumbnail_caption, thumbnail_credit, thumbnail_alt, story_type,
            thumbnail_width, thumbnail_height, media_duration, allows_comments, is_withdrawn
        FROM article WHERE id = ?1
        """
}
