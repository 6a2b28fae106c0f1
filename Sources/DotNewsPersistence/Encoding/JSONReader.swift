import DotNewsFoundation

/// Reads JSON in the one form in which ``JSONWriter`` writes it: without white space, the fields in their order.
///
/// Some ten times faster than `JSONDecoder`, which would take longer than all else that reading an article takes. It knows
/// no other form, so that a difference between writer and reader fails instead of being slow.
struct JSONReader {
    /// Thrown at anything that the writer does not write.
    struct OtherForm: Error {}

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    /// Reads `bytes`, which must stay where they are.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    // MARK: Structure

    /// Passes over `text` when it comes next.
    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard let start = bytes.baseAddress, bytes.count - position >= count,
            memcmp(start + position, text.utf8Start, count) == 0
        else { return false }
        position += count
        return true
    }

    /// Passes over `text`, which must come next.
    mutating func expect(_ text: StaticString) throws(OtherForm) {
        guard take(text) else { throw OtherForm() }
    }

    /// Reads an array with `read` for each element.
    mutating func array<Element>(
        _ read: (inout JSONReader) throws(OtherForm) -> Element
    ) throws(OtherForm) -> [Element] {
        try expect("[")
        var elements: [Element] = []
        if take("]") { return elements }
        repeat { elements.append(try read(&self)) } while take(",")
        try expect("]")
        return elements
    }

    // MARK: Values

    /// Reads `true` or `false`.
    mutating func boolean() throws(OtherForm) -> Bool {
        if take("true") { return true }
        try expect("false")
        return false
    }

    /// Reads a whole number.
    mutating func integer() throws(OtherForm) -> Int {
        guard let value = Int(try number()) else { throw OtherForm() }
        return value
    }

    /// Reads a number.
    mutating func double() throws(OtherForm) -> Double {
        guard let value = Double(try number()) else { throw OtherForm() }
        return value
    }

    private mutating func number() throws(OtherForm) -> String {
        let end = bytes[position...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") }
        guard let end, end - position <= 32 else { throw OtherForm() }
        defer { position = end }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    /// Reads a string.
    mutating func string() throws(OtherForm) -> String {
        let content = try contentOfString()
        guard let start = content.baseAddress, memchr(start, Int32(UInt8(ascii: "\\")), content.count) != nil else {
            return String(decoding: content, as: UTF8.self)
        }
        return String(decoding: try unescape(content), as: UTF8.self)
    }

    /// Reads the field `key` with its comma when it comes next; empty when it does not.
    mutating func optionalString(_ key: StaticString) throws(OtherForm) -> String {
        take(key) ? try string() : ""
    }

    /// Passes over a string.
    mutating func skipString() throws(OtherForm) { _ = try contentOfString() }

    /// What stands between the quotes.
    private mutating func contentOfString() throws(OtherForm) -> UnsafeRawBufferPointer {
        try expect("\"")
        guard let base = bytes.baseAddress else { throw OtherForm() }
        var search = position
        while let quote = memchr(base + search, Int32(UInt8(ascii: "\"")), bytes.count - search) {
            let end = UnsafeRawPointer(quote) - base
            // Quotes are escaped by one backslash, which an even number of backslashes is not.
            let backslashes = bytes[position..<end].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
            if backslashes.isMultiple(of: 2) {
                defer { position = end + 1 }
                return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
            }
            search = end + 1
        }
        throw OtherForm()
    }

    private func unescape(_ content: UnsafeRawBufferPointer) throws(OtherForm) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        var rest = content[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
            case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                // Control characters only; all else is written as it is.
                let digits = String(decoding: rest.prefix(4), as: UTF8.self)
                guard digits.hasPrefix("00"), let value = UInt8(digits, radix: 16), value < 0x20 else {
                    throw OtherForm()
                }
                text.append(value)
                rest = rest.dropFirst(4)
            default: throw OtherForm()
            }
        }
        return text
    }
}
