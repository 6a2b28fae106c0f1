import Dispatch
import DotNewsFoundation
import Synchronization

/// A connection with a serial queue on which it works, so that SQLite's blocking calls never sit on the threads that
/// Swift's tasks share.
package final class ConnectionQueue: Sendable {
    private struct State {
        var connection: Connection?
        var isClosed = false
    }

    private let queue: DispatchQueue
    /// The lock guards the connection; the queue keeps others from waiting for it.
    private let state: Mutex<State>
    private let path: String
    private let suspension: Suspension?
    private let open: @Sendable () throws -> sending Connection

    /// Creates a queue for a connection that is open, or that `open` opens when it is first needed.
    init(
        label: String, path: String, suspension: Suspension?, connection: sending Connection? = nil,
        open: @escaping @Sendable () throws -> sending Connection
    ) {
        queue = DispatchQueue(label: label)
        self.path = path
        self.suspension = suspension
        state = Mutex(State(connection: connection))
        self.open = open
    }

    /// Marks the queue, so that code which runs on it can tell.
    func mark(with key: DispatchSpecificKey<Bool>) { queue.setSpecific(key: key, value: true) }

    /// Runs `job` on the queue, after those before it.
    func enqueue(_ job: @escaping @Sendable () -> Void) { queue.async(execute: job) }

    /// Runs `job` on the calling thread, which waits for the jobs before it.
    func runAndWait<Value>(_ job: () throws -> Value) rethrows -> Value { try queue.sync(execute: job) }

    /// Uses the connection; opens it anew when another file has taken the place of its own. To be called from a job.
    ///
    /// - Throws: ``DatabaseError/Code/closed`` after ``close()``, ``DatabaseError/Code/suspended`` while work is refused.
    func withConnection<Value: Sendable>(
        _ activity: String, _ body: @Sendable (Connection) throws -> Value
    ) throws -> Value {
        try state.withLock { state in
            if state.isClosed { throw DatabaseError(.closed, while: activity, path: path) }
            if suspension?.isRefusing == true { throw DatabaseError(.suspended, while: activity, path: path) }
            if state.connection?.hasMoved == true { state.connection = nil }
            if state.connection == nil { state.connection = try open() }
            guard let connection = state.connection else { preconditionFailure("opened above") }
            return try body(connection)
        }
    }

    /// Waits for the work under way, closes the connection and refuses every later use.
    func close() async {
        await end { state in
            state.isClosed = true
            state.connection = nil
        }
    }

    /// Waits for the work under way and closes the connection, which gives back all its locks; the next use opens it again.
    ///
    /// - Parameter leavingLog: Whether the log stays as it is, instead of being copied into the file.
    func disconnect(leavingLog: Bool) async {
        await end { state in
            if leavingLog { state.connection?.leaveLog() }
            state.connection = nil
        }
    }

    private func end(_ change: @escaping @Sendable (inout State) -> Void) async {
        await withCheckedContinuation { continuation in
            enqueue { [self] in
                state.withLock { change(&$0) }
                continuation.resume()
            }
        }
    }
}
