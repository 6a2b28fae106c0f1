import DotNewsDatabase
import Dispatch
import DotNewsFoundation
import Synchronization

extension ArticleStore {
    /// The time that operations have to end when they are cancelled, before their locks are taken away.
    private static let operationLimit = Duration.milliseconds(400)
    /// The time that a read or write has to complete before it is interrupted.
    private static let workLimit = Duration.milliseconds(200)
    /// The time that all of it may take.
    private static let suspensionLimit = Duration.milliseconds(900)

    /// Suspends the store: ends the work under way and gives back every lock within a second, so that the system may
    /// suspend the process.
    ///
    /// Syncs, sending of the outbox and replication that use the store are cancelled; their callers get an error of the
    /// code or case `suspended`. A transaction that has begun is completed when it takes less than 200 ms, and rolled back
    /// otherwise. All connections are closed; observations wait. Until ``resume()`` every use of the store throws
    /// ``StoreError/Code/suspended``. What was acknowledged stays stored, and what was in the outbox stays there.
    ///
    /// May be called at any time, from several tasks, and of a store that is suspended. A closure of the app's own that
    /// reads holds its connection until it returns, should it compute for longer than a second.
    public func suspend() async {
        let generation = suspension.start()
        database.pauseObservation()
        // Resumed in between, when there was nothing to be told yet.
        if !suspension.isSuspended { database.resumeObservation() }
        await waiting(atMost: Self.suspensionLimit) { [self] in
            await waiting(atMost: Self.operationLimit) { [suspension] in await suspension.waitForOperations() }
            suspension.advance(to: .refusing, of: generation)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.disconnect() }
                group.addTask { [suspension] in
                    try? await ContinuousClock().sleep(for: Self.workLimit)
                    suspension.advance(to: .stopping, of: generation)
                }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// Suspends the store as ``suspend()`` does, on the calling thread: for the expiration handler of a background task,
    /// after whose return the system may suspend the process at once.
    @available(*, noasync, message: "Await suspend() instead.")
    public func suspendAndWait() {
        let isDone = DispatchSemaphore(value: 0)
        Task.detached(priority: .high) {
            await self.suspend()
            isDone.signal()
        }
        _ = isDone.wait(timeout: .now() + 2)
    }

    /// Lets a suspended store work again. Observations deliver the present value, unless it equals the last one and they
    /// leave out equal values. Does nothing when the store is not suspended.
    public func resume() {
        guard suspension.resume() else { return }
        database.resumeObservation()
    }

    /// The longest log that is copied into the file when the connections are closed, in bytes.
    private static let maximumLog: Int64 = 1 << 20

    private func disconnect() async {
        await database.disconnect(leavingLog: FileFacts.size(of: file.path + "-wal") ?? 0 > Self.maximumLog)
    }
}
