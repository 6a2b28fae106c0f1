import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

extension ArticleStore {
    /// Writes a comment about a story, or an answer to another comment, into the outbox. It is shown at once, and sent
    /// when there is a network and a sign-in. The story need not be stored.
    ///
    /// - Throws: ``StoreError``: ``StoreError/Code/commentsClosed`` when the story takes none as far as is known,
    ///   ``StoreError/Code/outboxFull``, ``StoreError/Code/invalidValue`` when `parent` is not at the site yet.
    public func post(
        _ text: CommentText, on id: ArticleID, replyingTo parent: CommentID? = nil
    ) async throws(StoreError) -> OutboxEntry {
        let now = options.now().changeTime
        return try await write("writing a comment") { connection in
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
    ///   - id: The story; `nil` finds it by the comment, which must be stored then.
    /// - Returns: What is to be sent; `nil` when it is what the site has already.
    /// - Throws: ``StoreError``: ``StoreError/Code/noSuchComment``, ``StoreError/Code/outboxFull``.
    public func react(
        _ reaction: CommentReaction?, to comment: CommentID, on id: ArticleID? = nil
    ) async throws(StoreError) -> OutboxEntry? {
        let now = options.now().changeTime
        return try await write("reacting to a comment") { connection in
            try connection.checkIsAtSite(comment)
            let stored = try connection.storedReaction(to: comment)
            guard let key = id.map({ ArticleKey($0) }) ?? stored?.key else {
                throw StoreError(
                    .noSuchComment, while: connection.activity, file: connection.file,
                    reason: "read the story's comments first")
            }
            return try connection.replaceUnsent(
                .reaction(reaction, to: comment), key, atSite: stored.map { $0.reaction?.rawValue ?? "" }, now: now)
        }
    }

    /// Makes a story a favourite at the site, or no longer one; later choices replace earlier ones that were not sent.
    /// The story need not be stored.
    ///
    /// - Returns: What is to be sent; `nil` when it is what the site has already.
    /// - Throws: ``StoreError``; ``StoreError/Code/outboxFull``.
    public func setFavourite(_ flag: Bool, for id: ArticleID) async throws(StoreError) -> OutboxEntry? {
        let now = options.now().changeTime
        return try await write("changing a favourite") { connection in
            let key = ArticleKey(id)
            return try connection.replaceUnsent(
                .favourite(flag), key, atSite: try connection.siteFavourite(key).map { $0 ? "1" : "0" }, now: now)
        }
    }

    /// What waits to be sent, or for the reader, in the order in which it is sent; at most
    /// `OutboxBounds.maximumCount`.
    public func outbox(of id: ArticleID? = nil) async throws(StoreError) -> [OutboxEntry] {
        try await read("reading the outbox") { reader in try reader.outbox(of: id) }
    }

    /// Takes an entry out of the outbox.
    ///
    /// - Throws: ``StoreError``; ``StoreError/Code/noSuchEntry``.
    public func cancelOutboxEntry(_ id: OutboxEntry.ID) async throws(StoreError) -> OutboxCancellation {
        let now = options.now().changeTime
        return try await write("cancelling what was to be sent") { connection in
            let entry = try connection.requireOutboxEntry(id)
            if try connection.isBeingSent(id, now: now) {
                try connection.use("UPDATE outbox SET is_cancelled = 1 WHERE id = ?1") {
                    (statement) throws(StoreError) in
                    statement.bind(id, at: 1)
                    try statement.run()
                }
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
    public func editOutboxEntry(
        _ id: OutboxEntry.ID, text: CommentText
    ) async throws(StoreError) -> OutboxEntry {
        let now = options.now().changeTime
        return try await write("editing what is to be sent") { connection in
            let entry = try connection.requireOutboxEntry(id)
            guard case .comment = entry.action else {
                throw StoreError(
                    .invalidValue, while: connection.activity, file: connection.file,
                    reason: "only comments have a text to edit")
            }
            guard !entry.mustKeepKey, entry.state != .sending, !entry.isCancelled else {
                throw StoreError(.entryUncertain, while: connection.activity, file: connection.file)
            }
            return try connection.renew(entry, text: text, now: now)
        }
    }

    /// Has an entry sent as soon as possible: at once instead of after a pause, or again after a refusal, then at the end
    /// of the queue and with a new key, unless it may have arrived under the old one.
    ///
    /// - Throws: ``StoreError``; ``StoreError/Code/noSuchEntry``.
    public func retryOutboxEntry(_ id: OutboxEntry.ID) async throws(StoreError) -> OutboxEntry {
        let now = options.now().changeTime
        return try await write("sending again") { connection in
            let entry = try connection.requireOutboxEntry(id)
            if case .refused = entry.state { return try connection.renew(entry, text: nil, now: now) }
            try connection.use("UPDATE outbox SET next_attempt_at = NULL WHERE id = ?1") {
                (statement) throws(StoreError) in
                statement.bind(id, at: 1)
                try statement.run()
            }
            return try connection.requireOutboxEntry(id)
        }
    }

    /// Whether a story is a favourite: as the reader chose last, else as the site said last; `nil` when neither is known.
    public func isFavourite(_ id: ArticleID) async throws(StoreError) -> Bool? {
        try await read("looking for a favourite") { reader in try reader.isFavourite(id) }
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
        try connection.outboxEntries(of: id.map { ArticleKey($0) })
    }

    /// Whether a story is a favourite: as the reader chose last, else as the site said last; `nil` when neither is known.
    public func isFavourite(_ id: ArticleID) throws(StoreError) -> Bool? {
        var flag = try connection.siteFavourite(ArticleKey(id))
        for entry in try outbox(of: id) where entry.isEffective {
            if case .favourite(let chosen) = entry.action { flag = chosen }
        }
        return flag
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
    fileprivate func requireOutboxEntry(_ id: OutboxEntry.ID) throws(StoreError) -> OutboxEntry {
        guard let entry = try outboxEntry(id) else {
            throw StoreError(.noSuchEntry, while: activity, file: file, reason: "number \(id)")
        }
        return entry
    }

    /// Whether an attempt is under way: begun, and not longer ago than attempts take. A program that was killed leaves an
    /// attempt without end.
    fileprivate func isBeingSent(_ id: OutboxEntry.ID, now: Int64) throws(StoreError) -> Bool {
        try use("SELECT 1 FROM outbox WHERE id = ?1 AND sending_until > ?2") { (statement) throws(StoreError) in
            statement.bind(id, at: 1)
            statement.bind(now, at: 2)
            return try statement.step()
        }
    }

    /// Makes an entry a new one to the site, unless it must keep its key.
    fileprivate func renew(
        _ entry: OutboxEntry, text: CommentText?, now: Int64
    ) throws(StoreError) -> OutboxEntry {
        var isRefused = false
        if case .refused = entry.state { isRefused = true }
        let keepsKey = entry.mustKeepKey
        try use(
            """
            UPDATE outbox SET value = coalesce(?2, value), idempotency_key = ?3, state = 0, created_at = ?4, attempts = 0,
                next_attempt_at = NULL, sending_until = NULL, uncertain_since = ?6, is_cancelled = 0,
                failure_code = NULL, failure_reason = NULL,
                position = CASE WHEN ?5 THEN (SELECT max(position) + 1 FROM outbox) ELSE position END
            WHERE id = ?1
            """
        ) { (statement) throws(StoreError) in
            statement.bind(entry.id, at: 1)
            statement.bind(text?.rawValue, at: 2)
            statement.bind(keepsKey ? entry.idempotencyKey : Self.newIdempotencyKey(), at: 3)
            statement.bind(now, at: 4)
            statement.bind(isRefused, at: 5)
            statement.bind(keepsKey ? entry.uncertainSince?.changeTime : nil, at: 6)
            try statement.run()
        }
        return try requireOutboxEntry(entry.id)
    }

    /// Puts a choice in the place of earlier ones of the same thing that were not sent; leaves it out when it then is
    /// what the site has, or is about to have.
    ///
    /// - Parameter known: The value at the site; `nil` when that is not known.
    fileprivate func replaceUnsent(
        _ action: OutboxAction, _ key: ArticleKey, atSite known: String?, now: Int64
    ) throws(StoreError) -> OutboxEntry? {
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

    fileprivate func checkTakesComments(_ key: ArticleKey) throws(StoreError) {
        let isClosed = try use("SELECT 1 FROM article WHERE key = ?1 AND allows_comments = 0") {
            (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            return try statement.step()
        }
        if isClosed { throw StoreError(.commentsClosed, while: activity, file: file) }
    }

    fileprivate func checkIsAtSite(_ comment: CommentID) throws(StoreError) {
        if comment.rawValue.hasPrefix(CommentThread.outboxPrefix) {
            throw StoreError(
                .invalidValue, while: activity, file: file, reason: "the comment is not at the site yet; send it first")
        }
    }

    func siteFavourite(_ key: ArticleKey) throws(StoreError) -> Bool? {
        try use("SELECT is_favourite FROM favourite WHERE key = ?1") { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            return try statement.step() ? statement.flag(0) : nil
        }
    }

    /// The story of a stored comment, and what the site says this reader thinks of it.
    fileprivate func storedReaction(
        to comment: CommentID
    ) throws(StoreError) -> (key: ArticleKey, reaction: CommentReaction?)? {
        try use("SELECT key, reaction FROM comment WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(comment.rawValue, at: 1)
            guard try statement.step(), let key = statement.key(0) else { return nil }
            return (key, CommentReaction(rawValue: statement.text(1)))
        }
    }
}
