import DotNewsDatabase
import DotNewsModels

/// What is known, as other devices are told of it.
extension Connection {
    /// What was last changed here in a range of sequence numbers, in no order.
    func replicaEntries(in range: ClosedRange<Int64>) throws -> [ReplicaEntry] {
        var entries: [ReplicaEntry] = []
        try appendReadMarks(in: range, to: &entries)
        try appendBookmarks(in: range, to: &entries)
        try appendRegisters(in: range, to: &entries)
        try appendVisits(in: range, to: &entries)
        return entries
    }

    private func appendReadMarks(
        in range: ClosedRange<Int64>, to entries: inout [ReplicaEntry]
    ) throws {
        try forEachRow(
            """
            SELECT key, is_read, coalesce(read_changed_at, 0) FROM reader_state
            WHERE read_sequence BETWEEN ?1 AND ?2
            """, range.lowerBound, range.upperBound
        ) { row in
            entries.append(
                ReplicaEntry(
                    .read(try row.requiredKey(0)),
                    .register(
                        row.flag(1) ? ReaderRegister.present : nil,
                        changedAt: max(row.integer(2), 0))))
        }
    }

    private func appendBookmarks(
        in range: ClosedRange<Int64>, to entries: inout [ReplicaEntry]
    ) throws {
        try forEachRow(
            """
            SELECT key, coalesce(bookmark_changed_at, 0) FROM reader_state WHERE bookmark_sequence BETWEEN ?1 AND ?2
            """, range.lowerBound, range.upperBound
        ) { row in
            let key = ReplicaKey.bookmark(try row.requiredKey(0))
            entries.append(
                ReplicaEntry(key, .additions(try additions(to: key), changedAt: max(row.integer(1), 0))))
        }
    }

    private func appendRegisters(
        in range: ClosedRange<Int64>, to entries: inout [ReplicaEntry]
    ) throws {
        try forEachRow(
            """
            SELECT kind, subject, member, value, changed_at FROM reader_register WHERE sequence BETWEEN ?1 AND ?2
            """, range.lowerBound, range.upperBound
        ) { row in
            guard let kind = ReaderRegister.Kind(rawValue: row.text(0)),
                let key = ReplicaKey(kind, subject: row.text(1), member: row.text(2))
            else { return }
            let time = row.integer(4)
            entries.append(
                ReplicaEntry(
                    key,
                    key.isMember
                        ? .additions(try additions(to: key), changedAt: time)
                        : .register(row.optionalText(3), changedAt: time)))
        }
    }

    private func appendVisits(in range: ClosedRange<Int64>, to entries: inout [ReplicaEntry]) throws {
        try forEachRow(
            "SELECT key, visited_at FROM visit WHERE sequence BETWEEN ?1 AND ?2", range.lowerBound, range.upperBound
        ) { row in
            entries.append(
                ReplicaEntry(.visit(try row.requiredKey(0), at: row.integer(1)), .fact))
        }
    }
}

extension Connection {
    /// What is known of one thing; `nil` for nothing.
    func replicaContent(of key: ReplicaKey) throws -> ReplicaContent? {
        switch key {
        case .read(let article):
            guard let flag = try flag("is_read", changedAt: "read_changed_at", of: article) else { return nil }
            return .register(flag.isSet ? ReaderRegister.present : nil, changedAt: flag.time)
        case .bookmark(let article):
            guard let flag = try flag("is_bookmarked", changedAt: "bookmark_changed_at", of: article) else {
                return nil
            }
            return .additions(try additions(to: key), changedAt: flag.time)
        case .visit(let article, let time):
            return try row("SELECT 1 FROM visit WHERE visited_at = ?1 AND key = ?2", time, article) { _ in .fact }
        default:
            guard let name = key.registerName else { return nil }
            let register = try row(
                "SELECT value, changed_at FROM reader_register WHERE kind = ?1 AND subject = ?2 AND member = ?3",
                name.kind.rawValue, name.subject, name.member
            ) { row in (value: row.optionalText(0), time: row.integer(1)) }
            guard let register else { return nil }
            return key.isMember
                ? .additions(try additions(to: key), changedAt: register.time)
                : .register(register.value, changedAt: register.time)
        }
    }

    /// A flag of an article and the time of its change; `nil` when it was never set.
    private func flag(
        _ column: String, changedAt timeColumn: String, of article: ArticleKey
    ) throws -> (isSet: Bool, time: Int64)? {
        try row(
            """
            SELECT \(column), \(timeColumn) FROM reader_state
            WHERE key = ? AND (\(column) = 1 OR \(timeColumn) IS NOT NULL)
            """, article
        ) { ($0.flag(0), max($0.integer(1), 0)) }
    }

    /// Who added a member of a set how often, by device.
    private func additions(to key: ReplicaKey) throws -> [ReplicaAddition] {
        guard let name = key.membershipName else { return [] }
        return try rows(
            """
            SELECT d.key, added, removed FROM replica_addition AS a CROSS JOIN replica_device AS d ON d.id = a.device
            WHERE a.kind = ?1 AND a.subject = ?2 AND a.member = ?3 ORDER BY d.key
            """, name.kind, name.subject, name.member
        ) { row in
            guard let device = ReplicaDeviceID(row.bytes(0)) else {
                throw row.unreadable("a device has no identity")
            }
            return ReplicaAddition(device: device, added: row.integer(1), removed: row.integer(2))
        }
    }
}

extension ReplicaKey {
    /// The key of a register; `nil` for one that belongs to nothing.
    init?(_ kind: ReaderRegister.Kind, subject: String, member: String) {
        switch kind {
        case .label:
            guard let id = ArticleID(subject) else { return nil }
            self = .label(ArticleKey(id), member)
        case .position:
            guard let id = ArticleID(subject) else { return nil }
            self = .position(ArticleKey(id))
        case .search: self = .search(subject)
        case .preference: self = .preference(subject)
        case .followed, .muted:
            guard let topic = ArticleTopic(kind: subject, name: member) else { return nil }
            self = kind == .followed ? .followed(topic) : .muted(topic)
        case .cleared:
            guard let what = ReaderClearing(rawValue: subject) else { return nil }
            self = .cleared(what)
        }
    }

    /// Which register it is; `nil` for what `reader_state` and `visit` hold.
    var registerName: (kind: ReaderRegister.Kind, subject: String, member: String)? {
        switch self {
        case .read, .bookmark, .visit: nil
        case .label(let article, let label): (.label, article.id.rawValue, label)
        case .position(let article): (.position, article.id.rawValue, "")
        case .search(let text): (.search, text, "")
        case .preference(let name): (.preference, name, "")
        case .followed(let topic): (.followed, topic.kind.rawValue, topic.name)
        case .muted(let topic): (.muted, topic.kind.rawValue, topic.name)
        case .cleared(let what): (.cleared, what.rawValue, "")
        }
    }

    /// How `replica_addition` calls it; `nil` for what is no member of a set.
    var membershipName: (kind: String, subject: String, member: String)? {
        if case .bookmark(let article) = self { return ("bookmark", article.id.rawValue, "") }
        guard isMember, let name = registerName else { return nil }
        return (name.kind.rawValue, name.subject, name.member)
    }

    /// Whether a store could have written the key with this value: the check of what comes from another device or a
    /// damaged file.
    package func accepts(_ value: String?) -> Bool {
        switch self {
        case .read, .bookmark, .visit, .cleared, .followed, .muted: true
        case .label(_, let word), .search(let word):
            // By bytes: texts that are canonically equal are equal strings.
            ReaderWord.normalized(word).map { $0.utf8.elementsEqual(word.utf8) } ?? false
        case .position: value.map { StoredPosition.position(from: $0) != nil } ?? true
        case .preference(let name): PreferenceName(rawValue: name).accepts(value)
        }
    }

    /// Whether it is a member of a set.
    package var isMember: Bool {
        switch self {
        case .bookmark, .label, .followed, .muted: true
        default: false
        }
    }
}

extension Row {
    /// The article's id in a column that must have one.
    func requiredKey(_ column: Int32) throws -> ArticleKey {
        guard let key = key(column) else { throw unreadable("an article has no id") }
        return key
    }
}
