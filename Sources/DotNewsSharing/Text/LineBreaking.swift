/// Where a text may be cut: at the ends of words, between Han characters, and never so that an opening bracket is left
/// behind or closing punctuation starts what follows (the rules Chinese and Japanese typesetting calls kinsoku).
enum LineBreaking {
    /// Whether a text may be cut between two neighbouring characters.
    static func allowsBreak(between left: CharacterClass, and right: CharacterClass) -> Bool {
        if left == .opening || right == .closing { return false }
        if left == .space || right == .space { return true }
        return left.breaksAnywhere || right.breaksAnywhere
    }

    /// Whether a part of a sentence ends between two neighbouring characters.
    static func endsClause(_ character: Character, before next: Character) -> Bool {
        switch character {
        case "。", "！", "？", "；", "，": true
        case ".", "!", "?", ";", ",": next.isWhitespace
        default: next == "\u{3000}" || next == "｜"
        }
    }

    /// Whether a cut text may not end with the character: spaces, opening brackets, and punctuation that announces more.
    static func isDanglingAtEnd(_ character: Character) -> Bool {
        switch character.unicodeScalars[character.unicodeScalars.startIndex] {
        case ",", ";", ":", "-", "–", "—", "/", "|", "…", "，", "、", "；", "：", "｜", "／", "·": true
        default: CharacterClass(character) == .space || CharacterClass(character) == .opening
        }
    }
}

/// What a character is to the breaking of lines, by its first scalar.
enum CharacterClass {
    case word, space, opening, closing, ideograph, emoji

    /// Whether a text may be cut on both sides of the character, brackets and punctuation aside.
    var breaksAnywhere: Bool { self == .ideograph || self == .emoji }

    init(_ character: Character) {
        let scalar = character.unicodeScalars[character.unicodeScalars.startIndex]
        switch scalar.value {
        // The keycaps #️⃣ and 1️⃣ start with a sign or a digit.
        case 0x00...0x7F where character.utf8.count > 1 && character.unicodeScalars.contains("\u{20E3}"): self = .emoji
        case 0x00...0x7F: self = Self.ascii(UInt8(truncatingIfNeeded: scalar.value))
        case 0x4E00...0x9FFF: self = .ideograph
        case 0x2000...0x206F, 0x3000...0x303F, 0xFF00...0xFFEF: self = Self.punctuation(scalar)
        case 0x3041...0x30FF, 0x31F0...0x31FF: self = Self.isSmallKana(scalar) ? .closing : .ideograph
        case 0xAB, 0xBF, 0xA1, 0xA3, 0xA5, 0x20AC: self = .opening
        case 0xBB, 0xB0, 0x2103: self = .closing
        default: self = Self.other(scalar, isJoined: character.unicodeScalars.count > 1)
        }
    }

    private static func ascii(_ byte: UInt8) -> CharacterClass {
        switch byte {
        case 0x09...0x0D, 0x20: .space
        // ( [ { < $ # @
        case 0x28, 0x5B, 0x7B, 0x3C, 0x24, 0x23, 0x40: .opening
        // ) ] } > ! ? . , : ; %
        case 0x29, 0x5D, 0x7D, 0x3E, 0x21, 0x3F, 0x2E, 0x2C, 0x3A, 0x3B, 0x25: .closing
        default: .word
        }
    }

    /// General punctuation, CJK punctuation, and half- and full-width forms.
    private static func punctuation(_ scalar: Unicode.Scalar) -> CharacterClass {
        switch scalar {
        case "‘", "“", "‚", "„", "‹", "（", "〔", "［", "｛", "〈", "《", "「", "『", "【", "〖", "〘", "〚", "｟", "｢", "〝", "￥",
            "＄",
            "￡", "＃", "＠":
            .opening
        case "’", "”", "›", "…", "‥", "—", "–", "‰", "‼", "⁇", "⁈", "⁉", "、", "。", "，", "．", "：", "；", "？", "！", "％",
            "）",
            "〕", "］", "｝", "〉", "》", "」", "』", "】", "〗", "〙", "〛", "｠", "｣", "〞", "〟", "〜", "～", "々", "〻", "･", "ｰ",
            "｡", "､":
            .closing
        default:
            isSpace(scalar)
                ? .space : scalar.value < 0x2100 || (0xFF10...0xFF5A).contains(scalar.value) ? .word : .ideograph
        }
    }

    private static func other(_ scalar: Unicode.Scalar, isJoined: Bool) -> CharacterClass {
        if isIdeographic(scalar.value) { return .ideograph }
        // Letters of all other scripts come first: asking for properties is slow.
        if scalar.value < 0x2000 && scalar.value != 0xA9 && scalar.value != 0xAE {
            return isSpace(scalar) ? .space : .word
        }
        let isEmoji = scalar.properties.isEmojiPresentation || isJoined && scalar.properties.isEmoji
        return isEmoji ? .emoji : .word
    }

    /// White_Space of Unicode outside of ASCII.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    private static func isIdeographic(_ value: UInt32) -> Bool {
        switch value {
        case 0x2E80...0x2FDF, 0x3100...0x312F, 0x31A0...0x31BF, 0x3200...0x4DBF, 0xA000...0xA4CF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Small kana and iteration marks, which no line starts with.
    private static func isSmallKana(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "ぁ", "ぃ", "ぅ", "ぇ", "ぉ", "っ", "ゃ", "ゅ", "ょ", "ゎ", "ゕ", "ゖ", "ァ", "ィ", "ゥ", "ェ", "ォ", "ッ", "ャ", "ュ", "ョ",
            "ヮ", "ヵ",
            "ヶ", "ー", "・", "ヽ", "ヾ", "ゝ", "ゞ", "゛", "゜":
            true
        default: false
        }
    }
}
