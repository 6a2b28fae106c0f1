import DotNewsPersistence

/// Gathers changes from many tasks and commits them in batches, one batch at a time.
///
/// When a batch is full while the one before is still being written, whoever brings the next change waits: that is
/// what keeps memory bounded when the network is faster than the disk. A batch that does not fill up is committed after a
/// time, so that answers that never come keep nothing else from the store.
actor BatchWriter {
    private let store: ArticleStore
    private let tracker: SyncProgressTracker
    private let batchSize: Int
    private let clock: any Clock<Duration>
    /// Commits a batch that does not fill up.
    private var timer: Task<Void, Never>?
    private var buffer: [StoreChange] = []
    private var writing: Task<StoreChangeSummary, any Error>?
    /// Whether articles were stored, changed or withdrawn.
    private(set) var hasStored = false

    /// The time after which what has come is committed.
    static let latency = Duration.seconds(5)

    init(store: ArticleStore, tracker: SyncProgressTracker, clock: any Clock<Duration>, batchSize: Int = 64) {
        self.clock = clock
        self.store = store
        self.tracker = tracker
        self.batchSize = batchSize
    }

    /// Takes a change; returns when it is buffered or committed.
    func submit(_ change: StoreChange) async throws {
        buffer.append(change)
        if buffer.count >= batchSize { return try await flush() }
        guard timer == nil else { return }
        timer = Task { [weak self, clock] in
            try? await clock.sleep(for: Self.latency)
            // What cannot be committed is tried again with what comes next, and at the end.
            if !Task.isCancelled { try? await self?.flush() }
        }
    }

    /// Commits everything that has been submitted, also what could not be committed before. Goes on when the calling task is
    /// cancelled, so that nothing that was downloaded is thrown away.
    ///
    /// - Throws: The store's error; what was to be committed is kept for the next time.
    func flush() async throws {
        timer?.cancel()
        timer = nil
        while let current = writing { _ = try? await finish(current) }
        guard !buffer.isEmpty else { return }
        let batch = buffer
        buffer = []
        let task = Task { [store] in try await store.apply(batch) }
        writing = task
        let summary: StoreChangeSummary
        do {
            summary = try await finish(task)
        } catch {
            buffer.insert(contentsOf: batch, at: 0)
            throw error
        }
        tracker.committed(summary)
        if summary.hasArticles { hasStored = true }
    }

    private func finish(_ task: Task<StoreChangeSummary, any Error>) async throws -> StoreChangeSummary {
        defer { if writing == task { writing = nil } }
        return try await task.value
    }
}
