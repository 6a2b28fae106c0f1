import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// Writes changes inside one transaction, and keeps account of what they change for readers.
///
/// A row is written only when it becomes different, so that applying the same answers again writes nothing.
struct ArticleWriter {
    let connection: Connection
    let now: Date
    private var changeSet = ChangeSetBuilder()
    /// Row ids of columns that have been looked up in this transaction.
    private var columnRows: [ColumnReference: Int64] = [:]

    init(connection: Connection, now: Date) {
        self.connection = connection
        self.now = now
    }

    /// Appends what the changes since the start have done together to the change feed, and returns it.
    func finish() throws -> StoreChangeSummary {
        let summary = changeSet.summary
        try ChangeFeed(connection: connection, now: now).append(summary)
        return summary
    }

    mutating func apply(_ change: EncodedChange) throws {
        var changes = StoreChangeSummary()
        switch change {
        case .columnTree(let tree, let resource):
            changes.columnsChanged = try replaceColumns(with: tree)
            columnRows = [:]
            connection.forgetColumnReferences()
            try put(resource)
        case .articles(let articles, let column, let withdrawn, let resource):
            let columnRow = try row(of: ColumnReference(id: column, name: ""))
            // Lists have the newest first. From the end, row ids ascend, and of articles of the same second the one
            // that stands higher in the list gets the higher id.
            for article in articles.reversed() {
                try put(article, list: .column(columnRow), into: &changes)
            }
            for id in withdrawn { try withdraw(id, into: &changes) }
            try put(resource)
        case .article(let article, let resource):
            // An article that is not stored must not leave a version: it would count as unchanged later.
            if try put(article, into: &changes) { try put(resource) }
        case .bodyConfirmed(let id, let updatedAt): try confirmBody(of: id, updatedAt: updatedAt)
        case .withdrawn(let id): try withdraw(id, into: &changes)
        case .hotList(let articles, let resource):
            try replaceHotList(with: articles, into: &changes)
            try put(resource)
        case .resourceVersion(let resource): try put(resource)
        }
        changeSet.add(changes)
    }

    /// The list in which an article is shown.
    enum List {
        case column(Int64)
        case hot(lastDigest: Int64?)
    }

    // MARK: Summaries

    /// Stores what a list says of an article; returns its row, or `nil` when it is not to be shown.
    @discardableResult
    mutating func put(
        _ article: ListedArticle, list: List, into changes: inout StoreChangeSummary
    ) throws -> Int64? {
        var row: Int64
        if let existing = try articleRow(of: article.record.key) {
            row = existing
            let last: Int64?
            switch list {
            case .column(let column): last = try digest(column: column, article: row)
            case .hot(let digest): last = digest
            }
            // The list says what it said last time: what has been learned since from elsewhere stays.
            if last == article.record.digest { return row }
            row = try merge(article.summary, article.record, row: row, isFullArticle: false, into: &changes)
        } else {
            guard try mayAppear(article.record) else { return nil }
            row = try insert(article.record)
            changes.new.append(article.record.id)
        }
        if case .column(let column) = list {
            try connection.execute(
                """
                INSERT INTO membership (column_id, article, digest) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET digest = excluded.digest WHERE digest IS NOT excluded.digest
                """, column, row, article.record.digest)
        }
        return row
    }

    /// How long a withdrawn article stays away though lists name it, in seconds: a day. A server that took an article for
    /// gone by mistake must not hide it for good.
    private static let absence = 86_400.0

    /// Whether an article that is not stored may be: it has not been withdrawn, or some time ago, or has been changed since.
    func mayAppear(_ record: SummaryRecord) throws -> Bool {
        let earliest = now.addingTimeInterval(-Self.absence).storedMilliseconds
        let latest = now.addingTimeInterval(Self.absence).storedMilliseconds
        let tombstone = try connection.row("SELECT updated_at, withdrawn_at FROM withdrawn WHERE key = ?", record.key) {
            row in (updatedAt: row.optionalInteger(0), withdrawnAt: row.integer(1))
        }
        guard let tombstone else { return true }
        let hasChanged = record.updatedAt.map { $0 > tombstone.updatedAt ?? .min } ?? false
        // What was noted while the clock stood ahead is taken for past.
        guard hasChanged || !(earliest...latest).contains(tombstone.withdrawnAt) else { return false }
        try removeTombstone(of: record.key)
        return true
    }

    private func removeTombstone(of key: ArticleKey) throws {
        try connection.execute("DELETE FROM withdrawn WHERE key = ?", key)
    }

    /// Adds an article, in the column that it calls its own; returns its row.
    mutating func insert(_ record: SummaryRecord) throws -> Int64 {
        let row = try freePosition(for: record.publishedAt)
        let columnRow = try record.column.map { try self.row(of: $0) }
        try connection.withStatement(Self.insertSQL) { statement in
            try statement.bind(row, at: 1)
            try statement.bind(now.storedMilliseconds, at: 2)
            try record.run(statement, from: 3, columnRow: columnRow)
        }
        if let columnRow { try addOwnColumn(columnRow, row: row) }
        return row
    }

    /// Combines what is stored with what has come; returns the row, which changes with the time of publication.
    mutating func merge(
        _ incoming: ArticleSummary, _ record: SummaryRecord, row: Int64, isFullArticle: Bool,
        into changes: inout StoreChangeSummary
    ) throws -> Int64 {
        // Most often an article says what its list has said; then nothing need be read.
        let columnRow = try record.column.map { try self.row(of: $0) }
        if try isStored(record, columnRow: columnRow, row: row) { return row }
        let (stored, isWithdrawn) = try storedSummary(row: row)
        var incoming = incoming
        if record.isFirstSeen { incoming.publishedAt = stored.publishedAt ?? incoming.publishedAt }
        // What was noted while the clock stood ahead says nothing.
        let lastChange = stored.updatedAt.flatMap { $0 > now ? nil : $0.storedMilliseconds }
        // An old copy, from a cache on the way. Of a list nothing is taken; an article fills gaps, and stays pending.
        let isOld =
            if let new = incoming.updatedAt, let lastChange { new.storedMilliseconds < lastChange } else { false }
        if isOld && !isFullArticle { return row }
        // Withdrawn but kept for its bookmark: comes back when it has been changed since.
        let comesBack =
            isWithdrawn
            && incoming.updatedAt.map { $0.storedMilliseconds > lastChange ?? .min } ?? false
        var known = stored
        if lastChange == nil { known.updatedAt = nil }
        var merged = isOld ? incoming.merging(known) : known.merging(incoming)
        let mergedColumn = try merged.column.map { try self.row(of: $0) }
        merged.column = try mergedColumn.map(connection.columnReference(row:))
        guard merged != stored || comesBack else { return row }
        let newRow =
            ArticlePosition.range(for: merged.publishedAt) == ArticlePosition.range(for: stored.publishedAt)
            ? row : try freePosition(for: merged.publishedAt)
        try connection.withStatement(Self.updateSQL) { statement in
            try statement.bind(isWithdrawn && !comesBack, at: 1)
            try statement.bind(newRow, at: 2)
            try statement.bind(row, at: 3 + SummaryRecord.columnCount)
            try SummaryRecord(merged).run(statement, from: 3, columnRow: mergedColumn)
        }
        if merged.updatedAt != stored.updatedAt || comesBack { try updateBodyNeed(row: newRow) }
        if comesBack { try noteReturn(of: ArticleKey(stored.id), row: newRow) }
        if merged.column?.id != stored.column?.id {
            if let column = stored.column { try removeOwnColumn(self.row(of: column), row: newRow) }
            if let mergedColumn { try addOwnColumn(mergedColumn, row: newRow) }
        }
        if comesBack { changes.new.append(stored.id) } else { changes.updated.append(stored.id) }
        return newRow
    }

    private func noteReturn(of key: ArticleKey, row: Int64) throws {
        try removeTombstone(of: key)
        try connection.execute("UPDATE article SET arrived_at = ? WHERE id = ?", now.storedMilliseconds, row)
    }

    private func isStored(_ record: SummaryRecord, columnRow: Int64?, row: Int64) throws -> Bool {
        try connection.row(Self.selectSQL, row) { record.isHeld(by: $0, columnRow: columnRow) } ?? false
    }

    func storedSummary(row: Int64) throws -> (ArticleSummary, isWithdrawn: Bool) {
        try connection.requiredRow(Self.selectSQL, row) { row in
            (try row.summary(from: 0), row.flag(SummaryRecord.columnCount))
        }
    }

    // MARK: Columns of articles

    /// The row of a column, which is added, outside the site's tree, when it is not known.
    ///
    /// Of a column that the site's tree lists, the tree alone tells name and path; of others, articles and lists do.
    mutating func row(of column: ColumnReference) throws -> Int64 {
        if let row = columnRows[column] { return row }
        let changed = try connection.execute(
            """
            INSERT INTO site_column (key, name, path) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE
            SET name = iif(excluded.name = '', name, excluded.name), path = iif(excluded.path = '', path, excluded.path)
            WHERE ordinal IS NULL AND (excluded.name NOT IN ('', name) OR excluded.path NOT IN ('', path))
            """, column.id.rawValue, column.name, column.path?.rawValue ?? "")
        if changed > 0 { connection.forgetColumnReferences() }
        let row = try connection.integer("SELECT id FROM site_column WHERE key = ?", column.id.rawValue)
        columnRows[column] = row
        return row
    }

    private func addOwnColumn(_ column: Int64, row: Int64) throws {
        try connection.execute(
            "INSERT INTO membership (column_id, article) VALUES (?, ?) ON CONFLICT DO NOTHING", column, row)
    }

    /// Takes an article out of the column that it no longer calls its own, unless the column's list has shown it.
    private func removeOwnColumn(_ column: Int64, row: Int64) throws {
        try connection.execute(
            "DELETE FROM membership WHERE column_id = ? AND article = ? AND digest IS NULL", column, row)
    }

    private func digest(column: Int64, article: Int64) throws -> Int64? {
        try connection.row("SELECT digest FROM membership WHERE column_id = ? AND article = ?", column, article) {
            $0.optionalInteger(0)
        } ?? nil
    }

    // MARK: Statements

    private static let insertSQL =
        "INSERT INTO article (id, arrived_at, \(SummaryRecord.columns)) VALUES (?, ?, \(SummaryRecord.placeholders))"

    private static let updateSQL = """
        UPDATE article SET (is_withdrawn, id, \(SummaryRecord.columns)) = (?, ?, \(SummaryRecord.placeholders))
        WHERE id = ?
        """

    private static let selectSQL = "SELECT \(SummaryRecord.columns), is_withdrawn FROM article WHERE id = ?"
}
