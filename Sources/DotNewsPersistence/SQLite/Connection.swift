import CDotNewsSQLite
import DotNewsFoundation

/// One connection to the file, with its prepared statements.
///
/// Not `Sendable`: it belongs to the ``ConnectionActor`` that owns it, and is used on that actor's queue only, which
/// is why it is opened without SQLite's own mutex.
final class Connection {
    /// What a connection may do.
    enum Access {
        case readWrite
        case readOnly
    }

    /// When a change is safe from a sudden loss of power. From the end of the program it is at once.
    enum Durability {
        /// When the connection is closed, at the latest.
        case whenClosed
        /// When the next change is for which somebody waits: for what nobody would miss.
        case eventually
    }

    let handle: OpaquePointer
    let file: String
    private let access: Access
    /// Stops what the connection does.
    let signal: InterruptSignal
    /// What is being done, for error messages.
    var activity: String
    /// The tables that statements have read since ``resetAccess()``.
    private(set) var tablesRead: TableSet = []
    /// The tables that statements have changed rows of since ``resetAccess()``.
    private(set) var tablesChanged: TableSet = []

    /// Columns that stories have named.
    var columnReferences = ColumnReferenceCache()

    private var hasChangesToSecure = false
    private let recorder = AccessRecorder()
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]
    private var composedStatements: [String: Statement] = [:]

    /// How many statements composed at run time are kept.
    private static let maximumComposedStatements = 64

    /// Opens the file, which must exist unless `access` is ``Access/readWrite``.
    init(
        file: String, access: Access, fileSystem: String? = nil, busyTimeout: Duration,
        suspension: Suspension? = nil, activity: String
    ) throws(StoreError) {
        let flags =
            SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
            | (access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE)
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(file, &opened, flags, fileSystem)
        guard let opened, code == SQLITE_OK else {
            let reason = String(cString: opened.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
            sqlite3_close_v2(opened)
            throw StoreError(.init(resultCode: code), while: activity, file: file, resultCode: code, reason: reason)
        }
        handle = opened
        self.file = file
        self.access = access
        self.activity = activity
        signal = InterruptSignal(suspension: suspension, busyTimeout: busyTimeout)
        signal.install(on: handle)
        // A hostile or damaged file must not reach beyond its own tables.
        for (option, value) in [
            (SQLITE_DBCONFIG_DEFENSIVE, Int32(1)), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
        ] {
            _ = dotnews_sqlite3_db_config_flag(handle, Int32(option), value, nil)
        }
        sqlite3_set_authorizer(
            handle, { context, action, first, _, _, _ in AccessRecorder.record(context, action, first) },
            Unmanaged.passUnretained(recorder).toOpaque())
    }

    deinit {
        statements.removeAll()
        composedStatements.removeAll()
        if access == .readWrite, !hasChangesToSecure, isLogShort { leaveLog() }
        sqlite3_close_v2(handle)
    }

    /// How long a log may be left behind, in bytes: whoever opens the file next reads it once.
    private static let maximumLogLeft: Int64 = 1 << 18

    private var isLogShort: Bool {
        (1...Self.maximumLogLeft).contains(FileFacts.size(of: file + "-wal") ?? 0)
    }

    /// Has closing leave a log longer than `limit`, in bytes, as it is, to be done within a bounded time.
    func leaveLog(longerThan limit: Int64) {
        if access == .readWrite, FileFacts.size(of: file + "-wal") ?? 0 > limit { leaveLog() }
    }

    /// Closing does not put the log's content into the file, which waits for the disk twice.
    private func leaveLog() {
        _ = dotnews_sqlite3_db_config_flag(handle, Int32(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE), 1, nil)
    }

    /// Forgets which tables have been read and changed.
    func resetAccess() {
        tablesRead = []
        tablesChanged = []
    }

    /// Runs `body` with the statement of `sql`, prepared once for the life of the connection.
    ///
    /// The statement is reset afterwards, whatever happens. A statement must not be used inside its own use.
    @discardableResult
    func use<Value>(
        _ sql: StaticString, _ body: (Statement) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let statement: Statement
        if let kept = statements[sql.utf8Start] {
            statement = kept
        } else {
            statement = try prepare(String(describing: sql))
            statements[sql.utf8Start] = statement
        }
        defer { statement.reset() }
        return try body(statement)
    }

    /// Runs `body` with the statement of a text composed at run time, of which a bounded number is kept.
    @discardableResult
    func useComposed<Value>(
        _ sql: String, _ body: (Statement) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let statement: Statement
        if let kept = composedStatements[sql] {
            statement = kept
        } else {
            statement = try prepare(sql)
            if composedStatements.count >= Self.maximumComposedStatements { composedStatements.removeAll() }
            composedStatements[sql] = statement
        }
        defer { statement.reset() }
        return try body(statement)
    }

    /// Lets statements use the tables whose definitions can be read when others cannot.
    func overlookDamagedSchema() throws(StoreError) {
        _ = dotnews_sqlite3_db_config_flag(handle, Int32(SQLITE_DBCONFIG_DEFENSIVE), 0, nil)
        try execute("PRAGMA writable_schema = ON")
    }

    /// Runs statements that return nothing and are needed once.
    func execute(_ sql: String) throws(StoreError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql: sql) }
    }

    /// Asks a question with one number as its answer; 0 when there is no row.
    func number(_ sql: String) throws(StoreError) -> Int64 {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : 0
    }

    /// Asks a question with one text as its answer; empty when there is no row.
    func text(_ sql: String) throws(StoreError) -> String {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : ""
    }

    /// Runs `body` in a transaction that takes the write lock at its start, and commits; rolls back when anything fails.
    func transaction<Value>(
        durability: Durability = .whenClosed, _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        resetAccess()
        if durability == .whenClosed { hasChangesToSecure = true }
        // IMMEDIATE: a transaction that starts by reading and then writes would ignore the busy timeout.
        try use("BEGIN IMMEDIATE") { (statement) throws(StoreError) in try statement.run() }
        do {
            let value = try body()
            try use("COMMIT") { (statement) throws(StoreError) in try statement.run() }
            return value
        } catch {
            rollBack()
            throw error
        }
    }

    /// Runs `body` so that all it reads is of one moment.
    func snapshot<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        resetAccess()
        try use("BEGIN") { (statement) throws(StoreError) in try statement.run() }
        defer { rollBack() }
        return try body()
    }

    /// Ends the transaction, if one is open.
    private func rollBack() {
        // After some errors SQLite has already rolled back. ROLLBACK itself can fail only when nothing is open.
        guard sqlite3_get_autocommit(handle) == 0 else { return }
        do throws(StoreError) {
            try use("ROLLBACK") { (statement) throws(StoreError) in try statement.run() }
        } catch {
            // Not even enough memory to prepare the statement: try without keeping it.
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
        }
    }

    private func prepare(_ sql: String) throws(StoreError) -> Statement {
        recorder.reads = []
        recorder.writes = []
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard let prepared, code == SQLITE_OK else { throw error(code, sql: sql) }
        return Statement(prepared, connection: self, reads: recorder.reads, writes: recorder.writes)
    }

    /// Takes note of what a statement that is about to run reads.
    func willRead(_ tables: TableSet) { tablesRead.formUnion(tables) }

    /// Takes note of what a statement that has changed rows writes.
    func didChange(_ tables: TableSet) { tablesChanged.formUnion(tables) }

    /// Describes SQLite's last failure.
    func error(_ code: Int32, sql: String?) -> StoreError {
        let extended = sqlite3_extended_errcode(handle)
        let exact = extended & 0xFF == code & 0xFF ? extended : code
        return StoreError(
            kind(of: exact), while: activity, file: file, sql: sql, resultCode: exact,
            reason: String(cString: sqlite3_errmsg(handle)))
    }

    /// The kind of a failure, which may be that the work was asked to stop.
    private func kind(of resultCode: Int32) -> StoreError.Code {
        if [SQLITE_INTERRUPT, SQLITE_BUSY].contains(resultCode & 0xFF) {
            if signal.isSuspended { return .suspended }
            if signal.isCancelled { return .cancelled }
        }
        return StoreError.Code(resultCode: resultCode)
    }

    /// Describes content that is stored but cannot be read.
    func unreadable(_ reason: String) -> StoreError {
        StoreError(.unreadableContent, while: activity, file: file, reason: reason)
    }
}

extension StoreError.Code {
    init(resultCode: Int32) {
        switch resultCode & 0xFF {
        case SQLITE_NOTADB: self = .notADatabase
        case SQLITE_CORRUPT: self = .corrupt
        case SQLITE_FULL: self = .diskFull
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: self = .cannotOpen
        // SQLITE_IOERR_SHMSIZE: the file that connections share could not grow.
        case SQLITE_IOERR: self = resultCode == SQLITE_IOERR | 19 << 8 ? .diskFull : .inputOutput
        case SQLITE_INTERRUPT: self = .cancelled
        default: self = .failed
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
