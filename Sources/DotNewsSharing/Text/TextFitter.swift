internal import DotNewsModels

/// Shortens a text until what is made of it fits.
///
/// The text is cut at the end of a word, or at the end of a grapheme when its first word is too long already; never
/// inside a link, a hashtag or a mention. "…" stands for what was cut. Each candidate is measured in its place, since a
/// cut can make or unmake a link.
struct TextFitter {
    /// What stands for the rest of a text.
    static let ellipsis = "…"

    private let text: String
    /// Where the text may be cut at the end of a word, in order; as offsets in UTF-8.
    private var wordCuts: [Int] = []
    /// Where it may be cut between graphemes, in order.
    private var graphemeCuts: [Int] = []
    /// Where links, hashtags and mentions end.
    private let protectedRanges: [Range<Int>]

    /// Prepares to shorten `text`, a clean line.
    init(_ text: String) {
        self.text = text
        protectedRanges = ProtectedRanges.ranges(in: text)
        collectCuts()
    }

    /// `text` when it fits, else the longest shortened form that does, else an empty text.
    static func fit(_ text: String, where fits: (String) -> Bool) -> String {
        if text.isEmpty || fits(text) { return text }
        return TextFitter(text).shortened(where: fits)
    }

    /// The longest shortened form that fits; empty when none does.
    func shortened(where fits: (String) -> Bool) -> String {
        longest(of: wordCuts, where: fits) ?? longest(of: graphemeCuts, where: fits) ?? ""
    }

    /// The longest beginning that fits without "…", and the rest, for a text that goes on elsewhere; the whole text
    /// when it fits. The beginning is empty when nothing fits.
    func split(where fits: (String) -> Bool) -> (head: String, rest: String) {
        if fits(text) { return (text, "") }
        func passes(_ cut: Int) -> Bool { fits(head(upTo: cut)) }
        guard let cut = lastFitting(wordCuts, where: passes) ?? lastFitting(graphemeCuts, where: passes) else {
            return ("", text)
        }
        return (String(head(upTo: cut).trimmingSpaces()), String(tail(from: cut)))
    }

    private func longest(of cuts: [Int], where fits: (String) -> Bool) -> String? {
        lastFitting(cuts) { fits(shortened(at: $0)) }.map(shortened(at:))
    }

    /// The last cut that passes. Longer texts nearly always cost more, so the place is found by halving; a step back is
    /// made as often as a shorter text costs more than expected.
    private func lastFitting(_ cuts: [Int], where fits: (Int) -> Bool) -> Int? {
        var low = 0
        var high = cuts.count
        while low < high {
            let middle = (low + high) / 2
            if fits(cuts[middle]) { low = middle + 1 } else { high = middle }
        }
        return cuts[..<low].last(where: fits)
    }

    private func shortened(at cut: Int) -> String {
        head(upTo: trimmed(cut)) + Self.ellipsis
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
            LineBreaking.isDanglingAtEnd(text[before]), !isProtected(text.utf8.distance(from: text.startIndex, to: before))
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
        var previous: Character?
        var next = 0
        // Whether something remains when what dangles is taken off the end.
        var isSolid = false
        for character in text {
            while next < protectedRanges.count, protectedRanges[next].upperBound <= offset { next += 1 }
            let isInside = next < protectedRanges.count && protectedRanges[next].lowerBound < offset
            if let previous, !isInside, isSolid {
                graphemeCuts.append(offset)
                if LineBreaking.allowsBreak(between: previous, and: character) { wordCuts.append(offset) }
            }
            isSolid = isSolid || isProtected(offset) || !LineBreaking.isDanglingAtEnd(character)
            offset += character.utf8.count
            previous = character
        }
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
