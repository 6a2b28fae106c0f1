import DotNewsFoundation

/// Reads values out of scripts, and JSON with the liberties that scripts and pages take with it.
///
/// A page carries its article as a JavaScript literal, and its linked data as JSON with comments. Both become strict JSON,
/// so that one decoder reads an article wherever it comes from. Nothing is evaluated: an expression that is no literal is
/// `null`.
///
/// Understood besides JSON: single-quoted and back-quoted strings, `\'`, `\xNN`, `\u{…}` and line continuations, names
/// without quotes, commas in excess, `//` and `/* */` comments (CDATA marks among them), `undefined`, `!0` and `!1`. Raw
/// line breaks in strings are kept. Time and memory grow with the input; nothing is deeper than
/// ``JSONScanner/maximumDepth``.
struct ScriptLiteral {
    /// How many assignments of one script are looked into.
    static let maximumAttempts = 4

    private let bytes: [UInt8]
    private var position = 0
    private var output = [UInt8]()

    /// A value found in a script.
    struct Variable {
        /// The value as strict JSON; `nil` when the script ends inside it.
        var json: [UInt8]?
    }

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// The value that `text` starts with, behind comments, as strict JSON; `nil` when there is none or it is cut off.
    static func json(from text: String) -> [UInt8]? {
        var literal = ScriptLiteral(text)
        return literal.value(depth: 0) ? literal.output : nil
    }

    /// What `script` assigns to variables of these names; of several assignments to one, the first complete one.
    static func variables(_ names: Set<String>, in script: String) -> [String: Variable] {
        var literal = ScriptLiteral(script)
        var found: [String: Variable] = [:]
        var attempts = 0
        while attempts < maximumAttempts, literal.skipSpace() {
            if literal.isQuote {
                literal.skipString(endsAtLineBreak: true)
            } else if var word = literal.word() {
                if word.hasPrefix("window.") { word.removeFirst(7) }
                guard names.contains(word), found[word]?.json == nil, literal.assigns() else { continue }
                attempts += 1
                let start = literal.position
                literal.output.removeAll(keepingCapacity: true)
                if literal.value(depth: 0) {
                    found[word] = Variable(json: literal.output)
                } else {
                    found[word] = Variable(json: nil)
                    literal.position = start
                }
            } else {
                literal.position += 1
            }
        }
        return found
    }

    // MARK: Values

    /// Writes the value that comes next; `false` at the end of the script or beyond the depth limit.
    private mutating func value(depth: Int) -> Bool {
        guard skipSpace(), depth < JSONScanner.maximumDepth else { return false }
        switch bytes[position] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): return string()
        case UInt8(ascii: "!"):
            let operand = position + 1 < bytes.count ? bytes[position + 1] : 0
            position += 1
            guard operand == UInt8(ascii: "0") || operand == UInt8(ascii: "1") else {
                return expression(from: output.count)
            }
            position += 1
            output += (operand == UInt8(ascii: "0") ? "true" : "false").utf8
            return true
        default:
            guard let word = word() else { return expression(from: output.count) }
            output += (Self.isJSON(word) ? word : "null").utf8
            return true
        }
    }

    /// Writes a value inside an array or object, or `null` for an expression that is more than a literal.
    private mutating func element(depth: Int) -> Bool {
        let mark = output.count
        guard value(depth: depth), skipSpace() else { return false }
        return ",]}".utf8.contains(bytes[position]) || expression(from: mark)
    }

    private mutating func object(depth: Int) -> Bool {
        position += 1
        output.append(UInt8(ascii: "{"))
        var isFirst = true
        while skipSpace() {
            switch bytes[position] {
            case UInt8(ascii: "}"):
                position += 1
                output.append(UInt8(ascii: "}"))
                return true
            case UInt8(ascii: ","): position += 1
            default:
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                guard name(), skipSpace(), bytes[position] == UInt8(ascii: ":") else { return false }
                position += 1
                output.append(UInt8(ascii: ":"))
                guard element(depth: depth + 1) else { return false }
                guard bytes[position] != UInt8(ascii: "]") else { return false }
            }
        }
        return false
    }

    private mutating func array(depth: Int) -> Bool {
        position += 1
        output.append(UInt8(ascii: "["))
        var isFirst = true
        while skipSpace() {
            switch bytes[position] {
            case UInt8(ascii: "]"):
                position += 1
                output.append(UInt8(ascii: "]"))
                return true
            case UInt8(ascii: ","): position += 1
            default:
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                guard element(depth: depth + 1), bytes[position] != UInt8(ascii: "}") else { return false }
            }
        }
        return false
    }

    private mutating func name() -> Bool {
        if isQuote { return string() }
        guard let word = word() else { return false }
        output += "\"\(word)\"".utf8
        return true
    }

    /// Passes over an expression up to the comma or bracket that ends it, and writes `null` in place of what was written
    /// of it from `mark` on.
    private mutating func expression(from mark: Int) -> Bool {
        output.removeSubrange(mark...)
        output += "null".utf8
        var level = 0
        while skipSpace() {
            switch bytes[position] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): level += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                if level == 0 { return true }
                level -= 1
            case UInt8(ascii: ","), UInt8(ascii: ";"): if level == 0 { return true }
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                skipString(endsAtLineBreak: false)
                continue
            default: break
            }
            position += 1
        }
        return false
    }

    /// Whether a word means the same in JSON.
    private static func isJSON(_ word: String) -> Bool {
        if ["true", "false", "null"].contains(word) { return true }
        guard let first = word.utf8.first, first == UInt8(ascii: "-") || first >= 0x30 && first <= 0x39 else {
            return false
        }
        // What JSON does not take for a number is passed over by its scanner.
        return word.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
    }

    // MARK: Strings

    private var isQuote: Bool {
        position < bytes.count && "'\"`".utf8.contains(bytes[position])
    }

    private mutating func skipString(endsAtLineBreak: Bool) {
        let quote = bytes[position]
        position += 1
        while position < bytes.count, bytes[position] != quote {
            if endsAtLineBreak, bytes[position] == 0x0A, quote != UInt8(ascii: "`") { return }
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
    }

    private mutating func string() -> Bool {
        let quote = bytes[position]
        position += 1
        output.append(UInt8(ascii: "\""))
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == quote {
                output.append(UInt8(ascii: "\""))
                return true
            }
            if byte == UInt8(ascii: "\\") { escape() } else { write(byte) }
        }
        return false
    }

    private mutating func write(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20: JSONEscapes.append(escaped: byte, to: &output)
        default: output.append(byte)
        }
    }

    private mutating func writeUnit(_ unit: UInt32) {
        output += ("\\u" + UInt16(truncatingIfNeeded: unit).hexadecimal).utf8
    }

    private mutating func escape() {
        guard position < bytes.count else { return }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
            output += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "v"): writeUnit(0x0B)
        case UInt8(ascii: "0"): writeUnit(0)
        case UInt8(ascii: "x"): writeUnit(hexadecimal(digits: 2...2) ?? 0xFFFD)
        case UInt8(ascii: "u"): writeUnicodeEscape()
        case 0x0D:
            if position < bytes.count, bytes[position] == 0x0A { position += 1 }
        case 0x0A: break
        default: write(byte)
        }
    }

    private mutating func writeUnicodeEscape() {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else {
            return writeUnit(hexadecimal(digits: 4...4) ?? 0xFFFD)
        }
        position += 1
        let scalar = hexadecimal(digits: 1...6).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") { position += 1 }
        for byte in String(Character(scalar)).utf8 { write(byte) }
    }

    private mutating func hexadecimal(digits: ClosedRange<Int>) -> UInt32? {
        var value: UInt32 = 0
        var count = 0
        while count < digits.upperBound, position < bytes.count,
            let digit = bytes[position].hexadecimalDigitValue
        {
            value = value << 4 | UInt32(digit)
            position += 1
            count += 1
        }
        return count >= digits.lowerBound ? value : nil
    }

    // MARK: Between values

    /// Goes to the next byte that is neither white space nor comment; `false` at the end.
    private mutating func skipSpace() -> Bool {
        while position < bytes.count {
            let byte = bytes[position]
            if byte <= 0x20 {
                position += 1
            } else if starts(with: "<![CDATA[") {
                position += 9
            } else if starts(with: "<!--"), isMarkOnly {
                position += 4
            } else if starts(with: "//") || starts(with: "<!--") || starts(with: "-->") {
                while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
            } else if starts(with: "/*") {
                position += 2
                while position < bytes.count, !starts(with: "*/") { position += 1 }
                position += 2
            } else if starts(with: "\u{FEFF}") || starts(with: "\u{2028}") || starts(with: "\u{2029}") {
                position += 3
            } else if starts(with: "\u{A0}") {
                position += 2
            } else {
                return true
            }
        }
        return false
    }

    /// Whether a value follows the mark `<!--` on its line, so that it is no comment of a line.
    private var isMarkOnly: Bool {
        guard let next = bytes[(position + 4)...].first(where: { $0 > 0x20 }) else { return false }
        return next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
    }

    private func starts(with text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[position + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Reads a name, keyword or number.
    private mutating func word() -> String? {
        let start = position
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        // A sign belongs to a number only, and then comes first or behind its exponent.
        if position == start, position < bytes.count, bytes[position] == UInt8(ascii: "-") {
            position += 1
            while position < bytes.count, Self.isWord(bytes[position]) || "+-".utf8.contains(bytes[position]) {
                position += 1
            }
        }
        guard position > start else { return nil }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte >= 0x80
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: ".")
    }

    /// Goes behind the `=` of an assignment, if one comes next.
    private mutating func assigns() -> Bool {
        guard skipSpace(), bytes[position] == UInt8(ascii: "="),
            position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: "="),
            bytes[position + 1] != UInt8(ascii: ">")
        else { return false }
        position += 1
        return true
    }
}
