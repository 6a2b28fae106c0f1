/// One caller's share in a sync that is under way.
///
/// The sync goes on until it has finished or every caller has cancelled, whether or not anybody looks at its progress.
///
/// Callers that want the same of one `ArticleStore` at the same time share one sync: a call joins a sync that is under way
/// when edition, image cache and ``SyncPolicy`` are the same, `maximumConcurrentRequests` aside. A refresh joins a sync that
/// the reader asked for, or a refresh under the same conditions and schedule; what the reader asks for never joins a refresh,
/// which may find that it is not due. Every other call waits its turn, see ``SyncProgress/Phase/waiting``.
public struct SyncRun: Sendable {
    let shared: SharedSync
    private let caller: SharedSync.Caller

    init(_ shared: SharedSync, as caller: SharedSync.Caller) {
        self.shared = shared
        self.caller = caller
    }

    /// The progress of the sync: its present state first, then newer ones; ends when the sync does, or ``cancel()`` is called.
    ///
    /// Any number of tasks may iterate. Each sees the newest state, and those it was too slow for not at all.
    public var progress: SyncProgressUpdates { SyncProgressUpdates(shared: shared, caller: caller) }

    /// Waits for the end of the sync and says what it did.
    ///
    /// When the waiting task is cancelled, ``cancel()`` is called; the report then says what was kept. Where others still wait
    /// for the sync, it goes on for them, and the report has the counts up to then.
    ///
    /// - Throws: ``SyncError``; ``SyncError/suspended`` when the store was suspended before the sync was done.
    public var report: SyncReport {
        get async throws(SyncError) {
            let result = await withTaskCancellationHandler {
                await shared.result(for: caller)
            } onCancel: {
                shared.leave(caller)
            }
            guard let result else { return try await shared.reportOfLeaver(caller) }
            return try result.get()
        }
    }

    /// Leaves the sync, and stops it when no other caller has joined it: transfers under way are abandoned; what has come is
    /// committed.
    public func cancel() { shared.leave(caller) }
}

/// The progress of a sync, as ``SyncRun/progress`` tells it to any number of readers.
public struct SyncProgressUpdates: AsyncSequence, Sendable {
    /// The states of a sync, the newest at the time they are asked for.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let tracker: SyncProgressTracker
        fileprivate var signals: AsyncStream<Void>.Iterator
        fileprivate var last: SyncProgress?

        /// Waits for a state that differs from the last one; `nil` when the sync has ended.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async -> SyncProgress? {
            while await signals.next(isolation: actor) != nil {
                let progress = tracker.progress
                guard progress != last else { continue }
                last = progress
                return progress
            }
            return nil
        }
    }

    fileprivate let shared: SharedSync
    fileprivate let caller: SharedSync.Caller

    /// Begins with the present state.
    public func makeAsyncIterator() -> Iterator {
        Iterator(tracker: shared.tracker, signals: shared.tracker.signals(for: caller).makeAsyncIterator(), last: nil)
    }
}
