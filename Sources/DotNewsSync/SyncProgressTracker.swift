import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Synchronization

/// The counts of a sync, kept by all its tasks together, and told to whoever watches.
final class SyncProgressTracker: Sendable {
    private struct State {
        var progress = SyncProgress()
        var consecutiveFailures = 0
        var consecutiveImageFailures = 0
        var interruption: String?
        var hasAnswer = false
        var retryAt: Date?
        var answeredLists = 0
        var goneLists = 0
        var listFailure: SyncProgress.Skip?
        /// Hashes of the articles that count as new or updated, so that an article counts once though its summary and its
        /// body come in different commits.
        var changedArticles = Set<Int>()
    }

    /// How many requests in a row may fail before the site counts as gone.
    static let failureLimit = 8

    /// Which lists need not be asked for, and what the site says of those that were.
    let freshness: FreshLists
    private let state = Mutex(State())
    private let continuation: AsyncStream<SyncProgress>.Continuation
    private let isAutomatic: Bool
    private let now: @Sendable () -> Date

    /// An automatic refresh has time: it gives up when the first request brings nothing, or the site asks for patience.
    init(
        _ continuation: AsyncStream<SyncProgress>.Continuation, isAutomatic: Bool, freshness: FreshLists,
        now: @escaping @Sendable () -> Date
    ) {
        self.continuation = continuation
        self.isAutomatic = isAutomatic
        self.freshness = freshness
        self.now = now
    }

    var progress: SyncProgress { state.withLock { $0.progress } }

    /// Whether anything has been stored that may have to be indexed.
    var hasStored: Bool {
        let progress = progress
        return progress.new + progress.updated + progress.withdrawn + progress.bodies > 0
    }

    /// Why the site is not asked any further; `nil` while it is.
    var interruption: String? { state.withLock { $0.interruption } }

    /// When the site wants to be asked again at the earliest; `nil` when it did not say.
    var retryAt: Date? { state.withLock { $0.retryAt } }

    /// How many columns' lists answered, as JSON.
    var answeredLists: Int { state.withLock { $0.answeredLists } }

    /// The first column whose list brought nothing, and why; `nil` when there is none.
    var listFailure: SyncProgress.Skip? { state.withLock { $0.listFailure } }

    /// How many columns' lists are not there (404, 410).
    var goneLists: Int { state.withLock { $0.goneLists } }

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
        state.withLock { state in
            state.consecutiveFailures = 0
            state.consecutiveImageFailures = 0
            state.hasAnswer = true
        }
        update {
            $0.requests += 1
            $0.completed += 1
            $0.bytes += answer.transferSize
            if answer.value == nil { $0.notModified += 1 }
        }
    }

    /// Counts a request that brought nothing, and notices when the site has stopped answering.
    func failed(_ what: String, _ error: CMSError) {
        guard !Task.isCancelled else { return }
        state.withLock { state in
            guard error.meansSiteIsUnavailable else {
                state.consecutiveFailures = 0
                return
            }
            state.consecutiveFailures += 1
            if let patience = error.retryAfter {
                state.retryAt = max(state.retryAt ?? .distantPast, now().addingTimeInterval(patience / .seconds(1)))
            }
            let isFirst = !state.hasAnswer || error.retryAfter != nil
            let limit = isAutomatic && isFirst ? 1 : Self.failureLimit
            if state.consecutiveFailures >= limit, state.interruption == nil {
                state.interruption = "The site stopped answering; the last try said: \(error)"
            }
        }
        update {
            $0.requests += 1
            $0.completed += 1
            $0.skip(what, "\(error)")
        }
    }

    /// Counts a column whose list answered.
    func listAnswered<Value>(_ answer: CMSAnswer<Value>) {
        state.withLock { $0.answeredLists += 1 }
        answered(answer)
        update { $0.columns += 1 }
    }

    /// Counts a column whose list was not asked for, as it is fresh.
    func listIsFresh() {
        update {
            $0.columns += 1
            $0.completed += 1
            $0.fresh += 1
        }
    }

    /// Counts a column whose list brought nothing.
    func listFailed(_ column: Column, _ error: CMSError) {
        guard !Task.isCancelled else { return }
        state.withLock { state in
            if error.isGone { state.goneLists += 1 }
            if state.listFailure == nil { state.listFailure = .init(what: column.path.rawValue, why: "\(error)") }
        }
        failed(column.path.rawValue, error)
    }

    /// Counts an image that could not be had. Where images are is often another host, so it says nothing of the site;
    /// but after ``failureLimit`` in a row no more are asked for.
    func imageFailed(_ address: WebAddress, _ error: CMSError) {
        guard !Task.isCancelled else { return }
        state.withLock { state in
            state.consecutiveImageFailures = error.meansSiteIsUnavailable ? state.consecutiveImageFailures + 1 : 0
        }
        update {
            $0.requests += 1
            $0.completed += 1
            $0.skip(address.withoutQuery.string, "\(error)")
        }
    }

    /// Whether no more images are worth asking for.
    var isMediaGone: Bool { state.withLock { $0.consecutiveImageFailures >= Self.failureLimit } }

    /// Reports the articles of a list that could not be read.
    func skipped(_ articles: [SkippedArticle], in column: Column) {
        guard !articles.isEmpty else { return }
        update { progress in
            for article in articles { progress.skip("\(column.path): \(article.what)", article.why) }
        }
    }

    /// Counts what a commit changed.
    func committed(_ summary: StoreChangeSummary) {
        let (new, updated) = state.withLock { state in
            (
                summary.new.count { state.changedArticles.insert($0.hashValue).inserted },
                summary.updated.count { state.changedArticles.insert($0.hashValue).inserted }
            )
        }
        update {
            $0.new += new
            $0.updated += updated
            $0.withdrawn += summary.withdrawn.count
            $0.bodies += summary.bodies
        }
    }
}

extension CMSError {
    /// Whether the failure says something about the site as a whole rather than about what was asked.
    var meansSiteIsUnavailable: Bool {
        switch self {
        case .http(let error): error.isTransient || error.code == .insecureConnection
        case .status(let status, _, _): status == 429 || status >= 500
        default: false
        }
    }

    /// Whether what was asked for may be read from a page of the site instead: the JSON is refused, missing or broken,
    /// while the site itself answers.
    var mayBeReadFromPages: Bool {
        switch self {
        case .status(let status, _, _): status < 500 && status != 429
        case .notJSON, .envelope, .malformed, .wrongArticle: true
        default: false
        }
    }
}
