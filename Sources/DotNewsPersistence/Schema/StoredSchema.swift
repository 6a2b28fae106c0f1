import DotNewsDatabase
import DotNewsFoundation
import Synchronization

/// The tables, indexes, triggers and views that a file says it has.
///
/// They are compared with those of the migrations that the file has seen before any of them is used: a view in place of a
/// table could keep every statement busy, and a trigger could undo what was acknowledged.
struct StoredSchema {
    private struct Entry: Hashable {
        let type: String
        let name: String
        let table: String
        /// The definition without comments and with single spaces; empty for indexes that SQLite makes by itself.
        let sql: String
    }

    private let entries: Set<Entry>

    /// The most entries that are read; a store has some sixty.
    private static let maximumCount = 1_000

    init(of connection: Connection) throws {
        let rows = try connection.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema LIMIT \(Self.maximumCount)")
        {
            Entry(type: $0.text(0), name: $0.text(1), table: $0.text(2), sql: Self.normalized($0.text(3)))
        }
        // What ANALYZE leaves, which nothing here uses and SQLite itself checks.
        entries = Set(rows.filter { $0.type != "table" || !["sqlite_stat1", "sqlite_stat4"].contains($0.name) })
    }

    /// Whether the file has no content yet.
    var isEmpty: Bool { entries.isEmpty }

    /// Checks that the table of migrations, which says what to compare the rest with, is one.
    func checkMigrationTable(of connection: Connection) throws {
        try check(entries.filter { $0.name == "migration" }, isPartOf: Self.of([]), connection)
        guard entries.contains(where: { $0.name == "migration" }) else {
            throw Self.damage("it has no table of migrations", connection)
        }
    }

    /// Checks that the schema is that of the migrations that the file has seen, with nothing else in it.
    func check(_ migrations: [Migration], of connection: Connection) throws {
        let expected = try Self.of(migrations)
        try check(entries, isPartOf: expected, connection)
        if let missing = expected.entries.subtracting(entries).map(\.name).min() {
            throw Self.damage("its schema lacks \(missing)", connection)
        }
    }

    private func check(_ entries: Set<Entry>, isPartOf expected: StoredSchema, _ connection: Connection) throws {
        guard let other = entries.subtracting(expected.entries).min(by: { $0.name < $1.name }) else { return }
        let kind = ["table", "index", "trigger", "view"].contains(other.type) ? other.type : "entry"
        throw Self.damage("its schema has the \(kind) \(other.name.prefix(60)), which is not a store's", connection)
    }

    private static func damage(_ reason: String, _ connection: Connection) -> DatabaseError {
        connection.error(.corrupt, reason: reason)
    }

    // MARK: What is expected

    private static let known = Mutex<[[String]: StoredSchema]>([:])

    /// The schema that migrations make.
    private static func of(_ migrations: [Migration]) throws -> StoredSchema {
        let key = migrations.map(\.sql)
        if let schema = known.withLock({ $0[key] }) { return schema }
        let connection = try Connection(
            path: ":memory:", access: .readWrite, busyTimeout: .zero, activity: "making the schema to compare with")
        try connection.registerSearchTokenizer()
        try connection.registerInflate()
        try Migrator(applicationID: Schema.applicationID, migrations: migrations).migrate(
            connection, now: Date(timeIntervalSince1970: 0))
        let schema = try StoredSchema(of: connection)
        known.withLock { $0[key] = schema }
        return schema
    }

    /// Returns a definition without comments and with single spaces, which earlier versions wrote otherwise.
    private static func normalized(_ sql: String) -> String {
        var result: [UInt8] = []
        var bytes = Array(sql.utf8)[...]
        var quote: UInt8?
        while let byte = bytes.popFirst() {
            if let open = quote {
                result.append(byte)
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "-"), bytes.first == UInt8(ascii: "-") {
                bytes = bytes.drop { $0 != UInt8(ascii: "\n") }
            } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
                if result.last != 0x20 { result.append(0x20) }
            } else {
                result.append(byte)
                if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { quote = byte }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
