/// How long a host label becomes in Punycode (RFC 3492).
enum PunycodeLength {
    /// The length in bytes of `label` as it is asked of the DNS: itself when it is ASCII, `xn--…` when not.
    ///
    /// The ideographic full stops count as dots, and each part between them is encoded on its own.
    static func ofLabel(_ label: ArraySlice<UInt16>) -> Int {
        if label.allSatisfy({ $0 < 0x80 }) { return label.count }
        let parts = label.split(omittingEmptySubsequences: false) { $0 == 0x3002 || $0 == 0xFF0E || $0 == 0xFF61 }
        return parts.count - 1
            + parts.reduce(0) { sum, part in
                sum + (part.allSatisfy { $0 < 0x80 } ? part.count : 4 + encodedLength(part))
            }
    }

    /// Only the number of digits is wanted, so the digits are counted and not written.
    private static func encodedLength(_ label: ArraySlice<UInt16>) -> Int {
        let scalars = String(decoding: label, as: UTF16.self).unicodeScalars.map(\.value)
        let basicCount = scalars.count { $0 < 0x80 }
        var length = basicCount > 0 ? basicCount + 1 : 0
        var handled = basicCount
        var next: UInt32 = 128
        var delta = 0
        var bias = 72
        while handled < scalars.count {
            let smallest = scalars.lazy.filter { $0 >= next }.min() ?? next
            delta += Int(smallest - next) * (handled + 1)
            next = smallest
            for scalar in scalars {
                if scalar < next { delta += 1 }
                guard scalar == next else { continue }
                length += digitCount(of: delta, bias: bias)
                bias = adapted(delta: delta, count: handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return length
    }

    private static func digitCount(of delta: Int, bias: Int) -> Int {
        var rest = delta
        var count = 1
        var k = 36
        while true {
            let threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
            if rest < threshold { return count }
            rest = (rest - threshold) / (36 - threshold)
            count += 1
            k += 36
        }
    }

    private static func adapted(delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var k = 0
        while delta > 455 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }
}
