import DotNewsModels

/// Normalization Form C, which X counts in.
enum CanonicalComposition {
    /// `text` in Normalization Form C; `nil` when it is in that form already.
    ///
    /// Texts made of the characters that news are written in pass a quick check and are not normalised at all.
    static func composed(_ text: String, units: TextUnits) -> String? {
        var index = 0
        while index < units.count, isInert(units[index]) { index += 1 }
        if index == units.count { return nil }
        let composed = text.canonicallyComposed
        // Strings compare equal under canonical equivalence, so the bytes have to be compared.
        return composed.utf8.elementsEqual(text.utf8) ? nil : composed
    }

    /// Whether a unit neither changes nor takes part in a composition: its character is a starter, has the quick-check
    /// value Yes for NFC and cannot combine with a character before it (UAX #15).
    ///
    /// Not a list of all such characters: what is missing costs time, never a wrong count.
    private static func isInert(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x0000...0x02FF,  // Latin
            0x0390...0x0482, 0x048A...0x0556,  // Greek, Cyrillic, Armenian
            0x0621...0x063A, 0x0641...0x064A,  // Arabic letters
            0x0E01...0x0E37, 0x0E3F...0x0E47,  // Thai
            0x1E00...0x1EFF,  // Latin, Vietnamese included
            0x2002...0x200F, 0x2010...0x206F, 0x20E3,  // General punctuation, keycap
            0x2190...0x2328, 0x2460...0x26FF,  // Arrows, numbers, symbols
            0x2700...0x2ADB,  // Dingbats
            0x3000...0x3029, 0x3030...0x3098, 0x309B...0x30FF,  // CJK punctuation, kana
            0x3400...0x9FFF,  // Han
            0xAC00...0xD7A3,  // Hangul syllables
            0xD83C...0xD83E, 0xDC00...0xDFFF,  // Emoji; a low surrogate alone says nothing, its high one decides
            0xFE0E, 0xFE0F, 0xFF00...0xFFEF:  // Variation selectors, full-width forms
            true
        default:
            false
        }
    }
}
