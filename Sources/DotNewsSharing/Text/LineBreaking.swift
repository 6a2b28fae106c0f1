/// Where a text may be cut: at the ends of words, between Han characters, and never so that an opening bracket is left
/// behind or closing punctuation starts what follows (the rules Chinese and Japanese typesetting calls kinsoku).
enum LineBreaking {
    /// Whether a text may be cut between two neighbouring characters.
    static func allowsBreak(between before: Character, and after: Character) -> Bool {
        let left = CharacterClass(before)
        let right = CharacterClass(after)
        if left == .opening || right == .closing { return false }
        if left == .space || right == .space { return true }
        return left.breaksAnywhere || right.breaksAnywhere
    }

    /// Whether a cut text may not end with the character: spaces, opening brackets, and punctuation that announces more.
    static func isDanglingAtEnd(_ character: Character) -> Bool {
        switch CharacterClass(character) {
        case .space, .opening: true
        default: ",;:-–—/|…，、；：｜／·".contains(character)
        }
    }
}

/// What a character is to the breaking of lines.
private enum CharacterClass {
    case word, space, opening, closing, ideograph, emoji

    /// Whether a text may be cut on both sides of the character, brackets and punctuation aside.
    var breaksAnywhere: Bool { self == .ideograph || self == .emoji }

    init(_ character: Character) {
        let scalars = character.unicodeScalars
        let first = scalars[scalars.startIndex]
        switch first.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: self = .word
        case 0x4E00...0x9FFF: self = .ideograph
        case 0x3041...0x30FF, 0x31F0...0x31FF: self = Self.smallKana.contains(first.value) ? .closing : .ideograph
        default:
            if character.isWhitespace {
                self = .space
            } else if Self.openingMarks.contains(character) {
                self = .opening
            } else if Self.closingMarks.contains(character) {
                self = .closing
            } else if Self.isIdeographic(first.value) {
                self = .ideograph
            } else if first.value > 0xA8, first.properties.isEmojiPresentation || scalars.count > 1 && first.properties.isEmoji {
                self = .emoji
            } else {
                self = .word
            }
        }
    }

    private static func isIdeographic(_ value: UInt32) -> Bool {
        switch value {
        case 0x2E80...0x2FDF, 0x3007, 0x3021...0x3029, 0x3038...0x303A, 0x3100...0x312F, 0x31A0...0x31BF,
            0x3200...0x4DBF, 0xA000...0xA4CF, 0xF900...0xFAFF, 0xFF66...0xFF6F, 0xFF71...0xFF9D, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    private static let openingMarks = Set<Character>("([{<«‹“‘‚„¿¡（〔［｛〈《「『【〖〘〚｟｢〝￥＄￡$£¥€#＃@＠")
    private static let closingMarks = Set<Character>(
        ")]}>»›”’!?.,:;%‰°℃…‥—–～〜、。，．・：；？！％）〕］｝〉》」』】〗〙〛｠｣〞〟ー々〻‼⁇⁈⁉")
    /// Small kana and iteration marks, which no line starts with.
    private static let smallKana = Set<UInt32>(
        "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶー・ヽヾゝゞ゛゜".unicodeScalars.map(\.value))
}
