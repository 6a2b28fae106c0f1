/// Recognises top-level domains in a text, by the rules of twitter-text.
enum TopLevelDomains {
    /// Where the top-level domain that starts at `index` ends, reading no further than `limit`; `nil` when there is
    /// none. What follows must not continue the word: no ASCII letter, digit, `@`, `+` or `-`.
    static func end(in text: TextUnits, at index: Int, limit: Int) -> Int? {
        guard index < limit else { return nil }
        let wordEnd = asciiWordEnd(in: text, at: index, limit: limit)
        if wordEnd > index, wordEnd - index <= longestASCII, isBoundary(text, wordEnd, limit) {
            let word = lowercasedASCII(text.units[index..<wordEnd])
            if ascii.contains(word) { return wordEnd }
        }
        let first = folded(text[index])
        for candidate in international[first] ?? [] where matches(candidate, in: text, at: index, limit: limit) {
            let end = index + candidate.count
            if isBoundary(text, end, limit) { return end }
        }
        return punycodeEnd(in: text, at: index, limit: limit)
    }

    /// The names in other scripts by their first unit; generic ones first, longer ones before shorter ones.
    private static let international: [UInt16: [[UInt16]]] = {
        var result: [UInt16: [[UInt16]]] = [:]
        for list in [TopLevelDomainList.genericInternational, TopLevelDomainList.countryInternational] {
            let names = list.split(whereSeparator: \.isWhitespace).map { Array($0.utf16) }
            for name in names.sorted(by: { $0.count > $1.count }) { result[name[0], default: []].append(name) }
        }
        return result
    }()

    private static let ascii: Set<String> = Set(
        (TopLevelDomainList.genericASCII + " " + TopLevelDomainList.countryASCII)
            .split(whereSeparator: \.isWhitespace).map(String.init))

    private static let longestASCII = ascii.map(\.utf8.count).max() ?? 0

    private static func asciiWordEnd(in text: TextUnits, at index: Int, limit: Int) -> Int {
        var end = index
        while end < limit, isASCIIAlphanumeric(text[end]) { end += 1 }
        return end
    }

    private static func isBoundary(_ text: TextUnits, _ index: Int, _ limit: Int) -> Bool {
        guard index < limit else { return true }
        let unit = text[index]
        return !isASCIIAlphanumeric(unit) && unit != 0x40 && unit != 0x2B && unit != 0x2D
    }

    private static func matches(_ name: [UInt16], in text: TextUnits, at index: Int, limit: Int) -> Bool {
        guard index + name.count <= limit else { return false }
        return name.indices.allSatisfy { folded(text[index + $0]) == name[$0] }
    }

    /// `xn--` and what belongs to it.
    private static func punycodeEnd(in text: TextUnits, at index: Int, limit: Int) -> Int? {
        guard index + 4 < limit, text.matches("xn--", at: index) else { return nil }
        var end = index + 4
        while end < limit, isASCIIAlphanumeric(text[end]) || text[end] == 0x2D { end += 1 }
        return end > index + 4 ? end : nil
    }

    private static func lowercasedASCII(_ units: ArraySlice<UInt16>) -> String {
        String(unsafeUninitializedCapacity: units.count) { buffer in
            var count = 0
            for unit in units {
                let byte = UInt8(truncatingIfNeeded: unit)
                buffer[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }

    /// Lower case of one unit, as far as names in the list need it.
    private static func folded(_ unit: UInt16) -> UInt16 {
        switch unit {
        case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A9, 0x410...0x42F: unit + 0x20
        case 0x400...0x40F, 0x531...0x556: unit + (unit < 0x500 ? 0x50 : 0x30)
        case 0x49A: 0x49B
        default: unit
        }
    }
}

/// Whether a unit is an ASCII letter or digit.
func isASCIIAlphanumeric(_ unit: UInt16) -> Bool {
    (0x30...0x39).contains(unit) || (0x41...0x5A).contains(unit) || (0x61...0x7A).contains(unit)
}
