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
        status.log = try replicaLog(of: own.row)
        status.unreadable = try unreadable()
        try forEachRow("SELECT name, first, last, size, digest, content IS NOT NULL FROM replica_object") { row in
            status.objects[row.text(0)] = ReplicaObjectRecord(
                range: try row.range(1), size: Int(row.integer(3)), digest: UInt64(bitPattern: row.integer(4)),
                isOutgoing: row.flag(5))
        }
        try forEachRow("SELECT id, key, name, written_at FROM replica_device WHERE id != ?1 ORDER BY key", own.row) {
            row in
            guard let id = ReplicaDeviceID(row.bytes(1)) else {
                throw row.unreadable("a device has no identity")
            }
            status.others.append(
                KnownReplica(
                    id: id, name: row.text(2), writtenAt: row.optionalInteger(3),
                    log: try replicaLog(of: row.integer(0))))
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
                OR EXISTS (SELECT 1 FROM replica_link WHERE sequence = ?1)
                OR EXISTS (SELECT 1 FROM replica_unreadable WHERE sequence = ?1)
            """, sequence
        ) { $0.flag(0) }
    }

    /// Makes this store a replica: all that is there becomes its own to tell.
    func switchOnReplication(as device: ReplicaDeviceID, named name: String) throws {
        let row = try replicaDeviceRow(of: device)
        try setReplicaName(name, of: row)
        try execute("INSERT INTO replica (id, device, sequence) VALUES (1, ?1, 1)", row)
        try tellEverything(as: 1)
        try executeScript(
            """
            INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
                SELECT 'bookmark', \(ReaderSchema.articleID(of: "key")), '', \(row), 1, 0, 1 FROM reader_state
                WHERE is_bookmarked = 1;
            INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
                SELECT kind, subject, member, \(row), 1, 0, 1 FROM reader_register
                WHERE kind IN \(ReaderRegister.memberKinds) AND value IS NOT NULL;
            """)
    }

    /// Makes everything that is known part of a segment of this device.
    func tellEverything(as sequence: Int64) throws {
        try executeScript(
            """
            UPDATE reader_state SET read_sequence = \(sequence) WHERE is_read = 1 OR read_changed_at IS NOT NULL;
            UPDATE reader_state SET bookmark_sequence = \(sequence)
                WHERE is_bookmarked = 1 OR bookmark_changed_at IS NOT NULL;
            UPDATE reader_register SET sequence = \(sequence);
            UPDATE visit SET sequence = \(sequence);
            UPDATE replica_link SET sequence = \(sequence) WHERE device != (SELECT device FROM replica);
            """)
    }

    /// Takes another identity, because another store has used this one: the store was restored from a backup, or copied.
    ///
    /// What was added since the fork counts as added by the new device: the other store's additions may have been
    /// numbered the same, and removed. Everything becomes the new device's to tell.
    func takeNewReplicaIdentity(_ device: ReplicaDeviceID, from fork: Int64) throws {
        guard let status = try replicaStatus() else { return }
        let oldRow = try replicaDeviceRow(of: status.device)
        let newRow = try replicaDeviceRow(of: device)
        try setReplicaName(status.name, of: newRow)
        let unpublished = min(
            status.sequence,
            try integer(
                "SELECT coalesce(min(first), \(status.sequence)) FROM replica_object WHERE is_copy = 0 AND content IS NOT NULL"
            ))
        try executeScript(
            """
            INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
                SELECT kind, subject, member, \(newRow), 1, 0, 1 FROM replica_addition
                WHERE device = \(oldRow) AND sequence >= \(min(fork, unpublished)) AND added > removed;
            -- Nobody has heard of these.
            DELETE FROM replica_addition WHERE device = \(oldRow) AND sequence >= \(unpublished);
            DELETE FROM replica_link WHERE device = \(oldRow) AND number >= \(unpublished);
            UPDATE replica_addition SET sequence = NULL WHERE device = \(oldRow);
            DELETE FROM replica_object;
            UPDATE replica_unreadable SET sequence = 1 WHERE sequence IS NOT NULL;
            UPDATE replica SET device = \(newRow), sequence = 1;
            """)
        try tellEverything(as: 1)
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

/// The links of logs.
extension Connection {
    private func replicaLog(of row: Int64) throws -> ReplicaLog {
        var log = ReplicaLog()
        try forEachRow("SELECT number, link, previous, sequence IS NOT NULL FROM replica_link WHERE device = ?1", row) {
            log.insert(
                $0.link(1), at: ReplicaLog.Place(number: $0.integer(0), previous: $0.link(2), isTold: $0.flag(3)))
        }
        return log
    }

    /// Adds the links of a range, of which the first one is that of the number before it.
    func addLinks(_ links: [UInt64], of range: ClosedRange<Int64>, in row: Int64) throws {
        for (index, link) in links.enumerated().dropFirst() {
            try execute(
                "INSERT OR IGNORE INTO replica_link (device, number, link, previous) VALUES (?1, ?2, ?3, ?4)", row,
                range.lowerBound + Int64(index) - 1, Int64(bitPattern: link), Int64(bitPattern: links[index - 1]))
        }
    }

    /// Gives one of this device's own numbers its link.
    func addOwnLink(_ link: UInt64, at number: Int64) throws {
        try execute(
            """
            INSERT INTO replica_link (device, number, link, previous) SELECT device, ?1, ?2, coalesce(
                (SELECT link FROM replica_link AS l WHERE l.device = r.device AND number = ?1 - 1), 0) FROM replica AS r
            """, number, Int64(bitPattern: link))
    }

    /// The link before a range of this device's own numbers, and those of the range.
    func ownLinks(of range: ClosedRange<Int64>) throws -> [UInt64] {
        var links: [UInt64] = []
        try forEachRow(
            """
            SELECT link, previous FROM replica_link WHERE device = (SELECT device FROM replica)
                AND number BETWEEN ?1 AND ?2 ORDER BY number
            """, range.lowerBound, range.upperBound
        ) { row in
            if links.isEmpty { links.append(row.link(1)) }
            links.append(row.link(0))
        }
        return links
    }

    /// What this device tells since a range of its own numbers, though others told it: the newest, when there is much.
    func adoptedMarks(in range: ClosedRange<Int64>) throws -> [ReplicaMark] {
        try marks(
            """
            SELECT d.key, l.number, l.link FROM replica_link AS l JOIN replica_device AS d ON d.id = l.device
            WHERE l.sequence BETWEEN ?1 AND ?2 ORDER BY l.number DESC LIMIT \(ReplicaLog.maximumCount)
            """, range)
    }

    /// What a range of this device's own numbers tells that it could not read.
    func unreadableMarks(in range: ClosedRange<Int64>) throws -> [ReplicaMark] {
        try marks(
            """
            SELECT d.key, u.number, u.link FROM replica_unreadable AS u JOIN replica_device AS d ON d.id = u.device
            WHERE u.sequence BETWEEN ?1 AND ?2
            """, range)
    }

    /// What could not be read, and whether that is told.
    private func unreadable() throws -> [ReplicaMark: Bool] {
        var unreadable: [ReplicaMark: Bool] = [:]
        try forEachRow(
            """
            SELECT d.key, u.number, u.link, u.sequence IS NOT NULL
            FROM replica_unreadable AS u JOIN replica_device AS d ON d.id = u.device
            """
        ) { row in unreadable[try row.mark()] = row.flag(3) }
        return unreadable
    }

    func noteUnreadable(_ objects: Set<ReplicaMark>) throws {
        for (mark, _) in try unreadable() where !objects.contains(mark) {
            try execute(
                "DELETE FROM replica_unreadable WHERE device = ?1 AND number = ?2 AND link = ?3",
                replicaDeviceRow(of: mark.device), mark.number, Int64(bitPattern: mark.link))
        }
        for mark in objects {
            try execute(
                """
                INSERT INTO replica_unreadable (device, number, link) VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET sequence = coalesce(sequence, (SELECT sequence FROM replica))
                """, replicaDeviceRow(of: mark.device), mark.number, Int64(bitPattern: mark.link))
        }
    }

    private func marks(_ sql: String, _ range: ClosedRange<Int64>) throws -> [ReplicaMark] {
        try rows(sql, range.lowerBound, range.upperBound) { try $0.mark() }
    }
}

extension Row {
    fileprivate func link(_ column: Int32) -> UInt64 { UInt64(bitPattern: integer(column)) }

    /// The mark in the first three columns.
    fileprivate func mark() throws -> ReplicaMark {
        guard let device = ReplicaDeviceID(bytes(0)) else { throw unreadable("a device has no identity") }
        return ReplicaMark(device: device, number: integer(1), link: link(2))
    }

    /// The range whose ends are in a column and the next.
    func range(_ column: Int32) throws -> ClosedRange<Int64> {
        let (first, last) = (integer(column), integer(column + 1))
        guard first > 0, first <= last else { throw unreadable("a range ends before it begins") }
        return first...last
    }
}
