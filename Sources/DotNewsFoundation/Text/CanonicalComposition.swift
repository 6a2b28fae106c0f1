extension Unicode.Scalar {
    /// Whether the character neither changes in Normalization Form C nor takes part in a composition: it is a starter, has the
    /// quick-check value Yes and cannot combine with a character before it (UAX #15).
    ///
    /// A text of such characters is in the form already. The list is of what news are written in; a character that is missing
    /// costs the time of a normalisation.
    package var isInertInComposition: Bool {
        switch value {
        case 0x0000...0x02FF,  // Latin
            0x0390...0x0482, 0x048A...0x0556,  // Greek, Cyrillic, Armenian
            0x0621...0x063A, 0x0641...0x064A,  // Arabic letters
            0x0E01...0x0E37, 0x0E3F...0x0E47,  // Thai
            0x1E00...0x1EFF,  // Latin, Vietnamese included
            0x2002...0x206F,  // General punctuation
            0x2190...0x2328, 0x2460...0x26FF,  // Arrows, numbers, symbols
            0x2700...0x2ADB,  // Dingbats
            0x3000...0x3029, 0x3030...0x3098, 0x309B...0x30FF,  // Ideographic punctuation, kana
            0x3400...0x9FFF,  // Han
            0xAC00...0xD7A3,  // Hangul syllables
            0xFE0E, 0xFE0F, 0xFF00...0xFFEF,  // Variation selectors, full-width forms
            0x1F000...0x1FBFF, 0x20000...0x2F7FF:  // Emoji, rare Han
            true
        default: false
        }
    }
}
