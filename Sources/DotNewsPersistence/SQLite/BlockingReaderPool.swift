import Dispatch
import DotNewsFoundation
import Synchronization

/// A bounded number of read-only connections for threads that wait, opened when they are first needed.
///
/// Apart from ``ReaderPool``, so that threads wait for threads only: a connection that a suspended task holds might be
/// waited for by the very thread that the task needs to go on.
final class BlockingReaderPool: Sendable {
    /// A connection that is either idle, and then touched under the pool's lock only, or with the one thread that has
    /// taken it from there. SQLite allows that from 3.3.1 on, and the lock makes what one thread did seen by the next.
    private struct Reader: @unchecked Sendable {
        let connection: Connection
    }

    private struct State {
        var idle: [Reader] = []
        /// The threads inside of a read.
        var borrowers: [ThreadIdentity] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    /// One permit for each connection, open or not.
    private let permits: DispatchSemaphore
    /// Takes all permits, one taker at a time: two might wait for each other.
    private let closing = DispatchQueue(label: "dotnews.store.closing")
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
        permits = DispatchSemaphore(value: self.maximumCount)
    }

    /// Runs `body` on the calling thread with a free connection, so that all it reads is of one moment.
    func read<Value>(
        _ activity: String, _ body: (Connection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let thread = ThreadIdentity.current
        guard !state.withLock({ $0.borrowers.contains(thread) }) else {
            throw StoreError(
                .failed, while: activity, file: file,
                reason: "it was begun inside of another such read, for whose connection it might wait for ever")
        }
        permits.wait()
        defer { permits.signal() }
        try suspension.checkIsActive(activity, file: file)
        let reader = try borrow(for: thread, activity)
        defer { giveBack(reader, from: thread) }
        reader.connection.activity = activity
        return try reader.connection.snapshot { () throws(StoreError) in try body(reader.connection) }
    }

    /// Waits for the reads under way, closes all connections, and refuses every later read.
    func close() async {
        state.withLock { $0.isClosed = true }
        await disconnect()
    }

    /// Waits for the reads under way and closes all connections; the next read opens one again.
    func disconnect() async {
        // Not on the calling thread, which other tasks may need.
        await withCheckedContinuation { continuation in
            closing.async { [self] in
                for _ in 0..<maximumCount { permits.wait() }
                state.withLock { $0.idle = [] }
                for _ in 0..<maximumCount { permits.signal() }
                continuation.resume()
            }
        }
    }

    private func borrow(for thread: ThreadIdentity, _ activity: String) throws(StoreError) -> Reader {
        let idle = state.withLock { state -> Result<Reader?, StoreError> in
            if state.isClosed { return .failure(StoreError(.closed, while: activity, file: file)) }
            state.borrowers.append(thread)
            return .success(state.idle.popLast())
        }
        if let reader = try idle.get() { return reader }
        do throws(StoreError) {
            return Reader(connection: try open())
        } catch {
            state.withLock { $0.borrowers.removeAll { $0 == thread } }
            throw error
        }
    }

    private func giveBack(_ reader: Reader, from thread: ThreadIdentity) {
        state.withLock { state in
            state.borrowers.removeAll { $0 == thread }
            state.idle.append(reader)
        }
    }
}
