import DotNewsMarkup
import DotNewsModels
import Foundation

/// Bodies: what is read is clean, and what is written of it is markup that this package writes.
enum MarkupHarness {
    static func check(_ input: Data) {
        let parser = BodyParser(base: Invented.address)
        let parsed = parser.parse(utf8: input)
        require(parser.parse(utf8: input) == parsed, "read twice, it is not the same")
        let title = TerminalText.sanitized(String(decoding: input.prefix(80), as: UTF8.self))
        Content.check(
            Article(
                summary: ArticleSummary(
                    id: Invented.id, title: title.isEmpty ? "點" : title, address: Invented.address),
                body: parsed.body, credits: parsed.credits, related: parsed.related))
        terminal(String(decoding: input.prefix(400), as: UTF8.self))
    }

    private static func terminal(_ text: String) {
        let line = TerminalText.sanitized(text)
        require(TerminalText.sanitized(line) == line, "sanitised twice: \(line.debugDescription)")
        require(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, line.debugDescription)
        let lines = TerminalText.sanitizedLines(text)
        require(TerminalText.sanitizedLines(lines) == lines, "sanitised twice: \(lines.debugDescription)")
        for columns in [1, 2, 7, 80] {
            let cut = TerminalText.truncated(line, to: columns)
            require(TerminalText.width(of: cut) <= columns, "\(cut.debugDescription) in \(columns) columns")
        }
    }
}
