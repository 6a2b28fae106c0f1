/// The id of an article: `AP` and 24 hexadecimal digits, in lower case.
///
/// Validated at the door, so that an id can safely become part of an address, a query or a file name.
public struct ArticleID: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// The id as text, such as `AP690800aae4b0e343b0e2aa01`.
    public let rawValue: String

    /// Reads an id; `nil` unless it is `AP` and 24 hexadecimal digits. Digits in upper case become lower case.
    public init?(_ text: String) {
        let utf8 = text.utf8
        guard utf8.count == 26, text.hasPrefix("AP"), utf8.dropFirst(2).allSatisfy(\.isHexDigit) else { return nil }
        rawValue = "AP" + text.dropFirst(2).lowercased()
    }

    /// Takes a string that an earlier `ArticleID` produced, such as one read back from the store.
    package init(validated rawValue: String) {
        self.rawValue = rawValue
    }

    /// The id as text.
    public var description: String { rawValue }

    /// Orders ids by their bytes.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// The CMS's id of a column, as it stands in the addresses of the column's lists.
public struct ColumnID: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// The id as text: 1 to 64 ASCII letters, digits, hyphens and underscores.
    public let rawValue: String

    /// Reads an id; `nil` when it is empty, too long or has other characters.
    public init?(_ text: String) {
        guard isPlainIdentifier(text) else { return nil }
        rawValue = text
    }

    /// The id as text.
    public var description: String { rawValue }

    /// Orders ids by their bytes.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// The CMS's id of a channel, which is one site of the publisher.
public struct ChannelID: Hashable, Sendable, LosslessStringConvertible {
    /// The id as text: 1 to 64 ASCII letters, digits, hyphens and underscores.
    public let rawValue: String

    /// Reads an id; `nil` when it is empty, too long or has other characters.
    public init?(_ text: String) {
        guard isPlainIdentifier(text) else { return nil }
        rawValue = text
    }

    /// The id as text.
    public var description: String { rawValue }
}

/// Where a column stands in its site: directory names joined by slashes, such as `opinion/HarbourNotes`.
public struct ColumnPath: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// The path without slashes at its ends.
    public let rawValue: String

    /// Reads a path, dropping slashes at its ends; `nil` when it is empty, deeper than 8 names or has a name that
    /// is not 1 to 64 ASCII letters, digits, hyphens and underscores.
    public init?(_ text: String) {
        // By bytes, which costs the same whatever marks are in it.
        let names = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 16).map { Substring($0) }
        guard (1...8).contains(names.count), names.allSatisfy(isPlainIdentifier) else { return nil }
        rawValue = names.joined(separator: "/")
    }

    /// The path as text.
    public var description: String { rawValue }

    /// Orders paths by their bytes.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

    /// The path of a column called `name` inside this one; `nil` when the name is not acceptable.
    public func appending(_ name: String) -> ColumnPath? {
        ColumnPath(rawValue + "/" + name)
    }
}

/// Identifiers of the CMS are written to JSON as plain strings.
extension ArticleID: Codable {}
extension ColumnID: Codable {}
extension ChannelID: Codable {}
extension ColumnPath: Codable {}

extension Decodable where Self: LosslessStringConvertible & ValidatedIdentifier {
    /// Reads the identifier from a string; throws `DecodingError.dataCorrupted` when it is not acceptable.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a valid \(Self.self)")
        }
        self = value
    }
}

extension Encodable where Self: LosslessStringConvertible & ValidatedIdentifier {
    /// Writes the identifier as a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Marks the identifiers that are written to JSON as plain strings. Not for conformance outside the package.
public protocol ValidatedIdentifier {}
extension ArticleID: ValidatedIdentifier {}
extension ColumnID: ValidatedIdentifier {}
extension ChannelID: ValidatedIdentifier {}
extension ColumnPath: ValidatedIdentifier {}

private func isPlainIdentifier(_ text: some StringProtocol) -> Bool {
    let utf8 = text.utf8
    return (1...64).contains(utf8.count)
        && utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    fileprivate var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    fileprivate var isHexDigit: Bool { isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }
}
