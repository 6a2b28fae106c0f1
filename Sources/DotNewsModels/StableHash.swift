package import DotNewsFoundation

/// A hash that gives the same value in every process and version (FNV-1a, 64 bits), unlike Swift's `Hasher`.
///
/// Not cryptographic: good against chance, not against someone who looks for collisions.
package struct StableHash {
    /// The hash of what was taken in so far.
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Starts with nothing.
    package init() {}

    /// Takes in bytes, in order.
    package mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// The hash of `data`.
    package static func value(of data: Data) -> UInt64 {
        var hash = StableHash()
        data.withUnsafeBytes { hash.combine($0) }
        return hash.value
    }
}
