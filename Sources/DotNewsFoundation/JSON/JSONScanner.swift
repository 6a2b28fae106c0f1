/// Reads JSON straight from UTF-8 bytes, one value after the other, and passes over what is not wanted.
///
/// An article has some hundred fields of which a reader needs a quarter; building a tree of all of them costs several
/// times the time of reading these. The scanner is told what to read as it goes:
///
/// ```swift
/// try scanner.enterObject()
/// while let name = try scanner.nextName() {
///     if name == "title" { title = try scanner.text() } else { try scanner.skip() }
/// }
/// ```
///
/// It is strict about structure and lenient about what stands in it:
///
/// - A bracket, colon or comma out of place, or an end too early, is a ``JSONFault``.
/// - A word or number that JSON does not know (`NaN`, `undefined`, `01`) is a value that says nothing; reading goes on
///   behind it, and ``repairs`` counts it.
/// - A comma behind the last element is passed over, and counted as well.
/// - In strings, invalid UTF-8 and surrogates without their other half become U+FFFD, raw control characters are
///   kept, and an unknown escape stands for the character behind the backslash. Of a run of marks the first
///   ``CombiningMarks/maximumRun`` are kept, so that comparing a string takes a time that grows with its length.
/// - Nothing is deeper than ``maximumDepth``; passing over a value needs no stack however deep it is.
/// - Of members with the same name all are read; whoever keeps the last has what most readers of JSON have.
///
/// The bytes must stay valid while the scanner is used.
package struct JSONScanner {
    /// How many arrays and objects may stand inside each other.
    package static let maximumDepth = 64

    let bytes: UnsafeBufferPointer<UInt8>
    /// The offset of the next byte that has not been read.
    package internal(set) var position = 0
    /// How many values were not JSON though the structure around them was.
    package internal(set) var repairs = 0
    var depth = 0
    /// Whether the array or object just entered has had no element yet.
    var isAtStart = false
    private var nameRange = 0..<0

    /// Starts at the first byte, behind a byte order mark if there is one.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// What kind of value comes next, as far as its first byte tells.
    package enum Kind {
        case object, array, string
        /// A number, `true`, `false`, `null`, or a word that is none of these.
        case word
    }

    /// The kind of the next value, which stays unread.
    package mutating func nextKind() throws(JSONFault) -> Kind {
        switch try nextByte() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        default: .word
        }
    }

    // MARK: Objects and arrays

    /// Goes into the object that comes next.
    package mutating func enterObject() throws(JSONFault) {
        try enter(UInt8(ascii: "{"))
    }

    /// Goes into the array that comes next.
    package mutating func enterArray() throws(JSONFault) {
        try enter(UInt8(ascii: "["))
    }

    /// The name of the next member, whose value must be read or skipped next; `nil` when the object has ended.
    package mutating func nextName() throws(JSONFault) -> JSONName? {
        guard try hasMore(before: UInt8(ascii: "}")) else { return nil }
        return try memberName()
    }

    /// Whether the array has another element, which must be read or skipped next.
    package mutating func nextElement() throws(JSONFault) -> Bool {
        try hasMore(before: UInt8(ascii: "]"))
    }

    /// The name that ``nextName()`` found last, in full.
    package var currentName: String { CombiningMarks.bounded(JSONEscapes.text(of: slice(nameRange)).text) }

    /// Checks that nothing but white space is left.
    package mutating func finish() throws(JSONFault) {
        while position < bytes.count {
            guard Self.isSpace(bytes[position]) else { throw malformed("something stands behind the end") }
            position += 1
        }
    }

    private mutating func enter(_ bracket: UInt8) throws(JSONFault) {
        guard try nextByte() == bracket else {
            throw malformed("\(Character(Unicode.Scalar(bracket))) expected")
        }
        guard depth < Self.maximumDepth else { throw JSONFault(.tooDeep, at: position) }
        depth += 1
        position += 1
        isAtStart = true
    }

    private mutating func hasMore(before end: UInt8) throws(JSONFault) -> Bool {
        let byte = try nextByte()
        if byte == end {
            position += 1
            depth -= 1
            isAtStart = false
            return false
        }
        if isAtStart {
            isAtStart = false
        } else {
            guard byte == UInt8(ascii: ",") else { throw malformed("comma expected") }
            position += 1
            if try nextByte() == end {
                repairs += 1
                position += 1
                depth -= 1
                return false
            }
        }
        return true
    }

    private mutating func memberName() throws(JSONFault) -> JSONName {
        guard try nextByte() == UInt8(ascii: "\"") else { throw malformed("name of a member expected") }
        let (range, isEscaped) = try stringRange()
        nameRange = range
        guard try nextByte() == UInt8(ascii: ":") else { throw malformed("colon expected") }
        position += 1
        guard isEscaped else { return JSONName(slice(range)) }
        let (name, isRepaired) = JSONEscapes.text(of: slice(range))
        if isRepaired { repairs += 1 }
        return JSONName(name)
    }

    // MARK: Passing over

    /// Passes over the next value, whatever it is. What is passed over is checked for its structure only.
    package mutating func skip() throws(JSONFault) {
        // One bit a level: whether it is an object. The depth limit keeps them within one word.
        var isObject: UInt64 = 0
        var levels = 0
        value: while true {
            switch try nextByte() {
            case UInt8(ascii: "{"):
                guard depth + levels < Self.maximumDepth else { throw JSONFault(.tooDeep, at: position) }
                position += 1
                isObject = isObject << 1 | 1
                levels += 1
                if try nextByte() != UInt8(ascii: "}") {
                    try skipName()
                    continue value
                }
            case UInt8(ascii: "["):
                guard depth + levels < Self.maximumDepth else { throw JSONFault(.tooDeep, at: position) }
                position += 1
                isObject <<= 1
                levels += 1
                if try nextByte() != UInt8(ascii: "]") { continue value }
            case UInt8(ascii: "\""): _ = try stringRange()
            default: _ = try wordRange()
            }
            while levels > 0 {
                let byte = try nextByte()
                let isInObject = isObject & 1 == 1
                let end = isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
                if byte == UInt8(ascii: ",") {
                    position += 1
                    if try nextByte() != end {
                        if isInObject { try skipName() }
                        continue value
                    }
                    repairs += 1
                } else if byte != end {
                    throw malformed("comma or closing bracket expected")
                }
                position += 1
                isObject >>= 1
                levels -= 1
            }
            isAtStart = false
            return
        }
    }

    private mutating func skipName() throws(JSONFault) {
        guard try nextByte() == UInt8(ascii: "\"") else { throw malformed("name of a member expected") }
        _ = try stringRange()
        guard try nextByte() == UInt8(ascii: ":") else { throw malformed("colon expected") }
        position += 1
    }

    // MARK: Bytes

    /// The next byte that is not white space; it stays unread.
    @inline(__always)
    mutating func nextByte() throws(JSONFault) -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            if byte > 0x20 { return byte }
            guard Self.isSpace(byte) else { throw malformed("control character between values") }
            position += 1
        }
        throw JSONFault(.truncated, at: position)
    }

    /// Reads a string without decoding it: where it stands between its quotes, and whether it has escapes.
    mutating func stringRange() throws(JSONFault) -> (range: Range<Int>, isEscaped: Bool) {
        let start = position + 1
        var index = start
        var isEscaped = false
        while true {
            index = bytes.firstQuoteOrBackslash(from: index)
            guard index < bytes.count else {
                position = bytes.count
                throw JSONFault(.truncated, at: bytes.count)
            }
            if bytes[index] == UInt8(ascii: "\"") { break }
            isEscaped = true
            index += 2
        }
        position = index + 1
        isAtStart = false
        return (start..<index, isEscaped)
    }

    /// Reads what is neither string, array nor object: up to the next white space, quote or structural character.
    mutating func wordRange() throws(JSONFault) -> Range<Int> {
        let start = position
        while position < bytes.count, !Self.endsWord(bytes[position]) { position += 1 }
        guard position > start else { throw malformed("value expected") }
        isAtStart = false
        return start..<position
    }

    func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[range])
    }

    func malformed(_ what: StaticString) -> JSONFault { JSONFault(.malformed(String(describing: what)), at: position) }
    func malformed(_ what: String) -> JSONFault { JSONFault(.malformed(what), at: position) }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\\"):
            true
        default: false
        }
    }
}

/// Where and why bytes are not JSON.
package struct JSONFault: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    package enum Kind: Hashable, Sendable {
        /// The bytes end before the value does.
        case truncated
        /// Something stands where it must not.
        case malformed(String)
        /// Arrays and objects stand inside each other deeper than ``JSONScanner/maximumDepth``.
        case tooDeep
    }

    /// What is wrong.
    package let kind: Kind
    /// Where, in bytes from the start.
    package let offset: Int

    /// Creates a fault.
    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// What is wrong and where, to stand behind a colon.
    package var description: String {
        switch kind {
        case .truncated: "it is cut off after \(offset) bytes"
        case .malformed(let what): "\(what) at byte \(offset)"
        case .tooDeep: "it is nested deeper than \(JSONScanner.maximumDepth) levels at byte \(offset)"
        }
    }
}
