import CDotNewsSQLite
import DotNewsFoundation
import Synchronization

/// Stops a connection that is at work: for the task that it works for, or for the suspension of the whole store.
///
/// SQLite asks between steps of its work and while it waits for a lock. `sqlite3_interrupt` alone would miss a request that
/// comes before the first statement runs or between two of them, and does not end the wait for a lock.
final class InterruptSignal: Sendable {
    private let cancelled = Atomic(false)
    /// The questions that are answered before work is stopped for taking too long.
    private let questionsLeft = Atomic(Int.max)
    private let suspension: Suspension?
    private let busyTimeout: Duration

    /// The steps of its virtual machine that SQLite does between two questions: some ten microseconds.
    private static let stepsBetweenQuestions: Int32 = 1_000
    /// The pauses while another connection holds a lock, in milliseconds; the last is repeated.
    private static let pauses: [Int] = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50]

    init(suspension: Suspension?, busyTimeout: Duration) {
        self.suspension = suspension
        self.busyTimeout = busyTimeout
    }

    /// Whether the store is being suspended, and work must stop.
    var isSuspended: Bool { suspension?.isStopping ?? false }
    /// Whether the task was cancelled that the connection works for.
    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    private var isRaised: Bool { isCancelled || isSuspended }

    /// Stops the connection for good after about so many steps of SQLite's virtual machine; a row that is copied takes some
    /// dozens.
    func stop(afterSteps count: Int) {
        questionsLeft.store(count / Int(Self.stepsBetweenQuestions) + 1, ordering: .relaxed)
    }

    /// Counts a question of SQLite's; returns whether work must stop.
    private func mustStop() -> Bool {
        let left = questionsLeft.load(ordering: .relaxed)
        if left > 0, left < .max { questionsLeft.store(left - 1, ordering: .relaxed) }
        return left == 0 || isRaised
    }

    /// Stops the work of the present task.
    func cancel() { cancelled.store(true, ordering: .relaxed) }

    /// Forgets a cancellation, for the work of the next task.
    func reset() { cancelled.store(false, ordering: .relaxed) }

    /// Has SQLite ask this signal, which must live as long as the connection.
    func install(on handle: OpaquePointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            handle, Self.stepsBetweenQuestions, { InterruptSignal.at($0)?.mustStop() == true ? 1 : 0 }, context)
        sqlite3_busy_handler(handle, { InterruptSignal.at($0)?.wait(after: Int($1)) == true ? 1 : 0 }, context)
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> InterruptSignal? {
        context.map { Unmanaged<InterruptSignal>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Pauses while another connection holds a lock; `false` when it is not worth waiting longer.
    private func wait(after attempts: Int) -> Bool {
        let last = Self.pauses.count - 1
        let waited = Self.pauses.prefix(attempts).reduce(0, +) + max(0, attempts - last - 1) * Self.pauses[last]
        let pause = min(
            Self.pauses[min(attempts, last)],
            Int(clamping: Int64(min(busyTimeout, .seconds(86_400)) / .milliseconds(1))) - waited)
        guard !isRaised, pause > 0 else { return false }
        sqlite3_sleep(Int32(pause))
        return true
    }
}
