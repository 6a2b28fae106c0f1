import CDotNewsSQLite
package import DotNewsFoundation
import Synchronization

/// A connection to a database file, with the statements that it keeps prepared.
///
/// Not `Sendable`: one thread at a time uses it, under the lock of its ``ConnectionQueue``. It is opened without
/// SQLite's own mutex.
package final class Connection {
    package enum Access: Sendable {
        case readWrite
        case readOnly
        /// Reads a file that nobody changes, such as one on read-only media, and nothing beside it.
        case immutable
        /// Reads a file that nobody changes, and its write-ahead log, without writing anything beside them.
        case immutableWithLog
    }

    /// SQLite's connection, for registering functions and tokenizers.
    package let handle: OpaquePointer
    package let path: String
    /// The present activity, for error messages.
    package var activity: String
    /// A number that no other connection of the process has.
    let number = Connection.lastNumber.add(1, ordering: .relaxed).newValue
    private static let lastNumber = Atomic<Int64>(0)
    /// A value that the module above keeps until the present access ends, such as rows that it has read.
    package var accessContext: AnyObject?
    /// The tables that statements have read since ``resetAccess()``.
    private(set) var tablesRead: TableSet = []
    /// The tables in which statements have changed rows since ``resetAccess()``.
    var tablesChanged: TableSet = []

    /// Stops the work of the connection.
    let signal: InterruptSignal
    private let recorder: AccessRecorder
    private var statements = StatementCache()

    /// Opens a file, which must exist.
    ///
    /// - Parameters:
    ///   - tables: The tables that observers tell apart, by name. Others count as ``TableSet/other``.
    ///   - fileSystem: The name of a file system known to SQLite; `nil` for the system's own.
    ///   - busyTimeout: The longest wait for a lock of another connection.
    ///   - suspension: Ends the work of the connection when an app is suspended.
    ///   - activity: The activity that an error names.
    package init(
        path: String, access: Access, tables: [String: TableSet] = [:], fileSystem: String? = nil,
        busyTimeout: Duration, suspension: Suspension? = nil, activity: String
    ) throws {
        var opened: OpaquePointer?
        let code = Self.open(path, access, fileSystem, &opened)
        guard let opened, code == SQLITE_OK else {
            let reason = String(cString: opened.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
            sqlite3_close_v2(opened)
            throw DatabaseError(.init(resultCode: code), while: activity, path: path, resultCode: code, reason: reason)
        }
        handle = opened
        self.path = path
        self.activity = activity
        recorder = AccessRecorder(tables: tables)
        signal = InterruptSignal(suspension: suspension, busyTimeout: busyTimeout)
        signal.install(on: handle)
        // A hostile or damaged file must not reach beyond its own tables.
        for (option, value) in [
            (SQLITE_DBCONFIG_DEFENSIVE, Int32(1)), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
        ] {
            _ = dotnews_sqlite3_db_config_flag(handle, Int32(option), value, nil)
        }
        recorder.install(on: handle)
        // The index of the log is then kept in memory, where others have it in a file beside the log.
        if access == .immutableWithLog { try execute("PRAGMA locking_mode = EXCLUSIVE") }
    }

    private static func open(
        _ path: String, _ access: Access, _ fileSystem: String?, _ opened: inout OpaquePointer?
    ) -> Int32 {
        let flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        switch access {
        case .readWrite: return sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_READWRITE, fileSystem)
        case .readOnly: return sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_READONLY, fileSystem)
        case .immutable:
            let path = path.split(separator: "/", omittingEmptySubsequences: false)
                .map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
            return sqlite3_open_v2(
                "file:\(path)?immutable=1", &opened, flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, fileSystem)
        case .immutableWithLog:
            // The file system without locks, which cannot be had without writing.
            return sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_READONLY, "unix-none")
        }
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Whether the file itself can only be read.
    package var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    /// Has closing leave the log as it is, which takes a bounded time.
    package func leaveLog() {
        _ = dotnews_sqlite3_db_config_flag(handle, Int32(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE), 1, nil)
    }

    /// Stops the connection for good, with an error of SQLite's code `SQLITE_INTERRUPT`, after about so many steps of its
    /// virtual machine; a row that is read takes a dozen. For files that may be made to keep it busy.
    package func stop(afterSteps count: Int) { signal.stop(afterSteps: count) }

    /// Lets statements use the tables whose definitions can be read when others cannot.
    package func allowDamagedSchema() throws {
        _ = dotnews_sqlite3_db_config_flag(handle, Int32(SQLITE_DBCONFIG_DEFENSIVE), 0, nil)
        try execute("PRAGMA writable_schema = ON")
    }

    // MARK: Statements

    /// Takes the statement of a text, prepared when it is first needed. ``giveBack(_:)`` must follow.
    func take(_ sql: String) throws -> Statement {
        if let kept = statements[sql] {
            // The text is in use further up in the call: a second statement keeps the two apart.
            guard !kept.isInUse else { return try prepare(sql) }
            kept.isInUse = true
            return kept
        }
        let statement = try prepare(sql)
        statement.isInUse = true
        statements.keep(statement)
        return statement
    }

    func giveBack(_ statement: Statement) {
        statement.reset()
        statement.isInUse = false
    }

    private func prepare(_ sql: String) throws -> Statement {
        try sql.withCString { start in
            var rest: UnsafePointer<CChar>?
            guard let statement = try prepare(start, rest: &rest, flags: SQLITE_PREPARE_PERSISTENT) else {
                throw error(.misuse, sql: sql, reason: "there is no statement in the text")
            }
            guard let rest, try prepare(rest, rest: nil, flags: 0) == nil else {
                throw error(.misuse, sql: sql, reason: "there is more than one statement in the text")
            }
            return statement
        }
    }

    /// Prepares the first statement of a text; returns `nil` when there is only white space or a comment.
    private func prepare(
        _ text: UnsafePointer<CChar>, rest: UnsafeMutablePointer<UnsafePointer<CChar>?>?, flags: Int32
    ) throws -> Statement? {
        guard text.pointee != 0 else { return nil }
        recorder.reset()
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, text, -1, UInt32(flags), &prepared, rest)
        guard code == SQLITE_OK else { throw error(code, sql: String(cString: text)) }
        return prepared.map {
            Statement(
                $0, sql: String(cString: sqlite3_sql($0)), connection: self, reads: recorder.reads,
                writes: recorder.writes)
        }
    }

    /// Runs any number of statements, separated by semicolons, each once and without values.
    package func executeScript(_ sql: String) throws {
        try sql.withCString { start in
            var rest: UnsafePointer<CChar>? = start
            while let text = rest {
                guard let statement = try prepare(text, rest: &rest, flags: 0) else {
                    // A comment or an empty statement: go on behind it, if it was not the end.
                    guard let next = rest, next != text else { return }
                    continue
                }
                try statement.run()
            }
        }
    }

    // MARK: Access

    /// Begins an access: forgets the tables that have been read and changed, and the value that was kept.
    func resetAccess() {
        tablesRead = []
        tablesChanged = []
        accessContext = nil
    }

    func willRead(_ tables: TableSet) { tablesRead.formUnion(tables) }

    func didChange(_ tables: TableSet) { tablesChanged.formUnion(tables) }

    // MARK: Errors

    /// An error of SQLite's last failure on this connection.
    package func error(_ code: Int32, sql: String?) -> DatabaseError {
        let extended = sqlite3_extended_errcode(handle)
        let exact = extended & 0xFF == code & 0xFF ? extended : code
        return DatabaseError(
            kind(of: exact), while: activity, path: path, sql: sql, resultCode: exact,
            reason: String(cString: exact == extended ? sqlite3_errmsg(handle) : sqlite3_errstr(code)))
    }

    /// The kind of a failure, which may be that the work was asked to stop.
    private func kind(of resultCode: Int32) -> DatabaseError.Code {
        if [SQLITE_INTERRUPT, SQLITE_BUSY].contains(resultCode & 0xFF) {
            if signal.isSuspended { return .suspended }
            if signal.isCancelled { return .cancelled }
        }
        return DatabaseError.Code(resultCode: resultCode)
    }

    /// An error of the present activity.
    package func error(_ code: DatabaseError.Code, sql: String? = nil, reason: String = "") -> DatabaseError {
        DatabaseError(code, while: activity, path: path, sql: sql, reason: reason)
    }
}
