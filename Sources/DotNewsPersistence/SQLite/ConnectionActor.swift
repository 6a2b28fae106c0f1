import CDotNewsSQLite
import Dispatch
import DotNewsFoundation
import Synchronization

/// Owns a connection and runs all its work on a queue of its own, so that blocking calls of SQLite never sit on the
/// threads that Swift's tasks share.
actor ConnectionActor {
    private let executor: QueueExecutor
    private let file: String
    private let suspension: Suspension
    private let open: @Sendable () throws(StoreError) -> Connection
    private var connection: Connection?
    private var isClosed = false
    private let interrupt = InterruptSwitch()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Takes over a connection that is open, or opens one with `open` when it is first needed.
    init(
        label: String, file: String, suspension: Suspension, connection: sending Connection? = nil,
        open: @escaping @Sendable () throws(StoreError) -> Connection
    ) {
        executor = QueueExecutor(label: label)
        self.file = file
        self.suspension = suspension
        self.connection = connection
        self.open = open
    }

    /// Runs `body` to its end, even when the task is cancelled meanwhile.
    func perform<Value: Sendable>(
        _ activity: String, _ body: @Sendable (Connection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        if isClosed { throw StoreError(.closed, while: activity, file: file) }
        try suspension.checkIsActive(activity, file: file)
        if connection == nil { connection = try open() }
        guard let connection else { preconditionFailure("opened above") }
        connection.activity = activity
        return try body(connection)
    }

    /// Runs `body`, and interrupts it when the task is cancelled.
    nonisolated func performInterruptibly<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let ticket = interrupt.ticket()
        let result = await withTaskCancellationHandler {
            await self.run(ticket, activity, body)
        } onCancel: {
            interrupt.cancel(ticket)
        }
        return try result.get()
    }

    private func run<Value: Sendable>(
        _ ticket: UInt64, _ activity: String, _ body: @Sendable (Connection) throws(StoreError) -> Value
    ) -> Result<Value, StoreError> {
        Result { () throws(StoreError) -> Value in
            try perform(activity) { (connection) throws(StoreError) in
                guard interrupt.begin(ticket, connection) else {
                    throw StoreError(.cancelled, while: activity, file: connection.file)
                }
                defer { interrupt.end(ticket) }
                return try body(connection)
            }
        }
    }

    /// Closes the connection and refuses every later use.
    func close() {
        isClosed = true
        connection = nil
    }

    /// The longest log that is put into the file when the connection is closed for a suspension, in bytes.
    private static let maximumLog: Int64 = 1 << 20

    /// Closes the connection, and so gives back all its locks; the next use opens it again.
    func disconnect() {
        connection?.leaveLog(longerThan: Self.maximumLog)
        connection = nil
    }
}

/// Interrupts the work of one ticket and no other.
private final class InterruptSwitch: Sendable {
    private struct State {
        var lastTicket: UInt64 = 0
        var running: (ticket: UInt64, handle: UInt, signal: InterruptSignal)?
        /// Cancelled before they began; each is removed when it begins.
        var cancelled: Set<UInt64> = []
        var waiting: Set<UInt64> = []
    }

    private let state = Mutex(State())
    func ticket() -> UInt64 {
        state.withLock { state in
            state.lastTicket += 1
            state.waiting.insert(state.lastTicket)
            return state.lastTicket
        }
    }

    func begin(_ ticket: UInt64, _ connection: Connection) -> Bool {
        let (address, signal) = (UInt(bitPattern: connection.handle), connection.signal)
        return state.withLock { state in
            state.waiting.remove(ticket)
            if state.cancelled.remove(ticket) != nil { return false }
            state.running = (ticket, address, signal)
            return true
        }
    }

    func end(_ ticket: UInt64) {
        state.withLock { state in
            state.running?.signal.reset()
            state.running = nil
            state.waiting.remove(ticket)
            state.cancelled.remove(ticket)
        }
    }

    func cancel(_ ticket: UInt64) {
        // Inside the lock, so that the connection cannot go on to other work, or close, before the call.
        state.withLock { state in
            if let running = state.running, running.ticket == ticket {
                running.signal.cancel()
                sqlite3_interrupt(OpaquePointer(bitPattern: running.handle))
            } else if state.waiting.contains(ticket) {
                state.cancelled.insert(ticket)
            }
        }
    }
}

/// Runs an actor's jobs on a serial dispatch queue.
private final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
