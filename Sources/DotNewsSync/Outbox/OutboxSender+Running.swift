import DotNewsFoundation
public import DotNewsModels
import DotNewsPersistence

extension OutboxSender {
    /// Sends for as long as the task runs: what is there, then each entry as soon as it is written or its time has come.
    ///
    /// After a sign-in was asked for, it goes on with the next change of the outbox, such as
    /// `Outbox.retry(_:)`, or when it is started again.
    ///
    /// - Parameter progress: Called as soon as it is known what became of an entry; on any thread.
    /// - Throws: ``OutboxError``; ``OutboxError/cancelled`` in the end, ``OutboxError/suspended`` when the store is suspended.
    public func run(
        progress: @escaping @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void = { _, _ in }
    ) async throws(OutboxError) {
        while true {
            let report = try await send(progress: progress)
            // In this order, so that what is written in between is either due or not seen.
            let seen = try await storing { () throws(StoreError) in try await store.outbox.entries() }
            let next = try await nextAttempt()
            // Without a sign-in no time is the right one.
            try await store.suspension.perform(orThrow: .suspended) { () async throws(OutboxError) in
                try await wait(until: report.needsSignIn ? nil : next, after: seen)
            }
        }
    }

    /// Waits until there may be something to send: another entry, or the next attempt's time.
    private func wait(until next: Date?, after seen: [OutboxEntry]) async throws(OutboxError) {
        let pause = next.map { max($0.timeIntervalSince(now()), 0.05) }
        let (store, clock) = (store, clock)
        let outcome = await withTaskGroup(of: Result<Void, OutboxError>.self) { group in
            group.addTask {
                do {
                    for try await entries in store.observe({ reader in try reader.outbox() })
                    where entries != seen {
                        return .success(())
                    }
                    return .failure(.cancelled)
                } catch let error as StoreError {
                    return .failure(OutboxError(error))
                } catch {
                    return .failure(.cancelled)
                }
            }
            if let pause {
                group.addTask {
                    do {
                        try await clock.sleep(for: .seconds(pause))
                        return .success(())
                    } catch {
                        return .failure(.cancelled)
                    }
                }
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        try outcome.get()
    }
}
