import Dispatch
import Synchronization

/// Runs what blocks a thread away from the threads that run tasks.
enum BlockingWork {
    private static let queue = DispatchQueue(label: "dotnews.replica-place", attributes: .concurrent)

    /// Runs `body`, which may ask now and then whether the calling task has been cancelled.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable (_ isCancelled: () -> Bool) throws(ReplicaPlaceError) -> Value
    ) async throws(ReplicaPlaceError) -> Value {
        let flag = CancellationFlag()
        let result: Result<Value, ReplicaPlaceError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    continuation.resume(
                        returning: Result { () throws(ReplicaPlaceError) in try body { flag.isRaised } })
                }
            }
        } onCancel: {
            flag.raise()
        }
        return try result.get()
    }
}

/// Tells a thread that the task it works for was cancelled.
private final class CancellationFlag: Sendable {
    private let raised = Atomic(false)

    var isRaised: Bool { raised.load(ordering: .relaxed) }

    func raise() { raised.store(true, ordering: .relaxed) }
}
