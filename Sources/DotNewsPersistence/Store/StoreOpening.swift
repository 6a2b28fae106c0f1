import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// Opens connections to a store's file.
struct StoreOpening {
    let path: String
    let options: ArticleStoreOptions
    let suspension: Suspension

    private static let activity = "opening the store"

    /// The size of the pages of a new store, in bytes. On pages of half the size bodies leave a quarter of the space empty,
    /// since most of them are longer than half a page.
    static let pageSize = 8_192

    /// Opens the writing connection: makes the file when it is missing, and brings it to the present schema.
    func openWriter() throws -> sending Connection {
        try createFile()
        try checkLength()
        let connection = try Connection(
            path: path, access: .readWrite, tables: TableSet.ofStore, fileSystem: options.fileSystem,
            busyTimeout: options.busyTimeout, suspension: suspension, activity: Self.activity)
        try connection.registerSearchTokenizer()
        try connection.registerInflate()
        // Before anything is written: a file that is not ours must stay as it is.
        try checkFormat(connection)
        let migrator = Migrator(applicationID: Schema.applicationID, migrations: options.migrations)
        let isEmpty = try migrator.isEmpty(connection)
        if connection.isReadOnly {
            throw StoreError(.readOnly, while: Self.activity, file: path)
        }
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
            for suffix in ["", "-wal", "-shm"] { BackupExclusion.mark(URL(filePath: path + suffix)) }
        }
        return connection
    }

    /// Opens a reading connection to a file that the writer has prepared.
    func openReader() throws -> sending Connection {
        let connection = try Connection(
            path: path, access: .readOnly, tables: TableSet.ofStore, fileSystem: options.fileSystem,
            busyTimeout: options.busyTimeout, suspension: suspension, activity: "opening the store to read")
        try connection.registerSearchTokenizer()
        try connection.registerInflate()
        try connection.executeScript(
            """
            PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(options.readerCacheSize / 1_024);
            """)
        return connection
    }

    /// Recognises the files that were made before format 1: their articles are not read, see ``ArticleStore/recover(at:options:)``.
    private func checkFormat(_ connection: Connection) throws {
        guard try connection.integer("PRAGMA application_id") == Schema.applicationID,
            try connection.hasRow("SELECT 1 FROM sqlite_schema WHERE name = 'migration'"),
            try connection.hasRow("SELECT 1 FROM migration WHERE name = ?", Schema.earlierFormat)
        else { return }
        throw StoreError(.earlierFormat, while: Self.activity, file: path)
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

    /// Notices a file that was cut short, which SQLite does only when it needs what is missing.
    ///
    /// With a log beside it the file may be shorter than its header says: what is missing is in the log.
    private func checkLength() throws {
        guard FileFacts.size(of: path + "-wal") ?? 0 == 0 else { return }
        // The header's fields: https://www.sqlite.org/fileformat2.html#the_database_header, 2026-11-24.
        guard let header = FileFacts.start(of: path, count: 100), header.count == 100,
            let size = FileFacts.size(of: path)
        else { return }
        func number(_ offset: Int, _ count: Int) -> Int64 {
            header.dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | Int64($1) }
        }
        let isCountValid = number(24, 4) == number(92, 4)
        let pageSize = number(16, 2) == 1 ? 65_536 : number(16, 2)
        guard header.starts(with: Array("SQLite format 3".utf8)), isCountValid, size < number(28, 4) * pageSize else {
            return
        }
        throw StoreError(.corrupt, while: Self.activity, file: path, reason: "it is shorter than its header says")
    }

    /// Makes the file, empty, so that it is its owner's alone from the start. SQLite gives the files beside it the
    /// same permissions.
    private func createFile() throws {
        let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        if !folder.isEmpty, !FileManager.default.fileExists(atPath: String(folder)) {
            do {
                try FileManager.default.createDirectory(
                    atPath: String(folder), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw StoreError(
                    .cannotOpen, while: "making the store's folder", file: path, reason: FileFailure.reason(error))
            }
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        let cause = errno
        if descriptor >= 0 {
            close(descriptor)
        } else if cause != EACCES && cause != EROFS && cause != EPERM
            || !FileManager.default.fileExists(atPath: path)
        {
            // A file that may only be read is opened all the same, to be able to say what it is.
            let code: StoreError.Code = cause == EROFS ? .readOnly : cause == ENOSPC ? .diskFull : .cannotOpen
            throw StoreError(code, while: Self.activity, file: path, reason: String(cString: strerror(cause)))
        }
    }
}
