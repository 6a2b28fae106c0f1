import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// An action as its columns hold it.
struct OutboxRow {
    let kind: String
    let subject: String
    let value: String

    init(_ action: OutboxAction) {
        switch action {
        case .comment(let text, let parent):
            (kind, subject, value) = ("comment", parent?.rawValue ?? "", text.rawValue)
        case .reaction(let reaction, let comment):
            (kind, subject, value) = ("reaction", comment.rawValue, reaction?.rawValue ?? "")
        case .favourite(let flag):
            (kind, subject, value) = ("favourite", "", flag ? "1" : "0")
        }
    }

    /// What an entry can be about.
    static let kinds: Set<String> = ["comment", "reaction", "favourite"]

    static let columns = """
        id, key, kind, subject, value, state, is_cancelled, created_at, attempts, next_attempt_at, uncertain_since,
        sending_until, failure_code, failure_reason, idempotency_key
        """
}

extension Statement {
    /// An entry, from ``OutboxRow/columns``.
    func outboxEntry() throws(StoreError) -> OutboxEntry {
        guard let key = key(1), let action = action(kind: text(2), subject: text(3), value: text(4)) else {
            throw unreadable("an entry of the outbox is not in the form it was written in")
        }
        let failure = optionalText(12).map { OutboxFailure(.init(rawValue: $0), text(13)) }
        let state: OutboxEntry.State =
            flag(5)
            ? .refused(failure ?? OutboxFailure(.refused, "")) : isNull(11) ? .waiting : .sending
        return OutboxEntry(
            id: integer(0), articleID: key.id, action: action, state: state, isCancelled: flag(6),
            createdAt: Date(storedMilliseconds: integer(7)), attempts: Int(integer(8)),
            nextAttemptAt: optionalInteger(9).map { Date(storedMilliseconds: $0) },
            uncertainSince: optionalInteger(10).map { Date(storedMilliseconds: $0) }, lastFailure: failure,
            idempotencyKey: text(14))
    }

    private func action(kind: String, subject: String, value: String) -> OutboxAction? {
        switch kind {
        case "comment":
            .comment(
                CommentText(validated: value), replyingTo: subject.isEmpty ? nil : CommentID(validated: subject))
        case "reaction":
            .reaction(CommentReaction(rawValue: value), to: CommentID(validated: subject))
        case "favourite": .favourite(value == "1")
        default: nil
        }
    }
}

extension Connection {
    /// The entry of this number; `nil` when there is none.
    func outboxEntry(_ id: OutboxEntry.ID) throws(StoreError) -> OutboxEntry? {
        try useComposed("SELECT \(OutboxRow.columns) FROM outbox WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(id, at: 1)
            return try statement.step() ? try statement.outboxEntry() : nil
        }
    }

    /// The entries, of one story or of all, in the order in which they are sent.
    func outboxEntries(of key: ArticleKey? = nil) throws(StoreError) -> [OutboxEntry] {
        let condition = key == nil ? "" : "WHERE key = ?1 "
        return try useComposed("SELECT \(OutboxRow.columns) FROM outbox \(condition)ORDER BY position") {
            (statement) throws(StoreError) in
            if let key { statement.bind(key, at: 1) }
            var entries: [OutboxEntry] = []
            while try statement.step() { entries.append(try statement.outboxEntry()) }
            return entries
        }
    }

    /// Adds an entry at the end of the queue, with a key of its own.
    func addOutboxEntry(_ action: OutboxAction, _ key: ArticleKey, now: Int64) throws(StoreError) -> OutboxEntry {
        guard try number("SELECT count(*) FROM outbox") < OutboxBounds.maximumCount else {
            throw StoreError(
                .outboxFull, while: activity, file: file, reason: "\(OutboxBounds.maximumCount) entries wait in it")
        }
        let row = OutboxRow(action)
        let id: Int64 = try use(
            """
            INSERT INTO outbox (position, key, kind, subject, value, idempotency_key, created_at)
            VALUES ((SELECT coalesce(max(position), 0) + 1 FROM outbox), ?1, ?2, ?3, ?4, ?5, ?6)
            RETURNING id
            """
        ) { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            statement.bind(row.kind, at: 2)
            statement.bind(row.subject, at: 3)
            statement.bind(row.value, at: 4)
            statement.bind(Self.newIdempotencyKey(), at: 5)
            statement.bind(now, at: 6)
            guard try statement.step() else { throw statement.unreadable("an entry that was added is not there") }
            let id = statement.integer(0)
            _ = try statement.step()
            return id
        }
        guard let entry = try outboxEntry(id) else { throw unreadable("an entry that was added is not there") }
        return entry
    }

    /// Deletes an entry.
    func deleteOutboxEntry(_ id: OutboxEntry.ID) throws(StoreError) {
        try use("DELETE FROM outbox WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(id, at: 1)
            try statement.run()
        }
    }

    /// A key that no other entry has, anywhere: 122 random bits.
    static func newIdempotencyKey() -> String { UUID().uuidString.lowercased() }
}
