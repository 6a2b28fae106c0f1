/// Finds hashtags by the rules of twitter-text 3.1.
enum XHashtagScanner {
    /// The hashtags of `text` that do not overlap one of `links`: each with its sign.
    static func hashtags(in text: TextUnits, links: [XLinkScanner.Link]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var searchStart = 0
        var index = 0
        while let sign = text.units[index...].firstIndex(where: isSign) {
            index = sign + 1
            guard isBoundary(text, before: sign, searchStart: searchStart), let end = tagEnd(in: text, afterSign: sign)
            else { continue }
            searchStart = end
            index = end
            if end < text.count, isSign(text[end]) || text.matches("://", at: end) { continue }
            result.append(sign..<end)
        }
        return result.isEmpty || links.isEmpty ? result : removingOverlaps(result, links)
    }

    /// Whether `name`, without a sign, is a hashtag as a whole.
    static func isValid(name: String) -> Bool {
        let text = TextUnits("#" + name)
        return tagEnd(in: text, afterSign: 0) == text.count
    }

    private static func isSign(_ unit: UInt16) -> Bool { unit == 0x23 || unit == 0xFF03 }

    /// A tag starts at the start of the text or after something that is neither part of a word nor `&`.
    private static func isBoundary(_ text: TextUnits, before sign: Int, searchStart: Int) -> Bool {
        if sign == 0 { return true }
        guard sign > searchStart else { return false }
        let before = text.codePoint(before: sign)
        if before.value == 0xFE0E || before.value == 0xFE0F { return true }
        return before.value != 0x26 && HashtagCharacter(before.value) == .other
    }

    /// Where the name after the sign ends; `nil` when it is no name, because it has no letter or is a keycap.
    private static func tagEnd(in text: TextUnits, afterSign sign: Int) -> Int? {
        let first = text.unit(at: sign + 1)
        guard first != 0xFE0F, first != 0x20E3 else { return nil }
        var end = sign + 1
        var hasLetter = false
        while end < text.count {
            let (value, length) = text.codePoint(at: end)
            let kind = HashtagCharacter(value)
            if kind == .other { break }
            if kind == .letter { hasLetter = true }
            end += length
        }
        return hasLetter ? end : nil
    }

    /// Keeps of tags and links that overlap the one that starts first.
    private static func removingOverlaps(_ tags: [Range<Int>], _ links: [XLinkScanner.Link]) -> [Range<Int>] {
        var entities = tags.map { (range: $0, isTag: true) }
        entities += links.map { (range: $0.range, isTag: false) }
        entities.sort { $0.range.lowerBound < $1.range.lowerBound }
        var end = 0
        var result: [Range<Int>] = []
        for entity in entities where entity.range.lowerBound >= end {
            end = entity.range.upperBound
            if entity.isTag { result.append(entity.range) }
        }
        return result
    }
}

/// What a character is to a hashtag.
enum HashtagCharacter {
    /// A letter or a mark.
    case letter
    /// A decimal digit, `_`, or one of the signs that are part of words in some script.
    case wordPart
    /// Anything else.
    case other

    init(_ value: UInt32) {
        switch value {
        case 0x41...0x5A, 0x61...0x7A: self = .letter
        case 0x30...0x39, 0x5F: self = .wordPart
        case 0x00...0x7F: self = .other
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3: self = .letter
        case 0xB7, 0x05BE, 0x05F3, 0x05F4, 0x0F0B, 0x0F0C, 0x200C, 0x200D, 0x3003, 0x301C, 0x309B, 0x309C, 0x30A0,
            0x30FB, 0xA67E, 0xFF5E:
            self = .wordPart
        default:
            guard let scalar = Unicode.Scalar(value) else {
                self = .other
                return
            }
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
                .spacingMark, .enclosingMark:
                self = .letter
            case .decimalNumber: self = .wordPart
            default: self = .other
            }
        }
    }
}
