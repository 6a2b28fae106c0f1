import CDotNewsSQLite
import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// A table of what belongs to the reader.
struct ReaderTable {
    let name: String
    /// The columns of its key, in the order in which its rows are kept.
    let key: String
    /// An index that holds whole keys, for rows that the table itself does not give any more, and the values of such a row.
    var index: (name: String, columns: String, condition: String)?

    static let all = [
        ReaderTable(
            name: "reader_state", key: "key",
            index: ("reader_state_bookmarked", "key, 0 AS is_read, 1 AS is_bookmarked", "is_bookmarked = 1")),
        ReaderTable(name: "reader_register", key: "kind, subject, member"),
        ReaderTable(name: "visit", key: "visited_at, key"),
        ReaderTable(name: "back_forward_item", key: "position"),
        ReaderTable(name: "outbox", key: "position"),
    ]

    /// What the store noted of files that were damaged before.
    static let recoveries = ReaderTable(name: "setting", key: "key")

    /// Whether a row's first columns, which SQLite finds in order, mean something: their bytes may have survived changed.
    func isAcceptable(_ row: Row) -> Bool {
        switch name {
        case "outbox":
            // After id, position and key: what it is, and its idempotency key, by which the site knows it.
            let texts = (3...6).compactMap { row.wholeText($0) }
            return texts.count == 4 && OutboxRow.kinds.contains(texts[0]) && UUID(uuidString: texts[3]) != nil
        case "reader_register":
            guard let kind = row.wholeText(0).flatMap(ReaderRegister.Kind.init(rawValue:)),
                let subject = row.wholeText(1), let member = row.wholeText(2),
                let key = ReplicaKey(kind, subject: subject, member: member)
            else { return false }
            if row.isNull(3) { return key.accepts(nil) }
            return row.wholeText(3).map(key.accepts) ?? false
        case "setting":
            return row.wholeText(0)?.hasPrefix(StoreSetting.recoveryPrefix) == true && row.wholeText(1) != nil
        default: return true
        }
    }
}

extension Row {
    /// The text in a column; `nil` when it is not UTF-8.
    fileprivate func wholeText(_ column: Int32) -> String? { String(validating: bytes(column), as: UTF8.self) }
}

/// Copies the rows of a table that can still be read.
///
/// From a table with a damaged page SQLite gives the rows before it; read backwards, those behind it. An index knows some
/// of those on it.
struct TableRescue {
    private let table: ReaderTable
    private let source: Connection
    private let target: Connection

    init(_ table: ReaderTable, from source: Connection, to target: Connection) {
        self.table = table
        self.source = source
        self.target = target
    }

    /// - Returns: The rows that were copied, and whether all could be read.
    func run() throws -> (rows: Int, isComplete: Bool) {
        let columns = try columns()
        guard !columns.isEmpty else { return (0, false) }
        let list = columns.joined(separator: ", ")
        let order = table.key
        var (rows, isComplete) = try copy("SELECT \(list) FROM \(table.name) ORDER BY \(order)", columns)
        guard !isComplete else { return (rows, true) }
        let backwards = order.split(separator: ", ").map { $0 + " DESC" }.joined(separator: ", ")
        rows += try copy("SELECT \(list) FROM \(table.name) ORDER BY \(backwards)", columns).rows
        if let index = table.index {
            let sql = "SELECT \(index.columns) FROM \(table.name) INDEXED BY \(index.name) WHERE \(index.condition)"
            rows += try copy(sql, ["key", "is_read", "is_bookmarked"]).rows
        }
        return (rows, false)
    }

    /// The table's columns that both files have; none when the damaged one does not say.
    private func columns() throws -> [String] {
        let mine = try names(target)
        guard try isTable() else { return [] }
        let theirs = Set(try unlessDamaged { try names(source) } ?? [])
        return mine.filter(theirs.contains)
    }

    /// Whether the damaged file has a table of its own under the name, and not a view or somebody else's code.
    private func isTable() throws -> Bool {
        var isTable = false
        // What stands before damage counts for SQLite too.
        _ = try unlessDamaged {
            try source.forEachRow(
                "SELECT type = 'table' AND rootpage > 0 FROM sqlite_schema WHERE name = ?", table.name
            ) { isTable = $0.flag(0) }
        }
        return isTable
    }

    private func names(_ connection: Connection) throws -> [String] {
        try connection.rows("SELECT name FROM pragma_table_info('\(table.name)')") { row in row.text(0) }
    }

    /// Copies rows until there are no more or SQLite stops at damage. A row that breaks a rule of the table is left out.
    private func copy(_ sql: String, _ columns: [String]) throws -> (rows: Int, isComplete: Bool) {
        let parameters = columns.map { _ in "?" }.joined(separator: ", ")
        let insertion =
            "INSERT OR IGNORE INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(parameters))"
        return try target.withStatement(insertion) { insertion in
            var (rows, isComplete) = (0, true)
            do {
                try source.forEachRow(sql) { row in
                    guard table.isAcceptable(row), let count = try insert(row, columns.count, by: insertion) else {
                        isComplete = false
                        return
                    }
                    rows += count
                }
            } catch let error as DatabaseError where error.path != target.path && error.isDamage {
                isComplete = false
            }
            return (rows, isComplete)
        }
    }

    /// Adds a row unless it is there; returns how many rows that added, or `nil` when it breaks a rule of the table.
    private func insert(_ row: Row, _ count: Int, by insertion: DotNewsDatabase.Statement) throws -> Int? {
        for column in 0..<Int32(count) { try insertion.bind(row.value(column), at: column + 1) }
        do {
            return try insertion.run()
        } catch let error as DatabaseError where error.resultCode.map({ $0 & 0xFF }) == SQLITE_CONSTRAINT {
            return nil
        }
    }
}
