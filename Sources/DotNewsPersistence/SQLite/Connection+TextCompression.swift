import CSQLite

extension Connection {
    /// Makes two functions known to SQL: `deflate(text)`, which compresses, and `inflate(blob)`, which gives the text
    /// back. What is no compressed text becomes the empty text, which is readable nowhere. NULL stays NULL.
    ///
    /// Neither can be used by a trigger or a view: a damaged file must not decide that they run.
    func registerTextCompression() throws(StoreError) {
        try register("deflate", with: TextCompressor()) { context, _, arguments in
            guard let text = SQLFunction.argument(arguments) else { return sqlite3_result_null(context) }
            let compressor: TextCompressor = SQLFunction.state(of: context)
            compressor.compress(text).withUnsafeBytes {
                sqlite3_result_blob64(context, $0.baseAddress, UInt64($0.count), SQLFunction.copied)
            }
        }
        try register("inflate", with: TextDecompressor()) { context, _, arguments in
            guard let compressed = SQLFunction.argument(arguments) else { return sqlite3_result_null(context) }
            guard let count = CompressedText.textCount(compressed) else {
                return sqlite3_result_text(context, "", 0, SQLFunction.copied)
            }
            guard let start = sqlite3_malloc64(UInt64(max(count, 1))) else {
                return sqlite3_result_error_nomem(context)
            }
            let decompressor: TextDecompressor = SQLFunction.state(of: context)
            let output = UnsafeMutableRawBufferPointer(start: start, count: count)
            let isWhole = decompressor.decompress(compressed, into: output)
            // SQLite takes the memory over.
            sqlite3_result_text64(
                context, start.assumingMemoryBound(to: CChar.self), isWhole ? UInt64(count) : 0, sqlite3_free,
                UInt8(SQLITE_UTF8))
        }
    }

    /// Registers a function of one argument whose state lives as long as the connection.
    private func register<State: AnyObject>(
        _ name: String, with state: State, _ function: @escaping SQLFunction.Implementation
    ) throws(StoreError) {
        let code = sqlite3_create_function_v2(
            handle, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
            Unmanaged.passRetained(state).toOpaque(), function, nil, nil,
            { state in if let state { Unmanaged<AnyObject>.fromOpaque(state).release() } })
        guard code == SQLITE_OK else { throw error(code, sql: nil) }
    }
}

/// What functions of SQL that are written here have in common.
private enum SQLFunction {
    typealias Implementation = @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

    static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// The state that the function was registered with.
    static func state<State: AnyObject>(of context: OpaquePointer?) -> State {
        Unmanaged<State>.fromOpaque(sqlite3_user_data(context)).takeUnretainedValue()
    }

    /// The bytes of the only argument; `nil` for NULL.
    static func argument(_ arguments: UnsafeMutablePointer<OpaquePointer?>?) -> UnsafeRawBufferPointer? {
        guard let value = arguments?.pointee, sqlite3_value_type(value) != SQLITE_NULL else { return nil }
        // The pointer first: asking for it may convert the value, which changes its length.
        let start = sqlite3_value_blob(value)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(value)))
    }
}
