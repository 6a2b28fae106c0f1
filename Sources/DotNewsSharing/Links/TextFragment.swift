import DotNewsFoundation

internal import DotNewsModels

/// A link to a passage of a page (`#:~:text=`, Text Fragments of the WICG): browsers scroll to it and mark it.
enum TextFragment {
    /// `address` with a link to `passage`, which is a part of `body` when that is known; `address` itself when the passage
    /// has no words.
    static func applied(to address: WebAddress, passage: String, body: ArticleBody) -> WebAddress {
        let lines = TextCleaner.lines(TextBound.field.applied(to: passage).text)
        guard let first = lines.first, let last = lines.last else { return address }
        var directive = encoded(first)
        if lines.count > 1 || first.count > longestWhole {
            let clauses = clauses(of: first)
            let end = self.clauses(of: last).last ?? last[...]
            directive = encoded(start(clauses, of: first, in: body)) + "," + encoded(lastWords(of: end))
        }
        let fragment = (address.fragment ?? "") + delimiter + directive
        return address.replacingQuery(address.query, fragment: fragment)
    }

    /// `address` without the link to a passage; `nil` when it has none.
    static func removed(from address: WebAddress) -> WebAddress? {
        guard let fragment = address.fragment, let delimiter = fragment.firstRange(of: delimiter) else { return nil }
        let rest = String(fragment[..<delimiter.lowerBound])
        return address.replacingQuery(address.query, fragment: rest.isEmpty ? nil : rest)
    }

    private static let delimiter = ":~:text="

    /// A passage of so many characters stands whole in the link.
    private static let longestWhole = 40
    /// The most words of the start and the end of a longer one.
    private static let mostWords = 6

    /// The beginning of a range: the first clause, or as many as it takes to tell it from an earlier place of the body.
    private static func start(_ clauses: [Substring], of line: String, in body: ArticleBody) -> String {
        guard let first = clauses.first else { return line }
        let text = Array(body.text.utf8)
        let place = text.firstRange(of: Array(line.utf8))?.lowerBound
        var start = firstWords(of: first)
        for clause in clauses.prefix(4) {
            if let place, let found = text.firstRange(of: Array(start.utf8))?.lowerBound, found < place {
                start = String(line[..<clause.endIndex])
            } else {
                break
            }
        }
        return start
    }

    /// Browsers match whole words only: a text is cut at marks and spaces, and never between Han characters, of which
    /// nobody knows where a word ends.
    private static func clauses(of line: String) -> [Substring] {
        line.split { "，。！？；：、,!?;:「」『』“”\"（）()《》【】—".contains($0) }
            .map { $0.trimmingSpaces() }.filter { $0.contains { $0.isLetter || $0.isNumber } }
    }

    private static func firstWords(of clause: Substring) -> String {
        let words = clause.split(separator: " ")
        return words.count > mostWords ? String(clause[..<words[mostWords - 1].endIndex]) : String(clause)
    }

    private static func lastWords(of clause: Substring) -> String {
        let words = clause.split(separator: " ")
        return words.count > mostWords ? String(clause[words[words.count - mostWords].startIndex...]) : String(clause)
    }

    /// The hyphen marks a prefix or a suffix in a directive, as the comma separates its parts.
    private static func encoded(_ text: String) -> String {
        PercentEncoding.encode(text).replacing("-", with: "%2D")
    }
}
