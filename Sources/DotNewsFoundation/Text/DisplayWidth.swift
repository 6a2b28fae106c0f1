/// How many columns of a terminal characters take.
///
/// Source of the ranges: the Unicode Character Database, EastAsianWidth.txt (classes W and F) and emoji-data.txt (Emoji_Presentation),
/// version 15. Ambiguous characters are narrow, as terminals outside East Asian legacy encodings have them.
package enum DisplayWidth {
    /// Columns of a grapheme cluster: the sum of its characters', since a terminal draws one after the other, but 2 for what
    /// is drawn as one emoji, flag or Hangul syllable.
    package static func columns(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        // Han, most of the text.
        if (0x4E00...0x9FFF).contains(scalars[scalars.startIndex].value) { return 2 }
        var width = 0
        var previous: Unicode.Scalar?
        for scalar in scalars {
            if scalar.value == 0xFE0F, previous?.properties.isEmoji == true {
                // The emoji form of the character before it, which may be a digit of a keycap.
                width = max(width, 2)
            } else if !isDrawnInto(scalar, previous) {
                width += columns(scalar)
            }
            previous = scalar
        }
        return width
    }

    /// Whether a character takes no room of its own behind `previous`: the second letter of a flag, a skin tone, the next
    /// part of a joined emoji, the vowel and the end of a Hangul syllable.
    private static func isDrawnInto(_ scalar: Unicode.Scalar, _ previous: Unicode.Scalar?) -> Bool {
        guard let previous else { return false }
        switch scalar.value {
        case 0x1F1E6...0x1F1FF: return (0x1F1E6...0x1F1FF).contains(previous.value)
        case 0x1F3FB...0x1F3FF: return previous.properties.isEmojiModifierBase || previous.value == 0xFE0F
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
        default: return previous.value == 0x200D && scalar.properties.isEmoji
        }
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value >= 0x20 && value < 0x7F || value >= 0xA0 && value != 0xAD ? 1 : 0 }
        if isWide(value) { return 2 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .lineSeparator, .paragraphSeparator:
            return 0
        default: return 1
        }
    }

    /// Whether the character begins with a wide one, which stands by itself: Han, kana, an emoji.
    package static func beginsWide(_ character: Character) -> Bool {
        let first = character.unicodeScalars[character.unicodeScalars.startIndex]
        return isWide(first.value) || first.properties.isEmoji && columns(character) == 2
    }

    private static func isWide(_ value: UInt32) -> Bool {
        if value < 0x1100 { return false }
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }

    private static let ranges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
        0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
        0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
        0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
        0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
        0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
        0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FF1, 0x17000...0x18CFF, 0x1AFF0...0x1B2FB,
        0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F1E6...0x1F1FF,
        0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA,
        0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440,
        0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A,
        0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC,
        0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC,
        0x1F7E0...0x1F7EB, 0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
        0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}
