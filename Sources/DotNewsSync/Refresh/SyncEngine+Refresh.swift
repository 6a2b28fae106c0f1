package import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// Who wants a sync.
enum RefreshTrigger {
    /// The reader, now.
    case reader(RefreshConditions)
    /// The app by itself, on such a device.
    case automatic(RefreshConditions)

    var isAutomatic: Bool { if case .automatic = self { true } else { false } }

    var conditions: RefreshConditions {
        switch self {
        case .reader(let conditions), .automatic(let conditions): conditions
        }
    }
}

extension SyncEngine {
    /// Starts a refresh that the app makes by itself, which the engine's ``RefreshSchedule`` may find not to be due:
    /// then no request is made, and ``SyncReport/postponed`` says when it will be.
    ///
    /// Lists that the site calls fresh are not asked for, what `conditions` want saved is left out, and the refresh gives
    /// up when its first request brings nothing or the site asks for patience.
    ///
    /// - Parameters:
    ///   - policy: What to bring at most.
    ///   - conditions: What the device has to save.
    ///   - schedule: When refreshes are due; the engine's when `nil`.
    package func refresh(
        _ policy: SyncPolicy = SyncPolicy(), under conditions: RefreshConditions = RefreshConditions(),
        schedule: RefreshSchedule? = nil
    ) -> SyncRun {
        start(policy, .automatic(conditions), schedule: schedule)
    }

    /// Says whether an automatic refresh is due, or when it will be. Asks nobody, writes nothing.
    package func refreshDecision(
        under conditions: RefreshConditions = RefreshConditions(), schedule: RefreshSchedule? = nil
    ) async throws(SyncError) -> RefreshDecision {
        let state = try await converting { try await store.refreshState() }
        return (schedule ?? self.schedule).decision(for: state, under: conditions, at: now())
    }

    /// The time of the last sync that the site answered.
    package func lastSync() async throws(SyncError) -> Date? {
        try await converting { try await store.refreshState().succeededAt }
    }

    /// Notes that the site has said it has news, such as by a push notification, and says when to fetch it: within the
    /// schedule's ``RefreshSchedule/announcementWindow``, not at once, as everybody was told at the same time.
    package func didReceivePushNotification(
        under conditions: RefreshConditions = RefreshConditions(), schedule: RefreshSchedule? = nil
    ) async throws(SyncError) -> RefreshDecision {
        let (time, draw) = (now(), draw())
        try await converting {
            try await store.updateSetting(.refresh) { text in
                var state = RefreshRecord.state(text, lastSync: nil)
                state.didReceivePushNotification(at: time, draw: draw)
                return RefreshRecord(state).text
            }
        }
        return try await refreshDecision(under: conditions, schedule: schedule)
    }

    // MARK: Around a sync

    /// Runs the stages of a sync unless it is a refresh that is not due, and notes what came of it.
    ///
    /// Failures of the device's or the caller's own say nothing of the site, and are not noted.
    func runUnlessPostponed(
        _ session: SyncSession
    ) async throws -> SyncResults {
        let state = try await store.refreshState()
        if case .automatic(let conditions) = session.trigger {
            let decision = session.schedule.decision(for: state, under: conditions, at: now())
            if let wait = decision.wait { return SyncResults(postponed: wait) }
            session.freshness.begin(knowing: state.lists, under: conditions)
        }
        let results: SyncResults
        do {
            results = try await session.run()
        } catch {
            if !Task.isCancelled, case SyncError.columnsUnavailable = error {
                try await note(Outcome(of: session, results: nil), after: state)
            }
            throw error
        }
        if !Task.isCancelled { try await note(Outcome(of: session, results: results), after: state) }
        return results
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

        /// The outcome of a session; without results, its columns could not be read.
        init(of session: SyncSession, results: SyncResults?) {
            trigger = session.trigger
            isWhole = trigger.isAutomatic || session.policy.columns == .all || session.policy.columns == .followed
            retryAt = session.site.retryAt
            hasFailed = results?.isWithoutLists ?? true || session.site.interruption != nil || retryAt != nil
            hasStored = results?.hasStored ?? false
            lists = session.freshness.noted
        }

        /// Whether there is anything to write. A sync by hand that found nothing writes nothing, in a store that is never
        /// refreshed by itself.
        func isWorthNoting(after state: RefreshState) -> Bool {
            trigger.isAutomatic || hasFailed || hasStored || state.seed != nil || state.failedAt != nil
        }
    }

    private func note(_ outcome: Outcome, after known: RefreshState) async throws {
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
        try await store.updateSetting(.refresh, settingAlso: others) { [state] text in
            var state = state
            // What was announced meanwhile may be newer than what was fetched.
            let present = RefreshRecord.state(text, lastSync: nil)
            if present.announcedAt != known.announcedAt, let announcedAt = present.announcedAt {
                state.didReceivePushNotification(at: announcedAt, draw: present.announcementDraw)
            }
            return RefreshRecord(state).text
        }
    }

    private func draw() -> Double { random().unitInterval }
}
