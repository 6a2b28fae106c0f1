import DotNewsDatabase
import DotNewsModels

/// Which device this is, and what it knows of the others.
extension Connection {
    /// What is known of replication; `nil` when it was never switched on.
    func replicaStatus() throws -> ReplicaStatus? {
        let own = try row(
            """
            SELECT d.id, d.key, d.name, r.sequence, r.storage, d.written_at
            FROM replica AS r JOIN replica_device AS d ON d.id = r.device
            """
        ) { row in
            guard let id = ReplicaDeviceID(row.bytes(1)) else {
                throw row.unreadable("this device has no identity")
            }
            return (
                row: row.integer(0),
                status: ReplicaStatus(
                    device: id, name: row.text(2), sequence: row.integer(3), hasChanges: false,
                    storage: row.optionalText(4), writtenAt: row.optionalInteger(5))
            )
        }
        guard let own else { return nil }
        var status = own.status
        status.hasChanges = try hasChanges(of: status.sequence)
        try forEachRow("SELECT name, first, last FROM replica_outgoing") { row in
            status.outgoing[row.text(0)] = try row.range(1)
        }
        try forEachRow("SELECT id, key, name, written_at FROM replica_device WHERE id != ?1 ORDER BY key", own.row) {
            row in
            guard let id = ReplicaDeviceID(row.bytes(1)) else {
                throw row.unreadable("a device has no identity")
            }
            status.others.append(
                KnownReplica(
                    id: id, name: row.text(2), writtenAt: row.optionalInteger(3),
                    taken: try taken(of: row.integer(0))))
        }
        return status
    }

    private func hasChanges(of sequence: Int64) throws -> Bool {
        try requiredRow(
            """
            SELECT EXISTS (SELECT 1 FROM reader_state WHERE read_sequence = ?1)
                OR EXISTS (SELECT 1 FROM reader_state WHERE bookmark_sequence = ?1)
                OR EXISTS (SELECT 1 FROM reader_register WHERE sequence = ?1)
                OR EXISTS (SELECT 1 FROM visit WHERE sequence = ?1)
            """, sequence
        ) { $0.flag(0) }
    }

    /// Makes this store a replica: all that is there becomes its own to tell.
    func switchOnReplication(as device: ReplicaDeviceID, named name: String) throws {
        let row = try replicaDeviceRow(of: device)
        try setReplicaName(name, of: row)
        try execute("INSERT INTO replica (id, device, sequence) VALUES (1, ?1, 1)", row)
        try executeScript(
            """
            UPDATE reader_state SET read_sequence = 1 WHERE is_read = 1 OR read_changed_at IS NOT NULL;
            UPDATE reader_state SET bookmark_sequence = 1 WHERE is_bookmarked = 1 OR bookmark_changed_at IS NOT NULL;
            UPDATE reader_register SET sequence = 1;
            UPDATE visit SET sequence = 1;
            INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
                SELECT 'bookmark', \(ReaderSchema.articleID(of: "key")), '', \(row), 1, 0, 1 FROM reader_state
                WHERE is_bookmarked = 1;
            INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
                SELECT kind, subject, member, \(row), 1, 0, 1 FROM reader_register
                WHERE kind IN ('label', 'column', 'tag') AND value IS NOT NULL;
            """)
    }

    /// Takes another identity, because this device's number of a segment is another segment's at the storage: the store was
    /// restored from a backup, or copied.
    ///
    /// What was added since the last segment that is known to be this store's own counts as added by the new device: the
    /// old one's additions may have been numbered the same, and removed. Everything becomes the new device's to tell.
    func takeNewReplicaIdentity(_ device: ReplicaDeviceID) throws {
        guard let status = try replicaStatus() else { return }
        let oldRow = try replicaDeviceRow(of: status.device)
        let newRow = try replicaDeviceRow(of: device)
        try setReplicaName(status.name, of: newRow)
        let unpublished = min(
            status.sequence,
            try integer("SELECT coalesce(min(first), \(status.sequence)) FROM replica_outgoing WHERE is_copy = 0"))
        let recent = "device = \(oldRow) AND sequence >= \(unpublished)"
        try executeScript(
            """
            INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
                SELECT kind, subject, member, \(newRow), 1, 0, 1 FROM replica_addition
                WHERE \(recent) AND added > removed;
            DELETE FROM replica_addition WHERE \(recent);
            UPDATE reader_state SET read_sequence = 1 WHERE read_sequence IS NOT NULL;
            UPDATE reader_state SET bookmark_sequence = 1 WHERE bookmark_sequence IS NOT NULL;
            UPDATE reader_register SET sequence = 1 WHERE sequence IS NOT NULL;
            UPDATE visit SET sequence = 1 WHERE sequence IS NOT NULL;
            DELETE FROM replica_outgoing;
            UPDATE replica SET device = \(newRow), sequence = 1;
            """)
        if unpublished > 1 { try addTaken(1...unpublished - 1, of: oldRow) }
    }

    /// The row of a device, made when there is none.
    func replicaDeviceRow(of device: ReplicaDeviceID) throws -> Int64 {
        try execute("INSERT OR IGNORE INTO replica_device (key) VALUES (?)", device)
        return try integer("SELECT id FROM replica_device WHERE key = ?", device)
    }

    /// Names a device.
    func setReplicaName(_ name: String, of row: Int64) throws {
        try execute("UPDATE replica_device SET name = ?2 WHERE id = ?1", row, name)
    }
}

/// What has been taken over.
extension Connection {
    func taken(of row: Int64) throws -> SequenceRanges {
        SequenceRanges(
            try rows("SELECT first, last FROM replica_range WHERE device = ?", row) { try $0.range(0) })
    }

    func addTaken(_ range: ClosedRange<Int64>, of row: Int64) throws {
        var ranges = try taken(of: row)
        guard !ranges.contains(range) else { return }
        ranges.insert(range)
        try execute("DELETE FROM replica_range WHERE device = ?1", row)
        for range in ranges.ranges {
            try execute(
                "INSERT INTO replica_range (device, first, last) VALUES (?1, ?2, ?3)", row, range.lowerBound,
                range.upperBound)
        }
    }
}

extension Row {
    /// The range whose ends are in a column and the next.
    func range(_ column: Int32) throws -> ClosedRange<Int64> {
        let (first, last) = (integer(column), integer(column + 1))
        guard first > 0, first <= last else { throw unreadable("a range ends before it begins") }
        return first...last
    }
}
