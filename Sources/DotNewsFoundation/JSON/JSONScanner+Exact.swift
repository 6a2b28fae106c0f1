/// Reads JSON in one exact form: without white space, the fields in a known order, as a ``JSONWriter`` wrote it.
///
/// Some ten times faster than `JSONDecoder`, and faster than looking up each name. Nothing is repaired: whatever differs is a
/// ``JSONFault``. The caller bounds the depth.
extension JSONScanner {
    /// Whether everything has been read.
    package var isAtEnd: Bool { position == bytes.count }

    /// Passes over `text` when it comes next.
    package mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard let start = bytes.baseAddress, bytes.count - position >= count,
            memcmp(start + position, text.utf8Start, count) == 0
        else { return false }
        position += count
        return true
    }

    /// Passes over `text`, which must come next.
    package mutating func expect(_ text: StaticString) throws(JSONFault) {
        guard take(text) else { throw malformed("\(text) expected") }
    }

    /// Reads an array with `read` for each element.
    @inlinable
    package mutating func exactArray<Element>(
        _ read: (inout JSONScanner) throws(JSONFault) -> Element
    ) throws(JSONFault) -> [Element] {
        try expect("[")
        var elements: [Element] = []
        if take("]") { return elements }
        repeat { elements.append(try read(&self)) } while take(",")
        try expect("]")
        return elements
    }

    /// Reads `true` or `false`.
    package mutating func exactBoolean() throws(JSONFault) -> Bool {
        if take("true") { return true }
        try expect("false")
        return false
    }

    /// Reads a whole number.
    package mutating func exactInteger() throws(JSONFault) -> Int {
        guard case .integer(let value) = try exactNumber() else { throw malformed("whole number expected") }
        return value
    }

    /// Reads a number.
    package mutating func exactDouble() throws(JSONFault) -> Double {
        switch try exactNumber() {
        case .integer(let value): return Double(value)
        case .number(let value): return value
        default: throw malformed("number expected")
        }
    }

    private mutating func exactNumber() throws(JSONFault) -> JSONScalar { Self.scalar(of: slice(try wordRange())) }

    /// Reads a string.
    package mutating func exactString() throws(JSONFault) -> String {
        let (range, isEscaped) = try exactStringRange()
        guard isEscaped else { return String(decoding: slice(range), as: UTF8.self) }
        let (text, isRepaired) = JSONEscapes.text(of: slice(range))
        guard !isRepaired else { throw malformed("unknown escape in a string") }
        return text
    }

    /// Reads the string behind `key` when that comes next; empty when it does not.
    package mutating func exactString(after key: StaticString) throws(JSONFault) -> String {
        take(key) ? try exactString() : ""
    }

    /// Passes over a string.
    package mutating func skipExactString() throws(JSONFault) { _ = try exactStringRange() }

    private mutating func exactStringRange() throws(JSONFault) -> (range: Range<Int>, isEscaped: Bool) {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw malformed("string expected") }
        return try stringRange()
    }

    // MARK: Searching

    /// A string found by ``nextString()``: the bytes between its quotes.
    package struct FoundString {
        /// The bytes, escapes included. Valid as long as the scanner's.
        package let raw: UnsafeBufferPointer<UInt8>
        /// Whether the string names a member: a colon stands behind it, and nothing but white space between them.
        package let isName: Bool
    }

    /// Goes behind the next string, whatever stands before it; `nil` when there is none, or it is cut off.
    package mutating func nextString() -> FoundString? {
        // Outside of strings there is no backslash, and what is damaged may have one anywhere.
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") { position += 1 }
        guard position < bytes.count, let (range, _) = try? stringRange() else { return nil }
        return FoundString(
            raw: slice(range), isName: bytes[position...].first { $0 > 0x20 } == UInt8(ascii: ":"))
    }
}
