/// Percent-encoding of values (RFC 3986).
enum PercentEncoding {
    /// `text` with every byte encoded but ASCII letters, digits, `-`, `.`, `_` and `~`; a space is `%20`.
    static func encode(_ text: String) -> String {
        String(unsafeUninitializedCapacity: 3 * text.utf8.count) { buffer in
            var writer = Writer(buffer: buffer)
            writer.encode(text)
            return writer.count
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
        let capacity = parameters.reduce(base.utf8.count) { $0 + $1.name.utf8.count + 2 + 3 * $1.value.utf8.count }
        return String(unsafeUninitializedCapacity: capacity) { buffer in
            var writer = Writer(buffer: buffer)
            writer.copy(base)
            var mark = UInt8(ascii: "?")
            for (name, value) in parameters where !value.isEmpty {
                writer.append(mark)
                writer.copy(name)
                writer.append(UInt8(ascii: "="))
                writer.encode(value)
                mark = UInt8(ascii: "&")
            }
            return writer.count
        }
    }

    /// Writes into memory that is large enough, so that an address is put together in one pass.
    private struct Writer {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        private(set) var count = 0

        init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

        mutating func append(_ byte: UInt8) {
            buffer[count] = byte
            count += 1
        }

        mutating func copy(_ text: String) {
            var text = text
            text.withUTF8 { for byte in $0 { append(byte) } }
        }

        mutating func encode(_ text: String) {
            var text = text
            text.withUTF8 { bytes in
                for byte in bytes {
                    if isUnreserved(byte) {
                        append(byte)
                    } else {
                        append(UInt8(ascii: "%"))
                        append(hexDigit(byte >> 4))
                        append(hexDigit(byte & 15))
                    }
                }
            }
        }
    }

    /// Whether a byte is an ASCII letter, a digit, `-`, `.`, `_` or `~`: one bit of a set for each byte below 128.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        let set: UInt64 = byte < 64 ? 0x03FF_6000_0000_0000 : byte < 128 ? 0x47FF_FFFE_87FF_FFFE : 0
        return set >> UInt64(byte & 63) & 1 == 1
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
