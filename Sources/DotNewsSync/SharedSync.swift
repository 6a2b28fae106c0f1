import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Synchronization

/// A sync and the callers that wait for it.
///
/// A sync that has ended, or that its last caller has cancelled, is joined by nobody.
final class SharedSync: Sendable {
    /// A caller of one sync.
    struct Caller: Hashable, Sendable {
        let number: Int
        fileprivate let joinedAt = ContinuousClock.now
    }

    /// The task of a sync.
    struct Request {
        let policy: SyncPolicy
        let trigger: RefreshTrigger
        let schedule: RefreshSchedule

        /// Whether whoever makes the other request gets what it wants from a sync that was begun for this one.
        func covers(_ other: Request) -> Bool {
            guard policy.brings(theSameAs: other.policy) else { return false }
            return switch (trigger, other.trigger) {
            case (.reader(let conditions), .reader(let others)): conditions == others
            case (.reader, .automatic): true
            // It may find that it is not due.
            case (.automatic, .reader): false
            case (.automatic(let conditions), .automatic(let others)):
                conditions == others && schedule == other.schedule
            }
        }
    }

    typealias Outcome = Result<SyncReport, SyncError>

    private struct State {
        var task: Task<Void, Never>?
        var callers: Set<Caller>
        var callersEver = 1
        /// Whether nobody waits any more, and the sync is to stop.
        var isAbandoned = false
        var outcome: Outcome?
        var continuations: [Caller: [CheckedContinuation<Outcome?, Never>]] = [:]
    }

    /// The syncs of this process that are under way.
    private static let running = Mutex<[SharedSync]>([])

    let tracker: SyncProgressTracker
    private let engine: SyncEngine
    private let request: Request
    /// The caller that began it.
    private let first = Caller(number: 1)
    private let state: Mutex<State>

    private init(_ request: Request, by engine: SyncEngine) {
        state = Mutex(State(callers: [first]))
        self.request = request
        self.engine = engine
        tracker = SyncProgressTracker(expecting: request.policy)
    }

    /// Joins the sync that does what is asked for, or begins one.
    static func join(_ request: Request, by engine: SyncEngine) -> SyncRun {
        let (run, isNew) = running.withLock { running -> (SyncRun, Bool) in
            for shared in running where shared.engine.sharesSyncs(with: engine) && shared.request.covers(request) {
                if let caller = shared.join() { return (SyncRun(shared, as: caller), false) }
            }
            let shared = SharedSync(request, by: engine)
            running.append(shared)
            return (SyncRun(shared, as: shared.first), true)
        }
        if isNew { run.shared.begin() }
        return run
    }

    /// Adds a caller; `nil` when it is too late.
    private func join() -> Caller? {
        state.withLock { state in
            guard !state.isAbandoned, state.outcome == nil else { return nil }
            state.callersEver += 1
            let caller = Caller(number: state.callersEver)
            state.callers.insert(caller)
            return caller
        }
    }

    private func begin() {
        let task = Task {
            let outcome: Outcome
            do throws(SyncError) {
                outcome = .success(try await engine.run(request, tracker))
            } catch {
                outcome = .failure(error)
            }
            end(outcome)
        }
        let isAbandoned = state.withLock { state in
            state.task = task
            return state.isAbandoned
        }
        if isAbandoned { task.cancel() }
    }

    private func end(_ outcome: Outcome) {
        Self.running.withLock { $0.removeAll { $0 === self } }
        let continuations = state.withLock { state in
            state.outcome = outcome
            state.task = nil
            defer { state.continuations = [:] }
            return state.continuations.values.flatMap { $0 }
        }
        tracker.endSignals()
        for continuation in continuations { continuation.resume(returning: outcome) }
    }

    /// Removes a caller. The last one to leave cancels the sync, and still gets its report.
    func leave(_ caller: Caller) {
        let task: Task<Void, Never>?
        let continuations: [CheckedContinuation<Outcome?, Never>]?
        (task, continuations) = state.withLock { state in
            guard state.outcome == nil, state.callers.contains(caller) else { return (nil, nil) }
            guard state.callers.count > 1 else {
                state.isAbandoned = true
                return (state.task, nil)
            }
            state.callers.remove(caller)
            return (nil, state.continuations.removeValue(forKey: caller) ?? [])
        }
        task?.cancel()
        guard let continuations else { return }
        tracker.endSignals(for: caller)
        for continuation in continuations { continuation.resume(returning: nil) }
    }

    /// Waits for the end of the sync; `nil` when the caller leaves before, and others stay.
    func result(for caller: Caller) async -> Outcome? {
        await withCheckedContinuation { continuation in
            let answer: Outcome?? = state.withLock { state in
                guard state.callers.contains(caller) else { return .some(nil) }
                if let outcome = state.outcome { return .some(outcome) }
                state.continuations[caller, default: []].append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// The report for a caller that has left while others stay.
    func reportOfLeaver(_ caller: Caller) async throws(SyncError) -> SyncReport {
        let progress = tracker.progress
        let backlog = try await engine.converting { [engine] in
            try await uncancelled { try await engine.store.search.backlog() }
        }
        return SyncReport(
            progress: progress, duration: ContinuousClock.now - caller.joinedAt, wasCancelled: true, failure: nil,
            interruption: nil, pruned: 0, searchBacklog: backlog)
    }
}

extension SyncPolicy {
    /// Whether two policies lead to the same content, however many requests are made at once.
    fileprivate func brings(theSameAs other: SyncPolicy) -> Bool {
        var other = other
        other.maximumConcurrentRequests = maximumConcurrentRequests
        return self == other
    }
}

extension SyncEngine {
    /// Whether a sync by this engine does what one by the other would.
    fileprivate func sharesSyncs(with other: SyncEngine) -> Bool {
        store === other.store && images === other.images && client.edition == other.client.edition
    }
}
