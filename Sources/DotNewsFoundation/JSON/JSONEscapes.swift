/// The escapes of JSON strings (RFC 8259, section 7).
package enum JSONEscapes {
    /// Decodes the bytes between the quotes of a string.
    ///
    /// - Returns: The text, and whether an escape was unknown, incomplete or half a surrogate pair. An unknown escape stands
    ///   for the character behind the backslash, half a pair becomes U+FFFD.
    package static func text(of raw: UnsafeBufferPointer<UInt8>) -> (text: String, isRepaired: Bool) {
        var isRepaired = false
        let text = String(unsafeUninitializedCapacity: raw.count) { buffer in
            let result = decode(raw, into: buffer)
            isRepaired = result.isRepaired
            return result.count
        }
        return (text, isRepaired)
    }

    /// Appends the decoded bytes between the quotes of a string, as ``text(of:)`` decodes them.
    package static func append(_ raw: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        let decoded = [UInt8](unsafeUninitializedCapacity: raw.count) { buffer, count in
            count = decode(raw, into: buffer).count
        }
        output += decoded
    }

    /// Decodes `raw` into a buffer of at least its size: no escape is shorter than what it stands for.
    private static func decode(
        _ raw: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> (count: Int, isRepaired: Bool) {
        var isRepaired = false
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
                if scalar == nil { isRepaired = true }
                input += length
                for unit in UTF8.encode(scalar ?? "\u{FFFD}")! { emit(unit) }
            default:
                isRepaired = true
                emit(escape)
            }
        }
        return (output, isRepaired)
    }

    /// Reads the hexadecimal digits behind `\u`.
    ///
    /// - Returns: The character, or `nil` for half a surrogate pair, and how many bytes it takes; `nil` when there are no four
    ///   digits.
    private static func scalar(
        in raw: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (scalar: Unicode.Scalar?, length: Int)? {
        guard let first = unit(in: raw, at: index) else { return nil }
        if let scalar = Unicode.Scalar(first) { return (scalar, 4) }
        if first < 0xDC00, index + 6 <= raw.count, raw[index + 4] == UInt8(ascii: "\\"),
            raw[index + 5] == UInt8(ascii: "u"), let second = unit(in: raw, at: index + 6),
            (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        {
            return (scalar, 10)
        }
        return (nil, 4)
    }

    private static func unit(in raw: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
        guard index + 4 <= raw.count else { return nil }
        var value: UInt32 = 0
        for byte in raw[index..<(index + 4)] {
            guard let digit = byte.hexadecimalDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Appends a byte that cannot stand in a string as it is: a control character, a quote or a backslash.
    package static func append(escaped byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: output.append(UInt8(ascii: "n"))
        case 0x0D: output.append(UInt8(ascii: "r"))
        case 0x09: output.append(UInt8(ascii: "t"))
        case 0..<0x20: output += ("u00" + byte.hexadecimal).utf8
        default: output.append(byte)
        }
    }
}

/// Searches eight bytes at a time, as most of a document is inside strings.
extension UnsafeBufferPointer<UInt8> {
    /// The offset of the first quote or backslash at or after `start`; `count` when there is none.
    func firstQuoteOrBackslash(from start: Int) -> Int { first(from: start, includingControls: false) }

    /// The offset of the first byte at or after `start` that a string must escape; `count` when there is none.
    func firstToEscape(from start: Int) -> Int { first(from: start, includingControls: true) }

    @inline(__always)
    private func first(from start: Int, includingControls: Bool) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones << 7
        /// Has the high bit set of each byte that is zero, and perhaps of bytes behind the first of these.
        func zeroes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highBits }
        let raw = UnsafeRawBufferPointer(self)
        var index = start
        while index + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            var found = zeroes(word ^ (ones &* 0x22)) | zeroes(word ^ (ones &* 0x5C))
            if includingControls { found |= zeroes(word & (ones &* 0xE0)) }
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            let byte = self[index]
            if byte == 0x22 || byte == 0x5C || includingControls && byte < 0x20 { break }
            index += 1
        }
        // A string that ends in a backslash asks from behind the end.
        return Swift.min(index, count)
    }
}
