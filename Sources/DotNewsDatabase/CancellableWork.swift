import CDotNewsSQLite
import Synchronization

/// One piece of work on a connection, which its task may cancel at any time: before it begins, and while it runs.
final class CancellableWork: Sendable {
    private enum Phase {
        case waiting
        /// With the address of SQLite's connection and its signal when it may be interrupted.
        case running((address: UInt, signal: InterruptSignal)?)
        case cancelled
        case finished
    }

    private let phase = Mutex(Phase.waiting)
    private let isInterruptible: Bool

    /// - Parameter isInterruptible: Whether work that has begun is stopped, instead of completed.
    init(isInterruptible: Bool) { self.isInterruptible = isInterruptible }

    /// Whether the work was cancelled before it began.
    var isCancelled: Bool { phase.withLock { if case .cancelled = $0 { true } else { false } } }

    /// Runs the work.
    ///
    /// - Throws: ``DatabaseError/Code/cancelled`` when it was cancelled before.
    func run<Value>(_ activity: String, on connection: Connection, _ body: (Connection) throws -> Value) throws -> Value
    {
        connection.activity = activity
        let target = isInterruptible ? (address: UInt(bitPattern: connection.handle), signal: connection.signal) : nil
        let begins = phase.withLock { phase in
            if case .cancelled = phase { return false }
            phase = .running(target)
            return true
        }
        guard begins else { throw connection.error(.cancelled) }
        defer {
            phase.withLock {
                $0 = .finished
                connection.signal.reset()
            }
        }
        return try body(connection)
    }

    /// Cancels the work, if it has not ended.
    func cancel() {
        // Inside the lock, so that the connection cannot go on to other work, or close, before the call.
        phase.withLock { phase in
            switch phase {
            case .waiting: phase = .cancelled
            case .running(let target):
                guard let target, let handle = OpaquePointer(bitPattern: target.address) else { return }
                target.signal.cancel()
                sqlite3_interrupt(handle)
            case .cancelled, .finished: break
            }
        }
    }
}
