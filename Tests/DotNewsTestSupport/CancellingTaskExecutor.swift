import Dispatch
import Synchronization

/// Runs the jobs of a task one after the other, and cancels the task at one of them.
///
/// A job is what a task does between two points at which it waits. Counted are those of the task itself, of its child
/// tasks, and of actors that have no executor of their own while these tasks are in them. Not counted are tasks that
/// are started without a parent, and actors that bring their executor, as the store's connections do: the task's own
/// job that follows them is.
public final class CancellingTaskExecutor: TaskExecutor {
    /// When a task is cancelled.
    public enum Moment: Hashable, Sendable {
        /// Just before the job with this number, from 1, runs: what it waited for has come.
        case before(Int)
        /// Just after it has run: what it waits for now is under way.
        case after(Int)
    }

    /// What became of an operation.
    public struct Outcome<Value: Sendable>: Sendable {
        /// What it returned or threw.
        public let result: Result<Value, any Error>
        /// How many jobs it had.
        public let jobs: Int
        /// Whether the moment came; otherwise it ended without being cancelled.
        public let wasCancelled: Bool
    }

    private struct State {
        var jobs = 0
        var wasCancelled = false
        var cancel: (@Sendable () -> Void)?
    }

    private let moment: Moment?
    private let queue = DispatchQueue(label: "dotnews.test.cancelling")
    private let state = Mutex(State())

    private init(_ moment: Moment?) { self.moment = moment }

    /// Runs `operation` in a task that is cancelled at `moment`; in one that is not when it is `nil`.
    public static func run<Value: Sendable>(
        cancellingAt moment: Moment?, _ operation: @escaping @Sendable () async throws -> Value
    ) async -> Outcome<Value> {
        let executor = CancellingTaskExecutor(moment)
        // Held until it is known what to cancel.
        executor.queue.suspend()
        let task = Task(executorPreference: executor, operation: operation)
        executor.state.withLock { $0.cancel = { task.cancel() } }
        executor.queue.resume()
        let result = await task.result
        return executor.state.withLock { state in
            state.cancel = nil
            return Outcome(result: result, jobs: state.jobs, wasCancelled: state.wasCancelled)
        }
    }

    /// Takes a job of the task.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in
            let number = state.withLock { state in
                state.jobs += 1
                return state.jobs
            }
            if moment == .before(number) { cancel() }
            job.runSynchronously(on: asUnownedTaskExecutor())
            if moment == .after(number) { cancel() }
        }
    }

    private func cancel() {
        let cancel = state.withLock { state in
            state.wasCancelled = state.cancel != nil
            return state.cancel
        }
        cancel?()
    }
}
