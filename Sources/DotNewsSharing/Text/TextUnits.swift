/// UTF-16 code units of a text, as JavaScript and the services count them.
///
/// The rules of X and Weibo are written over UTF-16 units, and so are the indices that are handed out; working on an
/// array of them keeps both exact and fast.
struct TextUnits {
    let units: [UInt16]

    /// The units of `text`.
    init(_ text: String) {
        var text = text
        units = text.withUTF8 { utf8 in
            [UInt16](unsafeUninitializedCapacity: utf8.count) { buffer, count in
                count = Self.transcode(utf8, into: buffer)
            }
        }
    }

    /// Takes units as they are.
    init(units: [UInt16]) { self.units = units }

    var count: Int { units.count }
    var isEmpty: Bool { units.isEmpty }

    subscript(_ index: Int) -> UInt16 { units[index] }

    /// The unit at `index`; 0 beyond the end.
    func unit(at index: Int) -> UInt16 { index < units.count ? units[index] : 0 }

    /// The first place from `start` on, before `end` when one is given, that holds `unit`; `nil` when there is none.
    func firstIndex(of unit: UInt16, from start: Int = 0, upTo end: Int? = nil) -> Int? {
        let end = end ?? units.count
        var index = start
        while index < end {
            if units[index] == unit { return index }
            index += 1
        }
        return nil
    }

    /// The code point that starts at `index`, and how many units it takes. A surrogate alone is its own value.
    func codePoint(at index: Int) -> (value: UInt32, length: Int) {
        let high = units[index]
        if high & 0xFC00 == 0xD800, index + 1 < units.count, units[index + 1] & 0xFC00 == 0xDC00 {
            return (0x1_0000 + (UInt32(high & 0x3FF) << 10 | UInt32(units[index + 1] & 0x3FF)), 2)
        }
        return (UInt32(high), 1)
    }

    /// The code point that ends before `index`, which is at least 1.
    func codePoint(before index: Int) -> (value: UInt32, length: Int) {
        let low = units[index - 1]
        if low & 0xFC00 == 0xDC00, index >= 2, units[index - 2] & 0xFC00 == 0xD800 {
            return codePoint(at: index - 2)
        }
        return (UInt32(low), 1)
    }

    /// The text of a range of units.
    func string(_ range: Range<Int>) -> String { String(decoding: units[range], as: UTF16.self) }

    /// Whether `ascii`, given in lower case, stands at `index`, letters in any case.
    func matches(_ ascii: StaticString, at index: Int) -> Bool {
        let length = ascii.utf8CodeUnitCount
        guard index >= 0, index + length <= units.count else { return false }
        for offset in 0..<length {
            var unit = units[index + offset]
            if unit >= 0x41, unit <= 0x5A { unit |= 0x20 }
            if unit != UInt16(ascii.utf8Start[offset]) { return false }
        }
        return true
    }

    /// Swift strings hold valid UTF-8 only, so that the bytes need no check.
    private static func transcode(
        _ utf8: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt16>
    ) -> Int {
        var read = 0
        var written = 0
        let end = utf8.count
        while read < end {
            let first = utf8[read]
            if first < 0x80 {
                buffer[written] = UInt16(first)
                read += 1
                written += 1
            } else if first < 0xE0 {
                buffer[written] = UInt16(first & 0x1F) << 6 | UInt16(utf8[read + 1] & 0x3F)
                read += 2
                written += 1
            } else if first < 0xF0 {
                let upper = UInt16(first & 0x0F) << 12 | UInt16(utf8[read + 1] & 0x3F) << 6
                buffer[written] = upper | UInt16(utf8[read + 2] & 0x3F)
                read += 3
                written += 1
            } else {
                let upper = UInt32(first & 0x07) << 18 | UInt32(utf8[read + 1] & 0x3F) << 12
                let scalar = upper | UInt32(utf8[read + 2] & 0x3F) << 6 | UInt32(utf8[read + 3] & 0x3F)
                buffer[written] = UInt16(0xD800 + ((scalar - 0x1_0000) >> 10))
                buffer[written + 1] = UInt16(0xDC00 + (scalar & 0x3FF))
                read += 4
                written += 2
            }
        }
        return written
    }
}
