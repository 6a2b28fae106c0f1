/// The bound of combining marks in a row: Unicode's Stream-Safe Text Format (UAX #15, section 13).
///
/// Swift compares and hashes strings by their normal form, and puts the marks of a run in order in a time that grows with
/// the square of their number. No language has more than a few on a letter; a hostile text has a million.
package enum CombiningMarks {
    /// The most marks that may follow each other: the bound of the format.
    package static let maximumRun = 30

    /// The fewest bytes that a longer run takes: no mark has fewer than two.
    private static let shortestExcess = 2 * (maximumRun + 1)

    /// Returns the bytes of every mark beyond the first ``maximumRun`` of its run, in ascending order; empty for any
    /// ordinary text.
    ///
    /// - Parameter text: Valid UTF-8.
    /// - Complexity: O(*n*), of which an ordinary text costs one look every 62 bytes.
    package static func excess(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        // A run that is too long covers one of these places, wherever it begins.
        var place = 0
        while place < text.count {
            defer { place += shortestExcess }
            guard text[place] >= 0x80, isMark(text, at: text.characterStart(before: place)) else { continue }
            var start = text.characterStart(before: place)
            while start > 0, case let before = text.characterStart(before: start - 1), isMark(text, at: before) {
                start = before
            }
            var end = start
            var count = 0
            var excessStart = start
            while end < text.count, isMark(text, at: end) {
                end += text.characterLength(at: end)
                count += 1
                if count == maximumRun { excessStart = end }
            }
            if count > maximumRun { found.append(excessStart..<end) }
            place = max(place, end / shortestExcess * shortestExcess)
        }
        return found
    }

    /// Returns the text with at most ``maximumRun`` marks in a row; the text itself when it has no more.
    package static func bounded(_ text: String) -> String {
        guard text.utf8.count > shortestExcess else { return text }
        var text = text
        return text.withUTF8 { bytes in
            let excess = Self.excess(in: bytes)
            return excess.isEmpty ? nil : String(decoding: bytes.removing(excess), as: UTF8.self)
        } ?? text
    }

    /// Removes every mark beyond the first ``maximumRun`` of its run.
    ///
    /// - Parameter bytes: Valid UTF-8.
    /// - Returns: What was removed, as places before the removal; empty for any ordinary text.
    package static func bound(_ bytes: inout [UInt8]) -> [Range<Int>] {
        guard bytes.count > shortestExcess else { return [] }
        let excess = bytes.withUnsafeBufferPointer { Self.excess(in: $0) }
        if !excess.isEmpty { bytes = bytes.withUnsafeBufferPointer { $0.removing(excess) } }
        return excess
    }

    /// Whether the character that starts at `index` is a nonstarter: its canonical combining class is not 0.
    private static func isMark(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        let lead = text[index]
        // Nothing before U+0300, no Han and no Hangul; emoji begin with F0 9F.
        guard lead >= 0xCC, lead < 0xE4 || lead > 0xE9,
            lead != 0xF0 || index + 1 < text.count && text[index + 1] != 0x9F
        else { return false }
        let length = text.characterLength(at: index)
        guard index + length <= text.count else { return false }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
        return Unicode.Scalar(value)?.properties.canonicalCombiningClass ?? .notReordered != .notReordered
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the character begins that the byte at `index` belongs to.
    fileprivate func characterStart(before index: Int) -> Int {
        var start = index
        while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    /// How many bytes the character takes that starts at `index`.
    fileprivate func characterLength(at index: Int) -> Int {
        let lead = self[index]
        return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    fileprivate func removing(_ ranges: [Range<Int>]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(count)
        var start = 0
        for range in ranges {
            kept.append(contentsOf: self[start..<range.lowerBound])
            start = range.upperBound
        }
        kept.append(contentsOf: self[start...])
        return kept
    }
}
