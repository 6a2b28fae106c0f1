import CDotNewsSQLite

/// Which tables a statement reads or changes.
struct TableSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    static let article = TableSet(rawValue: 1 << 0)
    static let body = TableSet(rawValue: 1 << 1)
    static let membership = TableSet(rawValue: 1 << 2)
    static let column = TableSet(rawValue: 1 << 3)
    static let readerState = TableSet(rawValue: 1 << 4)
    static let hotArticle = TableSet(rawValue: 1 << 5)
    static let resource = TableSet(rawValue: 1 << 6)
    static let withdrawn = TableSet(rawValue: 1 << 7)
    static let setting = TableSet(rawValue: 1 << 8)
    static let image = TableSet(rawValue: 1 << 9)
    static let searchIndex = TableSet(rawValue: 1 << 10)
    static let readerRegister = TableSet(rawValue: 1 << 11)
    static let history = TableSet(rawValue: 1 << 12)
    static let outbox = TableSet(rawValue: 1 << 13)
    static let comment = TableSet(rawValue: 1 << 14)
    static let favourite = TableSet(rawValue: 1 << 15)
    /// Any table that has no name here.
    static let other = TableSet(rawValue: 1 << 31)
    static let all = TableSet(rawValue: .max)

    /// The set of the table called `name`.
    init(name: String) {
        self = Self.named[name] ?? .other
    }

    init(rawValue: UInt32) { self.rawValue = rawValue }

    private static let named: [String: TableSet] = [
        "article": .article, "body": .body, "membership": .membership, "site_column": .column,
        "reader_state": .readerState, "hot_article": .hotArticle, "resource": .resource, "withdrawn": .withdrawn,
        "setting": .setting, "image": .image, "sqlite_master": [], "sqlite_schema": [],
        "reader_register": .readerRegister, "visit": .history, "trail": .history,
        "outbox": .outbox, "sqlite_sequence": [], "comment": .comment, "comment_page": .comment,
        "comment_place": .comment, "favourite": .favourite,
        "search_index": .searchIndex, "search_document": .searchIndex, "article_tag": .searchIndex,
        // The index's notes for itself, of which readers see nothing.
        "search_pending": [], "search_stale": [], "search_index_data": [], "search_index_idx": [],
        "search_index_config": [],
        // What only replication itself reads.
        "replica": [], "replica_device": [], "replica_addition": [], "replica_range": [], "replica_outgoing": [],
    ]
}

/// Notes which tables a statement touches, while SQLite prepares it.
final class AccessRecorder {
    var reads: TableSet = []
    var writes: TableSet = []

    /// SQLite's authorizer; allows everything.
    static func record(_ context: UnsafeMutableRawPointer?, _ action: Int32, _ first: UnsafePointer<CChar>?) -> Int32 {
        guard let context, let first else { return SQLITE_OK }
        let recorder = Unmanaged<AccessRecorder>.fromOpaque(context).takeUnretainedValue()
        switch action {
        case SQLITE_READ: recorder.reads.formUnion(TableSet(name: String(cString: first)))
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
            recorder.writes.formUnion(TableSet(name: String(cString: first)))
        default: break
        }
        return SQLITE_OK
    }
}
