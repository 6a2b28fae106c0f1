package import DotNewsFoundation
package import DotNewsModels
package import DotNewsNetworking
package import DotNewsPersistence
import Synchronization

/// Sends what is in the outbox: each article's entries in their order, articles independently of each other, each entry as
/// often as it takes until the site has it or says that it will not.
///
/// Only one sender at a time works for a store, of all processes: others wait for their turn. An entry is marked before
/// it is sent and its outcome is noted after, so a process may end at any moment: what may have arrived without answer is
/// sent again with the same idempotency key, by which the site knows it. The rules are in docs/outbox.md.
package struct OutboxSender: Sendable {
    /// How patient it is.
    package let policy: OutboxPolicy
    let store: ArticleStore
    let client: AccountClient
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    private let random: @Sendable () -> Double

    /// How long an attempt is taken to be under way, at most: more than a request may take.
    static let longestAttempt = 90.0

    /// Sends what is in `store` through `client`.
    package init(store: ArticleStore, client: AccountClient, policy: OutboxPolicy = .standard) {
        self.init(
            store: store, client: client, policy: policy, clock: ContinuousClock(), now: { Date() },
            random: { Double.random(in: 0...1) })
    }

    /// Sleeps on `clock`, takes the time from `now`, and `random`, 0 to 1, decides how long pauses are.
    package init(
        store: ArticleStore, client: AccountClient, policy: OutboxPolicy = .standard, clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date, random: @escaping @Sendable () -> Double
    ) {
        self.store = store
        self.client = client
        self.policy = policy
        self.clock = clock
        self.now = now
        self.random = random
    }

    /// Sends everything whose time has come, each entry at most once, and returns.
    ///
    /// Ends early when the site asks for patience or for a sign-in. Waits for another process that is sending.
    ///
    /// - Parameter progress: Called as soon as it is known what became of an entry; on any thread.
    /// - Throws: ``OutboxError``; ``OutboxError/suspended`` when the store is suspended before it has returned.
    package func send(
        progress: @escaping @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void = { _, _ in }
    ) async throws(OutboxError) -> OutboxReport {
        try await converting { try await sendOnce(progress) }
    }

    /// Sends until everything due has been tried or the store is suspended.
    func sendOnce(
        _ progress: @escaping @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void
    ) async throws -> OutboxReport {
        try await store.suspension.perform(orThrow: OutboxError.suspended as any Error) {
            try await sendWhileActive(progress)
        }
    }

    private func sendWhileActive(
        _ progress: @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void
    ) async throws -> OutboxReport {
        // Not at the same time as another process.
        let lock = try await ProcessLock.acquire(
            at: store.file.appendingPathExtension("outbox-lock"), suspension: store.suspension, clock: clock)
        defer { lock.release() }
        var report = OutboxReport()
        try await store.outbox.prepare(
            now: now(), keyLifetime: client.edition.comments?.keyLifetime ?? CommentService().keyLifetime)
        try await sendAll(into: &report, progress)
        let left = try await store.outbox.entries()
        for entry in left {
            if case .refused = entry.state { report.refused += 1 } else { report.waiting += 1 }
        }
        report.nextAttemptAt = try await nextAttempt()
        if Task.isCancelled { throw OutboxError.cancelled }
        return report
    }

    // MARK: Sending

    /// Several articles at a time, until nothing is left whose time has come.
    private func sendAll(
        into report: inout OutboxReport, _ progress: @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void
    ) async throws {
        var busy = Set<ArticleID>()
        var tried = Set<OutboxEntry.ID>()
        var isStopped = try await store.outbox.pauseEnd(now: now()) != nil
        var failure: (any Error)?
        await withTaskGroup(of: (OutboxEntry, Result<OutboxReport.Outcome, any Error>).self) { group in
            while true {
                while !isStopped, failure == nil, !Task.isCancelled, busy.count < policy.maximumConcurrentArticles {
                    let next = await begin(except: busy, tried: tried)
                    guard case .success(let entry?) = next else {
                        if case .failure(let error) = next { failure = error }
                        break
                    }
                    busy.insert(entry.articleID)
                    tried.insert(entry.id)
                    group.addTask { (entry, await attempt(entry)) }
                }
                guard let (entry, result) = await group.next() else { return }
                busy.remove(entry.articleID)
                switch result {
                case .success(let outcome):
                    report.results.append(OutboxReport.Result(entry: entry, outcome: outcome))
                    progress(entry, outcome)
                    if case .postponed(let reason, _) = outcome, [.signInNeeded, .busy].contains(reason.code) {
                        isStopped = true
                        if reason.code == .signInNeeded { report.needsSignIn = true }
                    }
                case .failure(let error): failure = failure ?? error
                }
            }
        }
        if let failure { throw failure }
    }

    private func begin(
        except busy: Set<ArticleID>, tried: Set<OutboxEntry.ID>
    ) async -> Result<OutboxEntry?, any Error> {
        do {
            let now = now()
            return .success(
                try await store.outbox.beginSending(
                    except: busy, tried: tried, now: now, until: now.addingTimeInterval(Self.longestAttempt)))
        } catch {
            return .failure(error)
        }
    }

    /// Sends an entry and notes what came of it.
    private func attempt(_ entry: OutboxEntry) async -> Result<OutboxReport.Outcome, any Error> {
        let outcome: OutboxOutcome
        let result: OutboxReport.Outcome
        var pause: Date?
        do throws(AccountError) {
            outcome = .delivered(try await send(entry))
            result = .delivered
        } catch {
            let failure = OutboxFailure(error.failureCode, error.reason)
            switch error.code {
            case .refused, .notConfigured:
                outcome = .refused(failure, isVerdict: error.isVerdict)
                result = .refused(failure)
            case .signInNeeded, .credentials, .cancelled:
                // Nothing that waiting would mend.
                outcome = .failed(failure, mayHaveArrived: error.mayHaveArrived, next: nil)
                result = .postponed(failure, until: nil)
            default:
                let backOff = policy.delay(afterAttempt: entry.attempts + 1, random: random())
                let wait = min(max(error.retryAfter ?? .zero, backOff), .seconds(86_400))
                let next = now().addingTimeInterval(wait / .seconds(1))
                if error.code == .busy, error.retryAfter != nil { pause = next }
                outcome = .failed(failure, mayHaveArrived: error.mayHaveArrived, next: next)
                result = .postponed(failure, until: next)
            }
        }
        // What came of it is noted even when the task was cancelled meanwhile: a task of its own does not hear of that.
        let (store, time) = (store, now())
        do {
            try await Task { [pause] in
                try await store.outbox.endSending(entry, outcome, now: time)
                if let pause { try await store.outbox.pause(until: pause) }
            }.value
        } catch {
            return .failure(error)
        }
        return .success(result)
    }

    private func send(_ entry: OutboxEntry) async throws(AccountError) -> OutboxAnswer {
        let (id, key) = (entry.articleID, entry.idempotencyKey)
        switch entry.action {
        case .comment(let text, let parent):
            return .comment(try await client.post(text, on: id, replyingTo: parent, idempotencyKey: key))
        case .reaction(let reaction, let comment):
            let counts = try await client.react(reaction, to: comment, on: id, idempotencyKey: key)
            return .reaction(likes: counts.likes, dislikes: counts.dislikes)
        case .favourite(let flag):
            try await client.setFavourite(flag, for: id, idempotencyKey: key)
            return .favourite
        }
    }

    /// When the next entry may be sent; `nil` when none waits.
    func nextAttempt() async throws -> Date? {
        guard let next = try await store.outbox.nextAttempt(now: now()) else { return nil }
        return max(next, try await store.outbox.pauseEnd(now: now()) ?? next)
    }

    /// Runs internals and converts their errors to the public form. Only the public functions use it.
    func converting<Value>(_ body: () async throws -> Value) async throws(OutboxError) -> Value {
        do { return try await body() } catch { throw OutboxError(error, of: store) }
    }
}

extension AccountError {
    /// Whether a refusal is the word of somebody who has looked for the idempotency key, see docs/wire.md. A gateway
    /// forbids things without asking.
    fileprivate var isVerdict: Bool { [400, 404, 409, 410, 413, 422].contains(status) }

    /// The kind of failure as the outbox keeps it.
    fileprivate var failureCode: OutboxFailure.Code {
        switch code {
        case .notConfigured: .notConfigured
        case .signInNeeded, .credentials: .signInNeeded
        case .refused: .refused
        case .busy: .busy
        default: .unavailable
        }
    }
}
