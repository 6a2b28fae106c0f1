package import DotNewsFoundation

#if DOTNEWS_LIBSODIUM
    import CDotNewsSodium
#else
    import CryptoKit
#endif

// The only file that knows libsodium from CryptoKit: what both have, and nothing else.

/// Returns the hash SHA-256 of some bytes (FIPS 180-4), 32 bytes.
package func sha256(_ message: Data) -> [UInt8] {
    #if DOTNEWS_LIBSODIUM
        var hash = [UInt8](repeating: 0, count: 32)
        message.withUnsafeBytes { message in
            _ = crypto_hash_sha256(&hash, message.bytes, UInt64(message.count))
        }
        return hash
    #else
        return Array(SHA256.hash(data: message))
    #endif
}

/// Returns the code HMAC-SHA-256 of a message (RFC 2104), 32 bytes. The key may have any length.
package func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    #if DOTNEWS_LIBSODIUM
        var state = crypto_auth_hmacsha256_state()
        var code = [UInt8](repeating: 0, count: 32)
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        crypto_auth_hmacsha256_final(&state, &code)
        return code
    #else
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    #endif
}

/// HMAC-SHA-512 (RFC 2104) with a key that is prepared once, for the many codes that PBKDF2 takes.
struct HMACSHA512 {
    #if DOTNEWS_LIBSODIUM
        private var keyed = crypto_auth_hmacsha512_state()
    #else
        private let keyed: HMAC<SHA512>
    #endif

    /// Prepares a key, which may have any length.
    init(key: [UInt8]) {
        #if DOTNEWS_LIBSODIUM
            crypto_auth_hmacsha512_init(&keyed, key, key.count)
        #else
            keyed = HMAC<SHA512>(key: SymmetricKey(data: key))
        #endif
    }

    /// Returns the code of a message, 64 bytes.
    func code(for message: UnsafeRawBufferPointer) -> SIMD64<UInt8> {
        var state = keyed
        #if DOTNEWS_LIBSODIUM
            crypto_auth_hmacsha512_update(&state, message.bytes, UInt64(message.count))
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { code in
                // An allocation that is not empty has an address.
                crypto_auth_hmacsha512_final(&state, code.baseAddress!)
                return UnsafeRawBufferPointer(code).loadUnaligned(as: SIMD64<UInt8>.self)
            }
        #else
            state.update(data: message)
            return state.finalize().withUnsafeBytes { $0.loadUnaligned(as: SIMD64<UInt8>.self) }
        #endif
    }
}

/// The authenticated encryption ChaCha20-Poly1305 (RFC 8439).
///
/// A key must not encrypt two texts with the same nonce.
package enum ChaCha20Poly1305 {
    /// The length of a key, in bytes.
    package static let keySize = 32
    /// The length of a nonce, in bytes.
    package static let nonceSize = 12
    /// The size of an encrypted text beyond the text itself, in bytes.
    package static let tagSize = 16

    /// Returns the encrypted text and its tag.
    package static func encrypt(
        _ text: [UInt8], key: [UInt8], nonce: [UInt8], authenticating context: [UInt8]
    ) -> [UInt8] {
        precondition(key.count == keySize && nonce.count == nonceSize)
        #if DOTNEWS_LIBSODIUM
            var result = [UInt8](repeating: 0, count: text.count + tagSize)
            crypto_aead_chacha20poly1305_ietf_encrypt(
                &result, nil, text, UInt64(text.count), context, UInt64(context.count), nil, nonce, key)
            return result
        #else
            guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
                let box = try? ChaChaPoly.seal(
                    text, using: SymmetricKey(data: key), nonce: nonce, authenticating: context)
            else { preconditionFailure("CryptoKit refuses only keys and nonces of another length") }
            return Array(box.ciphertext) + Array(box.tag)
        #endif
    }

    /// Returns the text; `nil` when it, the context, the key or the nonce is another than it was encrypted with.
    package static func decrypt(
        _ encrypted: [UInt8], key: [UInt8], nonce: [UInt8], authenticating context: [UInt8]
    ) -> [UInt8]? {
        precondition(key.count == keySize && nonce.count == nonceSize)
        guard encrypted.count >= tagSize else { return nil }
        #if DOTNEWS_LIBSODIUM
            var text = [UInt8](repeating: 0, count: encrypted.count - tagSize)
            let code = crypto_aead_chacha20poly1305_ietf_decrypt(
                &text, nil, nil, encrypted, UInt64(encrypted.count), context, UInt64(context.count), nonce, key)
            return code == 0 ? text : nil
        #else
            guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
                let box = try? ChaChaPoly.SealedBox(
                    nonce: nonce, ciphertext: encrypted.dropLast(tagSize), tag: encrypted.suffix(tagSize)),
                let text = try? ChaChaPoly.open(box, using: SymmetricKey(data: key), authenticating: context)
            else { return nil }
            return Array(text)
        #endif
    }
}

/// Overwrites bytes with zeros, which the compiler does not leave out as it would an assignment before their end.
package func wipe(_ bytes: inout [UInt8]) {
    let count = bytes.count
    #if DOTNEWS_LIBSODIUM
        sodium_memzero(&bytes, count)
    #else
        _ = memset_s(&bytes, count, 0, count)
    #endif
}

#if DOTNEWS_LIBSODIUM
    extension UnsafeRawBufferPointer {
        /// The bytes, as libsodium takes them.
        fileprivate var bytes: UnsafePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }
    }
#endif
