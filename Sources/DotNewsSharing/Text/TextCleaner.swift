import DotNewsFoundation

/// Makes one clean line, or clean lines, of a text that comes from an editor or from the network.
///
/// - White space becomes single spaces, a line break between Han characters nothing; a single ideographic space stays, as Chinese titles use it between their parts.
/// - What ``ScalarClass/isDropped`` says is dropped, and so are marks beyond ``CombiningMarks/maximumRun`` in a row.
/// - ZERO WIDTH JOINER and NON-JOINER stay where emoji and scripts need them, and LEFT-TO-RIGHT, RIGHT-TO-LEFT and
///   ARABIC LETTER MARK stay, so that right-to-left text reads as it did.
enum TextCleaner {
    /// `text` as one line.
    static func line(_ text: String) -> String {
        text.isCleanLine ? CombiningMarks.bounded(text) : cleaned(text, keepsLines: false)
    }

    /// `text` as lines, without empty ones.
    static func lines(_ text: String) -> [String] {
        cleaned(text, keepsLines: true).split(separator: "\n").compactMap {
            let line = line(String($0))
            return line.isEmpty ? nil : line
        }
    }

    private static func cleaned(_ text: String, keepsLines: Bool) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var pendingSpace: Unicode.Scalar?
        var isBroken = false
        for (index, scalar) in scalars.enumerated() {
            switch ScalarClass(scalar) {
            case .lineBreak where keepsLines:
                pendingSpace = nil
                isBroken = false
                if result.last != "\n" { result.append("\n") }
            case .lineBreak, .space, .ideographicSpace:
                if case .lineBreak = ScalarClass(scalar) { isBroken = true }
                // An ideographic space stays only when it stands alone.
                pendingSpace = pendingSpace == nil && scalar == "\u{3000}" ? scalar : " "
            case .directionControl, .control, .invisible, .noncharacter:
                continue
            case .joiner where !isNeededJoiner(scalars, index):
                continue
            case .tag where !isTaggable(pendingSpace == nil ? result.last : nil):
                continue
            case .joiner, .tag, .directionMark, .visible:
                if let space = pendingSpace, let last = result.last, last != "\n",
                    !(isBroken && isSpaceless(last) && isSpaceless(scalar))
                {
                    result.append(space)
                }
                pendingSpace = nil
                isBroken = false
                result.append(scalar)
            }
        }
        return CombiningMarks.bounded(String(result))
    }

    /// Whether the character is of a script without spaces between words: a line break between two such is none.
    private static func isSpaceless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0xA4CF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF01...0xFF60, 0x20000...0x3FFFF: true
        default: false
        }
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
