import CDotNewsSQLite
import DotNewsDatabase

/// Makes ``SearchTokenizer`` known to FTS5 under the name `dotnews`, on one connection.
extension SearchTokenizer {
    /// The tokenizer's name in `CREATE VIRTUAL TABLE`.
    static let name = "dotnews"

    /// Registers the tokenizer with a connection, which must be done on every connection that searches or indexes.
    ///
    /// - Returns: Whether SQLite has FTS5 and took the tokenizer.
    static func register(with database: OpaquePointer) -> Bool {
        guard let api = fts5API(of: database) else { return false }
        var tokenizer = fts5_tokenizer(
            xCreate: { _, _, _, result in
                // One tokenizer without state serves all tables; FTS5 only asks that it has an address.
                result?.pointee = OpaquePointer(bitPattern: 8)
                return SQLITE_OK
            },
            xDelete: { _ in },
            xTokenize: { _, context, flags, text, length, token in
                guard let text, let token, length > 0 else { return SQLITE_OK }
                return text.withMemoryRebound(to: UInt8.self, capacity: Int(length)) { bytes in
                    var sink = FTS5TokenSink(context: context, token: token)
                    SearchTokenizer.tokenize(
                        UnsafeBufferPointer(start: bytes, count: Int(length)),
                        for: flags & FTS5_TOKENIZE_QUERY != 0 ? .query : .document, into: &sink)
                    return sink.result
                }
            })
        return api.pointee.xCreateTokenizer(api, name, nil, &tokenizer, nil) == SQLITE_OK
    }

    /// The name by which FTS5 knows its pointer. Static, because SQLite keeps the address and reads it later.
    private static let apiName: StaticString = "fts5_api_ptr"

    /// FTS5's functions, which it hands out through a pointer bound to a statement.
    private static func fts5API(of database: OpaquePointer) -> UnsafeMutablePointer<fts5_api>? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nil) == SQLITE_OK else { return nil }
        defer { sqlite3_finalize(statement) }
        var api: UnsafeMutablePointer<fts5_api>?
        return withUnsafeMutablePointer(to: &api) { pointer in
            apiName.withUTF8Buffer { name in
                name.withMemoryRebound(to: CChar.self) {
                    _ = sqlite3_bind_pointer(statement, 1, pointer, $0.baseAddress, nil)
                }
            }
            sqlite3_step(statement)
            return pointer.pointee
        }
    }
}

/// Hands tokens to FTS5.
private struct FTS5TokenSink: SearchTokenSink {
    typealias Token =
        @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, Int32, Int32, Int32) ->
        Int32

    let context: UnsafeMutableRawPointer?
    let token: Token
    var result = SQLITE_OK

    @inline(__always)
    mutating func accept(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> Bool {
        let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
        result = token(
            context, 0, start, Int32(truncatingIfNeeded: bytes.count), Int32(truncatingIfNeeded: range.lowerBound),
            Int32(truncatingIfNeeded: range.upperBound))
        return result == SQLITE_OK
    }
}
