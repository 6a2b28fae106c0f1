import DotNewsDatabase
import DotNewsFoundation

/// A store's file, and the names of what may lie beside it.
struct StoreFile: Sendable {
    /// The path, without symbolic links: log and locks belong to the file, not to one of several names that lead to it.
    let path: String

    /// Finds the file that a path leads to; it need not exist.
    init(_ file: URL) { path = SymbolicLinks.resolve(file.path) }

    var url: URL { URL(filePath: path) }
    var folder: String { url.deletingLastPathComponent().path }

    /// The write-ahead log.
    var log: String { path + "-wal" }
    /// The index of the log, which connections share.
    var logIndex: String { path + "-shm" }
    /// The lock of whoever repairs the store. The file is made by the first repair and stays.
    var repairLock: URL { URL(filePath: path + ".repair-lock") }

    /// Whether there is a file at a path.
    static func exists(_ path: String) -> Bool { FileFacts.size(of: path) != nil }

    /// Checks that the file is a regular one: opening a pipe waits for ever, and a device does something.
    ///
    /// - Returns: Whether there is a file.
    func checkKind(while activity: String) throws(StoreError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(.cannotOpen, while: activity, file: path, reason: "it is not a regular file")
        }
        return true
    }

    /// Whether the process may write the file and create others beside it, as SQLite must to write.
    var isWritable: Bool { access(path, W_OK) == 0 && access(folder, W_OK) == 0 }
}

extension StoreFile {
    /// The first bytes of every SQLite file, and the size of its header
    /// (https://www.sqlite.org/fileformat2.html#the_database_header, 2026-11-24).
    static let magic = Array("SQLite format 3\0".utf8)
    static let headerSize = 100

    /// Whether the file is a store: by its mark in the header. A header that is destroyed has none; then what follows it must
    /// be the root of the table that names the store's tables.
    func isStore() throws -> Bool {
        guard try checkKind(while: "recognising a store") else { return false }
        let connection = try Connection(
            path: path, access: .readOnly, busyTimeout: .zero, activity: "recognising a store")
        let start = try connection.fileBytes(at: 0, count: StoreOpening.pageSize)
        let mark = withUnsafeBytes(of: UInt32(Schema.applicationID).bigEndian, Array.init)
        let isDatabase = start.count >= Self.headerSize && start.starts(with: Self.magic)
        if isDatabase, start[68..<72].elementsEqual(mark) { return true }
        // The header of a new store is in its log alone until that is brought into the file.
        if FileFacts.size(of: log) ?? 0 > 0,
            (try? connection.integer("PRAGMA application_id")) == Schema.applicationID
        {
            return true
        }
        return try !isDatabase && start.count == StoreOpening.pageSize && namesTables(start, connection)
    }

    /// The kinds of pages of a table: inner ones, and those with rows.
    private static let (innerPage, leafPage): (UInt8, UInt8) = (5, 13)

    /// Whether a file's first page, whose header is destroyed, is the root of a schema that names the reader's tables.
    ///
    /// Texts and other files are not: the schema of a store takes several pages, and each must be a page of rows.
    private func namesTables(_ root: [UInt8], _ connection: Connection) throws -> Bool {
        let pageSize = StoreOpening.pageSize
        let pages = Int(try connection.fileSize()) / pageSize
        func number(_ offset: Int, _ count: Int) -> Int {
            root.dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | Int($1) }
        }
        let name = Array("CREATE TABLE reader_state".utf8)
        guard root[Self.headerSize] == Self.innerPage else { return false }
        let (count, firstCell) = (number(Self.headerSize + 3, 2), Self.headerSize + 12)
        guard (1...64).contains(count) else { return false }
        let children =
            (0..<count).map { cell in
                let offset = number(firstCell + 2 * cell, 2)
                return offset + 4 <= pageSize ? number(offset, 4) : 0
            } + [number(Self.headerSize + 8, 4)]
        guard children.allSatisfy({ (2...max(2, pages)).contains($0) }) else { return false }
        var isNamed = false
        for child in children {
            let page = try connection.fileBytes(at: Int64(child - 1) * Int64(pageSize), count: pageSize)
            guard page.first == Self.leafPage else { return false }
            if page.firstRange(of: name) != nil { isNamed = true }
        }
        return isNamed
    }
}
