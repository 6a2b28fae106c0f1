import DotNewsFoundation
import DotNewsPersistence

/// One round of replicating: looks at this device's own objects, reads what other devices wrote, then writes what this one
/// has to tell.
///
/// Everything that is decided is in the store before the storage hears of it, and everything the storage has taken is noted
/// after. So wherever a round is cut off, the next one does the rest, and what it does twice comes to the same.
struct ReplicationSession<Store: ReplicaStore> {
    let store: Store
    let storage: any RemoteStorage
    /// Where the storage is, to be remembered.
    let address: String?
    /// A new identity, when one is needed.
    let makeDeviceID: @Sendable () -> ReplicaDeviceID
    let onProgress: @Sendable (ReplicationProgress) -> Void
    let activity = "replicating"
    var compaction = CompactionPlan()

    var report = ReplicationReport()
    /// This device's objects that are at the storage, as far as this round knows.
    var own: [LogObject] = []
    /// Those of them that have been read in this round.
    var verified: Set<ReplicaObjectName> = []
    /// How many objects could not be read.
    var failures = 0
    var isRenamed = false

    /// The most often that a round lists what is at the storage.
    static var maximumListings: Int { 4 }
    /// The most identities that a round takes.
    private static var maximumIdentities: Int { 3 }
    /// The most devices whose logs are read.
    static var maximumDevices: Int { 256 }
    /// The most objects that a round tries to read in vain.
    static var maximumFailures: Int { 1_000 }

    init(
        store: Store, storage: any RemoteStorage, address: String? = nil,
        makeDeviceID: @escaping @Sendable () -> ReplicaDeviceID,
        onProgress: @escaping @Sendable (ReplicationProgress) -> Void = { _ in }
    ) {
        self.store = store
        self.storage = storage
        self.address = address
        self.makeDeviceID = makeDeviceID
        self.onProgress = onProgress
    }

    /// Does the round.
    mutating func run(name: String?, defaultName: String) async throws {
        try await prepare(name: name, defaultName: defaultName)
        for _ in 0..<Self.maximumIdentities {
            guard let fork = try await pass() else { return }
            try await store.takeNewReplicaIdentity(makeDeviceID(), from: fork)
            report.tookNewIdentity = true
        }
        throw ReplicationError(
            .storage, while: activity,
            reason: "objects of each identity that this device took were there already; "
                + "another program may be writing to the storage")
    }

    /// Switches replication on when it never was, and names this device.
    private mutating func prepare(name: String?, defaultName: String) async throws {
        guard let status = try await status() else {
            try await store.switchOnReplication(as: makeDeviceID(), named: name ?? defaultName)
            return
        }
        if let name, name != status.name {
            try await store.renameReplica(name)
            isRenamed = true
        }
    }

    /// Reads and writes; returns the first number that another store has used otherwise, when this device's identity
    /// turns out to be in use elsewhere.
    private mutating func pass() async throws -> Int64? {
        guard let status = try await status() else { return nil }
        (own, verified, failures) = ([], [], 0)
        var listing = try await list(status)
        if let address, address != status.storage {
            try await store.setRemoteStorage(address)
        }
        if let fork = try await examineOwn(listing, status) { return fork }
        if let fork = try await pull(&listing, status) { return fork }
        try await push()
        if !own.isEmpty { report.devices += 1 }
        return nil
    }

    // MARK: Calls

    func status() async throws -> ReplicaStatus? { try await store.replicaStatus() }

    /// Has this device tell everything that it knows, because it may not be at the storage any more.
    func tellEverything() async throws {
        try await store.tellEverything()
    }

    mutating func list(_ status: ReplicaStatus) async throws -> StorageListing {
        onProgress(ReplicationProgress(phase: .listing))
        report.listings += 1
        let objects = try await storage.list()
        let listing = StorageListing(objects)
        // Others' are looked at again.
        report.leftAlone.removeAll { LogObjectName($0.name)?.device != status.device }
        for object in listing.ignored { leave(object.name, object.reason) }
        return listing
    }

    mutating func leave(_ name: ReplicaObjectName, _ reason: String) {
        guard report.leftAlone.count < 1_000 else { return }
        report.leftAlone.append(.init(name: name, reason: reason))
    }
}

// MARK: - Opening

extension ReplicationSession {
    enum Outcome {
        case segment(ReplicaSegment, ReplicaObjectRecord)
        /// It is not there.
        case vanished
        /// It is not what a device wrote, and why.
        case damaged(String)
        /// It cannot be read here, and why.
        case refused(String)
    }

    /// Reads an object.
    func open(_ object: LogObject) async throws -> Outcome {
        let tooLarge = "it is larger than \(LogFormat.maximumSize >> 20) MiB"
        if let size = object.size, size > LogFormat.maximumSize { return .refused(tooLarge) }
        let content: Data
        do throws(RemoteStorageError) {
            content = try await storage.read(object.name, maximumSize: LogFormat.maximumSize)
        } catch {
            switch error.code {
            case .missing: return .vanished
            case .tooLarge: return .refused(tooLarge)
            case .damaged, .notEncrypted, .otherFormat:
                try await checkEncryption()
                return .damaged(error.reason)
            default: throw ReplicationError(error, while: activity)
            }
        }
        do throws(LogDamage) {
            let segment = try SegmentDecoder.decode(content, named: object.log)
            return .segment(segment, ReplicaObjectRecord(range: object.range, content: content, isOutgoing: false))
        } catch {
            if case .newer = error { return .refused(error.reason) }
            return .damaged(error.reason)
        }
    }

    /// Fails when it is the header that cannot be used, rather than an object: no other object could be read either.
    private func checkEncryption() async throws {
        guard let storage = storage as? EncryptedStorage else { return }
        try await storage.unlock()
    }
}
