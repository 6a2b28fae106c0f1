import CDotNewsSQLite
import DotNewsFoundation

/// The file itself, by the descriptor that SQLite has of it.
///
/// A process that closes any descriptor of a file loses all its locks on that file (POSIX), those of SQLite's other
/// connections included: https://www.sqlite.org/howtocorrupt.html, section 2.2, 2026-11-30. So a file that may be open as a
/// database is read through a connection, and never opened beside it.
extension Connection {
    /// Whether the file's name leads to another file, or to none, since the connection was opened.
    package var hasMoved: Bool {
        var hasMoved: Int32 = 0
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        return code == SQLITE_OK && hasMoved != 0
    }

    /// Returns the size of the file, without its log, in bytes.
    package func fileSize() throws -> Int64 {
        let file = try file()
        var size: sqlite3_int64 = 0
        let code = file.pointee.pMethods.pointee.xFileSize(file, &size)
        guard code == SQLITE_OK else { throw error(code, sql: nil) }
        return size
    }

    /// Returns bytes of the file as they are, without its log and without a lock; fewer than `count` at its end.
    package func fileBytes(at offset: Int64, count: Int) throws -> [UInt8] {
        let file = try file()
        let available = Int(min(Int64(count), max(0, try fileSize() - offset)))
        var code = SQLITE_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: available) { buffer, filled in
            guard let start = buffer.baseAddress, available > 0 else { return }
            code = file.pointee.pMethods.pointee.xRead(file, start, Int32(available), offset)
            filled = available
        }
        guard code == SQLITE_OK else { throw error(code, sql: nil) }
        return bytes
    }

    private func file() throws -> UnsafeMutablePointer<sqlite3_file> {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard code == SQLITE_OK, let file, file.pointee.pMethods != nil else {
            throw error(code == SQLITE_OK ? SQLITE_CANTOPEN : code, sql: nil)
        }
        return file
    }
}
