import DotNewsFoundation
public import DotNewsModels

/// A position in the change feed of a store.
///
/// Opaque, and made to be kept: as text, or by `Codable`. It stays valid while the app is closed, until the store is
/// replaced or forgets the changes since, see ``ArticleStore/changes(since:limit:)``.
public struct ChangeToken: Hashable, Sendable, LosslessStringConvertible {
    /// The identity of the feed: sixteen bytes in hexadecimal.
    let feed: String
    /// The number of the last change before the position.
    let sequence: Int64

    init(feed: String, sequence: Int64) {
        self.feed = feed
        self.sequence = sequence
    }

    /// Reads a token that ``description`` wrote; `nil` when it is not one.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 32, parts[0].utf8.allSatisfy(Self.isHexadecimal),
            let sequence = Int64(parts[1], radix: 36), sequence >= 0, parts[1].first != "+"
        else { return nil }
        self.init(feed: String(parts[0]), sequence: sequence)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// The token as opaque text.
    public var description: String { feed + "-" + String(sequence, radix: 36) }
}

extension ChangeToken: Codable {
    /// Reads the token's text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let token = ChangeToken(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a change token")
        }
        self = token
    }

    /// Writes the token's text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A page of the changes to articles since a token.
///
/// An article stands in each list once at most. One that came and was then changed within the page is new only; one that
/// came and was then withdrawn or removed is in that list only.
public struct ArticleChanges: Hashable, Sendable {
    /// The articles that came to the store, or came back.
    public var new: [ArticleID] = []
    /// The articles that show something else, in summary or body.
    public var updated: [ArticleID] = []
    /// The articles that the site has withdrawn.
    public var withdrawn: [ArticleID] = []
    /// The articles that retention has removed.
    public var removed: [ArticleID] = []
    /// The articles that another device, or an import, has marked as read.
    public var readElsewhere: [ArticleID] = []
    /// The position after these changes.
    public var next: ChangeToken
    /// Whether there are more changes after ``next``.
    public var hasMore = false

    init(next: ChangeToken) { self.next = next }

    /// Whether nothing has changed.
    public var isEmpty: Bool {
        new.isEmpty && updated.isEmpty && withdrawn.isEmpty && removed.isEmpty && readElsewhere.isEmpty
    }
}
