import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// Who wants a sync.
enum RefreshTrigger {
    /// The reader, now.
    case reader
    /// The app by itself, on such a device.
    case automatic(RefreshConditions)

    var isAutomatic: Bool { if case .automatic = self { true } else { false } }

    var conditions: RefreshConditions {
        if case .automatic(let conditions) = self { conditions } else { RefreshConditions() }
    }
}

extension SyncEngine {
    /// Starts a refresh that the app makes by itself, which the engine's ``RefreshSchedule`` may find not to be due:
    /// then no request is made, and ``SyncReport/postponed`` says when it will be.
    ///
    /// Lists that the site calls fresh are not asked for, what `conditions` want saved is left out, and the refresh gives
    /// up when its first request brings nothing or the site asks for patience.
    public func refresh(
        _ policy: SyncPolicy = SyncPolicy(), under conditions: RefreshConditions = RefreshConditions()
    ) -> SyncRun {
        start(policy, .automatic(conditions))
    }

    /// Says whether an automatic refresh is due, or when it will be. Asks nobody, writes nothing.
    public func refreshDecision(
        under conditions: RefreshConditions = RefreshConditions()
    ) async throws(SyncError) -> RefreshDecision {
        schedule.decision(for: try await refreshState(), under: conditions, at: now())
    }

    /// Notes that the site has said it has news, such as by a push notification, and says when to fetch it: within the
    /// schedule's ``RefreshSchedule/announcementWindow``, not at once, as everybody was told at the same time.
    public func didReceivePushNotification(
        under conditions: RefreshConditions = RefreshConditions()
    ) async throws(SyncError) -> RefreshDecision {
        let (time, draw) = (now(), draw())
        try await storing { () throws(StoreError) in
            try await store.updateSetting(.refresh) { text in
                var state = RefreshRecord.state(text, lastSync: nil)
                state.didReceivePushNotification(at: time, draw: draw)
                return RefreshRecord(state).text
            }
        }
        return try await refreshDecision(under: conditions)
    }

    // MARK: Around a sync

    /// Syncs unless it is a refresh that is not due, and notes what came of it; what is waited for when it is not.
    func refreshing(
        _ trigger: RefreshTrigger, tracker: SyncProgressTracker, of columns: SyncPolicy.Columns,
        _ sync: () async throws(SyncError) -> Void
    ) async throws(SyncError) -> RefreshWait? {
        let state = try await refreshState()
        if case .automatic(let conditions) = trigger {
            if case .wait(let wait) = schedule.decision(for: state, under: conditions, at: now()) { return wait }
            tracker.freshness.begin(knowing: state.lists, under: conditions)
        }
        var failure: SyncError?
        do throws(SyncError) { try await sync() } catch { failure = error }
        if !Task.isCancelled, failure?.saysNothingOfSite != true {
            try await note(
                Outcome(trigger: trigger, columns: columns, tracker: tracker, failure: failure), after: state)
        }
        if let failure { throw failure }
        return nil
    }

    /// What came of a sync, as far as it counts for the next.
    private struct Outcome {
        let trigger: RefreshTrigger
        /// Whether it was a refresh as the schedule means it, of what the app usually reads.
        let isWhole: Bool
        let hasFailed: Bool
        let retryAt: Date?
        let hasStored: Bool
        let lists: [(address: WebAddress, freshness: HTTPFreshness?)]

        init(trigger: RefreshTrigger, columns: SyncPolicy.Columns, tracker: SyncProgressTracker, failure: SyncError?) {
            self.trigger = trigger
            isWhole = trigger.isAutomatic || columns == .all
            retryAt = tracker.retryAt
            hasFailed =
                failure != nil || tracker.interruption != nil || retryAt != nil
                || tracker.progress.columns == 0 && tracker.listFailure != nil
            hasStored = tracker.hasStored
            lists = tracker.freshness.noted
        }

        /// Whether there is anything to write. A sync by hand that found nothing writes nothing, in a store that is never
        /// refreshed by itself.
        func isWorthNoting(after state: RefreshState) -> Bool {
            trigger.isAutomatic || hasFailed || hasStored || state.seed != nil || state.failedAt != nil
        }
    }

    private func note(_ outcome: Outcome, after known: RefreshState) async throws(SyncError) {
        guard outcome.isWorthNoting(after: known) else { return }
        let time = now()
        var state = known
        if state.seed == nil, outcome.trigger.isAutomatic { state.seed = random() }
        if outcome.hasFailed {
            state.note(outcome.lists, at: time)
            if outcome.trigger.isAutomatic || known.failedAt == nil {
                state.noteFailure(at: time, retryAt: outcome.retryAt, draw: draw())
            } else if let retryAt = outcome.retryAt {
                // A reader who tries again and again must not make the app wait longer and longer.
                state.retryAt = max(retryAt, known.retryAt ?? retryAt)
            }
        } else if outcome.isWhole {
            state.noteSuccess(at: time, lists: outcome.lists, draw: draw())
        } else {
            state.note(outcome.lists, at: time)
        }
        let others: [StoreSetting: String] =
            outcome.isWhole && !outcome.hasFailed ? [.lastSync: String(time.milliseconds)] : [:]
        try await storing { [state] () throws(StoreError) in
            try await store.updateSetting(.refresh, settingAlso: others) { text in
                var state = state
                // What was announced meanwhile may be newer than what was fetched.
                let present = RefreshRecord.state(text, lastSync: nil)
                if present.announcedAt != known.announcedAt, let announcedAt = present.announcedAt {
                    state.didReceivePushNotification(at: announcedAt, draw: present.announcementDraw)
                }
                return RefreshRecord(state).text
            }
        }
    }

    private func refreshState() async throws(SyncError) -> RefreshState {
        try await storing { () throws(StoreError) in try await store.refreshState() }
    }

    private func draw() -> Double { random().unitInterval }
}

extension SyncError {
    /// Whether the failure is the device's or the caller's own.
    fileprivate var saysNothingOfSite: Bool {
        if case .columnsUnavailable = self { false } else { true }
    }
}
