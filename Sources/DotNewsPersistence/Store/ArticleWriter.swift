import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// Writes changes inside one transaction, and keeps account of what they change for readers.
///
/// A row is written only when it becomes different, so that applying the same answers again writes nothing.
struct ArticleWriter {
    let connection: Connection
    let now: Date
    private var tally = StoreChangeTally()
    /// Row ids of columns that have been looked up in this transaction.
    private var columnRows: [ColumnID: Int64] = [:]

    init(connection: Connection, now: Date) {
        self.connection = connection
        self.now = now
    }

    /// What the changes since the start have done together.
    var summary: StoreChangeSummary { tally.summary }

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
        tally.add(changes)
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
            row = try merge(story.summary, story.record, row: row, isFullStory: false, into: &changes)
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

    /// How long a withdrawn story stays away though lists name it, in seconds: a day. A server that took a story for
    /// gone by mistake must not hide it for good.
    private static let absence = 86_400.0

    /// Whether a story that is not stored may be: it has not been withdrawn, or some time ago, or has been changed since.
    func mayAppear(_ record: SummaryRecord) throws(StoreError) -> Bool {
        let earliest = now.addingTimeInterval(-Self.absence).storedMilliseconds
        let tombstone = try connection.use("SELECT updated_at, withdrawn_at FROM withdrawn WHERE key = ?1") {
            (statement) throws(StoreError) -> (updatedAt: Int64?, withdrawnAt: Int64)? in
            statement.bind(record.key, at: 1)
            return try statement.step() ? (statement.optionalInteger(0), statement.integer(1)) : nil
        }
        guard let tombstone else { return true }
        let hasChanged = record.updatedAt.map { $0 > tombstone.updatedAt ?? .min } ?? false
        guard hasChanged || tombstone.withdrawnAt < earliest else { return false }
        try removeTombstone(of: record.key)
        return true
    }

    private func removeTombstone(of key: ArticleKey) throws(StoreError) {
        try connection.use("DELETE FROM withdrawn WHERE key = ?1") { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            try statement.run()
        }
    }

    func insert(_ record: SummaryRecord) throws(StoreError) -> Int64 {
        let row = try freePosition(for: record.publishedAt)
        try connection.use(Self.insertSQL) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            _ = try record.run(statement, from: 2)
        }
        return row
    }

    /// Combines what is stored with what has come; returns the row, which changes with the time of publication.
    mutating func merge(
        _ incoming: ArticleSummary, _ record: SummaryRecord, row: Int64, isFullStory: Bool,
        into changes: inout StoreChangeSummary
    ) throws(StoreError) -> Int64 {
        // Most often a story says what its list has said; then nothing need be read.
        if try isStored(record, row: row) { return row }
        let (stored, isWithdrawn) = try storedSummary(row: row)
        // An old copy, from a cache on the way. Of a list nothing is taken; a story fills gaps, and stays pending.
        let isOld =
            if let new = incoming.updatedAt, let old = stored.updatedAt {
                new.storedMilliseconds < old.storedMilliseconds
            } else {
                false
            }
        if isOld && !isFullStory { return row }
        // Withdrawn but kept for its bookmark: comes back when it has been changed since.
        let comesBack =
            isWithdrawn
            && incoming.updatedAt.map { $0.storedMilliseconds > stored.updatedAt?.storedMilliseconds ?? .min } ?? false
        let merged = isOld ? incoming.merging(stored) : stored.merging(incoming)
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

    private func isStored(_ record: SummaryRecord, row: Int64) throws(StoreError) -> Bool {
        try connection.use(Self.selectSQL) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            return try statement.step() && record.isHeld(by: statement.row)
        }
    }

    func storedSummary(row: Int64) throws(StoreError) -> (ArticleSummary, isWithdrawn: Bool) {
        try connection.use(Self.selectSQL) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            guard try statement.step() else { throw connection.unreadable("a story's row is missing") }
            return (try statement.summary(from: 0), statement.flag(SummaryRecord.columnCount))
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

    mutating func addOwnColumn(_ column: ColumnReference?, row: Int64) throws(StoreError) {
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

    private static let insertSQL = """
        INSERT INTO article (
            id, key, published_at, updated_at,
            title, summary, url, share_url, json_url, column_key, column_name, column_path, author, source, keywords,
            tags, thumbnail_url, thumbnail_caption, thumbnail_credit, thumbnail_alt, story_type,
            thumbnail_width, thumbnail_height, media_duration, allows_comments)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25)
        """

    private static let updateSQL = """
        UPDATE article SET (
            id, key, published_at, updated_at,
            title, summary, url, share_url, json_url, column_key, column_name, column_path, author, source, keywords,
            tags, thumbnail_url, thumbnail_caption, thumbnail_credit, thumbnail_alt, story_type,
            thumbnail_width, thumbnail_height, media_duration, allows_comments, is_withdrawn)
        = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?27)
        WHERE id = ?26
        """

    private static let selectSQL = """
        SELECT key, published_at, updated_at,
            title, summary, url, share_url, json_url, column_key, column_name, column_path, author, source, keywords,
            tags, thumbnail_url, thumbnail_caption, thumbnail_credit, thumbnail_alt, story_type,
            thumbnail_width, thumbnail_height, media_duration, allows_comments, is_withdrawn
        FROM article WHERE id = ?1
        """
}
