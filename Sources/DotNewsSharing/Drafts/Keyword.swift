/// The editors' keywords, from which hashtags and topics are made.
enum Keyword {
    /// The keywords without signs around them, and without those that only repeat an earlier one; in their order.
    static func names(_ keywords: [String]) -> [String] {
        var seen: Set<String> = []
        return keywords.compactMap { keyword in
            let name = withoutSigns(TextCleaner.line(keyword))
            return !name.isEmpty && seen.insert(key(name)).inserted ? name : nil
        }
    }

    /// The form in which keywords are compared: readers take `ＡＩ`, `AI` and `ai` for one tag.
    static func key(_ name: String) -> String {
        // Digits, lower-case ASCII, and most of what Chinese is written with have no case and one width.
        let isKey = name.utf8.allSatisfy {
            (0x80...0xBF).contains($0) || (0xE3...0xE9).contains($0) || (0x61...0x7A).contains($0)
                || (0x30...0x39).contains($0)
        }
        if isKey { return name }
        var narrow = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
            narrow.append(isFullWidth ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(narrow).lowercased()
    }

    /// A clean keyword as one word, for a tag that ends at the first space or sign: `trade war` is `TradeWar`, `Sam's Club`
    /// is `SamsClub`, `《新聞女王》` is `新聞女王`.
    static func joined(_ keyword: String) -> String {
        let isWord = keyword.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || (0x80...0xBF).contains($0)
                || (0xE4...0xE9).contains($0)
        }
        if isWord || isDecimal(keyword) { return keyword }
        let words = keyword.unicodeScalars.split { " \u{3000}-‐‑–".unicodeScalars.contains($0) }
        return words.reduce(into: "") { result, word in
            var kept = String.UnicodeScalarView(word.filter { !dropped.contains($0) })
            // Several words that are joined are told apart by their first letters.
            if words.count > 1, let first = kept.first, ("a"..."z").contains(first) {
                kept.replaceSubrange(
                    ..<kept.index(after: kept.startIndex), with: String(first).uppercased().unicodeScalars)
            }
            result.unicodeScalars += kept
        }
    }

    /// Quotation marks, brackets, apostrophes and full stops: a tag reads the same without them.
    private static let dropped = Set("《》〈〉「」『』“”‘’\"'（）()【】[].".unicodeScalars)

    /// Whether a full stop in it separates decimals, as in `Web 3.0`, which is another number without it.
    private static func isDecimal(_ keyword: String) -> Bool {
        let bytes = Array(keyword.utf8)
        return bytes.indices.contains { index in
            bytes[index] == 0x2E && index + 1 < bytes.count && (0x30...0x39).contains(bytes[index + 1])
        }
    }

    /// A keyword without the signs of X and Weibo around it.
    private static func withoutSigns(_ keyword: String) -> String {
        guard let first = keyword.utf8.first, let last = keyword.utf8.last else { return "" }
        // The first byte of # and ＃, and the last one of both.
        guard first == 0x23 || first == 0xEF || last == 0x23 || last == 0x83 else { return keyword }
        var name = keyword[...]
        while let first = name.first, first == "#" || first == "＃" || first.isWhitespace { name.removeFirst() }
        while let last = name.last, last == "#" || last == "＃" || last.isWhitespace { name.removeLast() }
        return String(name)
    }
}
