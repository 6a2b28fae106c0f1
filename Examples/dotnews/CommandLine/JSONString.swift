/// Reads a line that is a JSON string (RFC 8259) and nothing else.
///
/// Strict but for one thing: an escaped surrogate without its other half becomes U+FFFD. It is one UTF-16 unit too, and
/// every service counts both alike.
enum JSONString {
    /// The text; `nil` when the line is no JSON string, or not UTF-8.
    static func text(of line: ArraySlice<UInt8>) -> String? {
        let line = line.trimming { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        guard line.count >= 2, line.first == UInt8(ascii: "\""), line.last == UInt8(ascii: "\"") else { return nil }
        let content = line.dropFirst().dropLast()
        var isPlain = true
        for byte in content {
            if byte < 0x20 { return nil }
            if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") { isPlain = false }
        }
        if isPlain { return String(validating: content, as: UTF8.self) }
        return unescaped(content).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static func unescaped(_ content: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return nil
            case UInt8(ascii: "\\"): guard appendEscape(&rest, to: &result) else { return nil }
            default: result.append(byte)
            }
        }
        return result
    }

    private static func appendEscape(_ rest: inout ArraySlice<UInt8>, to result: inout [UInt8]) -> Bool {
        switch rest.popFirst() {
        case UInt8(ascii: "u"):
            guard let scalar = escapedScalar(&rest) else { return false }
            result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case let byte? where "\"\\/".utf8.contains(byte): result.append(byte)
        default: return false
        }
        return true
    }

    /// The code point of `\u….` or of two of them that are a pair; `nil` when digits are missing.
    private static func escapedScalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let unit = hexadecimal(&rest) else { return nil }
        if unit & 0xFC00 == 0xD800, rest.starts(with: "\\u".utf8) {
            var ahead = rest.dropFirst(2)
            guard let low = hexadecimal(&ahead) else { return nil }
            if low & 0xFC00 == 0xDC00 {
                rest = ahead
                return Unicode.Scalar(0x1_0000 + ((unit & 0x3FF) << 10 | low & 0x3FF))
            }
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private static func hexadecimal(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
        guard rest.count >= 4 else { return nil }
        var value: UInt32 = 0
        for byte in rest.prefix(4) {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        rest = rest.dropFirst(4)
        return value
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimming(_ isSpace: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, isSpace(first) { slice.removeFirst() }
        while let last = slice.last, isSpace(last) { slice.removeLast() }
        return slice
    }
}
