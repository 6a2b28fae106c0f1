import Synchronization

/// Runs `work` in a task of its own and waits for it no longer than `limit`; work that takes longer goes on by itself.
///
/// A cancellation of the calling task has no effect on either.
package func waiting(atMost limit: Duration, for work: @escaping @Sendable () async -> Void) async {
    await withCheckedContinuation { continuation in
        let waiter = OneWaiter(continuation)
        let timer = Task(priority: .high) {
            try? await ContinuousClock().sleep(for: limit)
            waiter.resume()
        }
        Task(priority: .high) {
            await work()
            waiter.resume()
            timer.cancel()
        }
    }
}

/// A continuation that is resumed by whoever comes first.
private final class OneWaiter: Sendable {
    private let continuation: Mutex<CheckedContinuation<Void, Never>?>

    init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = Mutex(continuation) }

    func resume() {
        let waiter = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        waiter?.resume()
    }
}
