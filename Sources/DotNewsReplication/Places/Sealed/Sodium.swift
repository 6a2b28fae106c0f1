#if DOTNEWS_LIBSODIUM
    import CDotNewsSodium

    /// What is used of libsodium.
    enum Sodium {
        static let keySize = 32
        static let nonceSize = 24
        static let tagSize = 16

        /// libsodium's state for the whole process, set up once.
        static let isReady = sodium_init() >= 0

        static func random(_ count: Int) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            randombytes_buf(&bytes, count)
            return bytes
        }

        /// BLAKE2b of 16 bytes, without key: finds damage, not forgery.
        static func checksum(_ bytes: [UInt8]) -> [UInt8] {
            var hash = [UInt8](repeating: 0, count: 16)
            crypto_generichash(&hash, hash.count, bytes, UInt64(bytes.count), nil, 0)
            return hash
        }

        /// Argon2id; `nil` when there is not enough memory.
        static func stretch(_ passphrase: String, salt: [UInt8], effort: SealHeader.Effort) -> [UInt8]? {
            guard salt.count == SealHeader.saltSize else { return nil }
            var key = [UInt8](repeating: 0, count: keySize)
            let code = passphrase.withCString { text in
                crypto_pwhash(
                    &key, UInt64(keySize), text, UInt64(passphrase.utf8.count), salt, UInt64(effort.passes),
                    Int(effort.memory) << 10, crypto_pwhash_ALG_ARGON2ID13)
            }
            return code == 0 ? key : nil
        }

        /// A key for one purpose, made from another.
        static func subkey(_ number: UInt64, of key: [UInt8]) -> [UInt8] {
            var subkey = [UInt8](repeating: 0, count: keySize)
            crypto_kdf_derive_from_key(&subkey, keySize, number, "DNplaces", key)
            return subkey
        }

        static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
            left.count == right.count && sodium_memcmp(left, right, left.count) == 0
        }

        /// XChaCha20-Poly1305: the encrypted text and its tag.
        static func encrypt(_ text: [UInt8], nonce: [UInt8], context: [UInt8], key: [UInt8]) -> [UInt8] {
            var result = [UInt8](repeating: 0, count: text.count + tagSize)
            crypto_aead_xchacha20poly1305_ietf_encrypt(
                &result, nil, text, UInt64(text.count), context, UInt64(context.count), nil, nonce, key)
            return result
        }

        /// The text; `nil` when it, the context or the key is another than it was encrypted with.
        static func decrypt(_ sealed: [UInt8], nonce: [UInt8], context: [UInt8], key: [UInt8]) -> [UInt8]? {
            guard sealed.count >= tagSize, nonce.count == nonceSize else { return nil }
            var text = [UInt8](repeating: 0, count: sealed.count - tagSize)
            let code = crypto_aead_xchacha20poly1305_ietf_decrypt(
                &text, nil, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), nonce, key)
            return code == 0 ? text : nil
        }
    }
#endif
