import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels
import Synchronization

/// Opens connections to a store's file.
struct StoreOpening {
    let file: StoreFile
    let options: ArticleStoreOptions
    let suspension: Suspension

    private static let activity = "opening the store"
    private var path: String { file.path }

    /// The size of the pages of a new store, in bytes. On pages of half the size bodies leave a quarter of the space empty,
    /// since most of them are longer than half a page.
    static let pageSize = 8_192

    /// Opens the writing connection: makes the file when it is missing, and brings it to the present schema. Of a file that
    /// may only be read the connection may only read, too.
    func openWriter() throws -> sending Connection {
        try createFile()
        while true {
            let repair = try waitForRepair()
            let connection = file.isWritable ? try writer() : try readOnlyConnection()
            if isUnchanged(since: repair) { return connection }
        }
    }

    /// Opens a reading connection to a file that the writer has prepared.
    func openReader() throws -> sending Connection {
        while true {
            let repair = try waitForRepair()
            let connection = try reader()
            if isUnchanged(since: repair) { return connection }
        }
    }

    private func writer() throws -> sending Connection {
        let connection = try connect(.readWrite, options.busyTimeout)
        // Before anything is written: a file that is not ours must stay as it is.
        let isEmpty = try checkSchema(connection)
        if connection.isReadOnly { throw StoreError(.readOnly, while: Self.activity, file: path) }
        if isEmpty {
            try connection.executeScript("PRAGMA page_size = \(Self.pageSize); PRAGMA auto_vacuum = INCREMENTAL")
        }
        try switchToWriteAheadLog(connection)
        try connection.executeScript(
            """
            PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;
            PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 8388608;
            PRAGMA cache_size = -\(options.writerCacheSize / 1_024);
            """)
        #if canImport(Darwin)
            // Without these, what is flushed there reaches the drive but not its medium.
            try connection.executeScript("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON")
        #endif
        if let count = options.maximumPageCount { try connection.executeScript("PRAGMA max_page_count = \(count)") }
        try migrator.migrate(connection, now: options.now())
        if options.isExcludedFromBackup {
            for name in [path, file.log, file.logIndex] { BackupExclusion.mark(URL(filePath: name)) }
        }
        return connection
    }

    private func reader() throws -> sending Connection {
        let connection = try connect(
            file.isWritable ? .readOnly : readOnlyAccess, options.busyTimeout, "opening the store to read")
        try connection.executeScript(
            """
            PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(options.readerCacheSize / 1_024);
            """)
        // Log and index are opened with the first read, by their names.
        _ = try connection.integer("PRAGMA application_id")
        return connection
    }

    private func connect(
        _ access: Connection.Access, _ busyTimeout: Duration, _ activity: String = activity
    ) throws -> sending Connection {
        let connection = try Connection(
            path: path, access: access, tables: TableSet.ofStore, fileSystem: options.fileSystem,
            busyTimeout: busyTimeout, suspension: suspension, activity: activity)
        try connection.registerSearchTokenizer()
        try connection.registerInflate()
        return connection
    }

    private var migrator: Migrator { Migrator(applicationID: Schema.applicationID, migrations: options.migrations) }

    // MARK: Checking

    /// Checks that a file is a store that this version reads, with no schema but its own; returns whether it has no content
    /// yet.
    private func checkSchema(_ connection: Connection) throws -> Bool {
        let schema = try StoredSchema(of: connection)
        if schema.isEmpty { return true }
        guard try connection.integer("PRAGMA application_id") == Schema.applicationID else {
            throw StoreError(.notAStore, while: Self.activity, file: path)
        }
        try checkLength(connection)
        try schema.checkMigrationTable(of: connection)
        if try connection.hasRow("SELECT 1 FROM migration WHERE name = ?", Schema.earlierFormat) {
            throw StoreError(.earlierFormat, while: Self.activity, file: path)
        }
        _ = try migrator.isEmpty(connection)
        let seen = Set(try connection.rows("SELECT name FROM migration") { $0.text(0) })
        try schema.check(options.migrations.filter { seen.contains($0.name) }, of: connection)
        return false
    }

    /// Notices a file whose last page was cut short. SQLite itself notices when whole pages are missing.
    private func checkLength(_ connection: Connection) throws {
        guard FileFacts.size(of: file.log) ?? 0 == 0, let size = FileFacts.size(of: path) else { return }
        guard size % (try connection.integer("PRAGMA page_size")) != 0 else { return }
        throw StoreError(.corrupt, while: Self.activity, file: path, reason: "its last page is cut short")
    }

    private func switchToWriteAheadLog(_ connection: Connection) throws {
        // Two processes that make the file at once: SQLite refuses the switch to one of them without waiting.
        let pause: Duration = .milliseconds(20)
        var attemptsLeft = max(1, Int(options.busyTimeout.milliseconds) / Int(pause.milliseconds))
        while true {
            do {
                let mode = try connection.requiredRow("PRAGMA journal_mode = WAL") { $0.text(0) }
                guard mode == "wal" else {
                    throw StoreError(
                        .cannotOpen, while: Self.activity, file: path,
                        reason: "the file system does not support a write-ahead log")
                }
                return
            } catch let error as DatabaseError where error.code == .busy {
                attemptsLeft -= 1
                guard attemptsLeft > 0 else { throw error }
                usleep(UInt32(pause.milliseconds) * 1_000)
            }
        }
    }

    // MARK: Read-only files

    /// Opens a connection for what would be written, which is refused.
    private func readOnlyConnection() throws -> sending Connection {
        let connection = try connect(readOnlyAccess, options.busyTimeout)
        guard try !checkSchema(connection),
            try connection.integer("SELECT count(*) FROM migration") == options.migrations.count
        else {
            throw StoreError(
                .readOnly, while: Self.activity, file: path, reason: "it has to be brought to the present format first")
        }
        return connection
    }

    /// The way to read a file that cannot be written. Where another process has it open there are files beside it by which
    /// the two agree; where there are none nobody changes it, as on read-only media.
    private var readOnlyAccess: Connection.Access {
        if StoreFile.exists(file.logIndex) { return .readOnly }
        return FileFacts.size(of: file.log) ?? 0 > 0 ? .immutableWithLog : .immutable
    }

    // MARK: Repairs

    /// Waits for a repair that is under way, and keeps others from beginning while the lock is held; `nil` when the store was
    /// never repaired.
    private func waitForRepair() throws -> ProcessLock? {
        guard StoreFile.exists(file.repairLock.path), file.isWritable else { return nil }
        do throws(ProcessLock.Failure) {
            let lock = try ProcessLock.acquireBlocking(at: file.repairLock, .shared, timeout: options.busyTimeout)
            if let lock { return lock }
        } catch {
            throw StoreError(.cannotOpen, while: Self.activity, file: error.path, reason: error.reason)
        }
        throw StoreError(.busy, while: Self.activity, file: path, reason: "it is being repaired")
    }

    /// Whether file and log are those of one store: that no repair has begun since, which makes the lock's file before it
    /// changes names.
    private func isUnchanged(since lock: ProcessLock?) -> Bool {
        defer { lock?.release() }
        return lock != nil || !file.isWritable || !StoreFile.exists(file.repairLock.path)
    }

    // MARK: Creating

    /// Keeps this process from opening a file with SQLite that another thread has just created and not closed yet.
    private static let creation = Mutex(())

    /// Makes the file, empty, so that it is its owner's alone from the start. SQLite gives the files beside it the
    /// same permissions.
    private func createFile() throws {
        guard try !file.checkKind(while: Self.activity) else {
            Self.creation.withLock { _ in }
            return
        }
        if !FileManager.default.fileExists(atPath: file.folder) {
            do {
                try FileManager.default.createDirectory(
                    atPath: file.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw StoreError(
                    .cannotOpen, while: "making the store's folder", file: path, reason: FileFailure.reason(error))
            }
        }
        let cause = Self.creation.withLock { _ in
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor < 0 else {
                close(descriptor)
                return Int32(0)
            }
            return errno
        }
        guard cause != 0, cause != EEXIST else { return }
        let code: StoreError.Code = cause == EROFS ? .readOnly : cause == ENOSPC ? .diskFull : .cannotOpen
        throw StoreError(code, while: Self.activity, file: path, reason: String(cString: strerror(cause)))
    }
}
