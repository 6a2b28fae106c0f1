import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// Reads columns' lists, and the bodies that the store then misses.
struct ArticleStage {
    let engine: SyncEngine
    let policy: SyncPolicy
    let channel: ChannelID
    let directory: ColumnDirectory
    let tracker: SyncProgressTracker
    private let writer: BatchWriter

    /// How many bodies are planned at once; bounds the memory of a column with a long backlog.
    private static let planSize = 256

    init(
        engine: SyncEngine, policy: SyncPolicy, channel: ChannelID, directory: ColumnDirectory,
        tracker: SyncProgressTracker
    ) {
        self.engine = engine
        self.policy = policy
        self.channel = channel
        self.directory = directory
        self.tracker = tracker
        writer = BatchWriter(store: engine.store, tracker: tracker)
    }

    /// Lists first, a few at a time, as they are large and tell what else is needed; then the bodies. What has come is
    /// committed even when the stage fails or is cancelled.
    func run(_ columns: [Column]) async throws(SyncError) {
        var failure: SyncError?
        do throws(SyncError) {
            try await forEachConcurrently(columns, limit: min(policy.maximumConcurrentRequests, 4)) {
                column throws(SyncError) in try await readList(of: column)
            }
            try await readBodies(of: columns)
        } catch {
            failure = error
        }
        try await engine.storing { () throws(StoreError) in try await writer.flush() }
        if let failure { throw failure }
    }

    private func readList(of column: Column) async throws(SyncError) {
        guard !shouldStop else { return }
        let address = engine.client.articlesAddress(of: column.id, channel: channel)
        guard !tracker.freshness.isFresh(address) else { return tracker.listIsFresh() }
        // The page is asked first where it stood in for the JSON the last time: while it stays the same, that is the
        // only request. When it has changed, the JSON is tried again.
        let pages = try await ColumnPages(of: column, stage: self)
        guard try await !pages.isUnchanged() else { return }
        let version = try await version(of: address)
        let answer: CMSAnswer<ArticleList>
        do throws(CMSError) {
            answer = try await engine.client.articles(in: column.id, channel: channel, ifNewerThan: version)
        } catch {
            tracker.listFailed(column, error)
            tracker.freshness.note(nil, of: address)
            if error.mayBeReadFromPages { try await pages.read() }
            return
        }
        tracker.listAnswered(answer)
        tracker.freshness.note(answer.value?.isComplete == false ? nil : answer.freshness, of: address)
        if let forgotten = pages.forgotten { try await store(forgotten) }
        guard let list = answer.value else { return }
        tracker.skipped(list.skipped, in: column)
        if list.isEmpty, try await hasArticles(column) {
            tracker.update { $0.skip(column.path.rawValue, "its list has come empty; the articles it had are kept") }
        }
        try await store(
            .articles(
                list.articles.map(directory.corrected), listedIn: column.id, withdrawn: list.withdrawn,
                address: address, version: list.isComplete ? answer.version : nil))
        // What was cut off may be on the pages; the JSON is asked for again the next time.
        if !list.isComplete { try await pages.read(isRemembered: false) }
    }

    func version(of address: WebAddress) async throws(SyncError) -> ResourceVersion? {
        try await engine.storing { () throws(StoreError) in try await engine.store.version(of: address) }
    }

    @discardableResult
    func store(_ change: StoreChange) async throws(SyncError) -> StoreChangeSummary {
        let summary = try await engine.storing { () throws(StoreError) in try await engine.store.apply([change]) }
        tracker.committed(summary)
        return summary
    }

    private func hasArticles(_ column: Column) async throws(SyncError) -> Bool {
        try await engine.storing { () throws(StoreError) in
            try await !engine.store.articles(ArticleQuery(column: column.id, includesSubcolumns: false), limit: 1)
                .items.isEmpty
        }
    }

    // MARK: Bodies

    private func readBodies(of columns: [Column]) async throws(SyncError) {
        switch policy.bodies {
        case .none: return
        case .all: try await readBodies(in: policy.columns == .all ? nil : Set(columns.map(\.id)), newest: nil)
        case .newest(let count):
            for column in columns { try await readBodies(in: [column.id], newest: count) }
        }
    }

    private func readBodies(in columns: Set<ColumnID>?, newest count: Int?) async throws(SyncError) {
        var cursor: PageCursor?
        repeat {
            guard !shouldStop else { return }
            let plan = try await engine.storing { () throws(StoreError) in
                try await engine.store.pendingBodies(
                    in: columns, publishedSince: policy.publishedSince, newest: count, limit: Self.planSize,
                    after: cursor)
            }
            cursor = plan.next
            tracker.update { $0.total += plan.items.count }
            try await forEachConcurrently(plan.items, limit: policy.maximumConcurrentRequests) {
                pending throws(SyncError) in
                try await readBody(pending)
            }
            // An article that stands in several columns must not look missing to the next plan.
            if count != nil { try await engine.storing { () throws(StoreError) in try await writer.flush() } }
        } while cursor != nil
    }

    private func readBody(_ pending: PendingBody) async throws(SyncError) {
        guard !shouldStop else { return }
        let id = pending.summary.id
        let address = engine.client.articleAddress(for: pending.summary)
        let change: StoreChange
        do throws(CMSError) {
            let version = pending.address == address ? pending.version : nil
            let answer = try await engine.client.article(pending.summary, ifNewerThan: version)
            tracker.answered(answer)
            switch answer.value {
            case .published(var article):
                article.summary = directory.corrected(article.summary)
                change = .article(article, address: address, version: answer.version)
            case .withdrawn(let id): change = .withdrawn(id)
            case nil: change = .bodyConfirmed(id, updatedAt: pending.summary.updatedAt)
            }
        } catch {
            guard let read = await readPage(pending, after: error) else { return }
            change = read
        }
        try await engine.storing { () throws(StoreError) in try await writer.submit(change) }
    }

    var shouldStop: Bool { Task.isCancelled || tracker.interruption != nil }
}

extension ArticleList {
    /// Whether the list says nothing of any article.
    fileprivate var isEmpty: Bool { articles.isEmpty && withdrawn.isEmpty && skipped.isEmpty }
}

/// Runs `operation` for every element, at most `limit` at once; the first error stops those that have not begun.
func forEachConcurrently<Element: Sendable>(
    _ elements: [Element], limit: Int, _ operation: @escaping @Sendable (Element) async throws(SyncError) -> Void
) async throws(SyncError) {
    var failure: SyncError?
    await withTaskGroup(of: SyncError?.self) { group in
        var rest = elements[...]
        func startNext() {
            guard failure == nil, let element = rest.popFirst() else { return }
            group.addTask { () -> SyncError? in
                do throws(SyncError) {
                    try await operation(element)
                    return nil
                } catch {
                    return error
                }
            }
        }
        for _ in 0..<limit { startNext() }
        while let error = await group.next() {
            if let error { failure = failure ?? error }
            startNext()
        }
    }
    if let failure { throw failure }
}
