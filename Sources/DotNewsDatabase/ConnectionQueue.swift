import Dispatch
import Synchronization

/// A connection with a serial queue on which it works, so that SQLite's blocking calls never sit on the threads that
/// Swift's tasks share.
package final class ConnectionQueue: Sendable {
    private let queue: DispatchQueue
    /// The lock guards the connection; the queue keeps others from waiting for it.
    private let connection: Mutex<Connection?>
    private let open: @Sendable () throws -> sending Connection

    /// Creates a queue that opens its connection when it is first needed.
    init(label: String, open: @escaping @Sendable () throws -> sending Connection) {
        queue = DispatchQueue(label: label)
        connection = Mutex(nil)
        self.open = open
    }

    /// Creates a queue for an open connection. After ``close()`` it opens no other.
    init(label: String, connection: sending Connection) {
        let path = connection.path
        queue = DispatchQueue(label: label)
        self.connection = Mutex(connection)
        open = { throw DatabaseError(.closed, while: "using the database", path: path) }
    }

    /// Marks the queue, so that code which runs on it can tell.
    func mark(with key: DispatchSpecificKey<Bool>) { queue.setSpecific(key: key, value: true) }

    /// Runs `job` on the queue, after those before it.
    func enqueue(_ job: @escaping @Sendable () -> Void) { queue.async(execute: job) }

    /// Runs `job` on the calling thread, which waits for the jobs before it.
    func runAndWait<Value>(_ job: () throws -> Value) rethrows -> Value { try queue.sync(execute: job) }

    /// Uses the connection. To be called from a job.
    func withConnection<Value: Sendable>(
        _ activity: String, _ body: @Sendable (Connection) throws -> Value
    ) throws -> Value {
        try connection.withLock { kept in
            if kept == nil {
                do {
                    kept = try open()
                } catch var error as DatabaseError where error.code == .closed {
                    error.activity = activity
                    throw error
                }
            }
            guard let connection = kept else { preconditionFailure("opened above") }
            return try body(connection)
        }
    }

    /// Waits for the work under way and closes the connection.
    func close() async {
        await withCheckedContinuation { continuation in
            enqueue { [self] in
                connection.withLock { $0 = nil }
                continuation.resume()
            }
        }
    }
}
