import DotNewsModels

/// A reader's state as one JSON document; docs/reader-state.md describes it.
///
/// What is decoded has been checked: a document with one value that is not acceptable is not decoded.
struct ReaderStateDocument: Codable, Sendable {
    static let format = "dotnews-reader-state"
    /// The newest version that this package writes and reads.
    static let version = 1

    /// What tells the format; read before all else.
    struct Header: Decodable {
        var format: String?
        var version: Int?
    }

    /// A register that is there or not.
    struct Flag: Codable, Sendable {
        var value: Bool
        var changedAt: ReaderTimestamp
    }

    /// A register that is there or not, among others of its kind.
    struct Member<Name: Codable & Sendable>: Codable, Sendable {
        var name: Name
        var value: Bool
        var changedAt: ReaderTimestamp
    }

    /// How far an article has been read; without `block` it was forgotten.
    struct Position: Codable, Sendable {
        var block: Int?
        var offset: Int?
        var fingerprint: Fingerprint?
        var changedAt: ReaderTimestamp
    }

    struct Entry: Codable, Sendable {
        var id: ArticleID
        var read: Flag?
        var bookmark: Flag?
        var labels: [Member<BookmarkLabel>]?
        var position: Position?
    }

    struct Visit: Codable, Sendable {
        var id: ArticleID
        var visitedAt: ReaderTimestamp
    }

    struct History: Codable, Sendable {
        var clearedAt: ReaderTimestamp?
        var visits: [Visit]?
    }

    struct Searches: Codable, Sendable {
        var clearedAt: ReaderTimestamp?
        var entries: [Member<Word>]?
    }

    struct Preference: Codable, Sendable {
        var name: Name
        /// `nil` when it was set back to its default.
        var value: String?
        var changedAt: ReaderTimestamp
    }

    /// A topic that is followed, or muted, or no longer so.
    struct Topic: Codable, Sendable {
        var kind: ArticleTopic.Kind
        var name: String
        var value: Bool
        var changedAt: ReaderTimestamp
    }

    var format = Self.format
    var version = Self.version
    var exportedAt: ReaderTimestamp?
    var articles: [Entry]?
    var history: History?
    var searches: Searches?
    var preferences: [Preference]?
    var followed: [Topic]?
    var muted: [Topic]?
}

// MARK: - Checked values

extension ReaderStateDocument {
    /// A search, in the form that the store keeps.
    struct Word: Codable, Sendable {
        let text: String

        init(_ text: String) { self.text = text }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard let text = ReaderWord.normalized(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "not a text of 1 to \(ReaderWord.maximumLength) bytes")
            }
            self.text = text
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }

    /// A fingerprint, as hexadecimal digits: JSON's numbers do not hold 64 bits everywhere.
    struct Fingerprint: Codable, Sendable {
        let fingerprint: BlockFingerprint

        init(_ fingerprint: BlockFingerprint) { self.fingerprint = fingerprint }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard let fingerprint = BlockFingerprint(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "not 1 to 16 hexadecimal digits")
            }
            self.fingerprint = fingerprint
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(fingerprint.description)
        }
    }

    /// A preference's name.
    struct Name: Codable, Sendable {
        let name: PreferenceName

        init(_ name: PreferenceName) { self.name = name }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            name = PreferenceName(rawValue: try container.decode(String.self))
            guard name.isAcceptable else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "not 1 to 64 letters, digits, hyphens and underscores")
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(name.rawValue)
        }
    }
}

extension ReaderStateDocument.Preference {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(ReaderStateDocument.Name.self, forKey: .name)
        value = try container.decodeIfPresent(String.self, forKey: .value)
        changedAt = try container.decode(ReaderTimestamp.self, forKey: .changedAt)
        guard name.name.accepts(value) else {
            throw DecodingError.dataCorruptedError(
                forKey: .value, in: container,
                debugDescription: "not a text of 1 to \(PreferenceName.maximumValueLength) bytes")
        }
    }
}

extension ReaderStateDocument.Topic {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(ArticleTopic.Kind.self, forKey: .kind)
        guard let topic = ArticleTopic(kind, try container.decode(String.self, forKey: .name)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .name, in: container, debugDescription: "not the name of a topic")
        }
        name = topic.name
        value = try container.decode(Bool.self, forKey: .value)
        changedAt = try container.decode(ReaderTimestamp.self, forKey: .changedAt)
    }
}

extension ReaderStateDocument.Position {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        block = try container.decodeIfPresent(Int.self, forKey: .block)
        offset = try container.decodeIfPresent(Int.self, forKey: .offset)
        fingerprint = try container.decodeIfPresent(ReaderStateDocument.Fingerprint.self, forKey: .fingerprint)
        changedAt = try container.decode(ReaderTimestamp.self, forKey: .changedAt)
        guard (block == nil) == (fingerprint == nil), block != nil || offset == nil else {
            throw DecodingError.dataCorruptedError(
                forKey: .block, in: container, debugDescription: "block, offset and fingerprint belong together")
        }
    }

    /// The place; `nil` when it was forgotten.
    var position: ReadingPosition? {
        guard let block, let fingerprint else { return nil }
        return ReadingPosition(block: block, offset: offset ?? 0, fingerprint: fingerprint.fingerprint)
    }
}
