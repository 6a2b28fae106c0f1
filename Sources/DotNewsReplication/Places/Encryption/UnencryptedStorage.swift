import DotNewsFoundation
import Synchronization

/// A storage whose objects are not encrypted, and which refuses to work where others' are.
///
/// Without it a device that was given no recovery code or passphrase would put into the clear, beside the encrypted
/// objects, what the reader wants nobody to read.
final class UnencryptedStorage: ReplicaPlace {
    private let base: any ReplicaPlace
    /// Whether a listing has shown that there is no header.
    private let isChecked = Mutex(false)

    init(over base: any ReplicaPlace) { self.base = base }

    func list() async throws(ReplicaPlaceError) -> [ReplicaObject] {
        let objects = try await base.list()
        guard !objects.contains(where: { $0.name == EncryptionHeader.name }) else {
            throw ReplicaPlaceError(
                .encrypted, while: "listing the storage",
                reason: "it is encrypted; give the recovery code or passphrase that the other devices use")
        }
        isChecked.withLock { $0 = true }
        return objects
    }

    func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(ReplicaPlaceError) -> Data {
        try await base.read(name, maximumSize: maximumSize)
    }

    func create(_ content: Data, named name: ReplicaObjectName) async throws(ReplicaPlaceError) {
        if !isChecked.withLock({ $0 }) { _ = try await list() }
        try await base.create(content, named: name)
    }

    func remove(_ name: ReplicaObjectName) async throws(ReplicaPlaceError) {
        try await base.remove(name)
    }
}
