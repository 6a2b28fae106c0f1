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

extension JSONScanner {
    /// Reads the next value; an array or object is passed over.
    package mutating func scalar() throws(JSONFault) -> JSONScalar {
        switch try nextByte() {
        case UInt8(ascii: "\""):
            let (range, isEscaped) = try stringRange()
            guard isEscaped else {
                return .string(CombiningMarks.bounded(String(decoding: slice(range), as: UTF8.self)))
            }
            let (text, isRepaired) = JSONEscapes.text(of: slice(range))
            if isRepaired { repairs += 1 }
            return .string(CombiningMarks.bounded(text))
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

    // MARK: Words

    static func scalar(of word: UnsafeBufferPointer<UInt8>) -> JSONScalar {
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
}
