import DotNewsDatabase
package import DotNewsFoundation

/// What replication needs of the store. Every call is one transaction.
extension ArticleStore {
    /// What is known of replication; `nil` when it was never switched on.
    package func replicaStatus() async throws(StoreError) -> ReplicaStatus? {
        try await read("reading the state of replication") { reader in
            try reader.connection.replicaStatus()
        }
    }

    /// Makes this store a replica, unless it is one: from now on changes are noted, and all that is there is the first.
    package func switchOnReplication(as device: ReplicaDeviceID, named name: String) async throws(StoreError) {
        try await write("switching replication on") { connection in
            guard try connection.replicaStatus() == nil else { return }
            try connection.switchOnReplication(as: device, named: name)
        }
    }

    /// Calls this device otherwise.
    package func renameReplica(_ name: String) async throws(StoreError) {
        try await write("naming this device") { connection in
            guard let status = try connection.replicaStatus() else { return }
            try connection.setReplicaName(name, of: connection.replicaDeviceRow(of: status.device))
        }
    }

    /// Remembers where the storage is. The address must have no secrets.
    package func setRemoteStorage(_ address: String) async throws(StoreError) {
        try await write("remembering where devices meet") { connection in
            _ = try connection.execute("UPDATE replica SET storage = ?1", address)
        }
    }

    /// Takes over another device's segment.
    package func take(_ segment: ReplicaSegment) async throws(StoreError) -> ReplicaMergeReport {
        let now = options.now().changeTime
        return try await write("taking over another device's changes") { connection in
            var merge = ReplicaMerge(connection: connection, now: now)
            try merge.take(segment)
            return merge.report
        }
    }

    /// Makes everything that is known this device's own to tell.
    package func tellEverything() async throws(StoreError) {
        try await write("gathering everything for other devices") { connection in
            guard let status = try connection.replicaStatus() else { return }
            try connection.tellEverything(as: status.sequence)
        }
    }

    /// Notes which objects of other devices cannot be read; those that were noted before are told.
    package func noteUnreadable(_ objects: Set<ReplicaMark>) async throws(StoreError) {
        try await write("noting what cannot be read") { connection in
            try connection.noteUnreadable(objects)
        }
    }

    /// Decides the objects that have the changes so far; changes made from now on are in later ones.
    ///
    /// - Parameter evenIfEmpty: Whether there is to be an object even when nothing was changed.
    package func closeSegment(evenIfEmpty: Bool, encode: @escaping ReplicaEncoder) async throws(StoreError) {
        let now = options.now().changeTime
        try await write("gathering changes for other devices") { connection in
            try ReplicaSegmentWriter(connection: connection, now: now, encode: encode).closeSegment(
                evenIfEmpty: evenIfEmpty)
        }
    }

    /// Decides an object that has what was last changed in a range of numbers all of which have been closed.
    ///
    /// - Returns: Whether it was made; not when it would be larger than 8 MiB or have more than 65,536 numbers.
    package func closeCopy(
        of range: ClosedRange<Int64>, encode: @escaping ReplicaEncoder
    ) async throws(StoreError) -> Bool {
        let now = options.now().changeTime
        return try await write("gathering older changes for other devices") { connection in
            try ReplicaSegmentWriter(connection: connection, now: now, encode: encode).closeCopy(of: range)
        }
    }

    /// The content of an object that has to reach the storage; `nil` when there is none of that name.
    package func outgoingContent(of name: String) async throws(StoreError) -> Data? {
        try await read("reading what other devices are to be told") { reader in
            try reader.connection.row(
                "SELECT content FROM replica_object WHERE name = ?1 AND content IS NOT NULL", name
            ) { row in Data(row.bytes(0)) }
        }
    }

    /// Notes that an object is at the storage.
    package func didPublish(_ name: String, _ record: ReplicaObjectRecord) async throws(StoreError) {
        try await write("noting what other devices were told") { connection in
            _ = try connection.execute(
                """
                INSERT INTO replica_object (name, first, last, is_copy, size, digest) VALUES (?1, ?2, ?3, 1, ?4, ?5)
                ON CONFLICT DO UPDATE SET size = excluded.size, digest = excluded.digest, content = NULL
                """, name, record.range.lowerBound, record.range.upperBound, record.size,
                Int64(bitPattern: record.digest))
        }
    }

    /// Notes that an object is not at the storage any more.
    package func didRemove(_ name: String) async throws(StoreError) {
        try await write("noting what other devices were told") { connection in
            _ = try connection.execute("DELETE FROM replica_object WHERE name = ?1 AND content IS NULL", name)
        }
    }

    /// Takes another identity, because another store has used this one since `fork`, the first number that it has used
    /// otherwise.
    package func takeNewReplicaIdentity(_ device: ReplicaDeviceID, from fork: Int64) async throws(StoreError) {
        try await write("taking another identity") { connection in
            try connection.takeNewReplicaIdentity(device, from: fork)
        }
    }
}
