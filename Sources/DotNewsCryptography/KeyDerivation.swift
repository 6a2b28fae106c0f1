/// Keys for purposes, made from one that cannot be guessed: HKDF with SHA-256 (RFC 5869).
package enum HKDF256 {
    /// Returns a key.
    ///
    /// - Parameters:
    ///   - input: What the key is made from.
    ///   - salt: No secret; may be empty.
    ///   - info: The purpose. Other purposes lead to keys that have nothing to do with this one.
    ///   - count: The length of the key, 1 to 8,160 bytes.
    package static func key(from input: [UInt8], salt: [UInt8], info: [UInt8], count: Int = 32) -> [UInt8] {
        precondition((1...255 * 32).contains(count))
        let pseudorandom = hmacSHA256(input, key: salt)
        var output: [UInt8] = []
        var block: [UInt8] = []
        var number: UInt8 = 1
        while output.count < count {
            block = hmacSHA256(block + info + [number], key: pseudorandom)
            output += block
            number &+= 1
        }
        return Array(output.prefix(count))
    }
}

/// Keys from passphrases, each guess of which is to cost time: PBKDF2 with HMAC-SHA-512 (RFC 8018).
package enum PBKDF2 {
    /// The number of iterations between two questions whether to go on.
    private static let iterationsBetweenLooks = 4_096

    /// Returns a key of 1 to 64 bytes; `nil` when it was cancelled.
    ///
    /// - Complexity: O(`iterations`), some half a million a second on one core of a server.
    package static func key(
        from passphrase: [UInt8], salt: [UInt8], iterations: Int, count: Int = 32,
        isCancelled: () -> Bool = { false }
    ) -> [UInt8]? {
        precondition(iterations >= 1 && (1...64).contains(count))
        let hmac = HMACSHA512(key: passphrase)
        // The number of the block follows the salt; 64 bytes are the first.
        var code = (salt + [0, 0, 0, 1]).withUnsafeBytes { hmac.code(for: $0) }
        var result = code
        for iteration in 1..<iterations {
            if iteration.isMultiple(of: iterationsBetweenLooks), isCancelled() { return nil }
            code = withUnsafeBytes(of: code) { hmac.code(for: $0) }
            result ^= code
        }
        return withUnsafeBytes(of: result) { Array($0.prefix(count)) }
    }
}
