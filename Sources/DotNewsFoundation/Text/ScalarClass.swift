/// The classes of characters that matter to text from the network: whether a reader sees them, and what they do to the text
/// around them.
///
/// The one list of the package; a test holds it to the properties of the Unicode Character Database. X's own rules for counting
/// are separate.
package enum ScalarClass: Sendable {
    /// Shown, marks that combine and variation selectors of emoji among them.
    case visible
    /// White space of any width, tabs and no-break spaces among them, but the ideographic.
    case space
    /// U+3000, which Chinese titles use between their parts.
    case ideographicSpace
    /// A line break of any system, vertical tab and form feed among them.
    case lineBreak
    /// ZERO WIDTH JOINER and NON-JOINER, of which some scripts and emoji are made.
    case joiner
    /// A tag of U+E0020 to U+E007F, which spell the flags of England, Scotland and Wales behind an emoji.
    case tag
    /// LEFT-TO-RIGHT, RIGHT-TO-LEFT and ARABIC LETTER MARK, which change no more than their place in the text.
    case directionMark
    /// Embeddings, overrides and isolates, which turn the direction of the text behind them and can disguise it.
    case directionControl
    /// Control characters of C0 and C1 that are neither space nor line break. They drive terminals.
    case control
    /// Characters without any look: soft hyphen, zero-width space, byte order mark, Hangul fillers, annotations, selectors of
    /// rare variants.
    case invisible
    /// Noncharacters, and values that are not characters at all, such as surrogates.
    case noncharacter

    /// Finds the class of a character.
    package init(_ scalar: Unicode.Scalar) { self.init(scalar.value) }

    /// Finds the class of a code point.
    package init(_ value: UInt32) {
        self =
            switch value {
            case 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F: .space
            case 0x0A...0x0D, 0x85, 0x2028, 0x2029: .lineBreak
            case 0x00...0x1F, 0x7F...0x9F: .control
            case 0x3000: .ideographicSpace
            case 0x200C, 0x200D: .joiner
            case 0x061C, 0x200E, 0x200F: .directionMark
            case 0x202A...0x202E, 0x2066...0x2069: .directionControl
            case 0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B, 0x2060...0x2065,
                0x206A...0x206F,
                0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFC, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A:
                .invisible
            case 0xD800...0xDFFF, 0xFDD0...0xFDEF: .noncharacter
            case 0xFFFE...: value & 0xFFFE == 0xFFFE || value > 0x10FFFF ? .noncharacter : Self.special(value)
            default: .visible
            }
    }

    /// The class of a character of the supplementary planes that is not listed with the others.
    private static func special(_ value: UInt32) -> ScalarClass {
        guard value >= 0xE0000, value <= 0xE0FFF else { return .visible }
        return (0xE0020...0xE007F).contains(value) ? .tag : .invisible
    }

    /// Whether no text needs such a character, so that every filter drops it.
    package var isDropped: Bool {
        switch self {
        case .directionControl, .control, .invisible, .noncharacter: true
        case .visible, .space, .ideographicSpace, .lineBreak, .joiner, .tag, .directionMark: false
        }
    }
}

extension String {
    /// Whether the text is one line of visible characters with single spaces between them, plain or ideographic.
    ///
    /// Nearly all titles are: a filter that has nothing to do for them asks this first.
    package var isCleanLine: Bool {
        var text = self
        return text.withUTF8 { bytes in
            var isAfterSpace = true
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte &- 0x21 < 0x5E {
                    index += 1
                } else if byte &- 0xE4 < 9 {
                    // Han and Hangul, all of them visible.
                    index += 3
                } else if byte < 0x80 {
                    guard byte == 0x20, !isAfterSpace else { return false }
                    isAfterSpace = true
                    index += 1
                    continue
                } else {
                    let (scalar, length) = bytes.scalar(at: index)
                    index += length
                    switch ScalarClass(scalar) {
                    case .visible: break
                    case .ideographicSpace where !isAfterSpace:
                        isAfterSpace = true
                        continue
                    default: return false
                    }
                }
                isAfterSpace = false
            }
            return !isAfterSpace || bytes.isEmpty
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The character of two to four bytes that starts at `index` of valid UTF-8.
    fileprivate func scalar(at index: Int) -> (value: UInt32, length: Int) {
        let lead = UInt32(self[index])
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = lead & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(self[index + offset] & 0x3F) }
        return (value, length)
    }
}
