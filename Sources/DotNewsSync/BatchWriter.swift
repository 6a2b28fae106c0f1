import DotNewsPersistence

/// Gathers changes from many tasks and commits them in batches, one batch at a time.
///
/// When a batch is full while the one before is still being written, whoever brings the next change waits: that is
/// what keeps memory bounded when the network is faster than the disk.
actor BatchWriter {
    private let store: ArticleStore
    private let tracker: SyncProgressTracker
    private let batchSize: Int
    private var buffer: [StoreChange] = []
    private var writing: Task<Result<StoreChangeSummary, StoreError>, Never>?

    init(store: ArticleStore, tracker: SyncProgressTracker, batchSize: Int = 64) {
        self.store = store
        self.tracker = tracker
        self.batchSize = batchSize
    }

    /// Takes a change; returns when it is buffered or committed.
    func submit(_ change: StoreChange) async throws(StoreError) {
        buffer.append(change)
        if buffer.count >= batchSize { try await flush() }
    }

    /// Commits everything that has been submitted. Goes on when the calling task is cancelled, so that nothing that
    /// was downloaded is thrown away.
    func flush() async throws(StoreError) {
        while let current = writing { _ = await finish(current) }
        guard !buffer.isEmpty else { return }
        let batch = buffer
        buffer = []
        let task = Task { [store] () -> Result<StoreChangeSummary, StoreError> in
            do throws(StoreError) {
                return .success(try await store.apply(batch))
            } catch {
                return .failure(error)
            }
        }
        writing = task
        tracker.committed(try await finish(task).get())
    }

    private func finish(_ task: Task<Result<StoreChangeSummary, StoreError>, Never>) async -> Result<
        StoreChangeSummary, StoreError
    > {
        let result = await task.value
        if writing == task { writing = nil }
        return result
    }
}
