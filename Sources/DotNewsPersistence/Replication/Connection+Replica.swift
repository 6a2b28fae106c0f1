import DotNewsDatabase
import DotNewsModels

/// Which device this is, and what it knows of the others.
extension Connection {
    /// What is known of replication; `nil` when it was never switched on.
    func replicaStatus() throws(StoreError) -> ReplicaStatus? {
        let own = try use(
            """
            SELECT d.id, d.key, d.name, r.sequence, r.place, d.written_at
            FROM replica AS r JOIN replica_device AS d ON d.id = r.device
            """
        ) { (statement) throws(StoreError) -> (row: Int64, status: ReplicaStatus)? in
            guard try statement.step() else { return nil }
            guard let id = ReplicaDeviceID(statement.bytes(1)) else {
                throw statement.unreadable("this device has no identity")
            }
            return (
                statement.integer(0),
                ReplicaStatus(
                    device: id, name: statement.text(2), sequence: statement.integer(3), hasChanges: false,
                    place: statement.optionalText(4), writtenAt: statement.optionalInteger(5))
            )
        }
        guard let own else { return nil }
        var status = own.status
        status.hasChanges = try hasChanges(of: status.sequence)
        try use("SELECT name, first, last FROM replica_outgoing") { (statement) throws(StoreError) in
            while try statement.step() {
                status.outgoing[statement.text(0)] = try statement.range(1)
            }
        }
        try use("SELECT id, key, name, written_at FROM replica_device WHERE id != ?1 ORDER BY key") {
            (statement) throws(StoreError) in
            statement.bind(own.row, at: 1)
            while try statement.step() {
                guard let id = ReplicaDeviceID(statement.bytes(1)) else {
                    throw statement.unreadable("a device has no identity")
                }
                status.others.append(
                    KnownReplica(
                        id: id, name: statement.text(2), writtenAt: statement.optionalInteger(3),
                        taken: try taken(of: statement.integer(0))))
            }
        }
        return status
    }

    private func hasChanges(of sequence: Int64) throws(StoreError) -> Bool {
        try use(
            """
            SELECT EXISTS (SELECT 1 FROM reader_state WHERE read_sequence = ?1)
                OR EXISTS (SELECT 1 FROM reader_state WHERE bookmark_sequence = ?1)
                OR EXISTS (SELECT 1 FROM reader_register WHERE sequence = ?1)
                OR EXISTS (SELECT 1 FROM visit WHERE sequence = ?1)
            """
        ) { (statement) throws(StoreError) in
            statement.bind(sequence, at: 1)
            return try statement.step() && statement.flag(0)
        }
    }

    /// Makes this store a replica: all that is there becomes its own to tell.
    func switchOnReplication(as device: ReplicaDeviceID, named name: String) throws(StoreError) {
        let row = try replicaDeviceRow(of: device)
        try setReplicaName(name, of: row)
        try use("INSERT INTO replica (id, device, sequence) VALUES (1, ?1, 1)") { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            try statement.run()
        }
        try execute(
            """
            UPDATE reader_state SET read_sequence = 1 WHERE is_read = 1 OR read_changed_at IS NOT NULL;
            UPDATE reader_state SET bookmark_sequence = 1 WHERE is_bookmarked = 1 OR bookmark_changed_at IS NOT NULL;
            UPDATE reader_register SET sequence = 1;
            UPDATE visit SET sequence = 1;
            INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
                SELECT 'bookmark', 'AP' || lower(hex(key)), '', \(row), 1, 0, 1 FROM reader_state WHERE is_bookmarked = 1;
            INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
                SELECT kind, subject, member, \(row), 1, 0, 1 FROM reader_register
                WHERE kind IN ('label', 'column', 'tag') AND value IS NOT NULL;
            """)
    }

    /// Takes another identity, because this device's number of a segment is another segment's at the place: the store was
    /// restored from a backup, or copied.
    ///
    /// What was added since the last segment that is known to be this store's own counts as added by the new device: the
    /// old one's additions may have been numbered the same, and removed. Everything becomes the new device's to tell.
    func takeNewReplicaIdentity(_ device: ReplicaDeviceID) throws(StoreError) {
        guard let status = try replicaStatus() else { return }
        let oldRow = try replicaDeviceRow(of: status.device)
        let newRow = try replicaDeviceRow(of: device)
        try setReplicaName(status.name, of: newRow)
        let unpublished = min(
            status.sequence,
            try number("SELECT coalesce(min(first), \(status.sequence)) FROM replica_outgoing WHERE is_copy = 0"))
        let recent = "device = \(oldRow) AND sequence >= \(unpublished)"
        try execute(
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
    func replicaDeviceRow(of device: ReplicaDeviceID) throws(StoreError) -> Int64 {
        try converting {
            try execute("INSERT OR IGNORE INTO replica_device (key) VALUES (?)", device)
            return try requiredRow("SELECT id FROM replica_device WHERE key = ?", device) { $0.integer(0) }
        }
    }

    /// Names a device.
    func setReplicaName(_ name: String, of row: Int64) throws(StoreError) {
        try use("UPDATE replica_device SET name = ?2 WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            statement.bind(name, at: 2)
            try statement.run()
        }
    }
}

/// What has been taken over.
extension Connection {
    func taken(of row: Int64) throws(StoreError) -> SequenceRanges {
        try use("SELECT first, last FROM replica_range WHERE device = ?1") { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            var ranges: [ClosedRange<Int64>] = []
            while try statement.step() { ranges.append(try statement.range(0)) }
            return SequenceRanges(ranges)
        }
    }

    func addTaken(_ range: ClosedRange<Int64>, of row: Int64) throws(StoreError) {
        var ranges = try taken(of: row)
        guard !ranges.contains(range) else { return }
        ranges.insert(range)
        try use("DELETE FROM replica_range WHERE device = ?1") { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            try statement.run()
        }
        for range in ranges.ranges {
            try use("INSERT INTO replica_range (device, first, last) VALUES (?1, ?2, ?3)") {
                (statement) throws(StoreError) in
                statement.bind(row, at: 1)
                statement.bind(range.lowerBound, at: 2)
                statement.bind(range.upperBound, at: 3)
                try statement.run()
            }
        }
    }
}

extension Statement {
    /// The range whose ends are in a column and the next.
    func range(_ column: Int32) throws(StoreError) -> ClosedRange<Int64> {
        let (first, last) = (integer(column), integer(column + 1))
        guard first > 0, first <= last else { throw unreadable("a range ends before it begins") }
        return first...last
    }
}
