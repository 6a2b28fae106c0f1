import DotNewsFoundation
import DotNewsModels

/// Cuts the piece out of an article's text that shows best why it was found.
struct SnippetMaker {
    let matcher: TextMatcher

    /// How much is shown, in columns of a terminal: a Han character takes two.
    static let width = 140
    /// How much of that stands before the first match.
    private static let leadWidth = 28
    /// What the shown piece takes at most, in bytes.
    private static let reach = 480

    /// - Parameters:
    ///   - body: The words of the body, as UTF-8.
    ///   - summary: The article's summary, shown when the body has nothing of what was looked for.
    func snippet(body: [UInt8], summary: String) -> (text: String, matches: [TextMatch]) {
        // Of one phrase, no place has more than the first.
        let limit = matcher.phraseCount == 1 ? 1 : 200
        var text = body.withUnsafeBufferPointer { body in
            best(of: matcher.occurrences(in: body, limit: limit)).map { piece(of: body, around: $0) }
        }
        if text == nil {
            var summary = summary
            text = summary.withUTF8 { summary in
                best(of: matcher.occurrences(in: summary)).map { piece(of: summary, around: $0) }
            }
        }
        if text == nil {
            var beginning = summary
            text =
                beginning.isEmpty
                ? body.withUnsafeBufferPointer { piece(of: $0, around: 0) }
                : beginning.withUTF8 { piece(of: $0, around: 0) }
        }
        let shown = text ?? ""
        return (shown, matcher.matches(in: shown))
    }

    /// Where the place begins that has the most of the phrases close together.
    private func best(of occurrences: [TextMatcher.Occurrence]) -> Int? {
        let occurrences = occurrences.sorted { $0.range.lowerBound < $1.range.lowerBound }
        var best: (start: Int, count: Int)?
        for (index, first) in occurrences.enumerated() {
            var phrases: Set<Int> = []
            for other in occurrences[index...] {
                guard other.range.upperBound - first.range.lowerBound <= Self.width else { break }
                phrases.insert(other.phrase)
            }
            if phrases.count > best?.count ?? 0 { best = (first.range.lowerBound, phrases.count) }
            if phrases.count == matcher.phraseCount { break }
        }
        return best?.start ?? occurrences.first?.range.lowerBound
    }

    private func piece(of text: UnsafeBufferPointer<UInt8>, around start: Int) -> String {
        let lower = text.boundary(atOrAfter: max(0, start - Self.reach / 4))
        let upper = text.boundary(atOrAfter: min(text.count, start + Self.reach))
        let before = Self.shown(UnsafeBufferPointer(rebasing: text[lower..<start]))
        let after = Self.shown(UnsafeBufferPointer(rebasing: text[start..<upper]))
        let lead = Self.lead(before, isWhole: lower == 0)
        var shown = lead.text
        var width = shown.reduce(0) { $0 + $1.columns }
        var end = after.startIndex
        while end < after.endIndex, width + after[end].columns <= Self.width {
            width += after[end].columns
            end = after.index(after: end)
        }
        let isCut = end < after.endIndex || upper < text.count
        if end < after.endIndex, after[end].isWordCharacter,
            let space = after[..<end].lastIndex(where: { !$0.isWordCharacter }), space > after.startIndex
        {
            end = space
        }
        shown += after[..<end]
        shown = String(shown.trimmingSpaces())
        return (lead.isCut ? "…" : "") + shown + (isCut ? "…" : "")
    }

    /// The end of what stands before a match, from the start of its sentence if that is near.
    private static func lead(_ before: String, isWhole: Bool) -> (text: String, isCut: Bool) {
        var width = 0
        var start = before.endIndex
        while start > before.startIndex {
            let previous = before.index(before: start)
            let character = before[previous]
            if character.endsSentence, width > 0 || !character.isWhitespace { return (String(before[start...]), false) }
            width += character.columns
            guard width <= leadWidth else {
                // Not in the middle of a word.
                let word = before[start...]
                let isInside = word.first?.isWordCharacter == true && character.isWordCharacter
                let rest = isInside ? word.drop { $0.isWordCharacter } : word
                return (String(rest.trimmingPrefix { $0.isWhitespace }), true)
            }
            start = previous
        }
        return (before, !isWhole)
    }

    /// A text on one line, without what a terminal or a list could not show.
    static func shown(_ text: UnsafeBufferPointer<UInt8>) -> String {
        var shown: [UInt8] = []
        shown.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            let start = position
            let value = text.scalar(at: &position)
            if value.isPlain {
                shown.append(contentsOf: text[start..<position])
            } else if value == 0x20 {
                if shown.last != 0x20 { shown.append(0x20) }
            } else if let scalar = Unicode.Scalar(value) {
                switch ScalarClass(scalar) {
                case .space, .ideographicSpace, .lineBreak:
                    if shown.last != UInt8(ascii: " ") { shown.append(UInt8(ascii: " ")) }
                case .directionControl, .control, .invisible, .noncharacter: break
                case .visible, .joiner, .tag, .directionMark: shown.append(contentsOf: text[start..<position])
                }
            }
        }
        return String(decoding: shown, as: UTF8.self)
    }
}

extension UInt32 {
    /// Whether a scalar is certainly something to be seen, so that it need not be looked up: letters, digits and
    /// punctuation of ASCII, Chinese, Japanese and Korean.
    fileprivate var isPlain: Bool {
        self > 0x20 && self < 0x7F || self > 0x3000 && self < 0xA000 || self >= 0xAC00 && self <= 0xD7A3
            || self > 0xFF00 && self < 0xFFF0
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first place at or after `index` where a character begins.
    fileprivate func boundary(atOrAfter index: Int) -> Int {
        var index = index
        while index < count, self[index] & 0xC0 == 0x80 { index += 1 }
        return index
    }
}

extension Character {
    fileprivate var columns: Int { DisplayWidth.columns(self) }

    /// Whether it is a letter of a script with spaces between words.
    fileprivate var isWordCharacter: Bool {
        // Asked of nearly every character, and in vain of most.
        let value = unicodeScalars[unicodeScalars.startIndex].value
        return value != 0x20 && columns == 1 && (isLetter || isNumber)
    }

    /// Whether it is a full-width stop, exclamation mark, question mark or semicolon.
    fileprivate var endsSentence: Bool {
        switch unicodeScalars.first?.value {
        case 0x3002, 0xFF01, 0xFF1F, 0xFF1B: true
        default: false
        }
    }
}
