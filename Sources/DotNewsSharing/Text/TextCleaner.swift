/// Makes one clean line, or clean lines, of a text that comes from an editor or from the network.
///
/// - White space becomes single spaces; a single ideographic space stays, as Chinese titles use it between their parts.
/// - Control characters, zero-width characters, marks that override the direction and noncharacters are dropped.
/// - ZERO WIDTH JOINER and NON-JOINER stay where emoji and scripts need them, and LEFT-TO-RIGHT, RIGHT-TO-LEFT and
///   ARABIC LETTER MARK stay, so that right-to-left text reads as it did.
enum TextCleaner {
    /// `text` as one line.
    static func line(_ text: String) -> String {
        needsCleaning(text) ? cleaned(text, keepsLines: false) : text
    }

    /// `text` as lines, without empty ones.
    static func lines(_ text: String) -> [String] {
        cleaned(text, keepsLines: true).split(separator: "\n").compactMap {
            let line = line(String($0))
            return line.isEmpty ? nil : line
        }
    }

    /// Whether there may be something to do; a quick look that never misses what ``cleaned(_:keepsLines:)`` changes.
    private static func needsCleaning(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last else { return false }
            if first == 0x20 || last == 0x20 || last == 0x80 { return true }
            var previous: UInt8 = 0
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte < 0x20 || byte == 0x7F || (byte == 0x20 && previous == 0x20) { return true }
                switch byte {
                case 0xC2: if bytes[index + 1] < 0xA1 || bytes[index + 1] == 0xAD { return true }
                case 0xCD: if bytes[index + 1] == 0x8F { return true }
                case 0xE1: if isOddE1(bytes[index + 1], bytes[index + 2]) { return true }
                case 0xE2: if isOddE2(bytes[index + 1], bytes[index + 2]) { return true }
                case 0xE3: if isOddIdeographicSpace(bytes, at: index) { return true }
                case 0xEF: if isOddEF(bytes[index + 1], bytes[index + 2]) { return true }
                case 0xF0...0xF4:
                    if byte == 0xF3 || (bytes[index + 2] == 0xBF && bytes[index + 3] >= 0xBE) { return true }
                default: break
                }
                previous = byte
                index += 1
            }
            return false
        }
    }

    /// U+1680 and U+180E.
    private static func isOddE1(_ second: UInt8, _ third: UInt8) -> Bool {
        (second == 0x9A && third == 0x80) || (second == 0xA0 && third == 0x8E)
    }

    /// Spaces, zero-width characters and marks of direction of U+2000 to U+206F; dashes and quotation marks are none.
    private static func isOddE2(_ second: UInt8, _ third: UInt8) -> Bool {
        (second == 0x80 && (third < 0x90 || (0xA8...0xAF).contains(third))) || (second == 0x81 && third > 0x9E)
    }

    /// U+3000 that does not stand alone between two words; nothing of the like ends in the bytes E3 80 80.
    private static func isOddIdeographicSpace(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard bytes[index + 1] == 0x80, bytes[index + 2] == 0x80 else { return false }
        guard index > 0, index + 3 < bytes.count else { return true }
        let isAfterSpace =
            bytes[index - 1] == 0x20
            || index >= 3 && bytes[index - 3] == 0xE3 && bytes[index - 2] == 0x80 && bytes[index - 1] == 0x80
        return isAfterSpace || bytes[index + 3] == 0x20
    }

    /// U+FEFF, U+FFF0 to U+FFFB, U+FFFE and U+FFFF, U+FDD0 to U+FDEF.
    private static func isOddEF(_ second: UInt8, _ third: UInt8) -> Bool {
        (second == 0xBB && third == 0xBF) || (second == 0xBF && third >= 0xB0) || second == 0xB7
    }

    private static func cleaned(_ text: String, keepsLines: Bool) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var pendingSpace: Unicode.Scalar?
        for (index, scalar) in scalars.enumerated() {
            switch CleanedScalar(scalar) {
            case .lineBreak where keepsLines:
                pendingSpace = nil
                if result.last != "\n" { result.append("\n") }
            case .lineBreak, .space:
                // An ideographic space stays only when it stands alone.
                pendingSpace = pendingSpace == nil && scalar == "\u{3000}" ? scalar : " "
            case .dropped:
                continue
            case .joiner where !isNeededJoiner(scalars, index):
                continue
            case .tag where !isTaggable(pendingSpace == nil ? result.last : nil):
                continue
            case .joiner, .tag, .kept:
                if let space = pendingSpace, let last = result.last, last != "\n" { result.append(space) }
                pendingSpace = nil
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Whether a joiner stands inside an emoji or between letters of a script that is shaped by it.
    private static func isNeededJoiner(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        guard index > 0, index + 1 < scalars.count else { return false }
        let before = scalars[index - 1]
        let after = scalars[index + 1]
        if isShaped(before), isShaped(after) { return true }
        guard scalars[index] == "\u{200D}", after.value > 0xA8, after.properties.isEmoji else { return false }
        return before == "\u{FE0F}" || before.properties.isEmojiModifier || before.value == 0xE007F
            || (before.value > 0xA8 && before.properties.isEmoji)
    }

    /// Whether a tag may follow: tags spell the flags of England, Scotland and Wales after an emoji.
    private static func isTaggable(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return (0xE0020...0xE007E).contains(scalar.value) || (scalar.value > 0xA8 && scalar.properties.isEmoji)
    }

    /// Arabic and its relatives, and the scripts of India and South-East Asia.
    private static func isShaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0600...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1800...0x18AF, 0xFB50...0xFDCF,
            0xFE70...0xFEFC:
            scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
        default: false
        }
    }
}

/// What cleaning does with a scalar.
private enum CleanedScalar {
    case kept, space, lineBreak, joiner, tag, dropped

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: self = .lineBreak
        case 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: self = .space
        case 0x200C, 0x200D: self = .joiner
        // Marks of direction that Arabic and Hebrew texts need.
        case 0x061C, 0x200E, 0x200F: self = .kept
        case 0x00...0x1F, 0x7F...0x9F,
            0xAD, 0x034F, 0x180E, 0x200B, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF0...0xFFFB,
            0xFDD0...0xFDEF:
            self = .dropped
        case 0xE0020...0xE007F: self = .tag
        case 0xE0000...0xE001F, 0xE0080...0xE00FF, 0xE01F0...0xE0FFF: self = .dropped
        case let value where value & 0xFFFE == 0xFFFE: self = .dropped
        default: self = .kept
        }
    }
}
