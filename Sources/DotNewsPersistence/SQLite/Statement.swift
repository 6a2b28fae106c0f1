import CDotNewsSQLite
import DotNewsFoundation

/// A prepared statement: bound, stepped and reset, many times.
///
/// Parameters and columns are numbered as SQLite numbers them: parameters from 1, columns from 0.
final class Statement {
    private let handle: OpaquePointer
    unowned(unsafe) let connection: Connection
    private let reads: TableSet
    private let writes: TableSet

    init(_ handle: OpaquePointer, connection: Connection, reads: TableSet, writes: TableSet) {
        self.handle = handle
        self.connection = connection
        self.reads = reads
        self.writes = writes
    }

    deinit { sqlite3_finalize(handle) }

    /// The statement's text, without values.
    var sql: String { String(cString: sqlite3_sql(handle)) }

    // MARK: Running

    /// Moves to the next row; `false` after the last.
    func step() throws(StoreError) -> Bool {
        connection.willRead(reads)
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw connection.error(code, sql: sql)
        }
    }

    /// Runs to the end and gets ready to run again; returns how many rows it changed.
    @discardableResult
    func run() throws(StoreError) -> Int {
        while try step() {}
        guard !writes.isEmpty else {
            sqlite3_reset(handle)
            return 0
        }
        let changes = Int(sqlite3_changes64(connection.handle))
        if changes > 0 { connection.didChange(writes) }
        sqlite3_reset(handle)
        return changes
    }

    /// Gets ready to run again, with no values bound.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    // MARK: Binding

    /// Binds a number.
    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

    /// Binds a number or, for `nil`, NULL.
    func bind(_ value: Int64?, at index: Int32) {
        if let value { bind(value, at: index) } else { sqlite3_bind_null(handle, index) }
    }

    /// Binds a truth value as 0 or 1.
    func bind(_ value: Bool, at index: Int32) { bind(value ? 1 : 0 as Int64, at: index) }

    /// Binds a floating-point number or, for `nil`, NULL.
    func bind(_ value: Double?, at index: Int32) {
        if let value { sqlite3_bind_double(handle, index, value) } else { sqlite3_bind_null(handle, index) }
    }

    /// Binds a text, which is copied.
    func bind(_ text: String, at index: Int32) {
        var text = text
        text.withUTF8 { bytes in
            // An empty buffer may have no address, which SQLite would take for NULL.
            let start = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? Self.someAddress
            sqlite3_bind_text64(
                handle, index, start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), Self.copied,
                UInt8(SQLITE_UTF8))
        }
    }

    /// Binds a text or, for `nil`, NULL.
    func bind(_ text: String?, at index: Int32) {
        if let text { bind(text, at: index) } else { sqlite3_bind_null(handle, index) }
    }

    /// Binds UTF-8 as text without copying it: the bytes must stay where they are until the statement has run.
    func bindText(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
        let start = bytes.baseAddress ?? Self.someAddress
        sqlite3_bind_text64(
            handle, index, start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil, UInt8(SQLITE_UTF8))
    }

    /// Binds bytes without copying them: they must stay where they are until the statement has run.
    func bindBlob(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
        sqlite3_bind_blob64(handle, index, bytes.baseAddress ?? Self.someAddress, UInt64(bytes.count), nil)
    }

    /// Binds a story's id as its twelve bytes.
    func bind(_ key: ArticleKey, at index: Int32) {
        withUnsafeBytes(of: key.bytes) { bytes in
            _ = sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), Self.copied)
        }
    }

    /// Binds a device's identity as its sixteen bytes.
    func bind(_ device: ReplicaDeviceID, at index: Int32) {
        withUnsafeBytes(of: device.bytes) { bytes in
            _ = sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), Self.copied)
        }
    }

    /// Binds bytes, which are copied.
    func bind(_ data: Data, at index: Int32) {
        data.withUnsafeBytes { bytes in
            _ = sqlite3_bind_blob64(
                handle, index, bytes.baseAddress ?? Self.someAddress, UInt64(bytes.count), Self.copied)
        }
    }

    /// Binds the twelve bytes of each of some ids, one after the other.
    func bind(packing keys: [ArticleKey], at index: Int32) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(keys.count * 12)
        for key in keys { withUnsafeBytes(of: key.bytes) { bytes.append(contentsOf: $0) } }
        bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress ?? Self.someAddress
            _ = sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), Self.copied)
        }
    }

    /// Binds what is in a column of another statement's current row, as it is.
    func bindValue(_ column: Int32, of row: Statement, at index: Int32) {
        sqlite3_bind_value(handle, index, sqlite3_column_value(row.handle, column))
    }

    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    private static var someAddress: UnsafeRawPointer { UnsafeRawPointer(bitPattern: 8)! }

    // MARK: Reading the current row

    /// The number in a column; 0 for NULL.
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// The number in a column; `nil` for NULL.
    func optionalInteger(_ column: Int32) -> Int64? {
        let value = integer(column)
        return value == 0 && isNull(column) ? nil : value
    }

    /// Whether the number in a column is not 0.
    func flag(_ column: Int32) -> Bool { integer(column) != 0 }

    /// The floating-point number in a column; `nil` for NULL.
    func optionalDouble(_ column: Int32) -> Double? { isNull(column) ? nil : sqlite3_column_double(handle, column) }

    /// The text in a column; empty for NULL.
    func text(_ column: Int32) -> String {
        let bytes = bytes(column)
        return bytes.isEmpty ? "" : String(decoding: bytes, as: UTF8.self)
    }

    /// The text in a column; `nil` for NULL.
    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// The bytes of a text or blob, valid until the next step.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        // The value itself is asked, which takes half the time of asking for its column twice. It may be used by one
        // thread at a time only, as this connection is.
        let value = sqlite3_column_value(handle, column)
        // The pointer first: asking for it may convert the value, which changes its length.
        let start = sqlite3_value_blob(value)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(value)))
    }

    /// The story's id in a column of twelve bytes; `nil` when it is something else.
    func key(_ column: Int32) -> ArticleKey? { ArticleKey(bytes(column)) }

    /// Whether a column is NULL.
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
}

extension Statement {
    /// Describes stored content that is not what it should be.
    func unreadable(_ reason: String) -> StoreError { connection.unreadable(reason) }
}
