internal import DotNewsModels

/// Shortens a text until what is made of it fits.
///
/// The text is cut behind the last comma or full stop of the final fifth, else at the end of a word, or at the end of a
/// grapheme when its first word is too long already; never inside a link, a hashtag or a mention. "…" stands for what was
/// cut, and brackets that would be left open are closed behind it. Each candidate is measured in its place, since a
/// cut can make or unmake a link.
struct TextFitter {
    /// What stands for the rest of a text.
    static let ellipsis = "…"

    private let text: String
    /// Where the text may be cut at the end of a word, in order; as offsets in UTF-8.
    private var wordCuts: [Int] = []
    /// Where it may be cut between graphemes, in order.
    private var graphemeCuts: [Int] = []
    /// The ends of sentences and their parts outside of brackets, in order.
    private var clauseCuts: [Int] = []
    /// The places where brackets open outside of brackets, in order.
    private var bracketStarts: [Int] = []
    /// Where links, hashtags and mentions end.
    private let protectedRanges: [Range<Int>]

    /// Prepares to shorten `text`, a clean line.
    init(_ text: String) {
        self.text = text
        protectedRanges = ProtectedRanges.ranges(in: text)
        collectCuts()
    }

    /// `text` when it fits, else the longest shortened form that does, else an empty text.
    ///
    /// `excess` says by how much what is made of a text exceeds the limit: 0 or less when it fits.
    static func fit(_ text: String, excess: (String) -> Int) -> String {
        guard !text.isEmpty, case let whole = excess(text), whole > 0 else { return text }
        let fitter = TextFitter(text)
        func excessAt(_ cut: Int) -> Int { excess(fitter.shortened(at: cut)) }
        let (empty, end) = (excess(ellipsis), text.utf8.count)
        let cut =
            lastFitting(fitter.wordCuts, empty: empty, whole: whole, end: end, excess: excessAt)
            ?? lastFitting(fitter.graphemeCuts, empty: empty, whole: whole, end: end, excess: excessAt)
        guard let cut else { return "" }
        if let better = fitter.betterCut(upTo: cut), excessAt(better) <= 0 { return fitter.shortened(at: better) }
        return fitter.shortened(at: cut)
    }

    /// The place where an editor would cut instead of at `cut`: behind the last mark of the final fifth, else before a bracket that
    /// `cut` is in and that opens in the second half.
    private func betterCut(upTo cut: Int) -> Int? {
        if case let index = clauseCuts.firstIndexAbove(cut) - 1, index >= 0, clauseCuts[index] * 5 >= cut * 4 {
            return clauseCuts[index]
        }
        guard !Brackets.closing(head(upTo: trimmed(cut))).isEmpty else { return nil }
        let index = bracketStarts.firstIndexAbove(cut) - 1
        guard index >= 0, case let start = bracketStarts[index], start * 2 >= cut, graphemeCuts.contains(start) else {
            return nil
        }
        return start
    }

    /// The longest beginning that fits without "…", and the rest, for a text that goes on elsewhere; the whole text
    /// when it fits. The beginning is empty when nothing fits.
    func split(excess: (String) -> Int) -> (head: String, rest: String) {
        guard case let whole = excess(text), whole > 0 else { return (text, "") }
        func excessAt(_ cut: Int) -> Int { excess(String(head(upTo: cut).trimmingSpaces())) }
        let (empty, end) = (excess(""), text.utf8.count)
        let cut =
            Self.lastFitting(wordCuts, empty: empty, whole: whole, end: end, excess: excessAt)
            ?? Self.lastFitting(graphemeCuts, empty: empty, whole: whole, end: end, excess: excessAt)
        guard let cut else { return ("", text) }
        return (String(head(upTo: cut).trimmingSpaces()), String(tail(from: cut)))
    }

    /// The last of `cuts` that fits, when length grows with the text; always one that fits, or `nil`.
    ///
    /// Length grows nearly evenly, so the place is guessed from what exceeded before, `empty` and `whole` at first; every
    /// third guess halves, for texts where it does not.
    private static func lastFitting(
        _ cuts: [Int], empty: Int, whole: Int, end: Int, excess: (Int) -> Int
    ) -> Int? {
        var low = -1
        var high = cuts.count
        var below = (offset: 0, excess: empty)
        var above = (offset: end, excess: whole)
        var round = 0
        while empty <= 0, high - low > 1 {
            round += 1
            var guess = (low + high) / 2
            if round % 3 != 0 {
                let share = Double(-below.excess) / Double(max(above.excess - below.excess, 1))
                let offset = below.offset + Int(Double(above.offset - below.offset) * share)
                guess = min(max(cuts.firstIndexAbove(offset) - 1, low + 1), high - 1)
            }
            let excess = excess(cuts[guess])
            if excess <= 0 {
                low = guess
                below = (cuts[guess], excess)
            } else {
                high = guess
                above = (cuts[guess], excess)
            }
        }
        return low < 0 ? nil : cuts[low]
    }

    private func shortened(at cut: Int) -> String {
        let head = head(upTo: trimmed(cut))
        return head + Self.ellipsis + Brackets.closing(head)
    }

    private func head(upTo cut: Int) -> String {
        String(text[..<text.utf8.index(text.startIndex, offsetBy: cut)])
    }

    private func tail(from cut: Int) -> Substring {
        text[text.utf8.index(text.startIndex, offsetBy: cut)...].drop { $0.isWhitespace }
    }

    /// Moves a cut back over spaces, opening brackets and punctuation that announces more.
    private func trimmed(_ cut: Int) -> Int {
        var end = text.utf8.index(text.startIndex, offsetBy: cut)
        while end > text.startIndex, case let before = text.index(before: end),
            LineBreaking.isDanglingAtEnd(text[before]),
            !isProtected(text.utf8.distance(from: text.startIndex, to: before))
        {
            end = before
        }
        return text.utf8.distance(from: text.startIndex, to: end)
    }

    private func isProtected(_ offset: Int) -> Bool {
        protectedRanges.contains { $0.contains(offset) }
    }

    private mutating func collectCuts() {
        var offset = 0
        var previous: CharacterClass?
        var next = 0
        // Whether something remains when what dangles is taken off the end.
        var isSolid = false
        var brackets = Brackets()
        var last: Character?
        for character in text {
            while next < protectedRanges.count, protectedRanges[next].upperBound <= offset { next += 1 }
            let kind = CharacterClass(character)
            let isInside = next < protectedRanges.count && protectedRanges[next].lowerBound < offset
            if let previous, !isInside, isSolid {
                graphemeCuts.append(offset)
                if LineBreaking.allowsBreak(between: previous, and: kind) {
                    wordCuts.append(offset)
                    if let last, brackets.isEmpty, LineBreaking.endsClause(last, before: character) {
                        clauseCuts.append(offset)
                    }
                }
            }
            let wasEmpty = brackets.isEmpty
            brackets.read(character)
            if wasEmpty, !brackets.isEmpty { bracketStarts.append(offset) }
            last = character
            isSolid = isSolid || isProtected(offset) || !LineBreaking.isDanglingAtEnd(character)
            offset += character.utf8.count
            previous = kind
        }
    }
}

/// The brackets and quotation marks that are open at a place of a text.
struct Brackets {
    private var open: [Character] = []

    var isEmpty: Bool { open.isEmpty }

    mutating func read(_ character: Character) {
        // Nearly all characters are letters.
        guard !character.isLetter else { return }
        if let closing = Self.pairs[character] {
            open.append(closing)
        } else if let index = open.lastIndex(of: character) {
            open.removeSubrange(index...)
        }
    }

    /// The signs that close the brackets that `text` leaves open, up to four.
    static func closing(_ text: String) -> String {
        var brackets = Brackets()
        for character in text { brackets.read(character) }
        return brackets.open.count > 4 ? "" : String(brackets.open.reversed())
    }

    private static let pairs: [Character: Character] = [
        "「": "」", "『": "』", "《": "》", "〈": "〉", "【": "】", "（": "）", "(": ")", "[": "]", "“": "”",
    ]
}

extension [Int] {
    /// The first index whose element is above `bound`, in an array in order.
    fileprivate func firstIndexAbove(_ bound: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > bound { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// What of a text must stay whole.
enum ProtectedRanges {
    /// The links, hashtags, Weibo topics and mentions of `text`, in order, as offsets in UTF-8.
    static func ranges(in text: String) -> [Range<Int>] {
        let mayHold = text.utf8.contains { $0 == 0x2E || $0 == 0x23 || $0 == 0x40 || $0 == 0x3A || $0 == 0xEF }
        guard mayHold else { return [] }
        let units = TextUnits(text)
        let links = XLinkScanner.links(in: units)
        var ranges = links.map(\.range) + WeiboLinkScanner.links(in: units)
        ranges += XHashtagScanner.hashtags(in: units, links: links)
        ranges += mentions(in: units)
        ranges += WeiboTextMeasurer.topics(in: units, links: links.map(\.range)).filter {
            // The keycap #️⃣ starts with the sign.
            $0.count <= longestTopic && ![0xFE0F, 0x20E3].contains(units[$0.lowerBound + 1])
        }
        return merged(ranges).map { utf8Offsets(of: $0, in: text) }
    }

    /// `@` and the word after it: letters, digits, `_` and `-`, as far as a name may reach.
    private static func mentions(in text: TextUnits) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var index = 0
        while let sign = text.units[index...].firstIndex(where: { $0 == 0x40 || $0 == 0xFF20 }) {
            var end = sign + 1
            while end < text.count, end - sign <= longestName {
                let (value, length) = text.codePoint(at: end)
                guard value == 0x2D || HashtagCharacter(value) != .other else { break }
                end += length
            }
            index = max(end, sign + 1)
            if end > sign + 1 { result.append(sign..<end) }
        }
        return result
    }

    /// A topic with its signs, in UTF-16 units; what lies between signs farther apart is none.
    private static let longestTopic = 34

    /// Weibo's names reach 30 characters, X's 15.
    private static let longestName = 30

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound < last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    private static func utf8Offsets(of range: Range<Int>, in text: String) -> Range<Int> {
        let start = text.utf16.index(text.startIndex, offsetBy: range.lowerBound)
        let end = text.utf16.index(start, offsetBy: range.count)
        let lower = text.utf8.distance(from: text.startIndex, to: start)
        return lower..<lower + text.utf8.distance(from: start, to: end)
    }
}
