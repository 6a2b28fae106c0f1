import CDotNewsSQLite
import DotNewsDatabase

extension Connection {
    /// Makes two functions known to SQL: `deflate(text)`, which compresses without a dictionary, and `inflate(blob)`, which
    /// gives the text back, with the dictionary that it names. What is no compressed text becomes the empty text, which is
    /// readable nowhere. NULL stays NULL.
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
            let decompressor: TextDecompressor = SQLFunction.state(of: context)
            let text: Void? = decompressor.read(compressed, dictionary: { SQLFunction.dictionary($0, context) }) {
                text in
                sqlite3_result_text64(
                    context, text.bindMemory(to: CChar.self).baseAddress, UInt64(text.count), SQLFunction.copied,
                    UInt8(SQLITE_UTF8))
            }
            if text == nil { sqlite3_result_text(context, "", 0, SQLFunction.copied) }
        }
    }

    /// Runs `body` with a function known to SQL, `compress_body(blob)`: what `deflate` or an earlier compressor made of a body,
    /// compressed anew. What is no compressed text stays as it is.
    func withBodyCompression(
        _ compressor: BodyCompressor, _ body: () throws(StoreError) -> Void
    ) throws(StoreError) {
        try register("compress_body", with: BodyRecompression(compressor)) { context, _, arguments in
            guard let compressed = SQLFunction.argument(arguments) else { return sqlite3_result_null(context) }
            let recompression: BodyRecompression = SQLFunction.state(of: context)
            let text = recompression.decompressor.read(
                compressed, dictionary: { SQLFunction.dictionary($0, context) }, recompression.compressor.compress)
            guard let text else { return sqlite3_result_value(context, arguments?.pointee) }
            text.withUnsafeBytes {
                sqlite3_result_blob64(context, $0.baseAddress, UInt64($0.count), SQLFunction.copied)
            }
        }
        defer { sqlite3_create_function_v2(handle, "compress_body", 1, SQLITE_UTF8, nil, nil, nil, nil, nil) }
        try body()
    }

    /// Registers a function of one argument whose state lives as long as the connection.
    private func register<State: AnyObject>(
        _ name: String, with state: State, _ function: @escaping SQLFunction.Implementation
    ) throws(StoreError) {
        let code = sqlite3_create_function_v2(
            handle, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
            Unmanaged.passRetained(state).toOpaque(), function, nil, nil,
            { state in if let state { Unmanaged<AnyObject>.fromOpaque(state).release() } })
        guard code == SQLITE_OK else { throw StoreError(error(code, sql: nil), while: activity, file: path) }
    }
}

/// What `compress_body` works with.
private final class BodyRecompression {
    let decompressor = TextDecompressor()
    let compressor: BodyCompressor

    init(_ compressor: BodyCompressor) { self.compressor = compressor }
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

    /// The dictionary that the database keeps under a number.
    static func dictionary(_ number: Int, _ context: OpaquePointer?) -> TextDictionary? {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard
            sqlite3_prepare_v2(sqlite3_context_db_handle(context), BodyDictionary.selectSQL, -1, &statement, nil)
                == SQLITE_OK
        else { return nil }
        sqlite3_bind_int64(statement, 1, Int64(number))
        guard sqlite3_step(statement) == SQLITE_ROW else { return nil }
        // The pointer first: asking for it may convert the value, which changes its length.
        let start = sqlite3_column_blob(statement, 0)
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, 0)))
        return BodyDictionary.checked(number, bytes, checksum: sqlite3_column_int64(statement, 1))
    }
}
