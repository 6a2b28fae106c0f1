import DotNewsFoundation

/// The identity of a device among those that share a reader's state: 128 random bits.
///
/// It says nothing about the device. One that was restored from a backup takes a new one.
public struct ReplicaDeviceID: Hashable, Sendable, Comparable, LosslessStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// The number of bytes.
    package static let byteCount = 16

    /// A new identity.
    package static func random(using generator: inout some RandomNumberGenerator) -> ReplicaDeviceID {
        ReplicaDeviceID(high: generator.next(), low: generator.next())
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 16 bytes; `nil` for another number of them.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// The 16 bytes, in the order of the digits.
    package var bytes: (UInt64, UInt64) { (high.bigEndian, low.bigEndian) }

    /// Reads 32 hexadecimal digits in lower case; `nil` for anything else.
    public init?(_ text: String) {
        let utf8 = text.utf8
        guard utf8.count == 32,
            utf8.allSatisfy(\.isLowercaseHexadecimalDigit),
            let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    /// 32 hexadecimal digits in lower case.
    public var description: String { high.hexadecimal + low.hexadecimal }

    /// Orders identities by their bytes.
    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}
