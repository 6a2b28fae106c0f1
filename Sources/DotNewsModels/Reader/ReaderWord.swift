import DotNewsFoundation

/// A short text that a reader chose, brought to one form so that equal ones are equal on every device.
package enum ReaderWord {
    /// The most bytes of UTF-8 that are kept.
    package static let maximumLength = 256

    /// The text in Unicode normalization form C, with runs of white space as one space and none at its ends; `nil` when
    /// nothing is left, when it holds control characters, or when it is longer than ``maximumLength``.
    package static func normalized(_ text: String) -> String? {
        // Bounded before normalization, which is slow for a long text.
        guard text.utf8.count <= maximumLength * 8 else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        let normalized = words.joined(separator: " ").canonicallyComposed
        guard !normalized.isEmpty, normalized.utf8.count <= maximumLength,
            !normalized.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return normalized
    }
}

/// What a reader calls a group of bookmarks, such as `旅遊` or `To read`.
public struct BookmarkLabel: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// The name: normalization form C, single spaces, at most 256 bytes of UTF-8.
    public let rawValue: String

    /// Reads a name; white space at its ends is dropped. `nil` when nothing is left, when it holds control characters,
    /// or when it is longer than 256 bytes of UTF-8.
    public init?(_ text: String) {
        guard let name = ReaderWord.normalized(text) else { return nil }
        rawValue = name
    }

    /// Takes a name that an earlier label had, such as one read back from the store.
    package init(validated rawValue: String) { self.rawValue = rawValue }

    /// The name.
    public var description: String { rawValue }

    /// Orders labels by the code points of their names.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

extension BookmarkLabel: ValidatedIdentifier, Codable {}

/// A label, and how many bookmarks have it.
public struct BookmarkLabelCount: Hashable, Sendable {
    /// The label.
    public let label: BookmarkLabel
    /// How many bookmarks have it, at least 1.
    public let count: Int

    /// Creates how often a label is used.
    public init(label: BookmarkLabel, count: Int) {
        self.label = label
        self.count = count
    }
}
