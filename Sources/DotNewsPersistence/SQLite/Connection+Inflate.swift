import CDotNewsSQLite
import DotNewsDatabase

extension Connection {
    /// Makes `inflate(blob)` known to SQL, which returns the text that ``TextCompressor`` has compressed, and NULL for
    /// NULL. A blob that is no such text fails the statement as damage of the file (`SQLITE_CORRUPT`).
    ///
    /// Triggers and views cannot use it: a damaged file must not decide that it runs.
    func registerInflate() throws {
        let code = sqlite3_create_function_v2(
            handle, "inflate", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
            Unmanaged.passRetained(TextDecompressor()).toOpaque(),
            { context, _, arguments in Connection.inflate(arguments?.pointee, for: context) }, nil, nil,
            { state in if let state { Unmanaged<TextDecompressor>.fromOpaque(state).release() } })
        guard code == SQLITE_OK else { throw error(code, sql: nil) }
    }

    private static func inflate(_ argument: OpaquePointer?, for context: OpaquePointer?) {
        guard sqlite3_value_type(argument) != SQLITE_NULL, let state = sqlite3_user_data(context) else {
            return sqlite3_result_null(context)
        }
        // The pointer first: asking for it may convert the value, which changes its length.
        let start = sqlite3_value_blob(argument)
        let compressed = UnsafeRawBufferPointer(
            start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(argument)))
        let decompressor = Unmanaged<TextDecompressor>.fromOpaque(state).takeUnretainedValue()
        let result: Void? = decompressor.read(compressed) { text in
            sqlite3_result_text64(
                context, text.bindMemory(to: CChar.self).baseAddress, UInt64(text.count), copied, UInt8(SQLITE_UTF8))
        }
        guard result == nil else { return }
        sqlite3_result_error(context, "a compressed text is damaged", -1)
        // Not SQLITE_CORRUPT itself, after which SQLite refuses to write in the same transaction.
        sqlite3_result_error_code(context, SQLITE_CORRUPT | 1 << 8)
    }

    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
