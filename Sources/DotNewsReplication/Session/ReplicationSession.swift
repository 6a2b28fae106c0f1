import DotNewsFoundation
import DotNewsPersistence

/// One round of replicating: reads what other devices wrote, then writes what this one has to tell.
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
    private var isRenamed = false
    /// Whether this device had objects at the storage before.
    private var hasOwnLog = false
    /// This device, and the greatest of its sequence numbers that another device has read.
    private var ownID: ReplicaDeviceID?
    private var ownNumberSeen: Int64 = 0

    /// The most often that a round lists what is at the storage.
    private static var maximumListings: Int { 4 }
    /// The most identities that a round takes.
    private static var maximumIdentities: Int { 3 }

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
            if try await pass() {
                if !own.isEmpty, !hasOwnLog { report.devices += 1 }
                return
            }
            try await store.takeNewReplicaIdentity(makeDeviceID())
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

    /// Reads and writes; `false` when this device's identity turns out to be in use elsewhere.
    private mutating func pass() async throws -> Bool {
        guard let status = try await status() else { return true }
        (ownID, ownNumberSeen) = (status.device, 0)
        var listing = try await list(status)
        if let address, address != status.storage {
            try await store.setRemoteStorage(address)
        }
        own = listing.objects(of: status.device)
        hasOwnLog = !own.isEmpty
        if let last = own.map(\.range.upperBound).max(), last >= status.sequence { return false }
        guard try await pull(&listing, status) else { return false }
        return try await push()
    }

    // MARK: Calls

    func status() async throws -> ReplicaStatus? { try await store.replicaStatus() }

    mutating func list(_ status: ReplicaStatus) async throws -> StorageListing {
        onProgress(ReplicationProgress(phase: .listing))
        report.listings += 1
        let objects = try await storage.list()
        let listing = StorageListing(objects, known: Set(status.others.map(\.id) + [status.device]))
        report.leftAlone = []
        for object in listing.ignored { leave(object.name, object.reason) }
        report.devices = listing.logs.count
        return listing
    }

    mutating func leave(_ name: ReplicaObjectName, _ reason: String) {
        guard report.leftAlone.count < 1_000 else { return }
        report.leftAlone.append(.init(name: name, reason: reason))
    }
}

// MARK: - Reading

extension ReplicationSession {
    /// Takes over what is new of other devices; `false` when one has read more of this one's log than there is, which was
    /// somebody else's then.
    private mutating func pull(
        _ listing: inout StorageListing, _ status: ReplicaStatus
    ) async throws -> Bool {
        var taken = Dictionary(uniqueKeysWithValues: status.others.map { ($0.id, $0.taken) })
        while true {
            var hasVanished = false
            var done = 0
            report.missing = []
            for device in listing.logs.keys.sorted() where device != status.device {
                var ranges = taken[device] ?? SequenceRanges()
                if try await pull(device, of: listing, &ranges, &done) { hasVanished = true }
                taken[device] = ranges
                if ownNumberSeen >= status.sequence { return false }
                noteMissing(device, SequenceRanges(ranges.ranges + listing.objects(of: device).map(\.range)))
            }
            // Objects go away when their device puts them together; then another has what they had.
            guard hasVanished || !report.missing.isEmpty, report.listings < 2 || hasVanished,
                report.listings < Self.maximumListings
            else { return true }
            listing = try await list(status)
        }
    }

    /// Takes over what is new of one device; returns whether an object that was listed is gone.
    private mutating func pull(
        _ device: ReplicaDeviceID, of listing: StorageListing, _ taken: inout SequenceRanges, _ done: inout Int
    ) async throws -> Bool {
        var candidates = listing.objects(of: device)
        var hasVanished = false
        while let object = PullPlan.objects(toReadOf: candidates, taken: taken).first {
            onProgress(ReplicationProgress(phase: .reading, completed: done, total: done + 1))
            switch try await read(object) {
            case .segment(let segment):
                let merged = try await store.take(segment)
                report.entriesMerged += merged.changes
                report.entriesAheadOfTime += merged.premature
                taken.insert(object.range)
                ownNumberSeen = max(ownNumberSeen, ownID.flatMap { segment.taken[$0] } ?? 0)
            case .vanished:
                hasVanished = true
                candidates.removeAll { $0 == object }
            case .leftAlone:
                // Others may have parts of what it has.
                candidates.removeAll { $0 == object }
            }
            done += 1
        }
        return hasVanished
    }

    enum Outcome {
        case segment(ReplicaSegment)
        case vanished
        case leftAlone
    }

    /// Reads an object.
    mutating func read(_ object: LogObject) async throws -> Outcome {
        if let size = object.size, size > LogFormat.maximumSize {
            leave(object.name, "it is larger than \(LogFormat.maximumSize >> 20) MiB")
            return .leftAlone
        }
        let content: Data
        do throws(RemoteStorageError) {
            content = try await storage.read(object.name, maximumSize: LogFormat.maximumSize)
        } catch {
            switch error.code {
            case .missing: return .vanished
            case .tooLarge: leave(object.name, "it is larger than \(LogFormat.maximumSize >> 20) MiB")
            case .damaged, .notEncrypted, .otherFormat:
                try await checkEncryption()
                leave(object.name, error.reason)
            default: throw error
            }
            return .leftAlone
        }
        do throws(LogDamage) {
            let segment = try SegmentDecoder.decode(content, named: object.log)
            report.objectsRead += 1
            report.bytesRead += content.count
            report.entriesRead += segment.entries.count
            return .segment(segment)
        } catch {
            leave(object.name, error.reason)
            return .leftAlone
        }
    }

    /// Fails when it is the header that cannot be used, rather than an object: no other object could be read either.
    private func checkEncryption() async throws {
        guard let storage = storage as? EncryptedStorage else { return }
        try await storage.unlock()
    }

    private mutating func noteMissing(_ device: ReplicaDeviceID, _ known: SequenceRanges) {
        for gap in known.gaps where report.missing.count < 1_000 {
            report.missing.append(.init(device: device, range: gap))
        }
    }
}

// MARK: - Writing

extension ReplicationSession {
    /// Writes what this device has to tell; `false` when its identity turns out to be in use elsewhere.
    mutating func push() async throws -> Bool {
        guard try await publishOutgoing() else { return false }
        guard let status = try await status() else { return true }
        if status.hasChanges || status.sequence == 1 || isRenamed {
            try await store.closeSegment(evenIfEmpty: true, encode: SegmentEncoder.object)
            isRenamed = false
            guard try await publishOutgoing() else { return false }
        }
        guard try await fillGaps() else { return false }
        try await removeSuperseded()
        while let range = compaction.range(toMergeOf: own) {
            guard try await publishCopy(of: range) else { return false }
            try await removeSuperseded()
        }
        return true
    }

    /// Publishes what is decided.
    private mutating func publishOutgoing() async throws -> Bool {
        guard let status = try await status() else { return true }
        let outgoing = status.outgoing.sorted { $0.value.lowerBound < $1.value.lowerBound }
        for (index, object) in outgoing.enumerated() {
            onProgress(ReplicationProgress(phase: .writing, completed: index, total: outgoing.count))
            guard try await publish(object.key, status.device, object.value) else { return false }
        }
        return true
    }

    private mutating func publish(
        _ text: String, _ device: ReplicaDeviceID, _ range: ClosedRange<Int64>
    ) async throws -> Bool {
        let content = try await store.outgoingContent(of: text)
        guard let content, let name = ReplicaObjectName(text) else { return true }
        do throws(RemoteStorageError) {
            try await storage.create(content, named: name)
            report.objectsWritten += 1
            report.bytesWritten += content.count
        } catch {
            guard error.code == .exists else { throw error }
            // Either an earlier attempt had come through, and only its answer had not, or another device has this
            // identity.
            let there = try await storage.read(name, maximumSize: LogFormat.maximumSize)
            guard there == content else { return false }
        }
        try await store.didPublish(text)
        let object = LogObject(log: LogObjectName(device: device, range: range), name: name, size: content.count)
        own.removeAll { $0.name == name }
        own.append(object)
        own.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        return true
    }

    /// Writes anew what is not at the storage any more, or is not at this storage yet.
    private mutating func fillGaps() async throws -> Bool {
        guard let status = try await status() else { return true }
        var there = SequenceRanges(own.map(\.range))
        there.insert(status.sequence...status.sequence)
        for gap in there.gaps where gap.upperBound < status.sequence {
            guard try await publishCopy(of: gap) else { return false }
        }
        return true
    }

    private mutating func publishCopy(of range: ClosedRange<Int64>) async throws -> Bool {
        let isClosed = try await store.closeCopy(of: range, encode: SegmentEncoder.object)
        if isClosed { return try await publishOutgoing() }
        // Too much for one object.
        guard range.count > 1 else { return true }
        let middle = range.lowerBound + Int64(range.count / 2)
        guard try await publishCopy(of: range.lowerBound...middle - 1) else { return false }
        return try await publishCopy(of: middle...range.upperBound)
    }

    /// Removes this device's objects whose content another one has.
    private mutating func removeSuperseded() async throws {
        let superseded = own.filter { object in
            own.contains { $0 != object && $0.range.contains(object.range) && $0.range.count > object.range.count }
        }
        for (index, object) in superseded.enumerated() {
            onProgress(ReplicationProgress(phase: .tidying, completed: index, total: superseded.count))
            try await storage.remove(object.name)
            report.objectsRemoved += 1
            own.removeAll { $0 == object }
        }
    }
}

extension ClosedRange<Int64> {
    fileprivate func contains(_ other: Self) -> Bool {
        lowerBound <= other.lowerBound && upperBound >= other.upperBound
    }
}
