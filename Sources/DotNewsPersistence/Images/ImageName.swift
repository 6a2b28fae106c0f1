import DotNewsFoundation

/// The name of a cached image's file, made from its content: 32 hexadecimal digits, and its type.
///
/// Nothing of the name comes from the network. The hash (FNV-1a, 128 bits) is not cryptographic, so the cache
/// compares a file that has the name already with what it wants to store, and takes the next ``variant`` when they
/// differ.
struct ImageName: Hashable, Sendable {
    let text: String

    init(content: some Collection<UInt8>, type: ImageType, variant: Int) {
        var hash = (high: 0x6C62_272E_07BB_0142 as UInt64, low: 0x62B8_2175_6295_C58D as UInt64)
        // The prime is 2^88 + 0x13B.
        for byte in content {
            hash.low ^= UInt64(byte)
            let product = hash.low.multipliedFullWidth(by: 0x13B)
            hash.high = hash.high &* 0x13B &+ product.high &+ (hash.low << 24)
            hash.low = product.low
        }
        let digits = hash.high.hexadecimal + hash.low.hexadecimal
        text = digits + (variant == 0 ? "" : "-\(variant)") + "." + type.rawValue
    }

    /// Takes a name read from the store; `nil` unless it is of the form that the cache makes, so that a damaged store
    /// cannot name a file elsewhere.
    init?(stored text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, ImageType(rawValue: String(parts[1])) != nil,
            (32...40).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ $0.isLowercaseHexadecimalDigit || $0 == 0x2D })
        else { return nil }
        self.text = text
    }
}
