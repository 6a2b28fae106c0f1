import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// Takes what other devices know into the tables, inside of a transaction.
struct ReplicaMerge {
    let connection: Connection
    /// The present time, in milliseconds since 1970.
    let now: Int64
    private(set) var report = ReplicaMergeReport()
    private var hasRemovedBookmark = false
    private var deviceRows: [ReplicaDeviceID: Int64] = [:]

    private var date: Date { Date(storedMilliseconds: now) }

    init(connection: Connection, now: Int64) {
        self.connection = connection
        self.now = now
    }

    /// Takes over a segment. What it changes counts as the other device's change, not as one made here.
    mutating func take(_ segment: ReplicaSegment) throws {
        try connection.execute("UPDATE replica SET is_recording = 0")
        for entry in segment.entries { try take(entry) }
        for what in ReaderClearing.allCases { try connection.deleteCleared(what) }
        try connection.trimVisits()
        try connection.trimSearches()
        if hasRemovedBookmark { _ = try connection.deleteWithdrawnWithoutBookmark(now: date) }
        try connection.execute("UPDATE replica SET is_recording = 1")
        try note(segment)
    }

    private mutating func take(_ entry: ReplicaEntry) throws {
        let key = entry.key
        if key.isOrderedByTime, (key.visitTime ?? entry.content.changedAt ?? 0) > now + Date.maximumDrift {
            report.premature += 1
            return
        }
        let old = try connection.replicaContent(of: key)
        let new = old?.joined(with: entry.content) ?? entry.content
        guard new != old else { return }
        try write(new, for: key)
        report.changes += 1
        switch key {
        case .bookmark: if new.value == nil { hasRemovedBookmark = true }
        case .read(let article):
            guard (old?.value != nil) != (new.value != nil) else { break }
            try ChangeFeed(connection: connection, now: date).noteReadElsewhere(new.value != nil, article)
        default: break
        }
    }

    private mutating func write(_ content: ReplicaContent, for key: ReplicaKey) throws {
        if case .additions(let additions, _) = content { try write(additions, for: key) }
        switch key {
        case .read(let article):
            try writeFlag(
                """
                INSERT INTO reader_state (key, is_read, read_changed_at) VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET is_read = excluded.is_read, read_changed_at = excluded.read_changed_at
                """, article, content)
        case .bookmark(let article):
            try writeFlag(
                """
                INSERT INTO reader_state (key, is_bookmarked, bookmark_changed_at) VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET is_bookmarked = excluded.is_bookmarked,
                    bookmark_changed_at = excluded.bookmark_changed_at
                """, article, content)
        case .visit(let article, let time):
            try connection.addVisit(article, at: time)
        default:
            guard let name = key.registerName, let time = content.changedAt else { return }
            try connection.execute(
                """
                INSERT INTO reader_register (kind, subject, member, value, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
                """, name.kind.rawValue, name.subject, name.member, content.value, time)
        }
    }

    private func writeFlag(
        _ sql: String, _ article: ArticleKey, _ content: ReplicaContent
    ) throws {
        try connection.execute(sql, article, content.value != nil, content.changedAt)
    }

    private mutating func write(_ additions: [ReplicaAddition], for key: ReplicaKey) throws {
        guard let name = key.membershipName else { return }
        for addition in additions {
            let row = try deviceRow(of: addition.device)
            try connection.execute(
                """
                INSERT INTO replica_addition (kind, subject, member, device, added, removed)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT DO UPDATE SET added = excluded.added, removed = excluded.removed
                WHERE added != excluded.added OR removed != excluded.removed
                """, name.kind, name.subject, name.member, row, addition.added, addition.removed)
        }
    }

    private mutating func deviceRow(of device: ReplicaDeviceID) throws -> Int64 {
        if let row = deviceRows[device] { return row }
        let row = try connection.replicaDeviceRow(of: device)
        deviceRows[device] = row
        return row
    }

    /// Notes that a segment has been taken over, and what it says of its device.
    private mutating func note(_ segment: ReplicaSegment) throws {
        let row = try deviceRow(of: segment.device)
        try connection.execute(
            """
            UPDATE replica_device SET name = ?2, written_at = ?3
            WHERE id = ?1 AND (written_at IS NULL OR written_at <= ?3)
            """, row, segment.deviceName, segment.writtenAt)
        try connection.addLinks(segment.links, of: segment.range, in: row)
    }
}

extension ReplicaKey {
    fileprivate var visitTime: Int64? {
        if case .visit(_, let time) = self { time } else { nil }
    }
}
