package import DotNewsDatabase

/// The tables that observers of a store tell apart.
extension TableSet {
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
    static let change = TableSet(rawValue: 1 << 16)
    static let columnSet = TableSet(rawValue: 1 << 17)
    static let bookmarkFailure = TableSet(rawValue: 1 << 20)

    static let ofStore: [String: TableSet] = [
        "article": .article, "body": .body, "membership": .membership, "site_column": .column,
        "reader_state": .readerState, "hot_article": .hotArticle, "resource": .resource, "withdrawn": .withdrawn,
        "setting": .setting, "image": .image, "change_feed": .change, "article_change": .change,
        "column_set": .columnSet,
        "bookmark_failure": .bookmarkFailure,
        "reader_register": .readerRegister, "visit": .history, "back_forward_item": .history,
        "outbox": .outbox, "comment": .comment, "comment_page": .comment,
        "comment_place": .comment, "favourite": .favourite,
        "search_index": .searchIndex, "search_document": .searchIndex, "article_tag": .searchIndex,
        "article_author": .searchIndex,
        // The index's notes for itself, of which readers see nothing.
        "search_pending": [], "search_stale": [], "search_index_data": [], "search_index_idx": [],
        "search_index_config": [],
        // Tables that only replication reads.
        "replica": [], "replica_device": [], "replica_addition": [], "replica_link": [], "replica_object": [],
        "replica_unreadable": [],
    ]
}

extension Connection {
    /// An error about stored content that cannot be read.
    func unreadable(_ reason: String) -> StoreError {
        StoreError(.unreadableContent, while: activity, file: path, reason: reason)
    }
}

extension Row {
    /// An error about stored content that cannot be read.
    func unreadable(_ reason: String) -> StoreError { connection.unreadable(reason) }

    /// The article's ID in a column of twelve bytes; `nil` when it is something else.
    func key(_ column: Int32) -> ArticleKey? { ArticleKey(bytes(column)) }
}

/// Bound as its twelve bytes.
extension ArticleKey: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        withUnsafeBytes(of: bytes) { statement.bindBlob($0, at: index) }
    }
}

extension [ArticleKey] {
    /// The twelve bytes of each key, one after the other.
    var packed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * 12)
        for key in self { Swift.withUnsafeBytes(of: key.bytes) { bytes.append(contentsOf: $0) } }
        return bytes
    }
}

/// Bound as its sixteen bytes.
extension ReplicaDeviceID: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        withUnsafeBytes(of: bytes) { statement.bindBlob($0, at: index) }
    }
}
