import DotNewsCryptography
public import DotNewsFoundation
import DotNewsNetworking

/// Encryption over any other storage.
///
/// Objects are encrypted with ChaCha20-Poly1305, each with a key of its own, and bound to their names, so that whoever runs
/// the storage can neither read nor change them, nor pass one off as another. Names, sizes and times can be seen.
/// docs/sync.md has the format, which is the same on all systems, and what it protects against.
///
/// ```swift
/// let code = RecoveryCode.random()
/// let storage = EncryptedStorage(over: folder, secret: .recoveryCode(code))
/// ```
///
/// The first device to write makes a header, `encryption.header`, from which the others make the same key; of two at
/// the same time one makes it, and the other uses it. A storage that holds objects and no header is not taken over.
///
/// Errors have the codes ``RemoteStorageError/Code/wrongSecret``, ``RemoteStorageError/Code/otherFormat``,
/// ``RemoteStorageError/Code/headerMissing``, ``RemoteStorageError/Code/notEncrypted`` and
/// ``RemoteStorageError/Code/damaged``. None of them loses anything: a storage can be emptied, and every device writes again
/// what it has.
public actor EncryptedStorage: RemoteStorage {
    private let base: any RemoteStorage
    private let secret: EncryptionSecret
    private let passphraseOrigin: EncryptionHeader.Origin
    private var opening: Task<Result<EncryptionKey, RemoteStorageError>, Never>?

    /// Creates encryption over a storage, of which nothing is asked yet.
    public init(over base: any RemoteStorage, secret: EncryptionSecret) {
        self.init(over: base, secret: secret, passphraseOrigin: .standardPassphrase)
    }

    /// Takes how a key is made from a passphrase where there is no header yet, for tests.
    init(over base: any RemoteStorage, secret: EncryptionSecret, passphraseOrigin: EncryptionHeader.Origin) {
        self.base = base
        self.secret = secret
        self.passphraseOrigin = passphraseOrigin
    }

    /// Returns the objects, with the sizes of their contents. Takes no key, so that a wrong secret does not show here.
    public func list() async throws(RemoteStorageError) -> [ReplicaObject] {
        let objects = try await base.list()
        guard objects.isEmpty || objects.contains(where: { $0.name == EncryptionHeader.name }) else {
            throw await Self.withoutHeader(objects, in: base, "listing the storage")
        }
        return objects.filter { $0.name != EncryptionHeader.name }.map { object in
            ReplicaObject(name: object.name, size: object.size.map { max($0 - EncryptionKey.overhead, 0) })
        }
    }

    /// Reads and decrypts an object.
    public func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
        let activity = "reading \(name)"
        let (bound, overflow) = maximumSize.addingReportingOverflow(EncryptionKey.overhead)
        let object = try await base.read(name, maximumSize: overflow ? .max : bound)
        let key = try await key(activity)
        do throws(EncryptionKey.Failure) {
            return try key.decrypt(object, name: name)
        } catch {
            throw Self.failure(error, activity)
        }
    }

    /// Encrypts and adds an object.
    ///
    /// The same content is encrypted differently each time. That an object is there already with this content is
    /// therefore found out by reading it.
    public func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
        let activity = "writing \(name)"
        guard name != EncryptionHeader.name else {
            throw RemoteStorageError(.exists, while: activity, reason: "the name is that of the header")
        }
        let object = try await key(activity).encrypt(content, name: name)
        do throws(RemoteStorageError) {
            try await base.create(object, named: name)
        } catch {
            guard error.code == .exists, try await isPresent(content, named: name, while: activity) else {
                throw error
            }
        }
    }

    /// Removes an object.
    public func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) {
        guard name != EncryptionHeader.name else { return }
        try await base.remove(name)
    }
}

// MARK: - The key

extension EncryptedStorage {
    /// Tries the secret, and sets encryption up where there is nothing yet.
    func unlock() async throws(RemoteStorageError) { _ = try await key("opening the storage") }

    /// Returns the key, made once for all who ask.
    private func key(_ activity: String) async throws(RemoteStorageError) -> EncryptionKey {
        while !Task.isCancelled {
            let task =
                opening
                ?? Task { [base, secret, passphraseOrigin] in
                    do throws(RemoteStorageError) {
                        return .success(try await Self.open(base, secret, passphraseOrigin, activity))
                    } catch {
                        return .failure(error)
                    }
                }
            opening = task
            let result = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            guard case .failure(let error) = result else { return try result.get() }
            // A later call may fare better.
            if opening == task { opening = nil }
            // Cancelled by another who waited for it too.
            if error.code != .cancelled { throw error }
        }
        throw Self.cancelled(activity)
    }

    private static func open(
        _ base: any RemoteStorage, _ secret: EncryptionSecret, _ passphraseOrigin: EncryptionHeader.Origin,
        _ activity: String
    ) async throws(RemoteStorageError) -> EncryptionKey {
        guard !secret.kept.revealed.isEmpty else {
            throw RemoteStorageError(.wrongSecret, while: activity, reason: "the passphrase is empty; give one")
        }
        if let header = try await header(in: base, activity) { return try await key(header, secret, activity) }
        let objects = try await base.list()
        guard objects.isEmpty else { throw await withoutHeader(objects, in: base, activity) }
        let origin: EncryptionHeader.Origin =
            if case .passphrase = secret { passphraseOrigin } else { .recoveryCode }
        let salt = randomBytes(EncryptionHeader.saltSize)
        guard let made = try await key(secret, salt: salt, origin: origin, activity) else { throw cancelled(activity) }
        do throws(RemoteStorageError) {
            let header = EncryptionHeader(origin: origin, salt: salt, check: made.check)
            try await base.create(header.data, named: EncryptionHeader.name)
        } catch {
            guard error.code == .exists || error.code == .locked else { throw error }
        }
        // What is there now counts, whoever made it.
        guard let header = try await header(in: base, activity) else {
            throw RemoteStorageError(
                .locked, while: activity, reason: "another device is just setting encryption up; try again later")
        }
        return header.salt == salt ? made : try await key(header, secret, activity)
    }

    private static func header(
        in base: any RemoteStorage, _ activity: String
    ) async throws(RemoteStorageError) -> EncryptionHeader? {
        let data: Data
        do throws(RemoteStorageError) {
            data = try await base.read(EncryptionHeader.name, maximumSize: 4_096)
        } catch {
            switch error.code {
            case .missing: return nil
            case .tooLarge: throw failure(EncryptionHeader.Failure.damaged, activity)
            default: throw error
            }
        }
        do throws(EncryptionHeader.Failure) {
            return try EncryptionHeader(data)
        } catch {
            throw failure(error, activity)
        }
    }

    private static func key(
        _ header: EncryptionHeader, _ secret: EncryptionSecret, _ activity: String
    ) async throws(RemoteStorageError) -> EncryptionKey {
        let key = try await key(secret, salt: header.salt, origin: header.origin, activity)
        guard let key, isEqualInConstantTime(key.check, header.check) else {
            throw wrongSecret(header, secret, activity)
        }
        return key
    }

    /// Returns the key that a secret leads to; `nil` when it is not of the right kind.
    private static func key(
        _ secret: EncryptionSecret, salt: [UInt8], origin: EncryptionHeader.Origin, _ activity: String
    ) async throws(RemoteStorageError) -> EncryptionKey? {
        try await BlockingWork.run { isCancelled throws(RemoteStorageError) in
            let key = EncryptionKey(secret, salt: salt, origin: origin, isCancelled: isCancelled)
            if key == nil, isCancelled() { throw cancelled(activity) }
            return key
        }
    }
}

// MARK: - Errors

extension EncryptedStorage {
    private static func failure(_ failure: EncryptionKey.Failure, _ activity: String) -> RemoteStorageError {
        switch failure {
        case .notEncrypted:
            RemoteStorageError(
                .notEncrypted, while: activity,
                reason: "it is not encrypted; a device without the recovery code or passphrase may have written it")
        case .otherFormat:
            RemoteStorageError(
                .otherFormat, while: activity,
                reason: "it is encrypted in the format of another version; update this one")
        case .damaged:
            RemoteStorageError(
                .damaged, while: activity,
                reason: "it is damaged or cut short, or was changed by someone who does not have the key")
        }
    }

    private static func failure(_ failure: EncryptionHeader.Failure, _ activity: String) -> RemoteStorageError {
        switch failure {
        case .otherFormat:
            RemoteStorageError(
                .otherFormat, while: activity,
                reason: "it is encrypted in the format of another version; update this one, or use an empty storage")
        case .damaged:
            RemoteStorageError(
                .damaged, while: activity,
                reason:
                    "its header, \(EncryptionHeader.name), is damaged; restore it from a copy, or empty the storage "
                    + "for the devices to write what they have again")
        case .unacceptableIterations:
            RemoteStorageError(
                .damaged, while: activity,
                reason: "its header asks for less or more work than is safe; someone may have changed it")
        }
    }

    private static func wrongSecret(
        _ header: EncryptionHeader, _ secret: EncryptionSecret, _ activity: String
    ) -> RemoteStorageError {
        let reason =
            switch (header.origin, secret) {
            case (.recoveryCode, .recoveryCode): "the recovery code is not the one that the other devices use"
            case (.passphrase, .passphrase): "the passphrase is not the one that the other devices use"
            case (.recoveryCode, _): "it is encrypted with a recovery code, not a passphrase; give that"
            case (.passphrase, _): "it is encrypted with a passphrase, not a recovery code; give that"
            }
        return RemoteStorageError(.wrongSecret, while: activity, reason: reason)
    }

    /// Returns the error of a storage that holds objects and no header.
    private static func withoutHeader(
        _ objects: [ReplicaObject], in base: any RemoteStorage, _ activity: String
    ) async -> RemoteStorageError {
        do throws(RemoteStorageError) {
            guard try await EncryptionKey.isUsed(for: objects, in: base) else {
                return RemoteStorageError(
                    .notEncrypted, while: activity,
                    reason: "it holds objects that are not encrypted; use an empty one, or no encryption")
            }
        } catch {
            return error
        }
        return RemoteStorageError(
            .headerMissing, while: activity,
            reason: "its header, \(EncryptionHeader.name), is missing; restore it from a copy, or empty the "
                + "storage for the devices to write what they have again")
    }

    private static func cancelled(_ activity: String) -> RemoteStorageError {
        RemoteStorageError(.cancelled, while: activity, reason: "it was cancelled")
    }
}
