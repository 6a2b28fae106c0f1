import DotNewsSharing
import Foundation

/// How X, Weibo and WeChat count: what is found lies in the text and says what stands there, counting is the same
/// however it is asked for, and a line more counts what the line counts alone.
enum CountingHarness {
    static func check(_ input: Data) {
        let text = String(decoding: input, as: UTF8.self)
        let measurers: [any TextMeasurer] = [
            XTextMeasurer(), XTextMeasurer(rules: .version2), WeiboTextMeasurer(), WeChatTextMeasurer(),
        ]
        for measurer in measurers { check(measurer, text) }
        for rules in [XTextRules.version3, .version2] { check(XTextMeasurer(rules: rules), text) }
        let bytes = WeiboTextMeasurer().length(of: text)
        // A line feed is one byte and 中 two; two bytes count one, rounded up.
        let longer = WeiboTextMeasurer().length(of: text + "\n中")
        require((1...2).contains(longer - bytes) || text.hasSuffix("\r"), "\(bytes) and \(longer)")
    }

    private static func check(_ measurer: any TextMeasurer, _ text: String) {
        let found = measurer.measure(text)
        require(found.measure.length >= 0 && found.measure.length == measurer.length(of: text), "\(found.measure)")
        require(found.measure.limit == measurer.limit, "\(found.measure)")
        if found.isValid { require(found.measure.fits, "valid and too long: \(found.measure)") }
        let units = Array(text.utf16)
        check(found.links, isWhole: true, in: units)
        check(found.hashtags, isWhole: false, in: units)
    }

    /// Entities stand one after the other; a link's text is what stands there, a hashtag's without its signs.
    private static func check(_ entities: [TextMeasurement.Entity], isWhole: Bool, in units: [UInt16]) {
        var end = 0
        for entity in entities {
            require(
                entity.start >= end && entity.end > entity.start && entity.end <= units.count,
                "\(entity.start)..<\(entity.end) of \(units.count)")
            end = entity.end
            guard entity.start >= 0, entity.start < entity.end, entity.end <= units.count else { return }
            let there = String(decoding: units[entity.start..<entity.end], as: UTF16.self)
            require(isWhole ? there == entity.text : there.contains(entity.text), "\(entity.text) in \(there)")
        }
    }

    private static func check(_ measurer: XTextMeasurer, _ text: String) {
        let count = measurer.count(text)
        let last = text.isEmpty ? 0 : text.utf16.count - 1
        require(count.displayRangeEnd == last, "\(count)")
        require(count.validRangeEnd <= last, "\(count)")
        require(count.permillage == count.weightedLength * 1_000 / measurer.limit, "\(count)")
        if count.isValid { require(count.weightedLength <= measurer.limit, "\(count)") }
        // No link, emoji, hashtag or composed character reaches across the end of a line. A link at the very beginning is
        // another than one at the beginning of a line, as in the reference.
        let line = "\n" + text
        let length = measurer.length(of: line)
        for longer in [line + "\n中", "中\n" + line] {
            let longerLength = measurer.length(of: longer)
            require(longerLength == length + 3, "\(longerLength) with a line more than \(length)")
        }
    }
}
