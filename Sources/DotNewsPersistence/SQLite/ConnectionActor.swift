import CDotNewsSQLite
import Dispatch
import Synchronization

/// Owns a connection and runs all its work on a queue of its own, so that blocking calls of SQLite never sit on the
/// threads that Swift's tasks share.
actor ConnectionActor {
    private let executor: QueueExecutor
    private let open: @Sendable () throws(StoreError) -> Connection
    private var connection: Connection?
    private let interrupt = InterruptSwitch()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens the connection with `open` when it is first needed.
    init(label: String, open: @escaping @Sendable () throws(StoreError) -> Connection) {
        executor = QueueExecutor(label: label)
        self.open = open
    }

    /// Takes over a connection that is open.
    init(label: String, connection: sending Connection, reopen: @escaping @Sendable () throws(StoreError) -> Connection)
    {
        executor = QueueExecutor(label: label)
        self.open = reopen
        self.connection = connection
    }

    /// Runs `body` to its end, even when the task is cancelled meanwhile.
    func perform<Value: Sendable>(
        _ activity: String, _ body: @Sendable (Connection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
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
                guard interrupt.begin(ticket, handle: connection.handle) else {
                    throw StoreError(.cancelled, while: activity, file: connection.file)
                }
                interrupt.watch(connection.handle)
                defer {
                    interrupt.unwatch(connection.handle)
                    interrupt.end(ticket)
                }
                return try body(connection)
            }
        }
    }

    /// Closes the connection; the next use opens it again.
    func close() {
        connection = nil
    }
}

/// Interrupts the work of one ticket and no other.
private final class InterruptSwitch: Sendable {
    private struct State {
        var lastTicket: UInt64 = 0
        var running: (ticket: UInt64, handle: UInt)?
        /// Cancelled before they began; each is removed when it begins.
        var cancelled: Set<UInt64> = []
        var waiting: Set<UInt64> = []
    }

    private let state = Mutex(State())
    /// Whether what is running has been cancelled; asked by SQLite while it works.
    private let isCancelled = Atomic(false)
    /// How many steps of its virtual machine SQLite does between two questions: some ten microseconds.
    private static let stepsBetweenQuestions: Int32 = 1_000

    /// Has SQLite ask whether to go on. `sqlite3_interrupt` alone would miss a cancellation that comes before the first
    /// statement runs or between two of them.
    func watch(_ handle: OpaquePointer) {
        sqlite3_progress_handler(
            handle, Self.stepsBetweenQuestions,
            { context in
                guard let context else { return 0 }
                let interrupt = Unmanaged<InterruptSwitch>.fromOpaque(context).takeUnretainedValue()
                return interrupt.isCancelled.load(ordering: .relaxed) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func unwatch(_ handle: OpaquePointer) {
        sqlite3_progress_handler(handle, 0, nil, nil)
    }

    func ticket() -> UInt64 {
        state.withLock { state in
            state.lastTicket += 1
            state.waiting.insert(state.lastTicket)
            return state.lastTicket
        }
    }

    func begin(_ ticket: UInt64, handle: OpaquePointer) -> Bool {
        let address = UInt(bitPattern: handle)
        return state.withLock { state in
            state.waiting.remove(ticket)
            if state.cancelled.remove(ticket) != nil { return false }
            state.running = (ticket, address)
            isCancelled.store(false, ordering: .relaxed)
            return true
        }
    }

    func end(_ ticket: UInt64) {
        state.withLock { state in
            state.running = nil
            state.waiting.remove(ticket)
            state.cancelled.remove(ticket)
        }
    }

    func cancel(_ ticket: UInt64) {
        // Inside the lock, so that the connection cannot go on to other work, or close, before the call.
        state.withLock { state in
            if let running = state.running, running.ticket == ticket {
                isCancelled.store(true, ordering: .relaxed)
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
