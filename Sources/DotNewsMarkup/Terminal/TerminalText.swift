import DotNewsFoundation

/// Text on its way to a terminal: made harmless, measured and cut by columns.
public enum TerminalText {
    /// The columns `text` takes: Han, full-width forms and emoji two, marks none.
    public static func width(of text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return text.reduce(0) { $0 + DisplayWidth.columns($1) }
    }

    /// `text` as one line that a terminal only prints: no control characters, so no escape sequences, no overrides of
    /// direction and no invisible characters; line breaks and runs of white space become one space.
    public static func sanitized(_ text: String) -> String {
        // The line breaks are the author's, not those of a page's source, which mean nothing between Han characters.
        text.contains(where: \.isNewline)
            ? TextFilter.line(TextFilter.lines(text).replacing("\n", with: " ")) : TextFilter.line(text)
    }

    /// `text`, made harmless like ``sanitized(_:)``, with its line breaks and spaces kept.
    public static func sanitizedLines(_ text: String) -> String { TextFilter.lines(text) }

    /// `text` cut to at most `columns` columns, with an ellipsis where something was cut.
    public static func truncated(_ text: String, to columns: Int) -> String {
        guard width(of: text) > columns else { return text }
        guard columns > 0 else { return "" }
        var result = ""
        var used = 0
        for character in text {
            let width = DisplayWidth.columns(character)
            if used + width > columns - 1 { break }
            result.append(character)
            used += width
        }
        return result + "…"
    }

    /// `text` cut or filled with spaces to exactly `columns` columns.
    public static func padded(_ text: String, to columns: Int) -> String {
        let text = truncated(text, to: columns)
        return text + String(repeating: " ", count: max(0, columns - width(of: text)))
    }
}
