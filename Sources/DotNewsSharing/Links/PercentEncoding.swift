/// Percent-encoding of values (RFC 3986).
enum PercentEncoding {
    /// `text` with every byte encoded but ASCII letters, digits, `-`, `.`, `_` and `~`; a space is `%20`.
    static func encode(_ text: String) -> String {
        var result = ""
        append(text, to: &result)
        return result
    }

    /// Appends the encoded form of `text`.
    static func append(_ text: String, to result: inout String) {
        var text = text
        text.withUTF8 { bytes in
            var length = 0
            for byte in bytes { length += isUnreserved(byte) ? 1 : 3 }
            guard length > bytes.count else {
                result += String(decoding: bytes, as: UTF8.self)
                return
            }
            result += String(unsafeUninitializedCapacity: length) { buffer in
                var index = 0
                for byte in bytes {
                    if isUnreserved(byte) {
                        buffer[index] = byte
                        index += 1
                    } else {
                        buffer[index] = UInt8(ascii: "%")
                        buffer[index + 1] = hexDigit(byte >> 4)
                        buffer[index + 2] = hexDigit(byte & 15)
                        index += 3
                    }
                }
                return index
            }
        }
    }

    /// Undoes ``encode(_:)``; what is no escape stays as it is.
    static func decode(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = value(bytes[index + 1]),
                let low = value(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `base`, a question mark, and the parameters that have a value, each encoded once.
    static func address(_ base: String, _ parameters: [(name: String, value: String)]) -> String {
        var result = base
        result.reserveCapacity(base.utf8.count + parameters.reduce(0) { $0 + $1.value.utf8.count * 3 })
        var separator = "?"
        for (name, value) in parameters where !value.isEmpty {
            result += separator
            result += name
            result += "="
            append(value, to: &result)
            separator = "&"
        }
        return result
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
