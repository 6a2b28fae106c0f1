import DotNewsFoundation
import Synchronization

/// A bounded number of read-only connections, opened when they are first needed.
///
/// Whoever finds none free waits in the order of arrival, and leaves the queue when its task is cancelled.
final class ReaderPool: Sendable {
    private typealias Waiter = CheckedContinuation<Result<ConnectionActor, StoreError>, Never>

    private struct State {
        var all: [ConnectionActor] = []
        var idle: [ConnectionActor] = []
        var waiters: [(ticket: UInt64, continuation: Waiter)] = []
        var lastTicket: UInt64 = 0
        /// Cancelled between asking and queueing.
        var cancelled: Set<UInt64> = []
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let file: String
    private let suspension: Suspension
    private let maximumCount: Int
    private let open: @Sendable () throws(StoreError) -> Connection

    init(
        file: String, suspension: Suspension, maximumCount: Int,
        open: @escaping @Sendable () throws(StoreError) -> Connection
    ) {
        self.file = file
        self.suspension = suspension
        self.maximumCount = max(1, maximumCount)
        self.open = open
    }

    /// Runs `body` on a free connection so that all it reads is of one moment; interrupts it when the task is cancelled.
    func read<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let reader = try await acquire(activity)
        defer { release(reader) }
        return try await reader.performInterruptibly(activity) { (connection) throws(StoreError) in
            try connection.snapshot { () throws(StoreError) in try body(connection) }
        }
    }

    /// Waits for the readers at work, closes all, and refuses every later use.
    func close() async {
        await withCheckedContinuation { continuation in
            let (waiters, isIdle) = state.withLock { state in
                state.isClosed = true
                let waiters = state.waiters
                state.waiters = []
                let isIdle = state.idle.count == state.all.count
                if !isIdle { state.closers.append(continuation) }
                return (waiters, isIdle)
            }
            for waiter in waiters { waiter.continuation.resume(returning: .failure(closedError("waiting to read"))) }
            if isIdle { continuation.resume() }
        }
        let readers = state.withLock { state in
            defer { (state.all, state.idle) = ([], []) }
            return state.all
        }
        for reader in readers { await reader.close() }
    }

    /// Closes all connections, each after the read under way; the next read opens one again.
    func disconnect() async {
        for reader in state.withLock({ $0.all }) { await reader.disconnect() }
    }

    /// How many wait for a reader.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    private func acquire(_ activity: String) async throws(StoreError) -> ConnectionActor {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Waiter) in
                let immediate: Result<ConnectionActor, StoreError>? = state.withLock { state in
                    if state.cancelled.remove(ticket) != nil { return .failure(cancelledError(activity)) }
                    if state.isClosed { return .failure(closedError(activity)) }
                    if let reader = state.idle.popLast() { return .success(reader) }
                    if state.all.count < maximumCount {
                        let reader = ConnectionActor(
                            label: "dotnews.store.reader", file: file, suspension: suspension, open: open)
                        state.all.append(reader)
                        return .success(reader)
                    }
                    state.waiters.append((ticket, continuation))
                    return nil
                }
                if let immediate { continuation.resume(returning: immediate) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.ticket == ticket }) else {
                    state.cancelled.insert(ticket)
                    return nil
                }
                return state.waiters.remove(at: index).continuation
            }
            waiter?.resume(returning: .failure(cancelledError(activity)))
        }
        // A cancellation that came after the answer has left a mark that nobody else will remove.
        _ = state.withLock { $0.cancelled.remove(ticket) }
        return try result.get()
    }

    private func release(_ reader: ConnectionActor) {
        let (next, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            if !state.waiters.isEmpty { return (state.waiters.removeFirst().continuation, []) }
            state.idle.append(reader)
            guard state.isClosed, state.idle.count == state.all.count else { return (nil, []) }
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        next?.resume(returning: .success(reader))
        for closer in closers { closer.resume() }
    }

    private func closedError(_ activity: String) -> StoreError {
        StoreError(.closed, while: activity, file: file)
    }

    private func cancelledError(_ activity: String) -> StoreError {
        StoreError(.cancelled, while: activity, file: file)
    }
}
