import Dispatch
import Synchronization

/// Runs what blocks a thread away from the threads that run tasks.
enum BlockingWork {
    private static let queue = DispatchQueue(label: "dotnews.replica-storage", attributes: .concurrent)

    /// Runs `body`, which may ask now and then whether the calling task has been cancelled.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable (_ isCancelled: () -> Bool) throws(RemoteStorageError) -> Value
    ) async throws(RemoteStorageError) -> Value {
        try await runInterruptibly { flag throws(RemoteStorageError) in try body { flag.isRaised } }
    }

    /// Runs `body`, which asks now and then whether the flag is raised, or is told.
    static func runInterruptibly<Value: Sendable>(
        _ body: @escaping @Sendable (CancellationFlag) throws(RemoteStorageError) -> Value
    ) async throws(RemoteStorageError) -> Value {
        let flag = CancellationFlag()
        let result: Result<Value, RemoteStorageError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    continuation.resume(returning: Result { () throws(RemoteStorageError) in try body(flag) })
                }
            }
        } onCancel: {
            flag.raise()
        }
        return try result.get()
    }
}

/// Tells a thread that the task it works for was cancelled.
final class CancellationFlag: Sendable {
    private let raised = Atomic(false)
    private let handler = Mutex<(@Sendable () -> Void)?>(nil)

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    /// Calls `handler` when the flag is raised: at once when it is, on any thread.
    func onRaise(_ handler: @escaping @Sendable () -> Void) {
        self.handler.withLock { $0 = handler }
        if isRaised { handler() }
    }

    fileprivate func raise() {
        raised.store(true, ordering: .releasing)
        handler.withLock { $0 }?()
    }
}
