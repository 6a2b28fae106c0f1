import DotNewsModels

/// Text that the texts of a store have in common: what a compressed text may refer to besides itself.
///
/// The store keeps it, and never changes it: without it, its texts cannot be read.
struct TextDictionary: Sendable, Equatable {
    /// Its number in the store, one of ``numbers``; what was compressed with it names it.
    let number: Int
    /// The bytes, at most ``maximumSize``.
    let bytes: [UInt8]

    /// The numbers that a compressed text can name. No dictionary has 0.
    static let numbers = 1...3

    /// How far back DEFLATE refers, 32 KiB, without what zlib keeps for itself (`MIN_LOOKAHEAD`, 262 bytes).
    static let maximumSize = 32_768 - 262

    /// - Returns: `nil` for a number that no text can name, and for bytes that no text can refer to.
    init?(number: Int, bytes: [UInt8]) {
        guard Self.numbers.contains(number), !bytes.isEmpty, bytes.count <= Self.maximumSize else { return nil }
        self.number = number
        self.bytes = bytes
    }

    /// A 64-bit hash of the bytes (FNV-1a). A dictionary that has been damaged would put other words into every text.
    var checksum: Int64 {
        var hash = StableHash()
        bytes.withUnsafeBytes { hash.combine($0) }
        return Int64(bitPattern: hash.value)
    }
}
