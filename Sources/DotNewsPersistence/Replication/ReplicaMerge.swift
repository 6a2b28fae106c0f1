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

    init(connection: Connection, now: Int64) {
        self.connection = connection
        self.now = now
    }

    /// Takes over a segment. What it changes counts as the other device's change, not as one made here.
    mutating func take(_ segment: ReplicaSegment) throws(StoreError) {
        try connection.change("UPDATE replica SET is_recording = 0")
        for entry in segment.entries { try take(entry) }
        for what in ReaderClearing.allCases { try connection.deleteCleared(what) }
        try connection.trimVisits()
        try connection.trimSearches()
        if hasRemovedBookmark { _ = try connection.deleteWithdrawnWithoutBookmark() }
        try connection.change("UPDATE replica SET is_recording = 1")
        try note(segment)
    }

    /// Makes what a segment tells this device's own to tell, because its owner will not any more.
    mutating func adopt(_ segment: ReplicaSegment) throws(StoreError) {
        for entry in segment.entries { try markAsChanged(entry.key) }
    }

    private mutating func take(_ entry: ReplicaEntry) throws(StoreError) {
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
        if case .bookmark = key, new.value == nil { hasRemovedBookmark = true }
    }

    private mutating func write(_ content: ReplicaContent, for key: ReplicaKey) throws(StoreError) {
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
            try connection.use(
                """
                INSERT INTO reader_register (kind, subject, member, value, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
                """
            ) { (statement) throws(StoreError) in
                statement.bind(name.kind.rawValue, at: 1)
                statement.bind(name.subject, at: 2)
                statement.bind(name.member, at: 3)
                statement.bind(content.value, at: 4)
                statement.bind(time, at: 5)
                try statement.run()
            }
        }
    }

    private func writeFlag(
        _ sql: String, _ article: ArticleKey, _ content: ReplicaContent
    ) throws(StoreError) {
        try connection.use(sql) { (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            statement.bind(content.value != nil, at: 2)
            statement.bind(content.changedAt, at: 3)
            try statement.run()
        }
    }

    private mutating func write(_ additions: [ReplicaAddition], for key: ReplicaKey) throws(StoreError) {
        guard let name = key.membershipName else { return }
        for addition in additions {
            let row = try deviceRow(of: addition.device)
            try connection.use(
                """
                INSERT INTO replica_addition (kind, subject, member, device, added, removed)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT DO UPDATE SET added = excluded.added, removed = excluded.removed
                WHERE added != excluded.added OR removed != excluded.removed
                """
            ) { (statement) throws(StoreError) in
                statement.bind(name.kind, at: 1)
                statement.bind(name.subject, at: 2)
                statement.bind(name.member, at: 3)
                statement.bind(row, at: 4)
                statement.bind(addition.added, at: 5)
                statement.bind(addition.removed, at: 6)
                try statement.run()
            }
        }
    }

    private mutating func deviceRow(of device: ReplicaDeviceID) throws(StoreError) -> Int64 {
        if let row = deviceRows[device] { return row }
        let row = try connection.replicaDeviceRow(of: device)
        deviceRows[device] = row
        return row
    }

    /// Notes that a segment has been taken over, and what it says of its device.
    private mutating func note(_ segment: ReplicaSegment) throws(StoreError) {
        let row = try deviceRow(of: segment.device)
        try connection.use(
            """
            UPDATE replica_device SET name = ?2, written_at = ?3
            WHERE id = ?1 AND (written_at IS NULL OR written_at <= ?3)
            """
        ) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            statement.bind(segment.deviceName, at: 2)
            statement.bind(segment.writtenAt, at: 3)
            try statement.run()
        }
        try connection.addTaken(segment.range, of: row)
    }

    private func markAsChanged(_ key: ReplicaKey) throws(StoreError) {
        switch key {
        case .read(let article):
            try mark("UPDATE reader_state SET read_sequence = (SELECT sequence FROM replica) WHERE key = ?1", article)
        case .bookmark(let article):
            try mark(
                "UPDATE reader_state SET bookmark_sequence = (SELECT sequence FROM replica) WHERE key = ?1", article)
        case .visit(let article, let time):
            try connection.use(
                "UPDATE visit SET sequence = (SELECT sequence FROM replica) WHERE visited_at = ?1 AND key = ?2"
            ) { (statement) throws(StoreError) in
                statement.bind(time, at: 1)
                statement.bind(article, at: 2)
                try statement.run()
            }
        default:
            guard let name = key.registerName else { return }
            try connection.use(
                """
                UPDATE reader_register SET sequence = (SELECT sequence FROM replica)
                WHERE kind = ?1 AND subject = ?2 AND member = ?3
                """
            ) { (statement) throws(StoreError) in
                statement.bind(name.kind.rawValue, at: 1)
                statement.bind(name.subject, at: 2)
                statement.bind(name.member, at: 3)
                try statement.run()
            }
        }
    }

    private func mark(_ sql: String, _ article: ArticleKey) throws(StoreError) {
        try connection.use(sql) { (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            try statement.run()
        }
    }
}

extension ReplicaKey {
    fileprivate var visitTime: Int64? {
        if case .visit(_, let time) = self { time } else { nil }
    }
}
