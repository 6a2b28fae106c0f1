import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// One sync of an engine: what it shall bring, and what its tasks share.
struct SyncSession: Sendable {
    let engine: SyncEngine
    let trigger: RefreshTrigger
    /// The rules by which automatic refreshes are due.
    let schedule: RefreshSchedule
    /// What shall be brought, without what the device wants saved.
    let policy: SyncPolicy
    /// The reader's preferences.
    let preferences: Preferences
    /// Whether images are fetched at all, as the reader prefers.
    let allowsImages: Bool
    /// Is told what happens, for whoever watches.
    let tracker: SyncProgressTracker
    /// Is told which requests failed, and says when to stop.
    let site: SiteAvailability
    /// The lists that need not be asked for, and what the site says of those that were.
    let freshness: FreshLists

    init(
        engine: SyncEngine, request: SharedSync.Request, preferences: Preferences, tracker: SyncProgressTracker
    ) {
        self.engine = engine
        self.tracker = tracker
        self.preferences = preferences
        trigger = request.trigger
        schedule = request.schedule
        allowsImages = preferences.images.allowsImages(isMetered: trigger.conditions.isMetered)
        var policy = trigger.isAutomatic ? request.policy.reduced(for: trigger.conditions) : request.policy
        if !allowsImages { policy.images = .none }
        self.policy = policy
        site = SiteAvailability(isAutomatic: trigger.isAutomatic, now: engine.now)
        freshness = FreshLists(schedule: schedule, now: engine.now)
    }

    var client: CMSClient { engine.client }
    var store: ArticleStore { engine.store }

    /// Whether nothing more is to be asked of the site.
    var shouldStop: Bool { Task.isCancelled || site.interruption != nil }

    /// Notes an answer, whatever it said.
    func answered<Value>(_ answer: CMSAnswer<Value>) {
        site.noteAnswer()
        tracker.answered(answer)
    }

    /// Notes a request that brought nothing, unless that is because the sync was cancelled.
    func failed(_ what: String, _ error: CMSError) {
        guard !Task.isCancelled else { return }
        site.noteFailure(error)
        tracker.failed(what, error)
    }

    // MARK: Stages

    /// Runs the stages one after the other: bookmarks, columns, articles, index, images, retention.
    func run() async throws -> SyncResults {
        var results = SyncResults()
        results.hasStored = try await BookmarkStage(session: self).run()
        let columns = try await readColumns(into: &results)
        try await index(afterStoring: results.hasStored)
        guard let columns else { return results }
        if policy.images != .none, let images = engine.images, !shouldStop {
            tracker.begin(.images)
            try await ImageStage(session: self, cache: images).run(columns)
        }
        guard let retention = policy.retention, !Task.isCancelled else { return results }
        tracker.begin(.retention)
        results.pruned = try await store.prune(retention, now: engine.now()).articles
        return results
    }

    /// Reads the columns' lists and bodies; `nil` when none are wanted, or the sync was stopped before.
    private func readColumns(into results: inout SyncResults) async throws -> [SiteColumn]? {
        guard policy.columns != .none, !shouldStop else { return nil }
        tracker.begin(.columns, total: 1)
        let tree = try await columnTree()
        let columns = try selectedColumns(of: tree)
        guard !shouldStop, let channel = try await channel() else { return nil }

        tracker.begin(.lists, total: columns.count)
        var found = try await ArticleStage(session: self, channel: channel, directory: ColumnDirectory(tree)).run(
            columns)
        found.hasStored = found.hasStored || results.hasStored
        results = found
        if results.answeredLists > 0 {
            try await remember(channel)
        } else if results.goneLists == columns.count, !columns.isEmpty {
            try await forgetChannel()
        }
        return columns
    }

    /// Indexes articles, in steps between which readers and other writers get their turn.
    private func index(afterStoring hasStored: Bool) async throws {
        var allowance =
            switch policy.indexing {
            case .all: Int.max
            case .none: 0
            // A sync that brought nothing writes nothing, even when an earlier one left articles for later.
            case .newest(let count): hasStored ? max(0, count) : 0
            }
        guard allowance > 0, !Task.isCancelled else { return }
        let backlog = try await store.search.backlog()
        guard backlog > 0 else { return }
        tracker.begin(.indexing, total: min(backlog, allowance))
        while allowance > 0, !Task.isCancelled {
            let step = min(allowance, 1_000)
            let progress = try await store.search.indexPending(limit: step)
            tracker.update {
                $0.indexed += progress.indexed
                $0.completed += progress.indexed + progress.removed
            }
            guard progress.waiting > 0 else { return try await store.compactSearchIndexWhenGrown() }
            allowance -= step
        }
    }
}

/// What came of the stages of a sync, as far as it decides what follows.
struct SyncResults: Sendable {
    /// The number of columns whose lists answered, as JSON.
    var answeredLists = 0
    /// The number of columns whose lists are not there (404, 410).
    var goneLists = 0
    /// The first column whose list brought nothing, and why; `nil` when there is none.
    var listFailure: SyncProgress.Skip?
    /// Whether a column was read or found fresh, from its list or its pages.
    var hasLists = false
    /// Whether an article has been stored, changed or withdrawn.
    var hasStored = false
    /// The number of articles that retention removed.
    var pruned = 0
    /// The reason why nothing was asked, and the time of the next refresh; `nil` when the sync took place.
    var postponed: RefreshWait?

    /// Whether lists were asked for, and none could be read.
    var isWithoutLists: Bool { !hasLists && listFailure != nil }
}
