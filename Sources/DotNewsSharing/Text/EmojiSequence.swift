/// Finds emoji sequences: what a reader sees as one emoji.
///
/// The grammar is that of UTS #51: flags, keycaps, skin tones, tag sequences and everything joined by ZERO WIDTH
/// JOINER. Which characters are emoji comes from the Unicode data of the Swift standard library, so that emoji newer
/// than the pinned list of twitter-text count as one too, as X documents.
enum EmojiSequence {
    /// Where the emoji that starts at `index` ends; `nil` when none starts there.
    static func end(in text: TextUnits, at index: Int) -> Int? {
        let unit = text[index]
        if unit < 0xA9 { return keycapEnd(in: text, at: index) }
        guard mayStart(unit) else { return nil }
        return sequenceEnd(in: text, at: index)
    }

    /// Whether an emoji can start with `unit`.
    private static func mayStart(_ unit: UInt16) -> Bool {
        switch unit {
        case 0xA9, 0xAE, 0x203C...0x3299, 0xD83C...0xD83E: true
        default: false
        }
    }

    /// `1`, U+FE0F (or not), U+20E3.
    private static func keycapEnd(in text: TextUnits, at index: Int) -> Int? {
        guard case let next = text.unit(at: index + 1), next == 0xFE0F || next == 0x20E3 else { return nil }
        let unit = text[index]
        guard (0x30...0x39).contains(unit) || unit == 0x23 || unit == 0x2A else { return nil }
        let mark = next == 0xFE0F ? index + 2 : index + 1
        return text.unit(at: mark) == 0x20E3 ? mark + 1 : nil
    }

    private static func sequenceEnd(in text: TextUnits, at index: Int) -> Int? {
        guard var element = self.element(in: text, at: index) else { return nil }
        guard !element.isFlag else { return element.end }
        var isJoined = false
        while text.unit(at: element.end) == 0x200D, element.end + 1 < text.count,
            let next = self.element(in: text, at: element.end + 1), !next.isFlag
        {
            element.end = next.end
            isJoined = true
        }
        return isJoined || element.isEmoji ? element.end : nil
    }

    private struct Element {
        var end: Int
        /// Whether it is shown as an emoji when it stands alone.
        var isEmoji: Bool
        var isFlag = false
    }

    /// One part of a joined sequence: a flag, or an emoji with its variation selector, skin tone and tags.
    private static func element(in text: TextUnits, at index: Int) -> Element? {
        let (value, length) = text.codePoint(at: index)
        if isRegionalIndicator(value) {
            guard index + length < text.count, isRegionalIndicator(text.codePoint(at: index + length).value) else {
                return nil
            }
            return Element(end: index + length + 2, isEmoji: true, isFlag: true)
        }
        let traits = EmojiTraits.of(value)
        guard traits.contains(.emoji) else { return nil }
        var end = index + length
        // U+FE0E asks for the text style: the reader does not see an emoji.
        if text.unit(at: end) == 0xFE0E { return nil }
        var isEmoji = traits.contains(.emojiPresentation)
        if text.unit(at: end) == 0xFE0F {
            end += 1
            isEmoji = true
        }
        if traits.contains(.modifierBase), isSkinTone(in: text, at: end) {
            end += 2
            isEmoji = true
            if text.unit(at: end) == 0xFE0F { end += 1 }
        }
        if let tagEnd = tagEnd(in: text, at: end) {
            end = tagEnd
            isEmoji = true
        }
        return Element(end: end, isEmoji: isEmoji)
    }

    /// Tags U+E0020 to U+E007E, ended by U+E007F: the flags of England, Scotland and Wales.
    private static func tagEnd(in text: TextUnits, at index: Int) -> Int? {
        var end = index
        while text.unit(at: end) == 0xDB40, (0xDC20...0xDC7E).contains(text.unit(at: end + 1)) { end += 2 }
        guard end > index, text.unit(at: end) == 0xDB40, text.unit(at: end + 1) == 0xDC7F else { return nil }
        return end + 2
    }

    private static func isRegionalIndicator(_ value: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(value) }

    private static func isSkinTone(in text: TextUnits, at index: Int) -> Bool {
        text.unit(at: index) == 0xD83C && (0xDFFB...0xDFFF).contains(text.unit(at: index + 1))
    }
}

/// What Unicode says of a character as an emoji.
struct EmojiTraits: OptionSet {
    let rawValue: UInt8

    static let emoji = EmojiTraits(rawValue: 1)
    static let emojiPresentation = EmojiTraits(rawValue: 2)
    static let modifierBase = EmojiTraits(rawValue: 4)

    /// The traits of a character above U+00A8.
    static func of(_ value: UInt32) -> EmojiTraits {
        switch value {
        case 0xA9, 0xAE: .emoji
        case symbols.lowerBound..<symbols.upperBound: EmojiTraits(rawValue: table[Int(value - symbols.lowerBound)])
        case pictographs.lowerBound..<pictographs.upperBound:
            EmojiTraits(rawValue: table[symbols.count + Int(value - pictographs.lowerBound)])
        default: []
        }
    }

    private static let symbols: Range<UInt32> = 0x2000..<0x3300
    private static let pictographs: Range<UInt32> = 0x1F000..<0x1FC00

    /// Asking the standard library for each character costs a search; this asks once for all that can be emoji.
    private static let table: [UInt8] = [symbols, pictographs].flatMap { range in
        range.map { value in
            guard let properties = Unicode.Scalar(value)?.properties else { return 0 }
            var traits: EmojiTraits = []
            if properties.isEmoji { traits.insert(.emoji) }
            if properties.isEmojiPresentation { traits.insert(.emojiPresentation) }
            if properties.isEmojiModifierBase { traits.insert(.modifierBase) }
            return traits.rawValue
        }
    }
}
