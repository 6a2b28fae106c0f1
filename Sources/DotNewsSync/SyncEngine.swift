package import DotNewsFoundation
import DotNewsModels
public import DotNewsNetworking
public import DotNewsPersistence

/// Brings an edition from its site into a store.
///
/// The way of an article: the column tree, then each column's list (both conditional), then the bodies that the store
/// says are missing or older than their article, then images, then retention. Requests run concurrently, reading and
/// markup run in the tasks that fetched, and one writer commits in batches;
/// whoever brings more than it takes waits.
public struct SyncEngine: Sendable {
    let client: CMSClient
    let store: ArticleStore
    let images: ImageCache?
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
    ///   - schedule: When automatic refreshes are due.
    public init(
        client: CMSClient, store: ArticleStore, images: ImageCache? = nil, schedule: RefreshSchedule = .standard
    ) {
        self.init(client: client, store: store, images: images, schedule: schedule, clock: ContinuousClock())
    }

    /// Sleeps on `clock`, takes the time from `now`, and `random` decides how refreshes are spread.
    package init(
        client: CMSClient, store: ArticleStore, images: ImageCache?, schedule: RefreshSchedule = .standard,
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
    public func start(_ policy: SyncPolicy = SyncPolicy()) -> SyncRun { start(policy, .reader) }

    func start(_ policy: SyncPolicy, _ trigger: RefreshTrigger) -> SyncRun {
        SyncRun { continuation throws(SyncError) in try await run(policy, trigger, telling: continuation) }
    }

    /// Does a sync in the calling task.
    func run(
        _ policy: SyncPolicy, _ trigger: RefreshTrigger, telling continuation: AsyncStream<SyncProgress>.Continuation
    ) async throws(SyncError) -> SyncReport {
        let tracker = SyncProgressTracker(
            continuation, isAutomatic: trigger.isAutomatic, freshness: FreshLists(schedule: schedule, now: now),
            now: now)
        return try await store.suspension.perform(orThrow: .suspended, isPartial: \.wasCancelled) {
            () async throws(SyncError) in try await run(policy, trigger, tracker: tracker)
        }
    }

    private func run(
        _ policy: SyncPolicy, _ trigger: RefreshTrigger, tracker: SyncProgressTracker
    ) async throws(SyncError) -> SyncReport {
        let start = ContinuousClock.now
        var pruned = 0
        var postponed: RefreshWait?
        if let lock = try await acquireLock(tracker) {
            defer { lock.release() }
            do throws(SyncError) {
                postponed = try await refreshing(trigger, tracker: tracker, of: policy.columns) {
                    () throws(SyncError) in
                    pruned = try await syncStages(policy.reduced(for: trigger.conditions), tracker: tracker)
                }
            } catch {
                guard Task.isCancelled, error.isCancellation else { throw error }
            }
        }
        tracker.update { $0.phase = .finished }
        return SyncReport(
            progress: tracker.progress, duration: ContinuousClock.now - start, wasCancelled: Task.isCancelled,
            failure: tracker.progress.columns == 0 ? tracker.listFailure : nil, interruption: tracker.interruption,
            pruned: pruned, searchBacklog: try await searchBacklog(), postponed: postponed)
    }

    private func syncStages(_ policy: SyncPolicy, tracker: SyncProgressTracker) async throws(SyncError) -> Int {
        tracker.begin(.columns, total: 1)
        let tree = try await columnTree(tracker)
        let columns = try selectedColumns(policy.columns, of: tree)
        guard !Task.isCancelled, tracker.interruption == nil, let channel = try await channel(tracker: tracker) else {
            return 0
        }

        tracker.begin(.articles, total: columns.count)
        try await ArticleStage(
            engine: self, policy: policy, channel: channel, directory: ColumnDirectory(tree), tracker: tracker
        ).run(columns)
        if tracker.answeredLists > 0 {
            try await remember(channel)
        } else if tracker.goneLists == columns.count, !columns.isEmpty {
            try await forgetChannel()
        }

        try await index(policy.indexing, tracker: tracker)
        if policy.images != .none, let images, !Task.isCancelled, tracker.interruption == nil {
            tracker.begin(.images)
            try await ImageStage(engine: self, cache: images, policy: policy, tracker: tracker).run(columns)
        }
        guard let retention = policy.retention, !Task.isCancelled else { return 0 }
        tracker.begin(.retention)
        return try await storing { () throws(StoreError) in try await store.prune(retention, now: Date()) }
            .articles
    }

    /// Indexes articles, in steps between which readers and other writers get their turn.
    private func index(_ indexing: SyncPolicy.Indexing, tracker: SyncProgressTracker) async throws(SyncError) {
        var allowance =
            switch indexing {
            case .all: Int.max
            case .none: 0
            // A sync that brought nothing writes nothing, even when an earlier one left articles for later.
            case .newest(let count): tracker.hasStored ? max(0, count) : 0
            }
        let backlog = try await searchBacklog()
        guard allowance > 0, backlog > 0, !Task.isCancelled else { return }
        tracker.begin(.indexing, total: min(backlog, allowance))
        while allowance > 0, !Task.isCancelled {
            let step = min(allowance, 1_000)
            let progress = try await storing { () throws(StoreError) in try await store.indexPending(limit: step) }
            tracker.update {
                $0.indexed += progress.indexed
                $0.completed += progress.indexed + progress.removed
            }
            guard progress.waiting > 0 else {
                return try await storing { () throws(StoreError) in try await store.compactSearchIndexWhenGrown() }
            }
            allowance -= step
        }
    }

    private func searchBacklog() async throws(SyncError) -> Int {
        // Asked at the end of a cancelled sync too, where reads of the cancelled task would fail.
        try await storing { [store] () throws(StoreError) in
            try await uncancelled { () throws(StoreError) in try await store.searchBacklog() }
        }
    }

    /// Waits until no other process syncs the store; `nil` when cancelled meanwhile.
    private func acquireLock(_ tracker: SyncProgressTracker) async throws(SyncError) -> ProcessLock? {
        do throws(ProcessLock.WaitFailure) {
            return try await ProcessLock.acquire(
                at: store.file.appendingPathExtension("sync-lock"), suspension: store.suspension, clock: clock,
                onWait: { tracker.update { $0.phase = .waiting } })
        } catch {
            guard case .unavailable(let failure) = error else { return nil }
            throw .lockUnavailable(path: failure.path, reason: failure.reason)
        }
    }

    // MARK: Columns

    private func columnTree(_ tracker: SyncProgressTracker) async throws(SyncError) -> ColumnTree {
        let address = client.columnTreeAddress
        let stored = try await storing { () throws(StoreError) in try await store.columns() }
        if !stored.roots.isEmpty, tracker.freshness.isFresh(address) {
            tracker.update { $0.fresh += 1 }
            return stored
        }
        let version = try await storing { () throws(StoreError) in try await store.version(of: address) }
        let answer: CMSAnswer<ColumnTree>
        do throws(CMSError) {
            answer = try await client.columnTree(ifNewerThan: stored.roots.isEmpty ? nil : version)
        } catch {
            // What the site calls its columns changes rarely: lists can still be read by those of the last time.
            tracker.failed("columns", error)
            guard !stored.roots.isEmpty || Task.isCancelled else { throw .columnsUnavailable(error) }
            tracker.freshness.note(nil, of: address)
            return stored
        }
        tracker.answered(answer)
        tracker.freshness.note(answer.freshness, of: address)
        guard let tree = answer.value else { return stored }
        _ = try await storing { () throws(StoreError) in
            try await store.apply([.columnTree(tree, address: address, version: answer.version)])
        }
        return tree
    }

    private func selectedColumns(_ selection: SyncPolicy.Columns, of tree: ColumnTree) throws(SyncError) -> [Column] {
        switch selection {
        case .all:
            func visible(_ columns: [Column]) -> [Column] {
                columns.filter { !$0.isHidden }.flatMap { [$0] + visible($0.children) }
            }
            return visible(tree.roots)
        case .paths(let paths):
            var selected: [Column] = []
            for path in paths {
                guard let column = tree[path] else {
                    if Task.isCancelled { return [] }
                    throw .unknownColumn(path, available: tree.all.map(\.path))
                }
                selected += column.descendants.filter { candidate in !selected.contains { $0.id == candidate.id } }
            }
            return selected
        }
    }

    /// The site's channel id: configured, known from before, read from a page of the site, or presumed.
    private func channel(tracker: SyncProgressTracker) async throws(SyncError) -> ChannelID? {
        if let configured = client.edition.channelID { return configured }
        let known = try await storing { () throws(StoreError) in try await store.setting(.channelID) }
        if let known, let channel = ChannelID(known) { return channel }
        tracker.update { $0.requests += 1 }
        do throws(CMSError) {
            return try await client.discoverChannel()
        } catch {
            guard !Task.isCancelled else { return nil }
            tracker.update {
                $0.skip("channel id", "No page of the site says it (\(error)); \"\(ChannelID.presumed)\" is tried.")
            }
            return .presumed
        }
    }

    /// Keeps the channel id once a list has answered to it.
    private func remember(_ channel: ChannelID) async throws(SyncError) {
        guard client.edition.channelID == nil else { return }
        try await storing { () throws(StoreError) in
            if try await store.setting(.channelID) != channel.rawValue {
                try await store.setSetting(.channelID, to: channel.rawValue)
            }
        }
    }

    /// Forgets a channel id to which no list answers any more: the next sync asks the site again.
    private func forgetChannel() async throws(SyncError) {
        try await storing { () throws(StoreError) in
            if try await store.setting(.channelID) != nil { try await store.setSetting(.channelID, to: nil) }
        }
    }

    func storing<Value>(_ operation: () async throws(StoreError) -> Value) async throws(SyncError) -> Value {
        do throws(StoreError) {
            return try await operation()
        } catch {
            throw error.code == .suspended ? .suspended : .store(error)
        }
    }
}

extension ChannelID {
    /// The channel id that the dotdotnews editions are presumed to have when no page of the site says one.
    static let presumed = ChannelID("dotnews")!
}
