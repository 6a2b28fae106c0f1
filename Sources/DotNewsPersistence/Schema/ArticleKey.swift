package import DotNewsModels

/// An article's id as the store keeps it: the twelve bytes that its 24 hexadecimal digits stand for.
package struct ArticleKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt32

    /// The key of `id`.
    package init(_ id: ArticleID) {
        var high: UInt64 = 0
        var low: UInt32 = 0
        for (index, digit) in id.rawValue.utf8.dropFirst(2).enumerated() {
            let value = digit <= 0x39 ? digit &- 0x30 : (digit | 0x20) &- 0x57
            if index < 16 { high = high << 4 | UInt64(value & 0xF) } else { low = low << 4 | UInt32(value & 0xF) }
        }
        self.high = high
        self.low = low
    }

    /// Reads twelve bytes; `nil` for another number of them.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 12 else { return nil }
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        low = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    }

    /// The twelve bytes, in the order of the digits.
    package var bytes: (UInt32, UInt32, UInt32) {
        (UInt32(truncatingIfNeeded: high >> 32).bigEndian, UInt32(truncatingIfNeeded: high).bigEndian, low.bigEndian)
    }

    /// The id.
    package var id: ArticleID {
        ArticleID(
            validated: String(unsafeUninitializedCapacity: 26) { buffer in
                buffer[0] = UInt8(ascii: "A")
                buffer[1] = UInt8(ascii: "P")
                var (high, low) = (high, low)
                for index in stride(from: 17, to: 1, by: -1) {
                    buffer[index] = Self.digit(UInt8(truncatingIfNeeded: high))
                    high >>= 4
                }
                for index in stride(from: 25, to: 17, by: -1) {
                    buffer[index] = Self.digit(UInt8(truncatingIfNeeded: low))
                    low >>= 4
                }
                return 26
            })
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        let nibble = value & 0xF
        return nibble &+ (nibble < 10 ? 0x30 : 0x57)
    }
}

extension ArticleKey: Comparable {
    /// Orders keys as SQLite orders their bytes.
    package static func < (lhs: Self, rhs: Self) -> Bool { (lhs.high, lhs.low) < (rhs.high, rhs.low) }
}
