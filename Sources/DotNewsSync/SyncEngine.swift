package import DotNewsFoundation
import DotNewsModels
package import DotNewsNetworking
package import DotNewsPersistence

/// Brings an edition from its site into a store.
///
/// Each call runs in a session of its own. The way of an article: the column tree, then each column's list (both
/// conditional), then the bodies that the store says are missing or older than their article, then images, then retention.
/// Requests run concurrently, reading and markup run in the tasks that fetched, and one writer commits in batches;
/// whoever brings more than it takes waits.
package struct SyncEngine: Sendable {
    let client: CMSClient
    let store: ArticleStore
    let images: ArticleImageCache?
    let schedule: RefreshSchedule
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    let random: @Sendable () -> UInt64

    /// Makes an engine.
    ///
    /// - Parameters:
    ///   - client: Asks the site.
    ///   - store: Keeps what it says.
    ///   - images: Keeps images; without it, none are fetched.
    ///   - schedule: When automatic refreshes are due, unless a call says otherwise.
    package init(
        client: CMSClient, store: ArticleStore, images: ArticleImageCache? = nil, schedule: RefreshSchedule = .standard
    ) {
        self.init(client: client, store: store, images: images, schedule: schedule, clock: ContinuousClock())
    }

    /// Sleeps on `clock`, takes the time from `now`, and `random` decides how refreshes are spread.
    package init(
        client: CMSClient, store: ArticleStore, images: ArticleImageCache?, schedule: RefreshSchedule = .standard,
        clock: any Clock<Duration>, now: @escaping @Sendable () -> Date = { Date() },
        random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
    ) {
        self.schedule = schedule
        self.now = now
        self.random = random
        self.client = client
        self.store = store
        self.images = images
        self.clock = clock
    }

    /// Starts a sync, as a reader asks for one: at once, and of everything, fresh or not.
    package func start(_ policy: SyncPolicy = SyncPolicy()) -> SyncRun { start(policy, .reader) }

    func start(
        _ policy: SyncPolicy, _ trigger: RefreshTrigger, schedule: RefreshSchedule? = nil
    ) -> SyncRun {
        SyncRun { continuation throws(SyncError) in
            try await run(policy, trigger, schedule: schedule, telling: continuation)
        }
    }

    /// Runs a sync in the calling task.
    func run(
        _ policy: SyncPolicy, _ trigger: RefreshTrigger, schedule: RefreshSchedule? = nil,
        telling continuation: AsyncStream<SyncProgress>.Continuation
    ) async throws(SyncError) -> SyncReport {
        let session = SyncSession(
            engine: self, policy: policy, trigger: trigger, schedule: schedule ?? self.schedule,
            continuation: continuation)
        return try await converting {
            try await store.suspension.perform(
                orThrow: SyncError.suspended as any Error, isPartial: \.wasCancelled
            ) { try await run(session) }
        }
    }

    /// Runs a sync when no other process syncs the store, and reports what it did.
    private func run(_ session: SyncSession) async throws -> SyncReport {
        let start = ContinuousClock.now
        var results = SyncResults()
        if let lock = try await acquireLock(session.tracker) {
            defer { lock.release() }
            do {
                results = try await runUnlessPostponed(session)
            } catch {
                // What a cancelled sync has brought is reported.
                guard Task.isCancelled, (error as? any DotNewsError)?.isCancellation == true else { throw error }
            }
        }
        session.tracker.update { $0.phase = .finished }
        // Asked at the end of a cancelled sync too, where reads of the cancelled task would fail.
        let backlog = try await uncancelled { [store] in try await store.search.backlog() }
        return SyncReport(
            progress: session.tracker.progress, duration: ContinuousClock.now - start, wasCancelled: Task.isCancelled,
            failure: results.isWithoutLists ? results.listFailure : nil, interruption: session.site.interruption,
            pruned: results.pruned, searchBacklog: backlog, newKeys: session.tracker.newArticles,
            postponed: results.postponed)
    }

    /// Waits until no other process syncs the store; `nil` when cancelled meanwhile.
    private func acquireLock(_ tracker: SyncProgressTracker) async throws -> ProcessLock? {
        do {
            return try await ProcessLock.acquire(
                at: store.file.appendingPathExtension("sync-lock"), suspension: store.suspension, clock: clock,
                onWait: { tracker.update { $0.phase = .waiting } })
        } catch ProcessLock.WaitFailure.cancelled {
            return nil
        }
    }

    /// Runs internals and converts their errors to the public form. Only the public functions use it.
    func converting<Value>(_ body: () async throws -> Value) async throws(SyncError) -> Value {
        do { return try await body() } catch { throw SyncError(error, of: store) }
    }
}
