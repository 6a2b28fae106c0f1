/// A hash that gives the same value in every process and version (FNV-1a), unlike Swift's `Hasher`.
///
/// Not cryptographic: good against chance, not against someone who looks for collisions.
struct StableHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Takes in bytes, in order.
    mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
