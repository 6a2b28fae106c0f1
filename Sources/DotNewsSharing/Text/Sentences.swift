internal import DotNewsModels

/// Finds the ends of sentences, Chinese and English.
enum Sentences {
    /// Whether a sentence ends behind the character at `index`: at its mark, or at the quotation mark or bracket behind
    /// it. A full stop ends one only before a space, and not in `Mr. Chan` or `U.S. Treasury`.
    static func endsSentence(_ text: [Character], at index: Int) -> Bool {
        let next = index + 1 < text.count ? text[index + 1] : nil
        if let next, isMark(next) || isClosing(next) { return false }
        var mark = index
        while mark > 0, isClosing(text[mark]) { mark -= 1 }
        switch text[mark] {
        case "。", "！", "？": return true
        case "!", "?", "…": return next.map(\.isWhitespace) ?? true
        case ".": return (next.map(\.isWhitespace) ?? true) && (mark < index || !isAbbreviation(text, before: mark))
        default: return false
        }
    }

    /// The first sentence of `text`; all of it when it has one only.
    static func first(of text: String) -> String {
        let characters = Array(text.prefix(longestSentence))
        for index in characters.indices where endsSentence(characters, at: index) {
            return String(characters[...index])
        }
        return String(characters)
    }

    /// No sentence is looked at farther than this, in characters.
    private static let longestSentence = 2_000

    private static func isMark(_ character: Character) -> Bool { "。！？!?.…".contains(character) }

    private static func isClosing(_ character: Character) -> Bool { "」』”’\"')）】》".contains(character) }

    private static func isAbbreviation(_ text: [Character], before mark: Int) -> Bool {
        var start = mark
        while start > 0, mark - start < 5, text[start - 1].isLetter || text[start - 1] == "." { start -= 1 }
        let word = String(text[start..<mark])
        return word.contains(".") || word.count == 1 && word.first?.isUppercase == true
            || abbreviations.contains(word)
    }

    private static let abbreviations: Set<String> = [
        "Mr", "Mrs", "Ms", "Dr", "St", "No", "Prof", "Gen", "Gov", "Sen", "Rep", "Lt", "Col", "Capt", "Rev", "Jr", "Sr",
        "Inc", "Ltd", "Co", "Corp", "vs", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec",
    ]
}
