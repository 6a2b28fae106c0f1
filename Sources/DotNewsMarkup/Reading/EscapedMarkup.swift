/// Bodies that are labelled HTML and are not: plain text, and markup whose angle brackets were escaped.
enum EscapedMarkup {
    /// The markup that `bytes`, a text without elements, spell in character references; `nil` when they spell none.
    static func unescape(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let trimmed = text.trimmed()
        // The whole text has to be markup: an article about HTML is not.
        guard trimmed.hasPrefix("&lt;"), trimmed.hasSuffix("&gt;"),
            ["&lt;p", "&lt;div", "&lt;figure", "&lt;h", "&lt;blockquote", "&lt;ul", "&lt;ol"].contains(where: {
                trimmed.hasPrefix($0)
            })
        else { return nil }
        let references: [(name: String, meaning: String)] = [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
        ]
        var result = ""
        result.reserveCapacity(trimmed.utf8.count)
        var rest = trimmed
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            let reference = references.first { rest.hasPrefix($0.name) }
            result += reference?.meaning ?? "&"
            rest = rest.dropFirst(reference?.name.count ?? 1)
        }
        return result + rest
    }

    /// The text with its paragraphs marked as a browser would read them; `nil` when it is a single line.
    static func markingParagraphs(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { $0.trimmed() }
        let paragraphs = lines.split(whereSeparator: \.isEmpty)
        // Empty lines separate paragraphs; where there are none, every line is one.
        return paragraphs.count > 1
            ? paragraphs.map { $0.joined(separator: "\n") }.joined(separator: "<br><br>")
            : lines.filter { !$0.isEmpty }.joined(separator: "<br><br>")
    }
}
