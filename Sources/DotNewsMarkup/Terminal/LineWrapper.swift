import DotNewsFoundation

/// Breaks text into lines by columns: Latin between words, Han anywhere except where Chinese typography forbids it.
///
/// Closing marks do not begin a line and opening marks do not end one (kinsoku); a mark that may not stand where it would
/// takes the character before it along. A word wider than a line is broken.
struct LineWrapper {
    /// The columns of a line, at least 2.
    let width: Int

    init(width: Int) { self.width = max(2, width) }

    /// The lines of `text`; its own line breaks are kept. No line ends in a space.
    func wrap(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap(wrapLine)
    }

    private func wrapLine(_ text: Substring) -> [String] {
        if TerminalText.width(of: text) <= width { return [String(text.trimmedAtEnd())] }
        var lines = [String]()
        var line = [Character]()
        var used = 0
        /// The last place in the line where it may be broken.
        var opportunity = 0
        for character in text {
            let columns = DisplayWidth.columns(character)
            if let previous = line.last, Self.mayBreak(between: previous, and: character) { opportunity = line.count }
            if used + columns > width, character != " ", !line.isEmpty {
                let end = opportunity > 0 ? opportunity : line.count
                lines.append(String(String(line[..<end]).trimmedAtEnd()))
                line.removeSubrange(..<end)
                used = line.reduce(0) { $0 + DisplayWidth.columns($1) }
                opportunity = line.indices.dropFirst().last { Self.mayBreak(between: line[$0 - 1], and: line[$0]) } ?? 0
                // What is carried over may itself leave no room.
                if used + columns > width, !line.isEmpty {
                    lines.append(String(line))
                    line = []
                    used = 0
                    opportunity = 0
                }
            }
            if character == " ", line.isEmpty, !lines.isEmpty { continue }
            line.append(character)
            used += columns
        }
        let rest = String(line).trimmedAtEnd()
        if !rest.isEmpty || lines.isEmpty { lines.append(String(rest)) }
        return lines
    }

    private static func mayBreak(between before: Character, and after: Character) -> Bool {
        if after == " " { return true }
        if notAtStart.contains(after) || notAtEnd.contains(before) { return false }
        if before == " " || before == "-" && after.isLetter || before == "—" { return true }
        return standsAlone(before) || standsAlone(after)
    }

    /// Whether lines may be broken on both sides of the character: Han, kana and wide signs, not Hangul, which has words.
    private static func standsAlone(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first, DisplayWidth.beginsWide(character) else { return false }
        return !(0xAC00...0xD7A3).contains(scalar.value) && !(0x1100...0x11FF).contains(scalar.value)
    }

    private static let notAtStart = Set(
        "、。，．：；？！‥…·・々〻ー～〜゛゜ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ）］｝〉》」』】〕〗〙〛〞〟’”»›％‰℃°,.:;?!)]}%")
    private static let notAtEnd = Set("（［｛〈《「『【〔〖〘〚〝‘“«‹([{＄￥£$¥#＃@")
}

extension StringProtocol {
    fileprivate func trimmedAtEnd() -> SubSequence {
        var end = endIndex
        while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
        return self[..<end]
    }
}
