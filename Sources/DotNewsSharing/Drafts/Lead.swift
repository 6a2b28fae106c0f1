internal import DotNewsModels

/// The words that a post leads with: the title, or a quotation between its marks with the source behind it.
struct Lead {
    private let text: String
    private let before: String
    private let after: String

    /// All of it.
    let whole: String

    /// A text without marks.
    init(_ text: String) { self.init(text, before: "", after: "") }

    /// `passage` in the quotation marks of `edition`'s language, `——點新聞` behind it.
    init(quoting passage: String, edition: Edition) {
        let marks = QuotationMarks(edition.language)
        let dash = edition.language.isChinese ? "——" : " — "
        self.init(marks.inner(passage), before: marks.opening, after: marks.closing + dash + edition.name)
    }

    private init(_ text: String, before: String, after: String) {
        (self.text, self.before, self.after) = (text, before, after)
        whole = text.isEmpty ? "" : before + text + after
    }

    /// The same with another text between the marks.
    func map(_ transform: (String) -> String) -> Lead { Lead(transform(text), before: before, after: after) }

    /// All of it, or as much of its text as fits, between the same marks.
    func fitted(excess: (String) -> Int) -> String {
        if before.isEmpty { return TextFitter.fit(text, excess: excess) }
        let text = TextFitter.fit(text) { excess(before + $0 + after) }
        return text.isEmpty ? "" : before + text + after
    }
}

/// The quotation marks of a language.
struct QuotationMarks {
    let opening: String
    let closing: String
    private let innerOpening: Character
    private let innerClosing: Character

    init(_ language: LanguageTag) {
        if language.isChinese, language != .simplifiedChinese {
            (opening, closing, innerOpening, innerClosing) = ("「", "」", "『", "』")
        } else {
            (opening, closing, innerOpening, innerClosing) = ("“", "”", "‘", "’")
        }
    }

    /// `passage` without marks around all of it, and with inner marks where it has outer ones.
    func inner(_ passage: String) -> String {
        var text = passage[...]
        if let first = text.first, let last = text.last, "「“".contains(first), "」”".contains(last),
            !text.dropFirst().dropLast().contains(where: { "「」“”".contains($0) })
        {
            text = text.dropFirst().dropLast()
        }
        return String(
            text.map { character in
                switch character {
                case "「", "“": innerOpening
                case "」", "”": innerClosing
                default: character
                }
            })
    }
}
