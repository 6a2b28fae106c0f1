#if DOTNEWS_LIBSODIUM
    import CDotNewsSodium
    import DotNewsFoundation
    import DotNewsModels
    import Synchronization

    /// The key of a sealed place, and what is done with it. The memory is wiped when the last reference goes.
    final class SealKey: Sendable {
        /// How much longer an object is than its content, in bytes: mark, nonce and tag.
        static let overhead = mark.count + Sodium.nonceSize + Sodium.tagSize

        private static let mark = Array("DNS1".utf8)
        /// Under a lock only so that it can be wiped.
        private let bytes: Mutex<[UInt8]>

        private init(_ bytes: [UInt8]) { self.bytes = Mutex(bytes) }

        deinit {
            bytes.withLock { sodium_memzero(&$0, $0.count) }
        }

        /// Makes a header with a new salt, and its key; `nil` when there is not enough memory.
        static func make(passphrase: String, effort: SealHeader.Effort) -> (header: SealHeader, key: SealKey)? {
            let salt = Sodium.random(SealHeader.saltSize)
            guard let (key, check) = derive(passphrase, salt: salt, effort: effort) else { return nil }
            return (SealHeader(effort: effort, salt: salt, check: check), key)
        }

        /// Makes the key that belongs to a header, and says whether the passphrase is the right one; `nil` when there is
        /// not enough memory.
        static func open(_ header: SealHeader, passphrase: String) -> (key: SealKey, isRight: Bool)? {
            guard let (key, check) = derive(passphrase, salt: header.salt, effort: header.effort) else { return nil }
            return (key, Sodium.isEqual(check, header.check))
        }

        private static func derive(
            _ passphrase: String, salt: [UInt8], effort: SealHeader.Effort
        ) -> (SealKey, check: [UInt8])? {
            // The same characters may be typed as different code points on different devices.
            let text = passphrase.canonicallyComposed
            guard Sodium.isReady, var main = Sodium.stretch(text, salt: salt, effort: effort) else { return nil }
            defer { sodium_memzero(&main, main.count) }
            return (SealKey(Sodium.subkey(2, of: main)), Sodium.subkey(1, of: main))
        }

        /// Encrypts the content of an object.
        func seal(_ content: Data, name: ReplicaObjectName) -> Data {
            let nonce = Sodium.random(Sodium.nonceSize)
            let sealed = bytes.withLock { key in
                Sodium.encrypt([UInt8](content), nonce: nonce, context: Self.context(name), key: key)
            }
            return Data(Self.mark + nonce + sealed)
        }

        /// Decrypts the content of an object.
        func open(_ object: Data, name: ReplicaObjectName) throws(OpeningFailure) -> Data {
            let object = [UInt8](object)
            guard object.starts(with: Self.mark) else { throw .notSealed }
            let rest = object.dropFirst(Self.mark.count)
            let (nonce, sealed) = (Array(rest.prefix(Sodium.nonceSize)), Array(rest.dropFirst(Sodium.nonceSize)))
            let content = bytes.withLock { key in
                Sodium.decrypt(sealed, nonce: nonce, context: Self.context(name), key: key)
            }
            guard let content else { throw .damaged }
            return Data(content)
        }

        /// Why an object cannot be decrypted.
        enum OpeningFailure: Error {
            case notSealed
            case damaged
        }

        /// What an object is bound to: the version of the format, and its name.
        private static func context(_ name: ReplicaObjectName) -> [UInt8] {
            Array("DotNews object 1\0\(name.rawValue)".utf8)
        }
    }
#endif
