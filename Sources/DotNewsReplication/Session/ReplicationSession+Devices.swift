import DotNewsFoundation
import DotNewsPersistence

extension ReplicationSession {
    /// The devices that have a log at the storage, or had one.
    func devices() async throws -> [ReplicaDevice] {
        let status = try await status()
        let objects = try await storage.list()
        let others = status?.others ?? []
        var known = Dictionary(uniqueKeysWithValues: others.map { ($0.id, $0) })
        if let status {
            known[status.device] = KnownReplica(id: status.device, name: status.name, writtenAt: status.writtenAt)
        }
        let listing = StorageListing(objects)
        // Those that others only mention, and that have left no log, are no devices any more.
        let ids = Set(listing.logs.keys).union(known.values.filter { $0.writtenAt != nil }.map(\.id))
            .union(status.map { [$0.device] } ?? [])
        return ids.map { id in
            let objects = listing.objects(of: id)
            return ReplicaDevice(
                id: id, name: known[id]?.name ?? "", isThisDevice: id == status?.device,
                lastSeen: known[id]?.writtenAt.map { Date(timeIntervalSince1970: Double($0) / 1_000) },
                objects: objects.count, bytes: objects.reduce(0) { $0 + ($1.size ?? 0) })
        }.sorted { (left, right) in
            if left.isThisDevice != right.isThisDevice { return left.isThisDevice }
            return (left.name, left.id) < (right.name, right.id)
        }
    }

    /// Makes everything that is known this device's to tell, a device's log with it, publishes that, and removes the
    /// device's objects.
    mutating func forget(_ device: ReplicaDeviceID) async throws {
        guard let status = try await status(), device != status.device else {
            throw ReplicationError(
                .unknownDevice, while: "forgetting a device", reason: "it is this device; choose another")
        }
        let objects = try await list(status).objects(of: device)
        guard !objects.isEmpty else {
            throw ReplicationError(
                .unknownDevice, while: "forgetting a device", reason: "it has no log at the storage")
        }
        for object in objects {
            guard case .segment(let segment, _) = try await open(object) else {
                throw ReplicationError(
                    .unreadableLog, while: "forgetting a device",
                    reason: "\(object.name) cannot be read, so nothing was removed; try again, or remove it by hand")
            }
            _ = try await store.take(segment)
        }
        try await tellEverything()
        try await push()
        for object in own where try await !verify(object) {
            throw ReplicationError(
                .storage, while: "forgetting a device",
                reason: "\(object.name) cannot be read back, so nothing was removed; try again")
        }
        for object in objects {
            try await storage.remove(object.name)
            report.objectsRemoved += 1
        }
    }
}
