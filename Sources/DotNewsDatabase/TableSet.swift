import CDotNewsSQLite

/// A set of tables that statements read or change.
///
/// A database has up to 31 sets of its own, one bit each, under the names of its tables; see
/// ``Connection/init(path:access:tables:fileSystem:busyTimeout:activity:)``. Several tables may share a bit.
package struct TableSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Every table without a set of its own.
    package static let other = TableSet(rawValue: 1 << 31)
    package static let all = TableSet(rawValue: .max)
}

/// Records the tables that a statement reads and writes, while SQLite prepares it.
final class AccessRecorder {
    private let tables: [String: TableSet]
    private(set) var reads: TableSet = []
    private(set) var writes: TableSet = []

    init(tables: [String: TableSet]) { self.tables = tables }

    func reset() {
        reads = []
        writes = []
    }

    /// Installs the recorder, which must outlive the connection's last statement.
    func install(on handle: OpaquePointer) {
        sqlite3_set_authorizer(
            handle,
            { context, action, table, _, _, _ in
                guard let context, let table else { return SQLITE_OK }
                Unmanaged<AccessRecorder>.fromOpaque(context).takeUnretainedValue().record(action, table)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func record(_ action: Int32, _ table: UnsafePointer<CChar>) {
        switch action {
        case SQLITE_READ: reads.formUnion(set(named: table))
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE: writes.formUnion(set(named: table))
        default: break
        }
    }

    private func set(named name: UnsafePointer<CChar>) -> TableSet {
        let name = String(cString: name)
        return tables[name] ?? (Self.internalTables.contains(name) ? [] : .other)
    }

    private static let internalTables: Set = [
        "sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema", "sqlite_sequence",
    ]
}
