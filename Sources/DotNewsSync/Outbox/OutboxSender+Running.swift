import DotNewsFoundation
package import DotNewsModels
import DotNewsPersistence

extension OutboxSender {
    /// Sends for as long as the task runs: what is there, then each entry as soon as it is written or its time has come.
    ///
    /// After a sign-in was asked for, it goes on with the next change of the outbox, such as
    /// `ArticleStore.retryOutboxEntry(_:)`, or when it is started again.
    ///
    /// - Parameter progress: Called as soon as it is known what became of an entry; on any thread.
    /// - Throws: ``OutboxError``; ``OutboxError/cancelled`` in the end, ``OutboxError/suspended`` when the store is suspended.
    package func run(
        progress: @escaping @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void = { _, _ in }
    ) async throws(OutboxError) {
        try await converting {
            while true {
                let report = try await sendOnce(progress)
                // In this order, so that what is written in between is either due or not seen.
                let seen = try await store.outbox.entries()
                let next = try await nextAttempt()
                // Without a sign-in no time is the right one.
                try await store.suspension.perform(orThrow: OutboxError.suspended as any Error) {
                    try await wait(until: report.needsSignIn ? nil : next, after: seen)
                }
            }
        }
    }

    /// Waits until there may be something to send: another entry, or the next attempt's time.
    private func wait(until next: Date?, after seen: [OutboxEntry]) async throws {
        let pause = next.map { max($0.timeIntervalSince(now()), 0.05) }
        try await withThrowingTaskGroup(of: Void.self) { [store, clock] group in
            group.addTask {
                for try await entries in store.observe({ reader in try reader.outbox() }) where entries != seen {
                    return
                }
                throw OutboxError.cancelled
            }
            if let pause {
                group.addTask { try await clock.sleep(for: .seconds(pause)) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
