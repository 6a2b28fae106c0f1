/// Raised and lowered text, spelled so that plain text keeps its meaning: `10⁵`, `CO₂`, `x^ab`.
///
/// Digits, signs and a few letters have characters of their own. What has none is marked with `^` or `_`, unless nothing is
/// lost without: ordinals (`1st`), trade marks, what stands in brackets, and small print.
enum ShiftedText {
    /// Text in one style.
    typealias Piece = (text: String, style: InlineStyle)

    /// The longest text, in characters, that counts as an exponent, an index or a note.
    private static let longest = 16

    /// Spells the raised and lowered pieces.
    static func spell(_ pieces: inout [Piece]) {
        var index = 0
        while index < pieces.count {
            let baseline = pieces[index].style.baseline
            var end = index + 1
            while end < pieces.count, pieces[end].style.baseline == baseline { end += 1 }
            if baseline != .normal {
                let before = index > 0 ? pieces[index - 1].text.last : nil
                let after = end < pieces.count ? pieces[end].text.first : nil
                spell(&pieces[index..<end], baseline, before: before, after: after)
            }
            index = end
        }
    }

    private static func spell(
        _ pieces: inout ArraySlice<Piece>, _ baseline: InlineStyle.Baseline, before: Character?,
        after: Character?
    ) {
        let text = pieces.map(\.text).joined().trimmed()
        guard !text.isEmpty, text.count <= longest else { return }
        let forms = baseline == .raised ? raisedForms : loweredForms
        if text.contains(where: { forms[$0] != nil }), text.allSatisfy({ forms[$0] != nil || isKept($0) }) {
            for index in pieces.indices {
                pieces[index].text = String(pieces[index].text.map { forms[$0] ?? $0 })
            }
            return
        }
        if baseline == .raised, let sign = sign(String(text), behind: before, before: after) {
            for index in pieces.indices { pieces[index].text = index == pieces.startIndex ? sign : "" }
            return
        }
        guard !isPlain(text, behind: before) else { return }
        let (opening, closing) = brackets(of: text, baseline == .raised ? "^" : "_")
        pieces[pieces.startIndex].text = opening + pieces[pieces.startIndex].text
        pieces[pieces.endIndex - 1].text += closing
    }

    /// The sign that raised letters stand for: a trade mark, a degree, an ordinal of Romance languages.
    private static func sign(_ text: String, behind before: Character?, before after: Character?) -> String? {
        if let mark = marks[text] { return mark }
        guard before?.isNumber == true else { return nil }
        switch text {
        case "o", "O": return after == "C" || after == "F" ? "°" : "º"
        case "a": return "ª"
        default: return nil
        }
    }

    /// The marks around text that has no characters of its own: `^ab`, `^(a/b)`, and `[註]`, which is a note.
    private static func brackets(of text: Substring, _ sign: String) -> (opening: String, closing: String) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return ("[", "]") }
        return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." } ? (sign, "") : (sign + "(", ")")
    }

    /// Whether the text says the same when it stands on the line.
    private static func isPlain(_ text: Substring, behind before: Character?) -> Bool {
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return true }
        if let first = text.first, let last = text.last, "([（〔【".contains(first), ")]）〕】".contains(last) { return true }
        return before?.isNumber == true && ordinals.contains(text.lowercased())
    }

    /// Characters that stand between digits of several notes, as they are.
    private static func isKept(_ character: Character) -> Bool { character == "," || character == " " }

    private static let ordinals: Set<String> = ["st", "nd", "rd", "th", "er", "re", "e", "ème", "os", "as"]
    private static let marks = ["TM": "™", "tm": "™", "SM": "℠", "(R)": "®"]

    private static let raisedForms = Dictionary(
        uniqueKeysWithValues: zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"))
    private static let loweredForms = Dictionary(
        uniqueKeysWithValues: zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"))
}
