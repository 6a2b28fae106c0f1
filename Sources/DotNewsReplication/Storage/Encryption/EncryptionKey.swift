import DotNewsCryptography
import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import Synchronization

/// The main key of an encrypted storage. The memory is wiped when the last reference goes.
///
/// Every object has a key of its own, made from the main key, a random salt of 256 bits and the object's name. A key so
/// encrypts one text only, which is why its nonce may be fixed.
final class EncryptionKey: Sendable {
    /// The size of an object beyond its content, in bytes.
    static let overhead = mark.count + saltSize + ChaCha20Poly1305.tagSize

    private static let mark = Array("DNE1".utf8)
    /// The bytes that objects of all versions begin with.
    private static let family = Array("DNE".utf8)
    private static let saltSize = 32
    private static let nonce = [UInt8](repeating: 0, count: ChaCha20Poly1305.nonceSize)
    private static let purpose = "DotNews storage 1 "
    /// The objects that are tried to tell whether a storage is encrypted.
    private static let maximumAttempts = 8

    /// Under a lock only so that it can be wiped.
    private let bytes: Mutex<[UInt8]>
    /// Bytes that tell this key from others, and nothing of it.
    let check: [UInt8]

    /// Makes the key that a secret leads to, with the salt of a header; `nil` when the secret is of another kind than the
    /// header's, or making it was cancelled.
    init?(
        _ secret: EncryptionSecret, salt: [UInt8], origin: EncryptionHeader.Origin, isCancelled: () -> Bool = { false }
    ) {
        var main: [UInt8]
        switch (secret, origin) {
        case (.recoveryCode(let code), .recoveryCode):
            main = HKDF256.key(from: code.symbols, salt: salt, info: Array("\(Self.purpose)main key".utf8))
        case (.passphrase(let passphrase), .passphrase(let iterations)):
            // The same characters may be typed as different code points on different devices.
            let text = Array(passphrase.revealed.canonicallyComposed.utf8)
            guard
                let key = PBKDF2.key(from: text, salt: salt, iterations: iterations, isCancelled: isCancelled)
            else { return nil }
            main = key
        default: return nil
        }
        check = HKDF256.key(from: main, salt: salt, info: Array("\(Self.purpose)check".utf8))
        bytes = Mutex(main)
        wipe(&main)
    }

    deinit { bytes.withLock { wipe(&$0) } }

    /// Encrypts the content of an object.
    func encrypt(_ content: Data, name: ReplicaObjectName) -> Data {
        encrypt(content, name: name, salt: randomBytes(Self.saltSize))
    }

    /// Encrypts the content of an object with a given salt, which must never come twice.
    func encrypt(_ content: Data, name: ReplicaObjectName, salt: [UInt8]) -> Data {
        let encrypted = withObjectKey(name, salt) { key, context in
            ChaCha20Poly1305.encrypt([UInt8](content), key: key, nonce: Self.nonce, authenticating: context)
        }
        return Data(Self.mark + salt + encrypted)
    }

    /// Decrypts the content of an object.
    func decrypt(_ object: Data, name: ReplicaObjectName) throws(Failure) -> Data {
        guard object.starts(with: Self.mark) else { throw Self.failure(of: object) }
        let rest = [UInt8](object.dropFirst(Self.mark.count))
        let content = withObjectKey(name, Array(rest.prefix(Self.saltSize))) { key, context in
            ChaCha20Poly1305.decrypt(
                Array(rest.dropFirst(Self.saltSize)), key: key, nonce: Self.nonce, authenticating: context)
        }
        guard let content else { throw .damaged }
        return Data(content)
    }

    /// The ways in which an object cannot be decrypted.
    enum Failure: Error {
        case notEncrypted
        case otherFormat
        case damaged
    }

    /// Whether an object begins as encrypted ones do, of whatever version.
    static func isEncrypted(_ object: Data) -> Bool { object.starts(with: family) }

    /// Whether the objects of a storage are encrypted, told by the smallest one that can be read.
    static func isUsed(
        for objects: [ReplicaObject], in base: any RemoteStorage
    ) async throws(RemoteStorageError) -> Bool {
        for object in objects.sorted(by: { ($0.size ?? .max) < ($1.size ?? .max) }).prefix(maximumAttempts) {
            do throws(RemoteStorageError) {
                return isEncrypted(try await base.read(object.name, maximumSize: 16 << 20))
            } catch {
                // Another device may have removed it since it was listed.
                guard error.code == .missing || error.code == .tooLarge else { throw error }
            }
        }
        return false
    }

    private static func failure(of object: Data) -> Failure {
        if mark.starts(with: object) { return .damaged }
        return isEncrypted(object) ? .otherFormat : .notEncrypted
    }

    /// Calls `body` with the key of an object, and what the object is bound to.
    private func withObjectKey<Value>(
        _ name: ReplicaObjectName, _ salt: [UInt8], _ body: (_ key: [UInt8], _ context: [UInt8]) -> Value
    ) -> Value {
        let context = Array("\(Self.purpose)object \(name.rawValue)".utf8)
        var key = bytes.withLock { HKDF256.key(from: $0, salt: salt, info: context) }
        defer { wipe(&key) }
        return body(key, context)
    }
}
