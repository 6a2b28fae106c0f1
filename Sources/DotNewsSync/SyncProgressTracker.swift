import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Synchronization

/// The counts of a sync, kept by all its tasks together, and told to whoever watches. It decides nothing.
final class SyncProgressTracker: Sendable {
    private struct State {
        var progress = SyncProgress()
        /// Hashes of the articles that count as new or updated, so that an article counts once though its summary and its
        /// body come in different commits.
        var changedArticles = Set<Int>()
        /// The new articles in the order in which they came; by their keys, as a first sync brings many.
        var newArticles: [ArticleKey] = []
    }

    private let state = Mutex(State())
    private let continuation: AsyncStream<SyncProgress>.Continuation

    init(_ continuation: AsyncStream<SyncProgress>.Continuation) { self.continuation = continuation }

    /// The counts so far, for the report.
    var progress: SyncProgress { state.withLock { $0.progress } }

    /// The articles so far that are new and have not been withdrawn since, for the report.
    var newArticles: [ArticleKey] { state.withLock { $0.newArticles } }

    func update(_ change: (inout SyncProgress) -> Void) {
        let snapshot = state.withLock { state in
            change(&state.progress)
            return state.progress
        }
        continuation.yield(snapshot)
    }

    func begin(_ phase: SyncProgress.Phase, total: Int = 0) {
        update {
            $0.phase = phase
            $0.completed = 0
            $0.total = total
        }
    }

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
