import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

/// What the reader wrote and chose for the site: comments, reactions and favourites, and the entries that wait to be sent.
///
/// Get it from ``ArticleStore/outbox``. Every entry is stored in one transaction and shown at once; the outbox's sender
/// delivers it when there is a network and a sign-in.
public struct Outbox: Sendable {
    let store: ArticleStore
}

extension ArticleStore {
    /// Comments, reactions and favourites, and the entries that wait to be sent.
    public var outbox: Outbox { Outbox(store: self) }
}

extension Outbox {
    /// Writes a comment about an article, or an answer to another comment, into the outbox. It is shown at once, and sent
    /// when there is a network and a sign-in. The article need not be stored.
    ///
    /// - Throws: ``StoreError``: ``StoreError/Code/commentsClosed`` when the article takes none as far as is known,
    ///   ``StoreError/Code/outboxFull``, ``StoreError/Code/invalidValue`` when `parent` is not at the site yet.
    public func post(
        _ text: CommentText, on id: ArticleID, replyingTo parent: CommentID? = nil
    ) async throws(StoreError) -> OutboxEntry {
        let now = store.now.changeTime
        return try await store.write("writing a comment") { connection in
            let key = ArticleKey(id)
            try connection.checkTakesComments(key)
            if let parent { try connection.checkIsAtSite(parent) }
            return try connection.addOutboxEntry(.comment(text, replyingTo: parent), key, now: now)
        }
    }

    /// Likes or dislikes a comment, or takes that back; later choices replace earlier ones that were not sent.
    ///
    /// - Parameters:
    ///   - reaction: What the reader thinks of the comment; `nil` to take that back.
    ///   - comment: The comment.
    ///   - id: The article; `nil` finds it by the comment, which must be stored then.
    /// - Returns: What is to be sent; `nil` when it is what the site has already.
    /// - Throws: ``StoreError``: ``StoreError/Code/noSuchComment``, ``StoreError/Code/outboxFull``.
    public func react(
        _ reaction: CommentReaction?, to comment: CommentID, on id: ArticleID? = nil
    ) async throws(StoreError) -> OutboxEntry? {
        let now = store.now.changeTime
        return try await store.write("reacting to a comment") { connection in
            try connection.checkIsAtSite(comment)
            let stored = try connection.storedReaction(to: comment)
            guard let key = id.map({ ArticleKey($0) }) ?? stored?.key else {
                throw StoreError(
                    .noSuchComment, while: connection.activity, file: connection.path,
                    reason: "read the article's comments first")
            }
            return try connection.replaceUnsent(
                .reaction(reaction, to: comment), key, atSite: stored.map { $0.reaction?.rawValue ?? "" }, now: now)
        }
    }

    /// Makes an article a favourite at the site, or no longer one; later choices replace earlier ones that were not sent.
    /// The article need not be stored.
    ///
    /// - Returns: What is to be sent; `nil` when it is what the site has already.
    /// - Throws: ``StoreError``; ``StoreError/Code/outboxFull``.
    public func setFavourite(_ flag: Bool, for id: ArticleID) async throws(StoreError) -> OutboxEntry? {
        let now = store.now.changeTime
        return try await store.write("changing a favourite") { connection in
            let key = ArticleKey(id)
            return try connection.replaceUnsent(
                .favourite(flag), key, atSite: try connection.siteFavourite(key).map { $0 ? "1" : "0" }, now: now)
        }
    }

    /// Returns the entries; see ``StoreReader/outbox(of:)``.
    public func entries(of id: ArticleID? = nil) async throws(StoreError) -> [OutboxEntry] {
        try await store.read("reading the outbox") { reader in try reader.outbox(of: id) }
    }

    /// Takes an entry out of the outbox.
    ///
    /// - Throws: ``StoreError``; ``StoreError/Code/noSuchEntry``.
    public func cancel(_ id: OutboxEntry.ID) async throws(StoreError) -> OutboxCancellation {
        let now = store.now.changeTime
        return try await store.write("cancelling what was to be sent") { connection in
            let entry = try connection.requireOutboxEntry(id)
            if try connection.isBeingSent(id, now: now) {
                try connection.execute("UPDATE outbox SET is_cancelled = 1 WHERE id = ?1", id)
                return .underWay
            }
            try connection.deleteOutboxEntry(id)
            return entry.uncertainSince == nil ? .cancelled : .uncertain
        }
    }

    /// Changes the text of a comment that has not been sent. It counts as a new one to the site, with a new key; after a
    /// refusal it goes to the end of the queue.
    ///
    /// - Throws: ``StoreError``: ``StoreError/Code/noSuchEntry``; ``StoreError/Code/entryUncertain`` when it may have
    ///   arrived already, as then both texts could appear; ``StoreError/Code/invalidValue`` when it is no comment.
    public func edit(
        _ id: OutboxEntry.ID, text: CommentText
    ) async throws(StoreError) -> OutboxEntry {
        let now = store.now.changeTime
        return try await store.write("editing what is to be sent") { connection in
            let entry = try connection.requireOutboxEntry(id)
            guard case .comment = entry.action else {
                throw StoreError(
                    .invalidValue, while: connection.activity, file: connection.path,
                    reason: "only comments have a text to edit")
            }
            guard !entry.mustKeepKey, entry.state != .sending, !entry.isCancelled else {
                throw StoreError(.entryUncertain, while: connection.activity, file: connection.path)
            }
            return try connection.renew(entry, text: text, now: now)
        }
    }

    /// Has an entry sent as soon as possible: at once instead of after a pause, or again after a refusal, then at the end
    /// of the queue and with a new key, unless it may have arrived under the old one.
    ///
    /// - Throws: ``StoreError``; ``StoreError/Code/noSuchEntry``.
    public func retry(_ id: OutboxEntry.ID) async throws(StoreError) -> OutboxEntry {
        let now = store.now.changeTime
        return try await store.write("sending again") { connection in
            let entry = try connection.requireOutboxEntry(id)
            if case .refused = entry.state { return try connection.renew(entry, text: nil, now: now) }
            try connection.execute("UPDATE outbox SET next_attempt_at = NULL WHERE id = ?1", id)
            return try connection.requireOutboxEntry(id)
        }
    }

    /// Returns whether an article is a favourite; see ``StoreReader/isFavourite(_:)``.
    public func isFavourite(_ id: ArticleID) async throws(StoreError) -> Bool? {
        try await store.read("looking for a favourite") { reader in try reader.isFavourite(id) }
    }
}

/// What became of an entry that was cancelled.
public enum OutboxCancellation: String, Hashable, Sendable, Codable {
    /// It is gone, and never reached the site.
    case cancelled
    /// It is gone and not sent again, but an earlier attempt, whose answer was lost, may have reached the site.
    case uncertain
    /// It is being sent at this moment. It goes with the end of the attempt, and is not sent again; but the site may
    /// have it by then.
    case underWay
}

extension StoreReader {
    /// What waits to be sent, or for the reader, in the order in which it is sent.
    public func outbox(of id: ArticleID? = nil) throws(StoreError) -> [OutboxEntry] {
        try connection.converting { try connection.outboxEntries(of: id.map { ArticleKey($0) }) }
    }

    /// Whether an article is a favourite: as the reader chose last, else as the site said last; `nil` when neither is known.
    public func isFavourite(_ id: ArticleID) throws(StoreError) -> Bool? {
        try connection.converting {
            var flag = try connection.siteFavourite(ArticleKey(id))
            for entry in try outbox(of: id) where entry.isEffective {
                if case .favourite(let chosen) = entry.action { flag = chosen }
            }
            return flag
        }
    }
}

extension OutboxEntry {
    /// Whether it may have arrived, so that it can only be sent again under the same key. What the site may have forgotten
    /// is the reader's to judge.
    var mustKeepKey: Bool {
        if case .refused(let failure) = state, failure.code == .uncertain { return false }
        return uncertainSince != nil
    }

    /// Whether lists show it as done.
    var isEffective: Bool {
        if case .refused = state { return false }
        return !isCancelled
    }
}

extension Connection {
    fileprivate func requireOutboxEntry(_ id: OutboxEntry.ID) throws -> OutboxEntry {
        guard let entry = try outboxEntry(id) else {
            throw StoreError(.noSuchEntry, while: activity, file: path, reason: "number \(id)")
        }
        return entry
    }

    /// Whether an attempt is under way: begun, and not longer ago than attempts take. A program that was killed leaves an
    /// attempt without end.
    fileprivate func isBeingSent(_ id: OutboxEntry.ID, now: Int64) throws -> Bool {
        try hasRow("SELECT 1 FROM outbox WHERE id = ?1 AND sending_until > ?2", id, now)
    }

    /// Makes an entry a new one to the site, unless it must keep its key.
    fileprivate func renew(
        _ entry: OutboxEntry, text: CommentText?, now: Int64
    ) throws -> OutboxEntry {
        var isRefused = false
        if case .refused = entry.state { isRefused = true }
        let keepsKey = entry.mustKeepKey
        try execute(
            """
            UPDATE outbox SET value = coalesce(?2, value), idempotency_key = ?3, state = 0, created_at = ?4, attempts = 0,
                next_attempt_at = NULL, sending_until = NULL, uncertain_since = ?6, is_cancelled = 0,
                failure_code = NULL, failure_reason = NULL,
                position = CASE WHEN ?5 THEN (SELECT max(position) + 1 FROM outbox) ELSE position END
            WHERE id = ?1
            """, entry.id, text?.rawValue, keepsKey ? entry.idempotencyKey : Self.newIdempotencyKey(), now, isRefused,
            keepsKey ? entry.uncertainSince?.changeTime : nil)
        return try requireOutboxEntry(entry.id)
    }

    /// Puts a choice in the place of earlier ones of the same thing that were not sent; leaves it out when it then is
    /// what the site has, or is about to have.
    ///
    /// - Parameter known: The value at the site; `nil` when that is not known.
    fileprivate func replaceUnsent(
        _ action: OutboxAction, _ key: ArticleKey, atSite known: String?, now: Int64
    ) throws -> OutboxEntry? {
        let row = OutboxRow(action)
        // One that is being sent, or may have arrived, is left to its own end, and what is chosen now comes after it.
        var before = known
        for entry in try outboxEntries(of: key) {
            let other = OutboxRow(entry.action)
            guard (other.kind, other.subject) == (row.kind, row.subject) else { continue }
            if entry.uncertainSince != nil, entry.state == .waiting || entry.state == .sending {
                // Of one that is being cancelled nobody knows what the site will have.
                before = entry.isCancelled ? nil : other.value
            } else {
                try deleteOutboxEntry(entry.id)
            }
        }
        if before == row.value { return nil }
        return try addOutboxEntry(action, key, now: now)
    }

    fileprivate func checkTakesComments(_ key: ArticleKey) throws {
        let isClosed = try hasRow("SELECT 1 FROM article WHERE key = ?1 AND allows_comments = 0", key)
        if isClosed { throw StoreError(.commentsClosed, while: activity, file: path) }
    }

    fileprivate func checkIsAtSite(_ comment: CommentID) throws {
        if comment.rawValue.hasPrefix(CommentThread.outboxPrefix) {
            throw StoreError(
                .invalidValue, while: activity, file: path, reason: "the comment is not at the site yet; send it first")
        }
    }

    func siteFavourite(_ key: ArticleKey) throws -> Bool? {
        try row("SELECT is_favourite FROM favourite WHERE key = ?1", key) { row in row.flag(0) }
    }

    /// The article of a stored comment, and what the site says this reader thinks of it.
    fileprivate func storedReaction(
        to comment: CommentID
    ) throws -> (key: ArticleKey, reaction: CommentReaction?)? {
        try row("SELECT key, reaction FROM comment WHERE id = ?1", comment.rawValue) { row in
            guard let key = row.key(0) else { throw row.unreadable("a comment belongs to no article") }
            return (key, CommentReaction(rawValue: row.text(1)))
        }
    }
}
