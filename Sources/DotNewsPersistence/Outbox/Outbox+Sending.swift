import DotNewsDatabase
package import DotNewsFoundation
package import DotNewsModels

/// What the sender does with the outbox. Only the process that holds the outbox's lock may call these.
extension Outbox {
    /// Gets the outbox ready for a run: attempts that ended with their program are over, what was cancelled meanwhile
    /// goes, and what has waited too long waits for its reader.
    ///
    /// - Parameter keyLifetime: For how long the site remembers a key.
    package func prepare(now: Date, keyLifetime: Duration) async throws(StoreError) {
        let time = now.changeTime
        try await store.write("preparing the outbox") { connection in
            guard try connection.integer("SELECT count(*) FROM outbox") > 0 else { return }
            try connection.execute("DELETE FROM outbox WHERE is_cancelled = 1")
            try connection.execute("UPDATE outbox SET sending_until = NULL WHERE sending_until IS NOT NULL")
            for (condition, failure, limit) in [
                (
                    "uncertain_since < ?3",
                    OutboxFailure(
                        .uncertain,
                        "it may have arrived, but no answer came; look for it at the site before sending it again"),
                    time - keyLifetime.milliseconds
                ),
                (
                    "created_at < ?3", OutboxFailure(.expired, "it has waited for more than 30 days"),
                    time - OutboxBounds.maximumAge.milliseconds
                ),
            ] {
                try connection.execute(
                    "UPDATE outbox SET state = 1, failure_code = ?1, failure_reason = ?2 WHERE state = 0 AND \(condition)",
                    failure.code.rawValue, failure.reason, limit)
            }
            try connection.deleteSuperseded()
        }
    }

    /// Takes the next entry that may be sent now and marks it as being sent, so that a program that ends here leaves an
    /// entry of which it is known that it may have arrived.
    ///
    /// Each article's entries are sent in their order: the first that is to be sent keeps those behind it waiting; one that
    /// was refused does not.
    ///
    /// - Parameters:
    ///   - busy: Articles of which an entry is being sent.
    ///   - tried: Entries that are not tried again in this run.
    ///   - deadline: When the attempt will have ended, whatever comes of it.
    /// - Returns: The entry as it was before the attempt; `nil` when there is none.
    package func beginSending(
        except busy: Set<ArticleID>, tried: Set<OutboxEntry.ID>, now: Date, until deadline: Date
    ) async throws(StoreError) -> OutboxEntry? {
        let time = now.changeTime
        return try await store.write("taking what is to be sent") { connection in
            guard
                let entry = try connection.sendableEntries(now: time).first(where: {
                    !busy.contains($0.articleID) && !tried.contains($0.id)
                })
            else { return nil }
            try connection.execute(
                """
                UPDATE outbox SET attempts = attempts + 1, sending_until = ?2,
                    uncertain_since = coalesce(uncertain_since, ?3)
                WHERE id = ?1
                """, entry.id, deadline.changeTime, time)
            return entry
        }
    }

    /// Notes what came of an attempt, in one transaction with what the site said.
    ///
    /// - Parameter entry: The entry as ``beginSending(except:tried:now:until:)`` returned it.
    package func endSending(_ entry: OutboxEntry, _ outcome: OutboxOutcome, now: Date) async throws(StoreError) {
        let time = now.changeTime
        try await store.write("noting what was sent") { connection in
            // Not when it was cancelled meanwhile and is gone, or is another entry to the site by now.
            let isKept = try connection.outboxEntry(entry.id)?.idempotencyKey == entry.idempotencyKey
            switch outcome {
            case .delivered(let answer):
                try connection.take(answer, to: entry, now: time)
                if isKept { try connection.deleteOutboxEntry(entry.id) }
            case .failed(let failure, let mayHaveArrived, let next):
                guard isKept else { return }
                try connection.endAttempt(
                    of: entry, failure, isRefused: false,
                    uncertainSince: mayHaveArrived
                        ? entry.uncertainSince?.changeTime ?? time : entry.uncertainSince?.changeTime,
                    nextAttemptAt: next?.changeTime)
            case .refused(let failure, let isVerdict):
                guard isKept else { return }
                try connection.endAttempt(
                    of: entry, failure, isRefused: true,
                    uncertainSince: isVerdict ? nil : entry.uncertainSince?.changeTime, nextAttemptAt: nil)
            }
        }
    }

    /// When the next entry may be sent; `nil` when none is waiting.
    package func nextAttempt(now: Date) async throws(StoreError) -> Date? {
        let time = now.changeTime
        return try await store.read("reading the outbox") { reader in
            try reader.connection.headEntries().map { $0.isDue(at: time) ? now : $0.nextAttemptAt ?? now }.min()
        }
    }

    /// Sets when the site wants to be asked again at the earliest; `nil` for at once.
    package func pause(until date: Date?) async throws(StoreError) {
        try await store.setSetting(.outboxPause, to: date.map { String($0.changeTime) })
    }

    /// When the site wants to be asked again at the earliest, unless that has passed.
    package func pauseEnd(now: Date) async throws(StoreError) -> Date? {
        guard let time = try await store.setting(.outboxPause).flatMap({ Int64($0) }) else { return nil }
        // A time that lies further ahead than any pause comes from a clock that was put back.
        guard time > now.changeTime, time - now.changeTime <= OutboxEntry.longestPause else { return nil }
        return Date(storedMilliseconds: time)
    }
}

/// What came of an attempt to send an entry.
package enum OutboxOutcome: Sendable {
    /// The site has it; with what it answered.
    case delivered(OutboxAnswer)
    /// It is tried again, not before `next`.
    case failed(OutboxFailure, mayHaveArrived: Bool, next: Date?)
    /// The site will not have it. A verdict is on the entry itself and means that it did not arrive earlier either; without
    /// one, such as when a gateway forbids it, that stays as uncertain as it was.
    case refused(OutboxFailure, isVerdict: Bool)
}

/// What the site answers to an entry that it took.
package enum OutboxAnswer: Sendable {
    /// The comment as the site has it.
    case comment(ArticleComment)
    /// The counts of a comment, where the site says them.
    case reaction(likes: Int?, dislikes: Int?)
    /// Nothing more.
    case favourite
}

extension StoreSetting {
    /// Until when the outbox leaves the site alone, in milliseconds since 1970.
    static let outboxPause = StoreSetting(rawValue: "outboxPause")
}

extension OutboxEntry {
    /// No pause is longer, in milliseconds: a day.
    static let longestPause: Int64 = 86_400_000

    /// Whether its time has come. One that lies further ahead than any pause comes from a clock that was put back.
    fileprivate func isDue(at time: Int64) -> Bool {
        guard let next = nextAttemptAt?.changeTime else { return true }
        return next <= time || next - time > Self.longestPause
    }
}

extension Connection {
    /// The entry of each article that is to be sent next, in the order of the queue.
    fileprivate func headEntries() throws -> [OutboxEntry] {
        var seen = Set<ArticleID>()
        return try outboxEntries().filter { entry in
            entry.isEffective && seen.insert(entry.articleID).inserted
        }
    }

    fileprivate func sendableEntries(now: Int64) throws -> [OutboxEntry] {
        try headEntries().filter { $0.isDue(at: now) }
    }

    fileprivate func endAttempt(
        of entry: OutboxEntry, _ failure: OutboxFailure, isRefused: Bool, uncertainSince: Int64?, nextAttemptAt: Int64?
    ) throws {
        // Waiting for a sign-in does not make the next pause longer.
        let attempts = entry.attempts + (failure.code == .signInNeeded ? 0 : 1)
        try execute(
            """
            UPDATE outbox SET state = ?2, sending_until = NULL, uncertain_since = ?3, next_attempt_at = ?4,
                failure_code = ?5, failure_reason = ?6, attempts = ?7
            WHERE id = ?1
            """, entry.id, isRefused, uncertainSince, nextAttemptAt, failure.code.rawValue, failure.reason, attempts)
        try execute("DELETE FROM outbox WHERE is_cancelled = 1 AND sending_until IS NULL")
        try deleteSuperseded()
    }

    /// Deletes choices that were refused, or have waited too long, and that a later choice has taken the place of: sent
    /// again, they would undo it.
    fileprivate func deleteSuperseded() throws {
        try execute(
            """
            DELETE FROM outbox WHERE state = 1 AND kind != 'comment' AND EXISTS (
                SELECT 1 FROM outbox AS o WHERE o.key = outbox.key AND o.kind = outbox.kind
                    AND o.subject = outbox.subject AND o.position > outbox.position)
            """)
    }
}
