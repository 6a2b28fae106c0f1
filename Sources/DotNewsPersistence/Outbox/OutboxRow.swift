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

extension Row {
    /// An entry, from ``OutboxRow/columns``.
    func outboxEntry() throws -> OutboxEntry {
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
    func outboxEntry(_ id: OutboxEntry.ID) throws -> OutboxEntry? {
        try row("SELECT \(OutboxRow.columns) FROM outbox WHERE id = ?1", id) { row in try row.outboxEntry() }
    }

    /// The entries, of one article or of all, in the order in which they are sent.
    func outboxEntries(of key: ArticleKey? = nil) throws -> [OutboxEntry] {
        let selection = "SELECT \(OutboxRow.columns) FROM outbox"
        guard let key else { return try rows("\(selection) ORDER BY position") { try $0.outboxEntry() } }
        return try rows("\(selection) WHERE key = ? ORDER BY position", key) { try $0.outboxEntry() }
    }

    /// Adds an entry at the end of the queue, with a key of its own.
    func addOutboxEntry(_ action: OutboxAction, _ key: ArticleKey, now: Int64) throws -> OutboxEntry {
        guard try integer("SELECT count(*) FROM outbox") < OutboxBounds.maximumCount else {
            throw StoreError(
                .outboxFull, while: activity, file: path, reason: "\(OutboxBounds.maximumCount) entries wait in it")
        }
        let row = OutboxRow(action)
        let id = try integer(
            """
            INSERT INTO outbox (position, key, kind, subject, value, idempotency_key, created_at)
            VALUES ((SELECT coalesce(max(position), 0) + 1 FROM outbox), ?1, ?2, ?3, ?4, ?5, ?6)
            RETURNING id
            """, key, row.kind, row.subject, row.value, Self.newIdempotencyKey(), now)
        guard let entry = try outboxEntry(id) else { throw unreadable("an entry that was added is not there") }
        return entry
    }

    /// Deletes an entry.
    func deleteOutboxEntry(_ id: OutboxEntry.ID) throws {
        try execute("DELETE FROM outbox WHERE id = ?1", id)
    }

    /// A key that no other entry has, anywhere: 122 random bits.
    static func newIdempotencyKey() -> String { UUID().uuidString.lowercased() }
}
