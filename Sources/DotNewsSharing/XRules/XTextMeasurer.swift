import DotNewsModels

/// Counts a post as X does: weighted, in Normalization Form C, links and emoji at their fixed price.
///
/// The rules are those of twitter-text 3.1 with one deliberate difference: every emoji sequence counts 2, as X
/// documents, where the reference counts those newer than 2019 by their parts.
public struct XTextMeasurer: TextMeasurer {
    /// The rules it counts by.
    package let rules: XTextRules

    /// Counts by `rules`.
    package init(rules: XTextRules) { self.rules = rules }

    /// Creates a measurer for posts of up to `limit` weighted units; 280, what X takes, unless said otherwise.
    public init(limit: Int = 280) { rules = XTextRules.version3.limited(to: limit) }

    /// The most a post may weigh, in weighted units.
    public var limit: Int { rules.limit }

    /// A count with the ranges that the reference reports.
    public struct Count: Hashable, Sendable {
        /// The length in weighted units.
        public var weightedLength: Int
        /// Whether X would take the text: not empty, not white space alone, within the limit, and without U+FEFF,
        /// U+FFFE and U+FFFF.
        public var isValid: Bool
        /// The length in thousandths of the limit.
        public var permillage: Int
        /// The last UTF-16 unit that still fits, as the reference gives it. Not a place to cut at: it ignores
        /// grapheme clusters.
        public var validRangeEnd: Int
        /// The last UTF-16 unit of the text; 0 when it is empty.
        public var displayRangeEnd: Int
    }

    /// Counts `text` without listing what is in it.
    public func count(_ text: String) -> Count {
        cautiousCount(text).count
    }

    /// Counts `text`, and says what it weighs where joined emoji and variation selectors that the pinned list of the
    /// reference does not know are counted by their parts: at least as much.
    func cautiousCount(_ text: String) -> (count: Count, cautious: Int) {
        let units = TextUnits(text)
        let composed = text.recomposed.map { TextUnits($0) }
        let counted = composed ?? units
        return count(counted, links: XLinkScanner.links(in: counted), originalCount: units.count)
    }

    /// The length by which posts are fitted: the larger one, see ``cautiousCount(_:)``.
    func cautiousLength(of text: String) -> Int { cautiousCount(text).cautious }

    /// The length of `text` in weighted units.
    public func length(of text: String) -> Int { count(text).weightedLength }

    /// Measures `text`, and finds its links and hashtags.
    public func measure(_ text: String) -> TextMeasurement {
        let units = TextUnits(text)
        let links = XLinkScanner.links(in: units)
        let result: Count
        if let composed = text.recomposed {
            let counted = TextUnits(composed)
            result = count(counted, links: XLinkScanner.links(in: counted), originalCount: units.count).count
        } else {
            result = count(units, links: links, originalCount: units.count).count
        }
        let hashtags = XHashtagScanner.hashtags(in: units, links: links)
        return TextMeasurement(
            measure: ShareMeasure(length: result.weightedLength, unit: .weighted, limit: rules.limit),
            isValid: result.isValid,
            links: links.map { entity(units, $0.range, droppingFirst: 0) },
            hashtags: hashtags.map { entity(units, $0, droppingFirst: 1) })
    }

    private func entity(_ units: TextUnits, _ range: Range<Int>, droppingFirst count: Int) -> TextMeasurement.Entity {
        TextMeasurement.Entity(
            text: units.string(range.lowerBound + count..<range.upperBound), start: range.lowerBound,
            end: range.upperBound)
    }

    private func count(_ text: TextUnits, links: [XLinkScanner.Link], originalCount: Int) -> (
        count: Count, cautious: Int
    ) {
        var weight = 0
        var emojiExcess = 0
        var lastFitting = 0
        var hasInvalid = false
        var hasInk = false
        var nextLink = 0
        var index = 0
        let maximum = rules.limit * rules.scale
        while index < text.count {
            let unit = text[index]
            if nextLink < links.count, links[nextLink].range.lowerBound == index {
                weight += rules.linkLength * rules.scale
                index = links[nextLink].range.upperBound
                nextLink += 1
                hasInk = true
            } else if rules.countsEmojiAsOne, let end = EmojiSequence.end(in: text, at: index) {
                weight += rules.defaultWeight
                emojiExcess += EmojiPrice.excess(of: index..<end, in: text)
                index = end
                hasInk = true
            } else {
                let (value, length) = text.codePoint(at: index)
                weight += rules.weight(of: value)
                index += length
                if XCharacterClasses.isInvalid(unit) { hasInvalid = true }
                if !hasInk { hasInk = !(Unicode.Scalar(value)?.properties.isWhitespace ?? false) }
            }
            if !hasInvalid, weight <= maximum { lastFitting = index - 1 }
        }
        let length = weight / rules.scale
        let count = Count(
            weightedLength: length, isValid: !hasInvalid && hasInk && weight > 0 && weight <= maximum,
            permillage: rules.limit > 0 ? length * 1_000 / rules.limit : 0,
            validRangeEnd: lastFitting + originalCount - text.count, displayRangeEnd: max(originalCount - 1, 0))
        return (count, length + emojiExcess)
    }
}
