import DotNewsPersistence

/// This device's own objects: are they there, and are they what it wrote?
extension ReplicationSession {
    /// Compares what is at the storage in this device's name with what it has written; returns the first number that
    /// another store has used otherwise, when there is one.
    ///
    /// An object that this device remembers is not read again while its size is right. Any other counts only when it has
    /// been opened: a name can be made up without the key.
    mutating func examineOwn(
        _ listing: StorageListing, _ status: ReplicaStatus
    ) async throws -> Int64? {
        var foreign: [ReplicaMark] = []
        for object in listing.objects(of: status.device) {
            let record = status.objects[object.name.rawValue]
            if let record, object.size == nil || object.size == record.size {
                own.append(object)
                continue
            }
            switch try await open(object) {
            case .segment(let segment, let there):
                if status.log.fork(from: segment.marks) != nil {
                    foreign += segment.marks
                    continue
                }
                try await acknowledge(object, there, record)
            case .vanished: break
            case .damaged where record != nil: try await removeDamaged(object)
            case .damaged(let reason), .refused(let reason): leave(object.name, reason)
            }
        }
        if own.isEmpty, foreign.isEmpty { try await checkListing(listing, status) }
        return status.log.fork(from: foreign)
    }

    /// Reports a listing that shows nothing of this device although something of it is there: as long as that is so, nothing
    /// of other devices arrives either.
    private mutating func checkListing(_ listing: StorageListing, _ status: ReplicaStatus) async throws {
        guard listing.objects(of: status.device).isEmpty else { return }
        let known = status.objects.filter { !$0.value.isOutgoing }.keys.sorted().last
        guard let name = known.flatMap(ReplicaObjectName.init), let log = LogObjectName(name),
            case .segment = try await open(LogObject(log: log, name: name, size: nil))
        else { return }
        leave(name, "the storage's listing does not show it, though it is there; another name of the folder may help")
    }

    /// Counts an object as this device's that has been opened and is of its log.
    private mutating func acknowledge(
        _ object: LogObject, _ there: ReplicaObjectRecord, _ record: ReplicaObjectRecord?
    ) async throws {
        // Another copy of this store wrote it, which may have told some of it later on.
        if there.digest != record?.digest { try await tellEverything() }
        try await store.didPublish(object.name.rawValue, sized(there, as: object))
        verified.insert(object.name)
        own.append(object)
    }

    /// With the size that the storage tells, which is the one to compare with.
    private func sized(_ record: ReplicaObjectRecord, as object: LogObject) -> ReplicaObjectRecord {
        var record = record
        record.size = object.size ?? record.size
        return record
    }

    /// Removes an object that this device has written and that is damaged: nobody can read it, and what it had is in the
    /// store, which writes it again.
    private mutating func removeDamaged(_ object: LogObject) async throws {
        try await remove(object)
        report.objectsDamaged += 1
    }

    /// Removes an object of this device.
    private mutating func remove(_ object: LogObject) async throws {
        try await storage.remove(object.name)
        try await store.didRemove(object.name.rawValue)
        own.removeAll { $0.name == object.name }
    }

    /// Whether an object of this device can be read back; one that is damaged is removed.
    mutating func verify(_ object: LogObject) async throws -> Bool {
        if verified.contains(object.name) { return true }
        switch try await open(object) {
        case .segment:
            verified.insert(object.name)
            return true
        case .vanished: own.removeAll { $0.name == object.name }
        case .damaged: try await removeDamaged(object)
        case .refused(let reason): leave(object.name, reason)
        }
        return false
    }

    /// Does something about an object of this device that another one could not read.
    mutating func hear(_ complaint: ReplicaMark, _ status: ReplicaStatus) async throws {
        guard let last = status.log.places[complaint.link]?.number, complaint.number <= last else { return }
        var isWhole = true
        for object in own where object.range.overlaps(complaint.number...last) {
            verified.remove(object.name)
            if try await !verify(object) { isWhole = false }
        }
        // What is whole here may have been damaged on the way.
        if isWhole { try await tellEverything() }
    }

    /// Removes this device's objects whose content another one has that can be read back; returns whether all can.
    mutating func removeSuperseded() async throws -> Bool {
        var isWhole = true
        for (index, object) in own.enumerated() {
            onProgress(ReplicationProgress(phase: .tidying, completed: index, total: own.count))
            let wider = own.filter { $0.range.contains(object.range) && $0.range.count > object.range.count }
            guard let container = wider.max(by: { $0.range.count < $1.range.count }) else { continue }
            guard try await verify(container) else {
                isWhole = false
                continue
            }
            try await remove(object)
            report.objectsRemoved += 1
        }
        return isWhole
    }
}

extension ClosedRange<Int64> {
    fileprivate func contains(_ other: Self) -> Bool {
        lowerBound <= other.lowerBound && upperBound >= other.upperBound
    }
}
