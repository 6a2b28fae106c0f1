#if canImport(CryptoKit)
    import CryptoKit
#else
    import CDotNewsSodium
    import DotNewsFoundation
#endif

/// The hash SHA-256 (FIPS 180-4).
enum SHA256Hash {
    /// The hash of some bytes, as 64 lowercase hexadecimal digits.
    static func hexadecimal(of data: Data) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: hash(of: data).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func hash(of data: Data) -> [UInt8] {
        #if canImport(CryptoKit)
            return Array(SHA256.hash(data: data))
        #else
            var hash = [UInt8](repeating: 0, count: 32)
            let bytes = [UInt8](data)
            crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
            return hash
        #endif
    }
}
