import Synchronization

/// Tells observers that tables have changed: after a commit of the own writer at once, of other processes within the
/// poll interval.
///
/// The broker keeps the changed tables for each observer and no values, so a burst of changes costs a slow observer
/// nothing.
final class ChangeBroker: Sendable {
    typealias ObserverID = UInt64

    private struct Observer {
        /// The tables that the last fetch read; all before the first.
        var tables: TableSet = .all
        /// All tables that have changed since the last fetch began: it may read one for the first time.
        var changed: TableSet = []
        var waiter: CheckedContinuation<Bool, Never>?

        var hasChanged: Bool { !changed.isDisjoint(with: tables) }
    }

    private struct State {
        var observers: [ObserverID: Observer] = [:]
        var lastID: ObserverID = 0
        var isClosed = false
        var isPaused = false
        var polling: Task<Void, Never>?
        /// SQLite's number when it was last looked at; `nil` after a suspension, when it is not known.
        var dataVersion: Int64?
    }

    private let state: Mutex<State>
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let currentDataVersion: @Sendable () async -> Int64?

    /// Creates a broker. Commits of others after `dataVersion` was read are noticed.
    ///
    /// - Parameters:
    ///   - dataVersion: SQLite's `data_version` on the writing connection, which changes with every commit by another
    ///     connection and with none of its own.
    ///   - currentDataVersion: Reads it again; `nil` when it cannot be read.
    init(
        interval: Duration, clock: any Clock<Duration>, dataVersion: Int64,
        currentDataVersion: @escaping @Sendable () async -> Int64?
    ) {
        state = Mutex(State(dataVersion: dataVersion))
        self.interval = interval
        self.clock = clock
        self.currentDataVersion = currentDataVersion
    }

    deinit { state.withLock { $0.polling?.cancel() } }

    /// Adds an observer; the first starts the polling.
    func addObserver() -> ObserverID {
        state.withLock { state in
            state.lastID += 1
            state.observers[state.lastID] = Observer()
            if state.polling == nil, !state.isClosed, !state.isPaused { state.polling = startPolling() }
            return state.lastID
        }
    }

    /// Removes an observer; the last one ends the polling.
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

    /// Forgets the changes so far, which the fetch that follows will see.
    func willFetch(_ id: ObserverID) {
        state.withLock { $0.observers[id]?.changed = [] }
    }

    /// Sets the tables that a fetch has read, which matter to the observer from now on.
    func didFetch(_ tables: TableSet, for id: ObserverID) {
        state.withLock { $0.observers[id]?.tables = tables }
    }

    /// Waits for a change; returns `false` when the task is cancelled or the broker is closed.
    func waitForChange(_ id: ObserverID) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let immediate: Bool? = state.withLock { state in
                    guard !state.isClosed, !Task.isCancelled, let observer = state.observers[id] else { return false }
                    if observer.hasChanged { return true }
                    state.observers[id]?.waiter = continuation
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

    /// Tells the observers of tables that these have changed.
    func publish(_ tables: TableSet) {
        guard !tables.isEmpty else { return }
        let waiters = state.withLock { state in
            var waiters: [CheckedContinuation<Bool, Never>] = []
            for (id, var observer) in state.observers {
                observer.changed.formUnion(tables)
                if observer.hasChanged, let waiter = observer.waiter {
                    waiters.append(waiter)
                    observer.waiter = nil
                }
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
                state.observers[id]?.changed = .all
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
        guard let version = await currentDataVersion() else { return }
        let hasChanged = state.withLock { state in
            defer { state.dataVersion = version }
            return state.dataVersion != version
        }
        if hasChanged { publish(.all) }
    }
}
