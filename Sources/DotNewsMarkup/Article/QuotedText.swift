import DotNewsModels

/// Quotation marks around a whole text, in the forms of both languages.
enum QuotedText {
    private static let straight: Set<Character> = ["\"", "“", "”", "„", "‟", "＂", "〝", "〞", "〟"]
    private static let pairs: [Character: Character] = ["「": "」", "『": "』", "«": "»", "﹁": "﹂", "﹃": "﹄", "‘": "’"]

    /// Whether one quotation is all of `text`. `"A," he said, "B."` is not.
    static func isQuotation(_ text: String) -> Bool {
        // Begins with a letter or with what no mark has: decides for almost every paragraph.
        guard let byte = text.utf8.first, byte < 0x41 || byte >= 0x80 && byte < 0xE4 || byte == 0xEF else {
            return false
        }
        let text = text.trimmed()
        guard let first = text.first, let last = text.last, text.utf8.count > 2 else { return false }
        if straight.contains(first) {
            // Editors mix the straight mark with the curved ones, so that the kind of mark tells nothing.
            return straight.contains(last) && !text.dropFirst().dropLast().contains(where: straight.contains)
        }
        guard let closing = pairs[first], last == closing else { return false }
        var depth = 0
        let end = text.count - 1
        for (offset, character) in text.enumerated() {
            if character == first { depth += 1 }
            if character == closing {
                depth -= 1
                // An apostrophe looks like the closing mark; it closes only at the end.
                if first == "‘" { depth = offset == end ? 0 : max(depth, 1) }
                if depth == 0, offset < end { return false }
            }
        }
        return depth == 0
    }
}
