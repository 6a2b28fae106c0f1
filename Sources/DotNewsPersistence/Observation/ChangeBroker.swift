import Synchronization

/// Tells observers that tables have changed: by the writer at once, by other processes within the poll interval.
///
/// It keeps a mark for each observer and no values, so a burst of changes costs a slow observer nothing.
final class ChangeBroker: Sendable {
    typealias ObserverID = UInt64

    private struct Observer {
        /// The tables that matter; all until the first value has been fetched.
        var tables: TableSet = .all
        var hasChanged = false
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private struct State {
        var observers: [ObserverID: Observer] = [:]
        var lastID: ObserverID = 0
        var isClosed = false
        var isPaused = false
        var polling: Task<Void, Never>?
        var dataVersion: Int64?
    }

    private let state = Mutex(State())
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let dataVersion: @Sendable () async -> Int64?

    /// - Parameter dataVersion: Asks the writing connection for SQLite's `data_version`, which changes with every
    ///   commit by another connection and with none of its own.
    init(interval: Duration, clock: any Clock<Duration>, dataVersion: @escaping @Sendable () async -> Int64?) {
        self.interval = interval
        self.clock = clock
        self.dataVersion = dataVersion
    }

    deinit { state.withLock { $0.polling?.cancel() } }

    /// Starts to watch.
    func addObserver() -> ObserverID {
        state.withLock { state in
            state.lastID += 1
            state.observers[state.lastID] = Observer()
            if state.polling == nil, !state.isClosed, !state.isPaused { state.polling = startPolling() }
            return state.lastID
        }
    }

    /// Stops watching; the last observer takes the polling with it.
    func removeObserver(_ id: ObserverID) {
        let waiter = state.withLock { state in
            let waiter = state.observers.removeValue(forKey: id)?.waiter
            if state.observers.isEmpty {
                state.polling?.cancel()
                state.polling = nil
            }
            return waiter
        }
        waiter?.resume(returning: false)
    }

    /// Says which tables matter to an observer from now on.
    func setTables(_ tables: TableSet, for id: ObserverID) {
        state.withLock { $0.observers[id]?.tables = tables }
    }

    /// Forgets the changes so far, which the fetch that follows will see.
    func willFetch(_ id: ObserverID) {
        state.withLock { $0.observers[id]?.hasChanged = false }
    }

    /// Waits for a change; `false` when the task is cancelled or the store is closed.
    func waitForChange(_ id: ObserverID) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let immediate: Bool? = state.withLock { state in
                    guard !state.isClosed, !Task.isCancelled, var observer = state.observers[id] else { return false }
                    if observer.hasChanged { return true }
                    observer.waiter = continuation
                    state.observers[id] = observer
                    return nil
                }
                if let immediate { continuation.resume(returning: immediate) }
            }
        } onCancel: {
            // Either the waiter is there and is told, or the task sees that it is cancelled before it waits.
            let waiter = state.withLock { state in
                defer { state.observers[id]?.waiter = nil }
                return state.observers[id]?.waiter
            }
            waiter?.resume(returning: false)
        }
    }

    /// Says that tables have changed.
    func publish(_ tables: TableSet) {
        guard !tables.isEmpty else { return }
        let waiters = state.withLock { state in
            var waiters: [CheckedContinuation<Bool, Never>] = []
            for (id, var observer) in state.observers where !observer.tables.isDisjoint(with: tables) {
                observer.hasChanged = true
                if let waiter = observer.waiter { waiters.append(waiter) }
                observer.waiter = nil
                state.observers[id] = observer
            }
            return waiters
        }
        for waiter in waiters { waiter.resume(returning: true) }
    }

    /// Stops looking for changes, while the store is suspended.
    func pause() {
        state.withLock { state in
            state.isPaused = true
            state.polling?.cancel()
            state.polling = nil
            // The number of a connection that is closed says nothing of the next one.
            state.dataVersion = nil
        }
    }

    /// Looks for changes again, and tells all observers that there may be some.
    func resume() {
        let waiters = state.withLock { state in
            guard !state.isClosed else { return [CheckedContinuation<Bool, Never>]() }
            state.isPaused = false
            if state.polling == nil, !state.observers.isEmpty { state.polling = startPolling() }
            let waiters = state.observers.values.compactMap(\.waiter)
            for id in state.observers.keys {
                state.observers[id]?.hasChanged = true
                state.observers[id]?.waiter = nil
            }
            return waiters
        }
        for waiter in waiters { waiter.resume(returning: true) }
    }

    /// Ends all observations.
    func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            state.polling?.cancel()
            state.polling = nil
            let waiters = state.observers.values.compactMap(\.waiter)
            state.observers = [:]
            return waiters
        }
        for waiter in waiters { waiter.resume(returning: false) }
    }

    private func startPolling() -> Task<Void, Never> {
        Task { [weak self, interval, clock] in
            while !Task.isCancelled {
                guard await self?.poll() != nil else { return }
                do { try await clock.sleep(for: interval) } catch { return }
            }
        }
    }

    private func poll() async {
        guard let version = await dataVersion() else { return }
        let hasChanged = state.withLock { state in
            defer { state.dataVersion = version }
            return state.dataVersion.map { $0 != version } ?? false
        }
        if hasChanged { publish(.all) }
    }
}
