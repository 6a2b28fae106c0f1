import DotNewsFoundation
import Synchronization

/// A storage whose objects are not encrypted, and which refuses to work where others' are.
///
/// Without it a device that was given no recovery code or passphrase would put into the clear, beside the encrypted
/// objects, what the reader wants nobody to read.
final class UnencryptedStorage: RemoteStorage {
    private let base: any RemoteStorage
    /// Whether it has been seen that the objects are not encrypted.
    private let isChecked = Mutex(false)

    init(over base: any RemoteStorage) { self.base = base }

    func list() async throws(RemoteStorageError) -> [ReplicaObject] {
        let objects = try await base.list()
        guard !objects.contains(where: { $0.name == EncryptionHeader.name }) else {
            throw Self.encrypted("listing the storage")
        }
        return objects
    }

    func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
        let content = try await base.read(name, maximumSize: maximumSize)
        guard !EncryptionKey.isEncrypted(content) else { throw Self.encrypted("reading \(name)") }
        return content
    }

    func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
        if !isChecked.withLock({ $0 }) {
            // Whoever runs the storage can remove its header.
            guard try await !EncryptionKey.isUsed(for: list(), in: base) else {
                throw Self.encrypted("writing \(name)")
            }
            isChecked.withLock { $0 = true }
        }
        try await base.create(content, named: name)
    }

    func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) {
        try await base.remove(name)
    }

    private static func encrypted(_ activity: String) -> RemoteStorageError {
        RemoteStorageError(
            .encrypted, while: activity,
            reason: "it is encrypted; give the recovery code or passphrase that the other devices use")
    }
}
