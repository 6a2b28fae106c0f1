/// A column, tag, word or author by which a reader follows or mutes articles.
///
/// ```swift
/// if let topic = ArticleTopic(.word, "東橋") {
///     try await client.store.reader.setMuted(true, topic)  // hides 东桥 too
/// }
/// ```
public struct ArticleTopic: Hashable, Sendable, Encodable {
    /// The part of an article that a topic names.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A column, with the columns inside it.
        case column
        /// A whole tag, in any spelling.
        case tag
        /// A word, or several in this order, of the title, keywords, tags or summary, as search finds them.
        case word
        /// A whole author's name, in any spelling.
        case author
    }

    /// The part of an article that the topic names.
    public let kind: Kind
    /// The path of a column; of other kinds a text of 1 to 256 bytes in normalization form C, with single spaces.
    public let name: String

    /// The number of topics that a reader can follow, and mute.
    public static let maximumCount = 1_000

    /// Creates a topic; white space at the ends of the name is dropped.
    ///
    /// Returns `nil` for a column whose path is not acceptable, and for other names that are empty, longer than 256 bytes, or
    /// that have control characters.
    public init?(_ kind: Kind, _ name: String) {
        let name = kind == .column ? ColumnPath(name)?.rawValue : ReaderWord.normalized(name)
        guard let name else { return nil }
        self.kind = kind
        self.name = name
    }

    /// Takes a name that an earlier topic had, such as one read back from the store.
    package init(_ kind: Kind, validated name: String) { (self.kind, self.name) = (kind, name) }

    private init(column: ColumnPath) { (kind, name) = (.column, column.rawValue) }

    /// Creates the topic of a column and the columns inside it.
    public static func column(_ path: ColumnPath) -> ArticleTopic { ArticleTopic(column: path) }

    /// The path of a column; `nil` for other kinds.
    package var columnPath: ColumnPath? { kind == .column ? ColumnPath(name) : nil }
}

extension ArticleTopic: Comparable {
    /// Orders topics by kind, then by name.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.kind == rhs.kind ? lhs.name < rhs.name : lhs.kind.order < rhs.kind.order
    }
}

extension ArticleTopic.Kind {
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
