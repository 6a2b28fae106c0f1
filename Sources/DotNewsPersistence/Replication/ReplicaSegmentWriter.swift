import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// Makes objects out of what was changed here, inside of a transaction.
struct ReplicaSegmentWriter {
    let connection: Connection
    /// The present time, in milliseconds since 1970.
    let now: Int64
    let encode: ReplicaEncoder

    /// The most entries of one object.
    static let maximumEntries = 65_536
    /// The largest object that is made, in bytes, unless a single entry is larger.
    static let maximumSize = 8 << 20

    /// Closes all changes so far, in as many objects as they need.
    ///
    /// - Parameter evenIfEmpty: Whether there is to be an object even when nothing was changed.
    func closeSegment(evenIfEmpty: Bool) throws {
        var isFirst = true
        while let status = try connection.replicaStatus(), status.hasChanges || (isFirst && evenIfEmpty) {
            try closePart(status)
            isFirst = false
        }
    }

    /// Closes what was last changed in a range that has been closed before; `false` when that is too much for one object.
    func closeCopy(of range: ClosedRange<Int64>) throws -> Bool {
        guard let status = try connection.replicaStatus(), range.upperBound < status.sequence,
            range.count <= ReplicaLog.maximumCount
        else { return false }
        let object = encode(try segment(status, range))
        guard object.content.count <= Self.maximumSize else { return false }
        try keep(object, isCopy: true)
        return true
    }

    private func closePart(_ status: ReplicaStatus) throws {
        let sequence = status.sequence
        try connection.addOwnLink(.random(in: 1 ... .max), at: sequence)
        var limit = Self.maximumEntries
        while true {
            try postpone(beyond: limit, of: sequence)
            let segment = try segment(status, sequence...sequence)
            let object = encode(segment)
            guard object.content.count > Self.maximumSize, segment.entries.count > 1 else {
                try keep(object, isCopy: false)
                break
            }
            limit = segment.entries.count / 2
        }
        try connection.execute("UPDATE replica SET sequence = sequence + 1")
        try connection.execute("UPDATE replica_device SET written_at = ?1 WHERE id = (SELECT device FROM replica)", now)
    }

    private func segment(
        _ status: ReplicaStatus, _ range: ClosedRange<Int64>
    ) throws -> ReplicaSegment {
        ReplicaSegment(
            device: status.device, deviceName: status.name, range: range, writtenAt: now,
            links: try connection.ownLinks(of: range), adopted: try connection.adoptedMarks(in: range),
            unreadable: try connection.unreadableMarks(in: range), entries: try connection.replicaEntries(in: range))
    }

    /// Leaves all but the first `limit` changes for the next object.
    private func postpone(beyond limit: Int, of sequence: Int64) throws {
        var rest = limit
        for (table, column, order) in [
            ("reader_state", "read_sequence", "key"), ("reader_state", "bookmark_sequence", "key"),
            ("reader_register", "sequence", "kind, subject, member"), ("visit", "sequence", "visited_at, key"),
        ] {
            let count = Int(try connection.integer("SELECT count(*) FROM \(table) WHERE \(column) = \(sequence)"))
            if count > rest {
                try connection.execute(
                    """
                    UPDATE \(table) SET \(column) = \(sequence + 1) WHERE \(column) = \(sequence) AND (\(order)) IN (
                        SELECT \(order) FROM \(table) WHERE \(column) = \(sequence)
                        ORDER BY \(order) LIMIT -1 OFFSET \(rest))
                    """)
            }
            rest = max(0, rest - count)
        }
    }

    private func keep(_ object: OutgoingObject, isCopy: Bool) throws {
        try connection.execute(
            """
            INSERT INTO replica_object (name, first, last, is_copy, size, digest, content)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            -- What was written before keeps its size and digest, to be known again.
            ON CONFLICT DO UPDATE SET content = excluded.content
            """, object.name, object.range.lowerBound, object.range.upperBound, isCopy, object.content.count,
            Int64(bitPattern: StableHash.value(of: object.content)), object.content)
    }
}
