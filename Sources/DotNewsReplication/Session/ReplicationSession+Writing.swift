import DotNewsFoundation
import DotNewsModels
import DotNewsPersistence

/// What this device has to tell.
extension ReplicationSession {
    /// Writes what is not at the storage yet, and puts objects together.
    mutating func push() async throws {
        try await publishOutgoing()
        try await fillGaps()
        try await publishChanges()
        guard try await removeSuperseded() else { return }
        while let range = compaction.range(toMergeOf: own) {
            try await publishCopy(of: range)
            // Not when it was too much for one object, or cannot be read back.
            guard own.contains(where: { $0.range == range }), try await removeSuperseded() else { break }
        }
        try await publishChanges()
    }

    private mutating func publishChanges() async throws {
        guard let status = try await status(), status.hasChanges || status.sequence == 1 || isRenamed else { return }
        try await store.closeSegment(evenIfEmpty: true, encode: SegmentEncoder.object)
        isRenamed = false
        try await publishOutgoing()
    }

    /// Publishes what is decided.
    private mutating func publishOutgoing() async throws {
        guard let status = try await status() else { return }
        let outgoing = status.objects.filter(\.value.isOutgoing).sorted {
            $0.value.range.lowerBound < $1.value.range.lowerBound
        }
        for (index, object) in outgoing.enumerated() {
            onProgress(ReplicationProgress(phase: .writing, completed: index, total: outgoing.count))
            try await publish(object.key, object.value, status)
        }
    }

    private mutating func publish(
        _ text: String, _ record: ReplicaObjectRecord, _ status: ReplicaStatus
    ) async throws {
        let content = try await store.outgoingContent(of: text)
        guard let content, let name = ReplicaObjectName(text), let log = LogObjectName(name) else { return }
        let there = try await create(content, LogObject(log: log, name: name, size: nil), status)
        // Another copy of this store wrote it, which may have told some of it later on.
        if there.digest != record.digest, there.digest != StableHash.value(of: content) { try await tellEverything() }
        try await store.didPublish(text, there)
        own.removeAll { $0.name == name }
        own.append(LogObject(log: log, name: name, size: there.size))
        own.sort { $0.name < $1.name }
    }

    /// Creates an object of this device; returns what is there then.
    private mutating func create(
        _ content: Data, _ object: LogObject, _ status: ReplicaStatus
    ) async throws -> ReplicaObjectRecord {
        for attempt in 1... {
            do throws(RemoteStorageError) {
                try await storage.create(content, named: object.name)
                report.objectsWritten += 1
                report.bytesWritten += content.count
                break
            } catch {
                // A storage that compares contents may fail to read what is there.
                let isTaken = [.exists, .damaged, .notEncrypted, .otherFormat].contains(error.code)
                guard isTaken, attempt < 3 else { throw ReplicationError(error, while: activity) }
                switch try await open(object) {
                case .segment(let segment, let there):
                    // An earlier attempt had come through, of which the answer was lost or which a listing does not show.
                    guard status.log.fork(from: segment.marks) == nil else {
                        throw ReplicationError(error, while: activity)
                    }
                    verified.insert(object.name)
                    return there
                case .vanished: break
                case .damaged:
                    try await storage.remove(object.name)
                    report.objectsDamaged += 1
                case .refused: throw ReplicationError(error, while: activity)
                }
            }
        }
        return ReplicaObjectRecord(range: object.range, content: content, isOutgoing: false)
    }

    /// Writes anew what is not at the storage any more, or is not at this storage yet.
    private mutating func fillGaps() async throws {
        guard let status = try await status() else { return }
        var there = SequenceRanges(own.map(\.range))
        there.insert(status.sequence...status.sequence)
        for gap in there.gaps where gap.upperBound < status.sequence { try await publishCopy(of: gap) }
    }

    private mutating func publishCopy(of range: ClosedRange<Int64>) async throws {
        let isClosed = try await store.closeCopy(of: range, encode: SegmentEncoder.object)
        if isClosed { return try await publishOutgoing() }
        // Too much for one object.
        guard range.count > 1 else { return }
        let middle = range.lowerBound + Int64(range.count / 2)
        try await publishCopy(of: range.lowerBound...middle - 1)
        try await publishCopy(of: middle...range.upperBound)
    }
}
