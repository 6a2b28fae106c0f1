import Dispatch
import DotNewsFoundation
import Synchronization

/// A bounded number of read-only connections for tasks and for threads, opened when they are first needed.
///
/// Whoever finds none free waits in the order of arrival. A connection is held only while a job runs on its queue, never
/// by a suspended task: so tasks that block their threads in a read cannot keep it from coming back.
package final class ReaderPool: Sendable {
    private typealias Lease = Result<ConnectionQueue, DatabaseError>

    private struct Waiter {
        let work: CancellableWork
        let activity: String
        let begin: @Sendable (Lease) -> Void
    }

    private struct State {
        var all: [ConnectionQueue] = []
        var idle: [ConnectionQueue] = []
        var waiters: [Waiter] = []
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let path: String
    private let suspension: Suspension?
    private let maximumCount: Int
    private let open: @Sendable () throws -> sending Connection
    /// On the queue of each of the pool's connections.
    private let marker = DispatchSpecificKey<Bool>()

    init(
        path: String, suspension: Suspension?, maximumCount: Int,
        open: @escaping @Sendable () throws -> sending Connection
    ) {
        self.path = path
        self.suspension = suspension
        self.maximumCount = max(1, maximumCount)
        self.open = open
    }

    /// The number of reads that wait for a connection.
    package var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Runs `body` on a free connection so that everything it reads is of one moment; stops it when the task is cancelled.
    package func read<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let work = CancellableWork(isInterruptible: true)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
                request(activity, work) { lease in
                    switch lease {
                    case .failure(let error): continuation.resume(throwing: error)
                    case .success(let reader):
                        reader.enqueue { [self] in
                            let result = Result { try Self.read(activity, work, reader, body) }
                            release(reader)
                            continuation.resume(with: result)
                        }
                    }
                }
            }
        } onCancel: {
            work.cancel()
            withdraw(work)
        }
    }

    /// Runs `body` on the calling thread with a free connection, so that everything it reads is of one moment.
    ///
    /// - Throws: ``DatabaseError/Code/misuse`` inside another read of the pool, for whose connection it might wait for ever.
    package func readBlocking<Value: Sendable>(
        _ activity: String, _ body: @Sendable (Connection) throws -> Value
    ) throws -> Value {
        guard DispatchQueue.getSpecific(key: marker) == nil else {
            throw DatabaseError(
                .misuse, while: activity, path: path, reason: "a blocking read was begun inside another read")
        }
        let work = CancellableWork(isInterruptible: false)
        let reader = try waitForReader(activity, work)
        return try reader.runAndWait {
            defer { release(reader) }
            return try Self.read(activity, work, reader, body)
        }
    }

    /// Waits for the reads under way, closes all connections, and refuses every later read.
    package func close() async {
        await withCheckedContinuation { continuation in
            let (waiters, isIdle) = state.withLock { state in
                state.isClosed = true
                let waiters = state.waiters
                state.waiters = []
                let isIdle = state.idle.count == state.all.count
                if !isIdle { state.closers.append(continuation) }
                return (waiters, isIdle)
            }
            for waiter in waiters { waiter.begin(.failure(error(.closed, waiter.activity))) }
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
        for reader in state.withLock({ $0.all }) { await reader.disconnect(leavingLog: false) }
    }

    private static func read<Value: Sendable>(
        _ activity: String, _ work: CancellableWork, _ reader: ConnectionQueue,
        _ body: @Sendable (Connection) throws -> Value
    ) throws -> Value {
        try reader.withConnection(activity) { connection in
            try work.run(activity, on: connection) { connection in
                connection.resetAccess()
                return try connection.snapshot { try body(connection) }
            }
        }
    }

    // MARK: Leases

    /// Calls `begin` with a connection: at once when one is free, or else when its turn comes.
    private func request(_ activity: String, _ work: CancellableWork, _ begin: @escaping @Sendable (Lease) -> Void) {
        let lease: Lease? = state.withLock { state in
            if work.isCancelled { return .failure(error(.cancelled, activity)) }
            if state.isClosed { return .failure(error(.closed, activity)) }
            if let reader = state.idle.popLast() { return .success(reader) }
            if state.all.count < maximumCount {
                let reader = newReader()
                state.all.append(reader)
                return .success(reader)
            }
            state.waiters.append(Waiter(work: work, activity: activity, begin: begin))
            return nil
        }
        if let lease { begin(lease) }
    }

    private func newReader() -> ConnectionQueue {
        let reader = ConnectionQueue(
            label: "dotnews.database.reader", path: path, suspension: suspension, open: open)
        reader.mark(with: marker)
        return reader
    }

    /// Takes cancelled work out of the queue.
    private func withdraw(_ work: CancellableWork) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.work === work }) else { return nil }
            return state.waiters.remove(at: index)
        }
        if let waiter { waiter.begin(.failure(error(.cancelled, waiter.activity))) }
    }

    private func waitForReader(_ activity: String, _ work: CancellableWork) throws -> ConnectionQueue {
        let handover = Handover()
        request(activity, work) { lease in
            handover.lease.withLock { $0 = lease }
            handover.arrival.signal()
        }
        handover.arrival.wait()
        guard let lease = handover.lease.withLock({ $0 }) else { preconditionFailure("set before the signal") }
        return try lease.get()
    }

    /// Passes a connection to a thread that waits for it.
    private final class Handover: Sendable {
        let arrival = DispatchSemaphore(value: 0)
        let lease = Mutex<Lease?>(nil)
    }

    private func release(_ reader: ConnectionQueue) {
        let (next, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            if !state.waiters.isEmpty { return (state.waiters.removeFirst(), []) }
            state.idle.append(reader)
            guard state.isClosed, state.idle.count == state.all.count else { return (nil, []) }
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        next?.begin(.success(reader))
        for closer in closers { closer.resume() }
    }

    private func error(_ code: DatabaseError.Code, _ activity: String) -> DatabaseError {
        DatabaseError(code, while: activity, path: path)
    }
}
