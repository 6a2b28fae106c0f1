/// Percent-encoding of parts of an address (RFC 3986, section 2.1).
package enum PercentEncoding {
    /// The ASCII characters that stand as they are; every other byte is encoded.
    package struct AllowedSet: Sendable {
        /// One bit a character.
        @usableFromInline let low: UInt64
        @usableFromInline let high: UInt64

        /// The unreserved characters: letters, digits and `-._~`. For a value in a query and a segment of a path.
        package static let unreserved = AllowedSet { byte in
            byte >= 0x30 && byte <= 0x39 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || "-._~".utf8.contains(byte)
        }

        /// Whatever may stand in a path, query and fragment, the percent sign included: an address that is encoded already
        /// stays as it is.
        package static let address = AllowedSet { byte in
            byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
        }

        private init(_ isAllowed: (UInt8) -> Bool) {
            func bits(_ range: Range<UInt8>) -> UInt64 {
                range.reduce(0) { isAllowed($1) ? $0 | 1 << UInt64($1 & 63) : $0 }
            }
            low = bits(0..<64)
            high = bits(64..<128)
        }

        @inlinable
        func contains(_ byte: UInt8) -> Bool {
            byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
        }
    }

    /// Returns the text with everything encoded but the characters of `allowed`.
    package static func encode(_ text: String, keeping allowed: AllowedSet = .unreserved) -> String {
        var text = text
        return text.withUTF8 { encode($0, keeping: allowed) }
    }

    /// Returns bytes with everything encoded but the characters of `allowed`.
    @inlinable
    package static func encode(_ bytes: some Sequence<UInt8>, keeping allowed: AllowedSet = .unreserved) -> String {
        var result: [UInt8] = []
        append(bytes, to: &result, keeping: allowed)
        return String(decoding: result, as: UTF8.self)
    }

    /// Appends bytes with everything encoded but the characters of `allowed`.
    @inlinable
    package static func append(
        _ bytes: some Sequence<UInt8>, to result: inout [UInt8], keeping allowed: AllowedSet = .unreserved
    ) {
        result.reserveCapacity(result.count + bytes.underestimatedCount)
        for byte in bytes {
            if allowed.contains(byte) {
                result.append(byte)
            } else {
                result += [
                    UInt8(ascii: "%"), (byte >> 4).uppercaseHexadecimalDigit, (byte & 15).uppercaseHexadecimalDigit,
                ]
            }
        }
    }

    /// Returns the text that was encoded; `nil` when it is not UTF-8, or a percent sign is not followed by two digits.
    package static func decode(_ text: some StringProtocol) -> String? {
        let (bytes, isStrict) = decoded(text.utf8)
        return isStrict ? String(validating: bytes, as: UTF8.self) : nil
    }

    /// Returns bytes without percent-encoding. A percent sign without two digits behind it stands for itself.
    package static func decodeLeniently(_ text: some Sequence<UInt8>) -> [UInt8] { decoded(text).bytes }

    private static func decoded(_ text: some Sequence<UInt8>) -> (bytes: [UInt8], isStrict: Bool) {
        var bytes: [UInt8] = []
        var isStrict = true
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else if rest.count >= 2, let high = rest[rest.startIndex].hexadecimalDigitValue,
                let low = rest[rest.startIndex + 1].hexadecimalDigitValue
            {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
                isStrict = false
            }
        }
        return (bytes, isStrict)
    }
}
