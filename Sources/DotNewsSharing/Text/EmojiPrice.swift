/// The weight of an emoji in services that know fewer sequences than the system.
///
/// X documents that every emoji counts 2. The open-source counter that it names pins the list of Emoji 11 and counts what
/// is newer, or is no sequence of Unicode at all, by its parts. A draft is fitted by the larger of both counts.
enum EmojiPrice {
    /// The units that the pinned list may count beyond 2 for the emoji in `range`.
    static func excess(of range: Range<Int>, in text: TextUnits) -> Int {
        // One code point, the usual case.
        if range.count <= 2 { return 0 }
        var scalars: [UInt32] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, length) = text.codePoint(at: index)
            scalars.append(value)
            index += length
        }
        if scalars.contains(joiner), PinnedSequences.contains(scalars) { return 0 }
        return max(partsLength(of: scalars) - 2, 0)
    }

    private static let joiner: UInt32 = 0x200D

    /// The units of all parts, each with the marks that the pinned list does not know behind it.
    private static func partsLength(of scalars: [UInt32]) -> Int {
        // Flags and keycaps are in every list.
        if isRegionalIndicator(scalars[0]) || scalars[0] < 0x80 || isKnownTagFlag(scalars) { return 2 }
        var length = 0
        var base: UInt32 = 0
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case joiner: length += 1
            case 0xFE0F:
                let isNeeded = scalars[index - 1] == base && !EmojiTraits.of(base).contains(.emojiPresentation)
                length += isNeeded ? 0 : 2
            case 0x1F3FB...0x1F3FF where index > 0 && scalars[index - 1] != joiner:
                length += scalars[index - 1] == base && PinnedSequences.takesSkinTone(base) ? 0 : 2
            default:
                length += 2
                base = scalar
            }
        }
        return length
    }

    private static func isRegionalIndicator(_ scalar: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar) }

    /// England, Scotland and Wales.
    private static func isKnownTagFlag(_ scalars: [UInt32]) -> Bool {
        guard scalars.count == 7, scalars[0] == 0x1F3F4, scalars[6] == 0xE007F else { return false }
        let name = scalars[1..<6].map { $0 >= 0xE0000 ? $0 - 0xE0000 : 0 }
        return ["gbeng", "gbsct", "gbwls"].contains { $0.unicodeScalars.elementsEqual(name) { $0.value == $1 } }
    }
}

/// The joined sequences and skin tones of Emoji 11 (2018).
private enum PinnedSequences {
    private static let man: UInt32 = 0x1F468
    private static let woman: UInt32 = 0x1F469

    /// Whether the list has the joined sequence `scalars`.
    static func contains(_ scalars: [UInt32]) -> Bool {
        let parts = scalars.split(separator: 0x200D, omittingEmptySubsequences: false).map(Array.init)
        if parts.count == 2, isPersonWithSign(parts[0], parts[1]) || others.contains(parts) { return true }
        return isCouple(parts) || isFamily(parts)
    }

    /// Whether Emoji 11 has a skin-toned form of `base`.
    static func takesSkinTone(_ base: UInt32) -> Bool {
        switch base {
        case 0x261D, 0x26F9, 0x270A...0x270D, 0x1F385, 0x1F3C2...0x1F3C4, 0x1F3C7, 0x1F3CA...0x1F3CC, 0x1F442, 0x1F443,
            0x1F446...0x1F450, 0x1F466...0x1F469, 0x1F46E, 0x1F470...0x1F478, 0x1F47C, 0x1F481...0x1F483,
            0x1F485...0x1F487, 0x1F4AA, 0x1F574, 0x1F575, 0x1F57A, 0x1F590, 0x1F595, 0x1F596, 0x1F645...0x1F647,
            0x1F64B...0x1F64F, 0x1F6A3, 0x1F6B4...0x1F6B6, 0x1F6C0, 0x1F6CC, 0x1F918...0x1F91C, 0x1F91E, 0x1F91F,
            0x1F926, 0x1F930...0x1F939, 0x1F93D, 0x1F93E, 0x1F9B5, 0x1F9B6, 0x1F9B8, 0x1F9B9, 0x1F9D1...0x1F9DD:
            true
        default: false
        }
    }

    /// A person with a profession, a hair style or a gender, in any skin tone.
    private static func isPersonWithSign(_ person: [UInt32], _ sign: [UInt32]) -> Bool {
        let isToned = person.count == 2 && (0x1F3FB...0x1F3FF).contains(person[1]) && takesSkinTone(person[0])
        let isPlain = person.count == 1
        if sign == [0x2640, 0xFE0F] || sign == [0x2642, 0xFE0F] {
            if needsSelector(person[0]) { return isToned || person == [person[0], 0xFE0F] }
            return isToned && hasGenders(person[0]) || isPlain && (hasGenders(person[0]) || isToneless(person[0]))
        }
        guard person[0] == man || person[0] == woman, isPlain || isToned else { return false }
        return professions.contains(sign)
    }

    private static let professions: Set<[UInt32]> = [
        [0x2695, 0xFE0F], [0x2696, 0xFE0F], [0x2708, 0xFE0F], [0x1F33E], [0x1F373], [0x1F393], [0x1F3A4], [0x1F3A8],
        [0x1F3EB], [0x1F3ED], [0x1F4BB], [0x1F4BC], [0x1F527], [0x1F52C], [0x1F680], [0x1F692], [0x1F9B0], [0x1F9B1],
        [0x1F9B2], [0x1F9B3],
    ]

    private static let others: Set<[[UInt32]]> = [
        [[0x1F3F3, 0xFE0F], [0x1F308]], [[0x1F3F4], [0x2620, 0xFE0F]], [[0x1F441, 0xFE0F], [0x1F5E8, 0xFE0F]],
    ]

    private static func needsSelector(_ person: UInt32) -> Bool {
        person == 0x1F575 || person == 0x1F3CB || person == 0x1F3CC || person == 0x26F9
    }

    private static func isToneless(_ person: UInt32) -> Bool {
        person == 0x1F46F || person == 0x1F93C || person == 0x1F9DE || person == 0x1F9DF
    }

    private static func hasGenders(_ person: UInt32) -> Bool {
        switch person {
        case 0x1F46E, 0x1F471, 0x1F473, 0x1F477, 0x1F481, 0x1F482, 0x1F486, 0x1F487, 0x1F645...0x1F647, 0x1F64B,
            0x1F64D, 0x1F64E, 0x1F6A3, 0x1F6B4...0x1F6B6, 0x1F3C3, 0x1F3C4, 0x1F3CA, 0x1F926, 0x1F937...0x1F939,
            0x1F93D, 0x1F93E, 0x1F9B8, 0x1F9B9, 0x1F9D6...0x1F9DD:
            true
        default: false
        }
    }

    private static func isCouple(_ parts: [[UInt32]]) -> Bool {
        guard parts.count == 3 || parts.count == 4 && parts[2] == [0x1F48B], parts[1] == [0x2764, 0xFE0F] else {
            return false
        }
        return arePair(parts[0], parts[parts.count - 1], womanFirst: true)
    }

    private static func arePair(_ first: [UInt32], _ second: [UInt32], womanFirst: Bool) -> Bool {
        first == second
            ? first == [man] || first == [woman]
            : womanFirst ? first == [woman] && second == [man] : first == [man] && second == [woman]
    }

    private static func isFamily(_ parts: [[UInt32]]) -> Bool {
        guard (2...4).contains(parts.count), parts.allSatisfy({ $0.count == 1 }) else { return false }
        let parents = parts.prefix { $0 == [man] || $0 == [woman] }
        let children = parts[parents.count...].map { $0[0] }
        guard parents.count == 1 || parents.count == 2 && arePair(parts[0], parts[1], womanFirst: false) else {
            return false
        }
        let (boy, girl): (UInt32, UInt32) = (0x1F466, 0x1F467)
        return [[boy], [girl], [girl, boy], [boy, boy], [girl, girl]].contains(children)
    }
}
