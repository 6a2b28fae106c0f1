import DotNewsFoundation

/// The marks that `<q>` stands for: 「」 and 『』 in Chinese and Japanese, “” and ‘’ elsewhere.
///
/// The language is seen from the characters before the quotation or, at the beginning of a paragraph, from its own. A quotation
/// that brings its marks along gets no others.
struct QuotationMarks {
    private enum Marks {
        case pending, none, corner, curly
    }

    private var open = [Marks]()

    /// Whether a quotation has begun and none of its text has come.
    var isPending: Bool { open.last == .pending }

    mutating func begin() { open.append(.pending) }

    /// The marks that begin the pending quotations, before `text`.
    mutating func opening(before text: String, behind previous: UInt32) -> String {
        guard let first = text.unicodeScalars.first(where: { ScalarClass($0) == .visible }) else { return "" }
        let letter = text.unicodeScalars.first(where: { $0.properties.isAlphabetic }) ?? first
        var result = ""
        for index in open.indices where open[index] == .pending {
            let isMarked =
                Self.openingMarks.contains(first) || Unicode.Scalar(previous).map(Self.openingMarks.contains) == true
            let isChinese = TextFilter.isWrittenWithoutSpaces(previous > 0x20 ? previous : letter.value)
            open[index] = isMarked && result.isEmpty ? .none : isChinese ? .corner : .curly
            result += marks(of: index).opening
        }
        return result
    }

    /// The mark that ends the innermost quotation.
    mutating func end() -> String {
        let closing = open.indices.last.map { marks(of: $0).closing } ?? ""
        _ = open.popLast()
        return closing
    }

    private func marks(of index: Int) -> (opening: String, closing: String) {
        let level = open[..<index].count { $0 == .corner || $0 == .curly }
        return switch open[index] {
        case .pending, .none: ("", "")
        case .corner: level % 2 == 0 ? ("「", "」") : ("『", "』")
        case .curly: level % 2 == 0 ? ("“", "”") : ("‘", "’")
        }
    }

    private static let openingMarks: Set<Unicode.Scalar> = [
        "「", "『", "“", "‘", "\"", "'", "«", "‹", "《", "〈", "„", "＂",
    ]
}
