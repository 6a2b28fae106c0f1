import DotNewsFoundation
import DotNewsModels
package import DotNewsNetworking
public import DotNewsPersistence

/// Keeps what belongs to the reader the same on all devices that meet at a storage.
///
/// Each device writes a log of its own there, and reads the others'. Nothing is decided by the storage: what comes out is
/// the same on every device, in whatever order, and how often, logs are read.
///
/// ```swift
/// let replicator = Replicator(store: store, storage: storage)
/// let report = try await replicator.replicate()
/// print("\(report.entriesMerged) changes from other devices")
/// ```
///
/// From the first call on, changes of the reader's state are noted in the store, to be told to the other devices.
public struct Replicator: Sendable {
    /// The store whose reader's state is shared.
    public let store: ArticleStore
    /// Where the devices meet.
    public let storage: any RemoteStorage
    /// Where the storage is, as it is remembered in the store; `nil` when that is not wanted.
    public let address: RemoteStorageAddress?
    private let deviceName: String?
    private let defaultDeviceName: String
    private let clock: any Clock<Duration>

    /// What a device is called when nobody gave it a name.
    public static let standardDeviceName = "dotnews"

    /// Joins a store and a storage.
    ///
    /// - Parameters:
    ///   - store: Whose reader's state is shared.
    ///   - storage: Where the devices meet. Objects that are no logs are left alone.
    ///   - address: Where the storage is, which `ArticleStore.replicaAddress()` returns once the storage has answered.
    ///   - deviceName: What this device is to be called, 1 to 64 bytes of UTF-8; `nil` to leave its name.
    ///   - defaultDeviceName: What it is called as long as it was never given a name; as long.
    ///   - clock: Measures the pauses in which it waits for another process that replicates the same store.
    public init(
        store: ArticleStore, storage: any RemoteStorage, address: RemoteStorageAddress? = nil,
        deviceName: String? = nil,
        defaultDeviceName: String = Replicator.standardDeviceName, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.store = store
        self.storage = storage
        self.address = address
        self.deviceName = deviceName
        self.defaultDeviceName = defaultDeviceName
        self.clock = clock
    }

    /// Brings this device and the storage together: reads what other devices wrote, then writes what was changed here.
    ///
    /// When nothing has changed it costs one listing, and writes nothing. It may be stopped, or cut off, at any time: the
    /// next call does the rest. Processes that replicate the same store take turns.
    ///
    /// - Parameter progress: Told what is being done; called on the task that replicates.
    @discardableResult
    public func replicate(
        progress: @escaping @Sendable (ReplicationProgress) -> Void = { _ in }
    ) async throws(ReplicationError) -> ReplicationReport {
        try await Self.converting {
            let name = try deviceName.map(Self.acceptable(_:))
            let defaultName = try Self.acceptable(defaultDeviceName)
            return try await locked(progress) { try await $0.run(name: name, defaultName: defaultName) }
        }
    }

    /// The devices that have a log at the storage, or had one, this one first and the others by name.
    public func devices() async throws(ReplicationError) -> [ReplicaDevice] {
        try await Self.converting { try await session { _ in }.devices() }
    }

    /// Lets a device go that will not come back: what its log tells becomes this device's to tell, and its objects are
    /// removed. A device that does come back joins again by itself.
    ///
    /// - Throws: ``ReplicationError/Code/unknownDevice`` when it has no log at the storage or is this one,
    ///   ``ReplicationError/Code/unreadableLog`` when part of its log cannot be read; nothing is removed then.
    @discardableResult
    public func forget(_ device: ReplicaDeviceID) async throws(ReplicationError) -> ReplicationReport {
        try await Self.converting {
            let defaultName = try Self.acceptable(defaultDeviceName)
            return try await locked({ _ in }) { session in
                try await session.run(name: nil, defaultName: defaultName)
                try await session.forget(device)
            }
        }
    }

    /// Whether the storage answers and takes the secrets that it was opened with; those that it takes are worth keeping.
    ///
    /// Lists the storage. Of an encrypted one it tries the recovery code or passphrase too, and sets encryption up where there
    /// is nothing yet.
    public func checkAccess() async throws(ReplicationError) {
        try await Self.converting(while: "opening the storage where devices meet") {
            _ = try await storage.list()
            if let storage = storage as? EncryptedStorage { try await storage.unlock() }
        }
    }

    private func session(_ progress: @escaping @Sendable (ReplicationProgress) -> Void) -> ReplicationSession<
        ArticleStore
    > {
        ReplicationSession(
            store: store, storage: storage, address: address?.description,
            makeDeviceID: {
                var generator = SystemRandomNumberGenerator()
                return ReplicaDeviceID.random(using: &generator)
            }, onProgress: progress)
    }

    private static func acceptable(_ name: String) throws -> String {
        guard let name = ReaderWord.normalized(name), name.utf8.count <= LogFormat.maximumNameLength else {
            throw ReplicationError(
                .invalidName, while: "replicating",
                reason: "the name of a device has 1 to \(LogFormat.maximumNameLength) bytes and no control characters")
        }
        return name
    }

    /// Runs a session while no other process replicates the store, until it is done or the store is suspended.
    private func locked(
        _ progress: @escaping @Sendable (ReplicationProgress) -> Void,
        _ body: @escaping @Sendable (inout ReplicationSession<ArticleStore>) async throws -> Void
    ) async throws -> ReplicationReport {
        let suspended = ReplicationError(.suspended, while: "replicating", reason: "the store was suspended")
        return try await store.suspension.perform(orThrow: suspended as any Error) {
            let lock = try await ProcessLock.acquire(
                at: store.file.appendingPathExtension("replicate-lock"), suspension: store.suspension, clock: clock,
                onWait: { progress(ReplicationProgress(phase: .listing)) })
            defer { lock.release() }
            var session = session(progress)
            try await body(&session)
            return session.report
        }
    }

    /// Runs internals and converts their errors to the public form. Only the outermost functions use it.
    private static func converting<Value>(
        while activity: String = "replicating", _ body: () async throws -> Value
    ) async throws(ReplicationError) -> Value {
        do { return try await body() } catch { throw ReplicationError(error, while: activity) }
    }
}

extension Replicator {
    /// Joins a store and the storage at an address, or where it met others last; `nil` when there is no address.
    package static func at(
        _ address: RemoteStorageAddress?, of store: ArticleStore, credentials: any CredentialStore,
        deviceName: String?, defaultDeviceName: String, transport: any HTTPTransport
    ) async throws(ReplicationError) -> Replicator? {
        let remembered = try await converting(while: "looking where devices meet") {
            if let address { address } else { try await store.replicaAddress() }
        }
        guard let address = remembered else { return nil }
        let storage = try await converting(while: "opening the storage where devices meet") {
            try address.open(credentials: credentials, over: transport)
        }
        return Replicator(
            store: store, storage: storage, address: address, deviceName: deviceName,
            defaultDeviceName: defaultDeviceName)
    }
}

extension ArticleStore {
    /// Where this device met others last; `nil` when it never did, or the storage was not one with an address.
    public func replicaAddress() async throws(StoreError) -> RemoteStorageAddress? {
        guard let text = try await replicaStatus()?.storage else { return nil }
        // Written by this package, so that it can be read, unless another version wrote it.
        return try? RemoteStorageAddress(text)
    }
}
