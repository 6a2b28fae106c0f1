import DotNewsFoundation

/// The marks that `<q>` stands for: 「」 and 『』 in Chinese and Japanese, “” and ‘’ elsewhere.
///
/// The language is seen from the characters before the quotation or, at the beginning of a paragraph, from its own. A quotation
/// that brings its marks along gets no others.
struct QuotationMarks {
    private enum Marks {
        case pending, none, corner, curly
    }

    /// The quotations that are open, each with the number of those around it that have marks.
    private var open = [(marks: Marks, level: Int)]()
    /// The quotations that have begun and of whose text none has come: the last ones.
    private var pendingCount = 0

    /// Whether a quotation has begun and none of its text has come.
    var isPending: Bool { pendingCount > 0 }

    mutating func begin() {
        open.append((.pending, 0))
        pendingCount += 1
    }

    /// The marks that begin the pending quotations, before `text`.
    mutating func opening(before text: String, behind previous: UInt32) -> String {
        guard let first = text.unicodeScalars.first(where: { ScalarClass($0) == .visible }) else { return "" }
        let letter = text.unicodeScalars.first(where: { $0.properties.isAlphabetic }) ?? first
        var result = ""
        for index in open.indices.suffix(pendingCount) {
            let isMarked =
                Self.openingMarks.contains(first) || Unicode.Scalar(previous).map(Self.openingMarks.contains) == true
            let isChinese = TextFilter.isWrittenWithoutSpaces(previous > 0x20 ? previous : letter.value)
            let outer = index > 0 ? open[index - 1] : (.none, 0)
            open[index] = (
                isMarked && result.isEmpty ? .none : isChinese ? .corner : .curly,
                outer.level + (outer.marks == .none ? 0 : 1)
            )
            result += marks(of: index).opening
        }
        pendingCount = 0
        return result
    }

    /// The mark that ends the innermost quotation.
    mutating func end() -> String {
        let closing = open.indices.last.map { marks(of: $0).closing } ?? ""
        _ = open.popLast()
        pendingCount = max(0, pendingCount - 1)
        return closing
    }

    private func marks(of index: Int) -> (opening: String, closing: String) {
        let (marks, level) = open[index]
        return switch marks {
        case .pending, .none: ("", "")
        case .corner: level % 2 == 0 ? ("「", "」") : ("『", "』")
        case .curly: level % 2 == 0 ? ("“", "”") : ("‘", "’")
        }
    }

    private static let openingMarks: Set<Unicode.Scalar> = [
        "「", "『", "“", "‘", "\"", "'", "«", "‹", "《", "〈", "„", "＂",
    ]
}
