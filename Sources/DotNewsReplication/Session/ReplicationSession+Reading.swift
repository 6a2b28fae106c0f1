import DotNewsPersistence

/// What other devices wrote.
extension ReplicationSession {
    /// What a reading of all logs has come to.
    private struct Reading {
        var logs: [ReplicaDeviceID: ReplicaLog]
        var hasVanished = false
        var unreadable: Set<ReplicaMark> = []
        /// Whether something is at the storage no more that was taken over from there, and that its device tells alone.
        var isForgotten = false
        var completed = 0
    }

    /// Takes over what is new of other devices; returns the first number that another store has used otherwise, when a
    /// device has read things of this one's log that it has not written.
    mutating func pull(
        _ listing: inout StorageListing, _ status: ReplicaStatus
    ) async throws -> Int64? {
        var reading = Reading(logs: Dictionary(uniqueKeysWithValues: status.others.map { ($0.id, $0.log) }))
        while true {
            reading = Reading(logs: reading.logs)
            if let fork = try await pullAll(of: listing, &reading, status) { return fork }
            reading.isForgotten = reading.logs.contains { (device, log) in
                log.isMissing(from: listing.objects(of: device))
            }
            // Objects go away when their device puts them together; then another has what they had.
            let isIncomplete = reading.hasVanished || !report.missing.isEmpty || reading.isForgotten
            guard isIncomplete, report.listings < 2 || reading.hasVanished, report.listings < Self.maximumListings
            else { break }
            listing = try await list(status)
        }
        if reading.isForgotten { try await tellEverything() }
        // What is unreadable for the first time may still be on its way.
        if reading.unreadable != Set(status.unreadable.keys) || status.unreadable.values.contains(false) {
            let unreadable = reading.unreadable
            try await store.noteUnreadable(unreadable)
        }
        return nil
    }

    private mutating func pullAll(
        of listing: StorageListing, _ reading: inout Reading, _ status: ReplicaStatus
    ) async throws -> Int64? {
        report.missing = []
        report.devices = 0
        for device in devices(in: listing, known: reading.logs) where device != status.device {
            guard report.devices < Self.maximumDevices else {
                for object in listing.objects(of: device) {
                    leave(object.name, "there are logs of more than \(Self.maximumDevices) devices")
                }
                continue
            }
            if let fork = try await pull(device, of: listing, &reading, status) { return fork }
            guard let log = reading.logs[device], !log.places.isEmpty else { continue }
            report.devices += 1
            for gap in log.numbers.gaps where report.missing.count < 1_000 {
                report.missing.append(.init(device: device, range: gap))
                for place in log.places.values where place.number == gap.upperBound + 1 {
                    reading.unreadable.insert(
                        ReplicaMark(device: device, number: gap.lowerBound, link: place.previous))
                }
            }
        }
        return nil
    }

    /// Devices of which something has been read come before names that anybody may have made up; when there are more of
    /// those than a round tries, each has its chance.
    private func devices(
        in listing: StorageListing, known logs: [ReplicaDeviceID: ReplicaLog]
    ) -> [ReplicaDeviceID] {
        let known = listing.logs.keys.filter { logs[$0]?.places.isEmpty == false }.sorted()
        let strangers = listing.logs.keys.filter { logs[$0]?.places.isEmpty != false }
        return known + (strangers.count > Self.maximumFailures ? strangers.shuffled() : strangers.sorted())
    }

    /// The widest come first: when the parts of an object are still there beside it, it stands for them.
    private func inOrder(_ objects: [LogObject]) -> [LogObject] {
        if objects.count > Self.maximumFailures { return objects.shuffled() }
        return objects.sorted { ($0.range.count, $1.name) > ($1.range.count, $0.name) }
    }

    /// Takes over what is new of one device.
    private mutating func pull(
        _ device: ReplicaDeviceID, of listing: StorageListing, _ reading: inout Reading, _ status: ReplicaStatus
    ) async throws -> Int64? {
        var log = reading.logs[device] ?? ReplicaLog()
        var damaged: [LogObject] = []
        for object in inOrder(listing.objects(of: device)) where !log.covers(object) {
            guard failures < Self.maximumFailures else {
                leave(object.name, "there are more than \(Self.maximumFailures) objects that cannot be read")
                continue
            }
            onProgress(
                ReplicationProgress(phase: .reading, completed: reading.completed, total: reading.completed + 1))
            reading.completed += 1
            switch try await open(object) {
            case .segment(let segment, let record):
                if let fork = try await take(segment, status) { return fork }
                report.objectsRead += 1
                report.bytesRead += record.size
                log.insert(segment.links, of: segment.range)
            case .vanished: reading.hasVanished = true
            case .damaged(let reason):
                failures += 1
                damaged.append(object)
                leave(object.name, reason)
            case .refused(let reason):
                failures += 1
                leave(object.name, reason)
            }
        }
        reading.logs[device] = log
        for object in damaged where !log.covers(object) && reading.unreadable.count < Self.maximumFailures {
            reading.unreadable.insert(
                ReplicaMark(device: device, number: object.range.lowerBound, link: object.log.link))
        }
        return nil
    }

    /// Takes over a segment, after what it says of this device has been looked at: what has been added in an identity
    /// that somebody else used too would look as if it were removed.
    private mutating func take(
        _ segment: ReplicaSegment, _ status: ReplicaStatus
    ) async throws -> Int64? {
        if let fork = status.log.fork(from: segment.adopted.filter { $0.device == status.device }) { return fork }
        for complaint in segment.unreadable {
            if complaint.device == status.device {
                try await hear(complaint, status)
            } else if let known = status.others.first(where: { $0.id == complaint.device }),
                known.log.places[complaint.link]?.isTold == false
            {
                // Its device may be gone for ever.
                try await tellEverything()
            }
        }
        let merged = try await store.take(segment)
        report.entriesRead += segment.entries.count
        report.entriesMerged += merged.changes
        report.entriesAheadOfTime += merged.premature
        return nil
    }
}
