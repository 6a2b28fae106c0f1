import CDotNewsSQLite
import Synchronization

/// One piece of work on a connection, which its task may cancel at any time: before it begins, and while it runs.
final class CancellableWork: Sendable {
    private enum Phase {
        case waiting
        /// With the address of SQLite's connection when it may be interrupted.
        case running(UInt?)
        case cancelled
        case finished
    }

    private let phase = Mutex(Phase.waiting)
    /// Whether running work has been cancelled; asked by SQLite while it works.
    private let isInterrupted = Atomic(false)
    private let isInterruptible: Bool
    /// How many steps of its virtual machine SQLite does between two questions: some ten microseconds.
    private static let stepsBetweenQuestions: Int32 = 1_000

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
        let address = isInterruptible ? UInt(bitPattern: connection.handle) : nil
        let begins = phase.withLock { phase in
            if case .cancelled = phase { return false }
            phase = .running(address)
            return true
        }
        guard begins else { throw connection.error(.cancelled) }
        defer { phase.withLock { $0 = .finished } }
        guard isInterruptible else { return try body(connection) }
        watch(connection.handle)
        defer { sqlite3_progress_handler(connection.handle, 0, nil, nil) }
        return try body(connection)
    }

    /// Cancels the work, if it has not ended.
    func cancel() {
        // Inside the lock, so that the connection cannot go on to other work, or close, before the call.
        phase.withLock { phase in
            switch phase {
            case .waiting: phase = .cancelled
            case .running(let address):
                guard let address, let handle = OpaquePointer(bitPattern: address) else { return }
                isInterrupted.store(true, ordering: .relaxed)
                sqlite3_interrupt(handle)
            case .cancelled, .finished: break
            }
        }
    }

    /// Makes SQLite ask whether to go on. `sqlite3_interrupt` alone would miss a cancellation that comes before the first
    /// statement runs or between two of them.
    private func watch(_ handle: OpaquePointer) {
        sqlite3_progress_handler(
            handle, Self.stepsBetweenQuestions,
            { context in
                guard let context else { return 0 }
                let work = Unmanaged<CancellableWork>.fromOpaque(context).takeUnretainedValue()
                return work.isInterrupted.load(ordering: .relaxed) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
