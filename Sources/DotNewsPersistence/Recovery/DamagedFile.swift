import CDotNewsSQLite
import DotNewsDatabase
import DotNewsFoundation

/// The file of a damaged store, open to be read. It is never changed.
final class DamagedFile {
    /// The connection; `nil` when SQLite cannot open it whatever its header is.
    private(set) var connection: Connection?
    private let copy: String?

    private static let activity = "reading the damaged store"
    private static let headerSize = StoreFile.headerSize

    /// Opens a damaged file, or a copy of it with the header of a sound store when its own is not one.
    ///
    /// - Parameter keepsOthersFromWriting: Whether to hold the file's write lock, as far as its state allows.
    init(_ path: String, keepsOthersFromWriting: Bool) throws(StoreError) {
        let activity = Self.activity
        do {
            let probe = try Connection(path: path, access: .readOnly, busyTimeout: .zero, activity: activity)
            let (header, size) = (try probe.fileBytes(at: 0, count: Self.headerSize), try probe.fileSize())
            // The header of a new store is in its log alone until that is brought into the file.
            let isInLog =
                try FileFacts.size(of: path + "-wal") ?? 0 > 0
                && unlessDamaged { try probe.integer("PRAGMA application_id") } == Schema.applicationID
            guard size > Self.headerSize, !Self.isHeader(header), !isInLog else {
                copy = nil
                connection = try Self.open(path, keepsOthersFromWriting)
                return
            }
            let copy = "\(path)\(RepairFiles.copyMark)-\(getpid())"
            self.copy = copy
            try Self.makeCopy(of: path, size, at: copy)
            connection = try Self.open(copy, false)
        } catch let error as SystemError {
            throw StoreError(error, while: "copying the damaged store", file: path)
        } catch {
            throw StoreError(error, while: activity, file: path)
        }
    }

    deinit { close() }

    /// Closes the file and removes the copy.
    func close() {
        connection = nil
        if let copy { Self.remove(copy) }
    }

    private static func remove(_ copy: String) { for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) } }

    private static func makeCopy(of path: String, _ size: Int64, at copy: String) throws {
        let header = header(pages: UInt32(clamping: size / Int64(StoreOpening.pageSize)))
        remove(copy)
        do {
            let permissions = StoreFile(URL(filePath: path)).permissions
            try RepairFiles.copy(path, to: copy, permissions: permissions, header: header)
            let log = path + "-wal"
            if FileFacts.size(of: log) ?? 0 > 0 {
                try RepairFiles.copy(log, to: copy + "-wal", permissions: permissions)
            }
        } catch {
            remove(copy)
            throw error
        }
    }

    /// Opens a file; `nil` when it is too damaged for that.
    private static func open(_ path: String, _ keepsOthersFromWriting: Bool) throws -> Connection? {
        let isWritable = keepsOthersFromWriting && access(path, W_OK) == 0
        let connection = try Connection(
            path: path, access: isWritable ? .readWrite : .readOnly, busyTimeout: .seconds(1), activity: activity)
        // Neither reading nor closing it may change it.
        connection.leaveLog()
        do {
            try connection.allowDamagedSchema()
            if isWritable { try connection.execute("BEGIN IMMEDIATE") }
        } catch let error as DatabaseError where error.isDamage {
            // Who could not begin a transaction either writes nothing.
        }
        // More than reading all its rows three times takes, of which each has some dozens of bytes.
        connection.stop(afterSteps: Int(clamping: try connection.fileSize()) * 20 + 10_000_000)
        return connection
    }

    /// The header of a store of so many pages, none of which is free
    /// (https://www.sqlite.org/fileformat2.html#the_database_header, 2026-11-24).
    private static func header(pages: UInt32) -> [UInt8] {
        var header = StoreFile.magic + [UInt8](repeating: 0, count: headerSize - StoreFile.magic.count)
        func put<Number: FixedWidthInteger>(_ number: Number, at offset: Int) {
            withUnsafeBytes(of: number.bigEndian) { header.replaceSubrange(offset..<offset + $0.count, with: $0) }
        }
        put(UInt16(StoreOpening.pageSize), at: 16)
        // Write-ahead log; fractions of a page.
        header.replaceSubrange(18..<24, with: [2, 2, 0, 64, 32, 32])
        // The count of pages is valid when these two agree.
        for offset in [24, 92] { put(UInt32(1), at: offset) }
        put(pages, at: 28)
        // The schema's version, format and largest root, by which SQLite knows of automatic vacuum; UTF-8; its way.
        for (offset, number) in [(40, 1), (44, 4), (52, 1), (56, 1), (64, 1)] as [(Int, UInt32)] {
            put(number, at: offset)
        }
        put(UInt32(Schema.applicationID), at: 68)
        return header
    }

    /// Whether the bytes that are the same in every store are what they should be: magic, size of pages, format of log and
    /// records, fractions, text encoding, mark.
    private static func isHeader(_ header: [UInt8]) -> Bool {
        let sound = Self.header(pages: 0)
        return [0..<24, 44..<48, 56..<60, 68..<72].allSatisfy { header[$0].elementsEqual(sound[$0]) }
    }
}

/// Returns the value of `body`, or `nil` when that fails for damage of what it reads.
func unlessDamaged<Value>(_ body: () throws -> Value) throws -> Value? {
    do { return try body() } catch let error as DatabaseError where error.isDamage { return nil }
}

extension DatabaseError {
    /// Whether what cannot be read is at fault, and not what it is read into, the disk's space or another process.
    var isDamage: Bool {
        if [.corrupt, .notADatabase, .failed, .cancelled].contains(code) { return primaryResultCode != SQLITE_NOMEM }
        // What the disk does not give any more, or not all of it.
        return [SQLITE_IOERR | 1 << 8, SQLITE_IOERR | 2 << 8].contains(resultCode)
    }
}
