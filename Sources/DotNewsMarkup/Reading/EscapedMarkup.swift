import DotNewsFoundation

/// Bodies that are labelled HTML and are not: plain text, and markup whose angle brackets were escaped.
enum EscapedMarkup {
    /// The markup that `bytes`, a text without elements, spell in character references; `nil` when they spell none.
    static func unescape(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let markup = text.trimmed()
        // The whole text has to be markup: an article about HTML is not. By bytes: marks on the semicolon of a reference change
        // nothing of what it spells.
        guard markup.utf8.suffix(4).elementsEqual("&gt;".utf8),
            beginnings.contains(where: { markup.utf8.starts(with: $0.utf8) })
        else { return nil }
        return CharacterReferences.resolved(String(markup))
    }

    private static let beginnings = [
        "&lt;p", "&lt;div", "&lt;figure", "&lt;h", "&lt;blockquote", "&lt;ul", "&lt;ol",
    ]

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
