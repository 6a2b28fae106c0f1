import DotNewsModels

/// A value that is neither array nor object.
package enum JSONScalar: Hashable, Sendable {
    case string(String)
    /// A number without fraction and exponent that fits.
    case integer(Int)
    /// Any other number; always finite.
    case number(Double)
    case boolean(Bool)
    case null
    /// An array, an object, or a word that JSON does not know.
    case other
}

/// What a field means is settled by its name; the CMS writes numbers where strings were and the reverse.
extension JSONScanner {
    /// Reads the next value; an array or object is passed over.
    package mutating func scalar() throws(JSONFault) -> JSONScalar {
        switch try nextByte() {
        case UInt8(ascii: "\""):
            let (range, isEscaped) = try stringRange()
            guard isEscaped else { return .string(String(decoding: slice(range), as: UTF8.self)) }
            let (text, isRepaired) = Self.text(of: slice(range))
            if isRepaired { repairs += 1 }
            return .string(text)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skip()
            return .other
        default:
            let word = slice(try wordRange())
            let value = Self.scalar(of: word)
            if value == .other { repairs += 1 }
            return value
        }
    }

    /// Reads a string, or a number as text; `nil` when the next value is anything else.
    package mutating func text() throws(JSONFault) -> String? {
        try scalar().text
    }

    /// Reads an array element by element; a value that is no array counts as the array of that value, `null` as an
    /// empty one. `element` must read or skip one value.
    package mutating func elements(
        _ element: (inout JSONScanner) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        switch try nextKind() {
        case .array:
            try enterArray()
            while try nextElement() { try element(&self) }
        case .object, .string: try element(&self)
        case .word: try skip()
        }
    }

    // MARK: Strings

    /// Decodes the inside of a string with escapes, and says whether something had to be repaired.
    static func text(of raw: UnsafeBufferPointer<UInt8>) -> (text: String, isRepaired: Bool) {
        var isRepaired = false
        // No escape is shorter than what it stands for, so the raw length is room enough.
        let text = String(unsafeUninitializedCapacity: raw.count) { buffer in
            var output = 0
            var input = 0
            func emit(_ byte: UInt8) {
                buffer[output] = byte
                output += 1
            }
            while input < raw.count {
                let byte = raw[input]
                input += 1
                guard byte == UInt8(ascii: "\\"), input < raw.count else {
                    emit(byte)
                    continue
                }
                let escape = raw[input]
                input += 1
                switch escape {
                case UInt8(ascii: "n"): emit(0x0A)
                case UInt8(ascii: "t"): emit(0x09)
                case UInt8(ascii: "r"): emit(0x0D)
                case UInt8(ascii: "b"): emit(0x08)
                case UInt8(ascii: "f"): emit(0x0C)
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): emit(escape)
                case UInt8(ascii: "u"):
                    guard let (scalar, length) = scalar(in: raw, at: input) else {
                        isRepaired = true
                        emit(escape)
                        continue
                    }
                    if scalar == "\u{FFFD}" { isRepaired = true }
                    input += length
                    for unit in UTF8.encode(scalar)! { emit(unit) }
                default:
                    isRepaired = true
                    emit(escape)
                }
            }
            return output
        }
        return (text, isRepaired)
    }

    /// The character whose hexadecimal digits, behind `\u`, start at `index`, and how many bytes of the text they take;
    /// `nil` when they are not four digits.
    private static func scalar(
        in raw: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (scalar: Unicode.Scalar, length: Int)? {
        guard let first = hexadecimal(in: raw, at: index) else { return nil }
        if let scalar = Unicode.Scalar(first) { return (scalar, 4) }
        if first < 0xDC00, index + 6 <= raw.count, raw[index + 4] == UInt8(ascii: "\\"),
            raw[index + 5] == UInt8(ascii: "u"), let second = hexadecimal(in: raw, at: index + 6),
            (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        {
            return (scalar, 10)
        }
        return ("\u{FFFD}", 4)
    }

    private static func hexadecimal(in raw: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
        guard index + 4 <= raw.count else { return nil }
        var value: UInt32 = 0
        for byte in raw[index..<(index + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    // MARK: Words

    private static func scalar(of word: UnsafeBufferPointer<UInt8>) -> JSONScalar {
        switch word[0] {
        case UInt8(ascii: "n"): word.elementsEqual("null".utf8) ? .null : .other
        case UInt8(ascii: "t"): word.elementsEqual("true".utf8) ? .boolean(true) : .other
        case UInt8(ascii: "f"): word.elementsEqual("false".utf8) ? .boolean(false) : .other
        default: number(of: word)
        }
    }

    /// RFC 8259, section 6.
    private static func number(of word: UnsafeBufferPointer<UInt8>) -> JSONScalar {
        var index = word[0] == UInt8(ascii: "-") ? 1 : 0
        func skipDigits() -> Int {
            let start = index
            while index < word.count, word[index] >= 0x30, word[index] <= 0x39 { index += 1 }
            return index - start
        }
        let startsWithZero = index < word.count && word[index] == 0x30
        let digits = skipDigits()
        guard digits > 0, digits == 1 || !startsWithZero else { return .other }
        if index == word.count, let value = Int(String(decoding: word, as: UTF8.self)) { return .integer(value) }
        if index < word.count, word[index] == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() > 0 else { return .other }
        }
        if index < word.count, word[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < word.count, word[index] == UInt8(ascii: "+") || word[index] == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() > 0 else { return .other }
        }
        guard index == word.count, let value = Double(String(decoding: word, as: UTF8.self)), value.isFinite
        else { return .other }
        return .number(value)
    }
}

extension JSONScalar {
    /// The string, or the number as text.
    package var text: String? {
        switch self {
        case .string(let text): text
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .boolean, .null, .other: nil
        }
    }

    /// The number, also when it was written as a string or as a truth value.
    package var number: Double? {
        switch self {
        case .string(let text): Double(text.trimmingSpaces()).flatMap { $0.isFinite ? $0 : nil }
        case .integer(let value): Double(value)
        case .number(let value): value
        case .boolean(let value): value ? 1 : 0
        case .null, .other: nil
        }
    }

    /// The truth value, also when it was written as 1, 0, `"1"`, `"0"`, `"true"` or `"false"`.
    package var flag: Bool? {
        switch self {
        case .boolean(let value): value
        case .integer(1), .number(1): true
        case .integer(0), .number(0): false
        case .string(let text):
            switch text.trimmingSpaces().lowercased() {
            case "1", "true": true
            case "0", "false": false
            default: nil
            }
        case .integer, .number, .null, .other: nil
        }
    }
}
