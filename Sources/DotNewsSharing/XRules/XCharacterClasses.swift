/// The classes of characters that X's rules for links are made of, over UTF-16 units.
enum XCharacterClasses {
    /// What may stand in a host label: anything that is not ASCII punctuation, a space, a mark of direction or invalid.
    static func isDomain(_ unit: UInt16) -> Bool {
        if unit < 0x80 { return isASCIIAlphanumeric(unit) || isOddDomainASCII(unit) }
        return !isSpace(unit) && !isDirectional(unit) && !isInvalid(unit)
    }

    /// What a run of host labels is made of.
    static func isHost(_ unit: UInt16) -> Bool {
        unit == 0x2E || unit == 0x2D || unit == 0x5F || isDomain(unit)
    }

    /// What may stand before a link.
    static func mayPrecedeLink(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x40, 0xFF20, 0x24, 0x23, 0xFF03: false
        default: !isASCIIAlphanumeric(unit) && !isInvalid(unit)
        }
    }

    /// What must not stand before a link without a scheme.
    static func forbidsBareLink(_ unit: UInt16) -> Bool {
        unit == 0x2D || unit == 0x5F || unit == 0x2E || unit == 0x2F
    }

    /// What may stand in the label of a host without a scheme.
    static func isBareDomain(_ unit: UInt16) -> Bool {
        isASCIIAlphanumeric(unit) || unit == 0x2D || isAccentedLatin(unit)
    }

    /// What may stand in a path, parentheses aside.
    static func isPath(_ unit: UInt16) -> Bool {
        if unit < 0x80 { return isASCIIAlphanumeric(unit) || contains(pathPunctuation, unit) }
        return isWordOutsideASCII(unit) || unit == 0x2013
    }

    /// What a path may end with, parentheses aside.
    static func isPathEnd(_ unit: UInt16) -> Bool {
        if unit < 0x80 { return isASCIIAlphanumeric(unit) || contains(pathEndPunctuation, unit) }
        return isWordOutsideASCII(unit)
    }

    /// What may stand in a query.
    static func isQuery(_ unit: UInt16) -> Bool {
        unit < 0x80 && (isASCIIAlphanumeric(unit) || contains(queryPunctuation, unit))
    }

    /// What a query may end with.
    static func isQueryEnd(_ unit: UInt16) -> Bool {
        unit < 0x80 && (isASCIIAlphanumeric(unit) || contains(queryEndPunctuation, unit))
    }

    /// What makes a post invalid: U+FEFF, U+FFFE and U+FFFF.
    static func isInvalid(_ unit: UInt16) -> Bool { unit >= 0xFFFE || unit == 0xFEFF }

    /// Marks of direction; they end a host and may stand before a link.
    private static func isDirectional(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isSpace(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x85, 0xA0, 0x1680, 0x180E, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// ASCII that the reference's list of punctuation forgets: control characters, the quotation mark and the grave
    /// accent.
    private static func isOddDomainASCII(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x00...0x08, 0x0E...0x1F, 0x22, 0x60, 0x7F: true
        default: false
        }
    }

    private static func isWordOutsideASCII(_ unit: UInt16) -> Bool {
        (0x400...0x4FF).contains(unit) || isAccentedLatin(unit)
    }

    private static func isAccentedLatin(_ unit: UInt16) -> Bool {
        switch unit {
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x253, 0x254, 0x256, 0x257, 0x259, 0x25B, 0x263, 0x268, 0x26F,
            0x272, 0x289, 0x28B, 0x2BB, 0x300...0x36F, 0x1E00...0x1EFF:
            true
        default: false
        }
    }

    private static let pathPunctuation = mask("!*';:=+,.$/%#[]-_~@|&")
    private static let pathEndPunctuation = mask("+-=_#/")
    private static let queryPunctuation = mask("!?*'@();:&=+$/%#[]-_.,~|")
    private static let queryEndPunctuation = mask("-_&=#/")

    private typealias Mask = (low: UInt64, high: UInt64)

    private static func mask(_ characters: String) -> Mask {
        var mask: Mask = (0, 0)
        for byte in characters.utf8 {
            if byte < 64 { mask.low |= 1 << UInt64(byte) } else { mask.high |= 1 << UInt64(byte - 64) }
        }
        return mask
    }

    private static func contains(_ mask: Mask, _ unit: UInt16) -> Bool {
        unit < 64 ? mask.low >> UInt64(unit) & 1 == 1 : mask.high >> UInt64(unit - 64) & 1 == 1
    }
}
