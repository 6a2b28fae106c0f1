import DotNewsFoundation

/// What a reader wrote, cleaned, and within the bounds of a comment.
///
/// Two bounds, on purpose: characters as readers count them (a flag, a family of emoji and a Han character are one
/// each), because that is what a counter beside the input shows; and bytes, because a single such character may carry
/// marks without end.
public struct CommentText: Hashable, Sendable {
    /// The text: normalization form C, lines separated by LF, nothing blank at its ends.
    public let rawValue: String

    /// The most characters of a comment, unless the site has another bound.
    public static let standardMaximum = 500
    /// The most bytes of UTF-8, whatever the site's bound.
    public static let maximumLength = 16 << 10

    /// Cleans a text.
    ///
    /// Line breaks of every kind become LF, tabs become spaces. Control characters and invisible characters are dropped, and so
    /// are those that turn the direction of the text behind them: a text in Arabic or Hebrew needs none. Joiners and the
    /// selectors of emoji stay. More than one blank line in a row becomes one. A text without anything to see counts as
    /// empty.
    ///
    /// - Parameters:
    ///   - text: What the reader wrote.
    ///   - maximum: The most characters, as readers count them.
    /// - Throws: ``CommentTextError``
    public init(_ text: String, maximum: Int = CommentText.standardMaximum) throws(CommentTextError) {
        // Bounded before it is worked on.
        guard text.utf8.count <= Self.maximumLength * 4 else { throw .tooLarge(bytes: text.utf8.count) }
        let cleaned = Self.cleaned(text)
        guard cleaned.unicodeScalars.contains(where: \.isSeen) else { throw .empty }
        guard cleaned.utf8.count <= Self.maximumLength else { throw .tooLarge(bytes: cleaned.utf8.count) }
        guard cleaned.count <= maximum else { throw .tooLong(characters: cleaned.count, maximum: maximum) }
        rawValue = cleaned
    }

    /// Takes a text that has been through ``init(_:maximum:)``, such as one read back from the store.
    package init(validated rawValue: String) { self.rawValue = rawValue }

    /// A comment of another reader, cleaned in the same way and cut to ``maximumLength``; empty when nothing is left.
    package static func received(_ text: String) -> String {
        let start = text.utf8.count <= maximumLength * 4 ? text : String(text.prefix(maximumLength))
        let cleaned = cleaned(start)
        guard cleaned.utf8.count > maximumLength else { return cleaned }
        var result = String.UnicodeScalarView()
        var length = 0
        for scalar in cleaned.unicodeScalars {
            length += UTF8.width(scalar)
            guard length <= maximumLength else { break }
            result.append(scalar)
        }
        return String(result)
    }

    private static func cleaned(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        var lineBreaks = 2
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch ScalarClass(scalar) {
            case .lineBreak where scalar == "\n" && previous == "\r": continue
            case .lineBreak:
                while scalars.last == " " { scalars.removeLast() }
                lineBreaks += 1
                if lineBreaks <= 2 { scalars.append("\n") }
            case .directionControl, .control, .invisible, .noncharacter: continue
            // Blank, and first in its line.
            case .space where scalar == " " && lineBreaks > 1: continue
            case .space where scalar == "\t": scalars.append(" ")
            default:
                lineBreaks = 0
                scalars.append(scalar)
            }
        }
        return String(String(scalars).trimmingSpaces()).canonicallyComposed
    }
}

/// Why a text cannot be a comment.
public enum CommentTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing is left of it.
    case empty
    /// It has more characters, as readers count them, than the site takes.
    case tooLong(characters: Int, maximum: Int)
    /// It has more bytes than ``CommentText/maximumLength``.
    case tooLarge(bytes: Int)

    /// One sentence: what is wrong, and what the bound is.
    public var description: String {
        switch self {
        case .empty: "a comment needs some text"
        case .tooLong(let characters, let maximum): "the comment has \(characters) characters, of at most \(maximum)"
        case .tooLarge(let bytes): "the comment has \(bytes) bytes, of at most \(CommentText.maximumLength)"
        }
    }
}

extension Unicode.Scalar {
    /// Whether a reader sees the character by itself: a letter, a sign or a picture, not a space, joiner, mark or selector.
    fileprivate var isSeen: Bool {
        guard ScalarClass(self) == .visible else { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return false
        // BRAILLE PATTERN BLANK is a symbol without a look.
        default: return value != 0x2800
        }
    }
}
