import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Synchronization

/// The progress of a sync, kept by all its tasks together, and told to whoever watches. It decides nothing.
final class SyncProgressTracker: Sendable {
    private struct State {
        var progress = SyncProgress()
        var bar: SyncProgressBar
        /// Hashes of the articles that count as new or updated, so that an article counts once though its summary and its
        /// body come in different commits.
        var changedArticles = Set<Int>()
        var watchers: [Int: Watcher] = [:]
        var watchersEver = 0
        var hasEnded = false
        /// The callers that have left the sync.
        var left: Set<SharedSync.Caller> = []
        /// The new articles in the order in which they came; by their keys, as a first sync brings many.
        var newArticles: [ArticleKey] = []
    }

    /// A reader of the progress. It is told that there is something newer, and looks for itself: states that were handed over
    /// by several tasks could overtake each other.
    private struct Watcher {
        let caller: SharedSync.Caller
        let continuation: AsyncStream<Void>.Continuation
    }

    private let state: Mutex<State>

    /// Creates the progress of a sync by such a policy.
    init(expecting policy: SyncPolicy = SyncPolicy()) { state = Mutex(State(bar: SyncProgressBar(of: policy))) }

    /// The newest state.
    var progress: SyncProgress { state.withLock { $0.progress } }

    /// The articles so far that are new and have not been withdrawn since, for the report.
    var newArticles: [ArticleKey] { state.withLock { $0.newArticles } }

    func update(_ change: (inout SyncProgress) -> Void) { updateBar { progress, _ in change(&progress) } }

    private func updateBar(_ change: (inout SyncProgress, inout SyncProgressBar) -> Void) {
        let watchers = state.withLock { state in
            change(&state.progress, &state.bar)
            state.progress.fractionCompleted = state.bar.fraction(after: state.progress)
            return state.watchers
        }
        for watcher in watchers.values { watcher.continuation.yield() }
    }

    /// Begins a phase.
    ///
    /// - Parameters:
    ///   - total: The requests that are known to be needed.
    ///   - expected: The requests that may turn out to be needed, for the bar alone.
    func begin(_ phase: SyncProgress.Phase, total: Int = 0, expecting expected: Int = 0) {
        updateBar { progress, bar in
            progress.phase = phase
            progress.completed = 0
            progress.total = total
            bar.expected = expected
        }
    }

    /// Ends the last phase; the bar is full when the sync is whole.
    func finish(isWhole: Bool) {
        updateBar { progress, bar in
            progress.phase = .finished
            bar.isFull = isWhole
        }
    }

    // MARK: Readers

    /// A signal now, and one after each change, the last only; ends with the sync, or when the caller leaves it.
    func signals(for caller: SharedSync.Caller) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
        let number: Int? = state.withLock { state in
            guard !state.hasEnded, !state.left.contains(caller) else { return nil }
            state.watchersEver += 1
            state.watchers[state.watchersEver] = Watcher(caller: caller, continuation: continuation)
            return state.watchersEver
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: number) }
        }
        return stream
    }

    /// Ends the signals of all callers.
    func endSignals() {
        let watchers = state.withLock { state in
            state.hasEnded = true
            return state.watchers
        }
        for watcher in watchers.values { watcher.continuation.finish() }
    }

    /// Ends the signals of a caller that has left.
    func endSignals(for caller: SharedSync.Caller) {
        let watchers = state.withLock { state in
            state.left.insert(caller)
            return state.watchers.values.filter { $0.caller == caller }
        }
        for watcher in watchers { watcher.continuation.finish() }
    }

    // MARK: Counts

    /// Counts an answer, whatever it said.
    func answered<Value>(_ answer: CMSAnswer<Value>) {
        update {
            $0.requests += 1
            $0.completed += 1
            $0.bytes += answer.transferSize
            if answer.value == nil { $0.notModified += 1 }
        }
    }

    /// Counts a request that brought nothing.
    func failed(_ what: String, _ error: CMSError) {
        update {
            $0.requests += 1
            $0.completed += 1
            $0.skip(what, "\(error)")
        }
    }

    /// Counts a column whose list was not asked for, as it is fresh.
    func listIsFresh() {
        update {
            $0.columns += 1
            $0.completed += 1
            $0.fresh += 1
        }
    }

    /// Reports the articles of a list that could not be read.
    func skipped(_ articles: [SkippedArticle], in column: SiteColumn) {
        guard !articles.isEmpty else { return }
        update { progress in
            for article in articles { progress.skip("\(column.path): \(article.what)", article.why) }
        }
    }

    /// Counts what a commit changed.
    func committed(_ summary: StoreChangeSummary) {
        let (new, updated) = state.withLock { state in
            let new = summary.new.filter { state.changedArticles.insert($0.hashValue).inserted }
            state.newArticles += new.map { ArticleKey($0) }
            if !summary.withdrawn.isEmpty {
                let withdrawn = Set(summary.withdrawn.map { ArticleKey($0) })
                state.newArticles.removeAll { withdrawn.contains($0) }
            }
            return (new.count, summary.updated.count { state.changedArticles.insert($0.hashValue).inserted })
        }
        update {
            $0.new += new
            $0.updated += updated
            $0.withdrawn += summary.withdrawn.count
            $0.bodies += summary.bodies
        }
    }
}
