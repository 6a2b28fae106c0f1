import CDotNewsSQLite

/// A prepared statement: bound, stepped and reset, many times.
///
/// Parameters are numbered from 1, as in SQL. ``Connection`` keeps statements and resets them after use.
package final class Statement {
    private let pointer: OpaquePointer
    private unowned(unsafe) let connection: Connection
    private let reads: TableSet
    private let writes: TableSet
    /// The statement's text, without values.
    package let sql: String
    /// Whether somebody has taken the statement from the connection's cache.
    var isInUse = false

    init(_ pointer: OpaquePointer, sql: String, connection: Connection, reads: TableSet, writes: TableSet) {
        self.pointer = pointer
        self.sql = sql
        self.connection = connection
        self.reads = reads
        self.writes = writes
    }

    deinit { sqlite3_finalize(pointer) }

    // MARK: Binding

    /// Binds values to all parameters, in order.
    ///
    /// - Throws: ``DatabaseError/Code/misuse`` when there are more or fewer values than parameters, or SQLite's
    ///   failure, such as a text that is too long.
    package func bind<each Value: Bindable>(_ values: repeat each Value) throws {
        var index: Int32 = 0
        for value in repeat each values {
            index += 1
            try bind(value, at: index)
        }
        let count = sqlite3_bind_parameter_count(pointer)
        guard index == count else {
            throw connection.error(.misuse, sql: sql, reason: "\(index) values are bound to \(count) parameters")
        }
    }

    /// Binds a value to one parameter. Parameters without a value are NULL.
    package func bind(_ value: some Bindable, at index: Int32) throws {
        let code = value.bind(to: StatementHandle(pointer: pointer), at: index)
        guard code == SQLITE_OK else { throw connection.error(code, sql: sql) }
    }

    // MARK: Running

    /// Moves to the next row; returns whether there is one.
    package func step() throws -> Bool {
        if !reads.isEmpty { connection.willRead(reads) }
        switch sqlite3_step(pointer) {
        case SQLITE_ROW:
            // A row of a statement that writes is one that it has changed, by RETURNING.
            if !writes.isEmpty { connection.didChange(writes) }
            return true
        case SQLITE_DONE:
            if !writes.isEmpty, sqlite3_changes64(connection.handle) > 0 { connection.didChange(writes) }
            return false
        case let code:
            let error = connection.error(code, sql: sql)
            sqlite3_reset(pointer)
            throw error
        }
    }

    /// The current row, after ``step()`` has returned `true`.
    package var row: Row { Row(handle: pointer, connection: connection) }

    /// Moves to the next row and returns it; `nil` after the last.
    package func next() throws -> Row? { try step() ? row : nil }

    /// Runs to the end and resets, keeping the bound values.
    ///
    /// - Returns: The number of rows that were changed.
    @discardableResult
    package func run() throws -> Int {
        while try step() {}
        let changes = writes.isEmpty ? 0 : Int(sqlite3_changes64(connection.handle))
        sqlite3_reset(pointer)
        return changes
    }

    /// Resets the statement and forgets the bound values.
    package func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    /// Whether the statement changes the database.
    var isWriting: Bool { sqlite3_stmt_readonly(pointer) == 0 }
}
