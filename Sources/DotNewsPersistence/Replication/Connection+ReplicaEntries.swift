import DotNewsDatabase
import DotNewsModels

/// What is known, as other devices are told of it.
extension Connection {
    /// What was last changed here in a range of sequence numbers, in no order.
    func replicaEntries(in range: ClosedRange<Int64>) throws(StoreError) -> [ReplicaEntry] {
        var entries: [ReplicaEntry] = []
        try appendReadMarks(in: range, to: &entries)
        try appendBookmarks(in: range, to: &entries)
        try appendRegisters(in: range, to: &entries)
        try appendVisits(in: range, to: &entries)
        return entries
    }

    private func appendReadMarks(
        in range: ClosedRange<Int64>, to entries: inout [ReplicaEntry]
    ) throws(StoreError) {
        try use(
            """
            SELECT key, is_read, coalesce(read_changed_at, 0) FROM reader_state
            WHERE read_sequence BETWEEN ?1 AND ?2
            """
        ) { (statement) throws(StoreError) in
            statement.bind(range)
            while try statement.step() {
                entries.append(
                    ReplicaEntry(
                        .read(try statement.requiredKey(0)),
                        .register(
                            statement.flag(1) ? ReaderRegister.present : nil,
                            changedAt: max(statement.integer(2), 0))))
            }
        }
    }

    private func appendBookmarks(
        in range: ClosedRange<Int64>, to entries: inout [ReplicaEntry]
    ) throws(StoreError) {
        try use(
            """
            SELECT key, coalesce(bookmark_changed_at, 0) FROM reader_state WHERE bookmark_sequence BETWEEN ?1 AND ?2
            """
        ) { (statement) throws(StoreError) in
            statement.bind(range)
            while try statement.step() {
                let key = ReplicaKey.bookmark(try statement.requiredKey(0))
                entries.append(
                    ReplicaEntry(key, .additions(try additions(to: key), changedAt: max(statement.integer(1), 0))))
            }
        }
    }

    private func appendRegisters(
        in range: ClosedRange<Int64>, to entries: inout [ReplicaEntry]
    ) throws(StoreError) {
        try use(
            """
            SELECT kind, subject, member, value, changed_at FROM reader_register WHERE sequence BETWEEN ?1 AND ?2
            """
        ) { (statement) throws(StoreError) in
            statement.bind(range)
            while try statement.step() {
                guard let kind = ReaderRegister.Kind(rawValue: statement.text(0)),
                    let key = ReplicaKey(kind, subject: statement.text(1), member: statement.text(2))
                else { continue }
                let time = statement.integer(4)
                entries.append(
                    ReplicaEntry(
                        key,
                        key.isMember
                            ? .additions(try additions(to: key), changedAt: time)
                            : .register(statement.optionalText(3), changedAt: time)))
            }
        }
    }

    private func appendVisits(in range: ClosedRange<Int64>, to entries: inout [ReplicaEntry]) throws(StoreError) {
        try use("SELECT key, visited_at FROM visit WHERE sequence BETWEEN ?1 AND ?2") {
            (statement) throws(StoreError) in
            statement.bind(range)
            while try statement.step() {
                entries.append(
                    ReplicaEntry(.visit(try statement.requiredKey(0), at: statement.integer(1)), .fact))
            }
        }
    }
}

extension Connection {
    /// What is known of one thing; `nil` for nothing.
    func replicaContent(of key: ReplicaKey) throws(StoreError) -> ReplicaContent? {
        switch key {
        case .read(let article):
            return try use("SELECT is_read, read_changed_at FROM reader_state WHERE key = ?1") {
                (statement) throws(StoreError) in
                statement.bind(article, at: 1)
                guard try statement.step(), statement.flag(0) || !statement.isNull(1) else { return nil }
                return .register(
                    statement.flag(0) ? ReaderRegister.present : nil, changedAt: max(statement.integer(1), 0))
            }
        case .bookmark(let article):
            let time = try use("SELECT is_bookmarked, bookmark_changed_at FROM reader_state WHERE key = ?1") {
                (statement) throws(StoreError) -> Int64? in
                statement.bind(article, at: 1)
                guard try statement.step(), statement.flag(0) || !statement.isNull(1) else { return nil }
                return max(statement.integer(1), 0)
            }
            guard let time else { return nil }
            return .additions(try additions(to: key), changedAt: time)
        case .visit(let article, let time):
            return try use("SELECT 1 FROM visit WHERE visited_at = ?1 AND key = ?2") {
                (statement) throws(StoreError) in
                statement.bind(time, at: 1)
                statement.bind(article, at: 2)
                return try statement.step() ? .fact : nil
            }
        default:
            guard let name = key.registerName else { return nil }
            let register = try use(
                "SELECT value, changed_at FROM reader_register WHERE kind = ?1 AND subject = ?2 AND member = ?3"
            ) { (statement) throws(StoreError) -> (value: String?, time: Int64)? in
                statement.bind(name.kind.rawValue, at: 1)
                statement.bind(name.subject, at: 2)
                statement.bind(name.member, at: 3)
                return try statement.step() ? (statement.optionalText(0), statement.integer(1)) : nil
            }
            guard let register else { return nil }
            return key.isMember
                ? .additions(try additions(to: key), changedAt: register.time)
                : .register(register.value, changedAt: register.time)
        }
    }

    /// Who added a member of a set how often, by device.
    private func additions(to key: ReplicaKey) throws(StoreError) -> [ReplicaAddition] {
        guard let name = key.membershipName else { return [] }
        return try use(
            """
            SELECT d.key, added, removed FROM replica_addition AS a CROSS JOIN replica_device AS d ON d.id = a.device
            WHERE a.kind = ?1 AND a.subject = ?2 AND a.member = ?3 ORDER BY d.key
            """
        ) { (statement) throws(StoreError) in
            statement.bind(name.kind, at: 1)
            statement.bind(name.subject, at: 2)
            statement.bind(name.member, at: 3)
            var additions: [ReplicaAddition] = []
            while try statement.step() {
                guard let device = ReplicaDeviceID(statement.bytes(0)) else {
                    throw statement.unreadable("a device has no identity")
                }
                additions.append(
                    ReplicaAddition(device: device, added: statement.integer(1), removed: statement.integer(2)))
            }
            return additions
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
        case .column: self = .column(subject)
        case .tag: self = .tag(subject)
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
        case .column(let path): (.column, path, "")
        case .tag(let text): (.tag, text, "")
        case .cleared(let what): (.cleared, what.rawValue, "")
        }
    }

    /// How `replica_addition` calls it; `nil` for what is no member of a set.
    var membershipName: (kind: String, subject: String, member: String)? {
        if case .bookmark(let article) = self { return ("bookmark", article.id.rawValue, "") }
        guard isMember, let name = registerName else { return nil }
        return (name.kind.rawValue, name.subject, name.member)
    }

    /// Whether it is a member of a set.
    package var isMember: Bool {
        switch self {
        case .bookmark, .label, .column, .tag: true
        default: false
        }
    }
}

extension Statement {
    /// Binds the two ends of a range as the first two values.
    func bind(_ range: ClosedRange<Int64>) {
        bind(range.lowerBound, at: 1)
        bind(range.upperBound, at: 2)
    }

    /// The story's id in a column that must have one.
    func requiredKey(_ column: Int32) throws(StoreError) -> ArticleKey {
        guard let key = key(column) else { throw unreadable("a story has no id") }
        return key
    }
}
