import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// Reads columns' lists, and the bodies that the store then misses.
struct ArticleStage {
    let session: SyncSession
    let channel: ChannelID
    let directory: ColumnDirectory
    private let writer: BatchWriter

    /// How many bodies are planned at once; bounds the memory of a column with a long backlog.
    private static let planSize = 256

    init(session: SyncSession, channel: ChannelID, directory: ColumnDirectory) {
        self.session = session
        self.channel = channel
        self.directory = directory
        writer = BatchWriter(store: session.store, tracker: session.tracker, clock: session.engine.clock)
    }

    /// Lists first, a few at a time, as they are large and tell what else is needed; then the bodies. What has come is
    /// committed even when the stage fails or is cancelled.
    func run(_ columns: [SiteColumn]) async throws -> SyncResults {
        var results = SyncResults()
        let bodies: Result<Void, any Error>
        do {
            let limit = min(session.policy.maximumConcurrentRequests, 4)
            for list in try await mapConcurrently(columns, limit: limit, readList) { results.add(list) }
            bodies = .success(try await readBodies(of: columns))
        } catch {
            bodies = .failure(error)
        }
        try await writer.flush()
        try bodies.get()
        if await writer.hasStored { results.hasStored = true }
        return results
    }

    /// What came of a column.
    struct ListResult {
        /// Whether its list answered, as JSON.
        var hasAnswered = false
        /// What its list said instead.
        var failure: CMSError?
        /// Whether it was read or found fresh, from its list or its pages.
        var isRead = false
        /// Whether articles of it were stored, changed or withdrawn.
        var hasStored = false
        var column: SiteColumn
    }

    private func readList(of column: SiteColumn) async throws -> ListResult {
        var result = ListResult(column: column)
        guard !session.shouldStop else { return result }
        let address = session.client.articlesAddress(of: column.id, channel: channel)
        guard !session.freshness.isFresh(address) else {
            session.tracker.listIsFresh()
            result.isRead = true
            return result
        }
        let version = try await session.store.version(of: address)
        let answer: CMSAnswer<ArticleList>
        do throws(CMSError) {
            answer = try await session.client.articles(in: column.id, channel: channel, ifNewerThan: version)
        } catch {
            guard !Task.isCancelled else { return result }
            session.failed(column.path.rawValue, error)
            session.freshness.note(nil, of: address)
            result.failure = error
            if error.mayBeReadFromPages { try await ColumnPages(of: column, stage: self).read(into: &result) }
            return result
        }
        result.hasAnswered = true
        result.isRead = true
        session.answered(answer)
        session.tracker.update { $0.columns += 1 }
        session.freshness.note(answer.value?.isComplete == false ? nil : answer.freshness, of: address)
        if let list = answer.value {
            try await store(list, of: column, address: address, version: answer.version, into: &result)
        }
        return result
    }

    private func store(
        _ list: ArticleList, of column: SiteColumn, address: WebAddress, version: ResourceVersion?,
        into result: inout ListResult
    ) async throws {
        session.tracker.skipped(list.skipped, in: column)
        if list.isEmpty, try await hasArticles(column) {
            session.tracker.update {
                $0.skip(column.path.rawValue, "its list has come empty; the articles it had are kept")
            }
        }
        let pages = ColumnPages(of: column, stage: self)
        try await store(
            [
                .articles(
                    list.articles.map(directory.corrected), listedIn: column.id, withdrawn: list.withdrawn,
                    address: address, version: list.isComplete ? version : nil),
                // Should the list stay away again, what is on the pages by then is compared with nothing.
                .resourceVersion(nil, address: pages.address),
            ], into: &result)
        // What was cut off may be on the pages; the JSON is asked for again the next time.
        if !list.isComplete { try await pages.read(isRemembered: false, into: &result) }
    }

    /// Stores changes at once; returns the articles that were not there before.
    @discardableResult
    func store(_ changes: [StoreChange], into result: inout ListResult) async throws -> [ArticleID] {
        let summary = try await session.store.apply(changes)
        session.tracker.committed(summary)
        if summary.hasArticles { result.hasStored = true }
        return summary.new
    }

    private func hasArticles(_ column: SiteColumn) async throws -> Bool {
        try await !session.store.articles(
            ArticleQuery(column: column.id, includesSubcolumns: false, includesMuted: true), limit: 1
        )
        .items.isEmpty
    }

    // MARK: Bodies

    private func readBodies(of columns: [SiteColumn]) async throws {
        if session.policy.bodies != .none, !session.shouldStop {
            // Those of columns that are not read as well: a bar may leap at its end, but not stand there for long.
            session.tracker.begin(.articles, expecting: try await session.store.pendingBodyCount())
        }
        switch session.policy.bodies {
        case .none: return
        case .all: try await readBodies(in: session.policy.columns == .all ? nil : Set(columns.map(\.id)), newest: nil)
        case .newest(let count):
            for column in columns { try await readBodies(in: [column.id], newest: count) }
        }
    }

    private func readBodies(in columns: Set<ColumnID>?, newest count: Int?) async throws {
        var cursor: PageCursor?
        repeat {
            guard !session.shouldStop else { return }
            let plan = try await session.store.pendingBodies(
                in: columns, publishedSince: session.policy.publishedSince, newest: count, limit: Self.planSize,
                after: cursor)
            cursor = plan.next
            session.tracker.update { $0.total += plan.items.count }
            _ = try await mapConcurrently(plan.items, limit: session.policy.maximumConcurrentRequests, readBody)
            // An article that stands in several columns must not look missing to the next plan.
            if count != nil { try await writer.flush() }
        } while cursor != nil
    }

    private func readBody(_ pending: PendingBody) async throws {
        guard !session.shouldStop else { return }
        let address = session.client.articleAddress(for: pending.summary)
        let change: StoreChange
        do throws(CMSError) {
            let answer = try await session.client.article(
                pending.summary, ifNewerThan: pending.version(at: address))
            session.answered(answer)
            change = pending.change(answer, from: address)
        } catch {
            guard let read = await readPage(pending, after: error) else { return }
            change = read
        }
        try await writer.submit(change.corrected(by: directory))
    }
}

extension ArticleList {
    /// Whether the list says nothing of any article.
    fileprivate var isEmpty: Bool { articles.isEmpty && withdrawn.isEmpty && skipped.isEmpty }
}

extension SyncResults {
    /// Adds what came of a column.
    fileprivate mutating func add(_ list: ArticleStage.ListResult) {
        if list.hasAnswered { answeredLists += 1 }
        if let failure = list.failure {
            if failure.isGone { goneLists += 1 }
            if listFailure == nil { listFailure = .init(what: list.column.path.rawValue, why: "\(failure)") }
        }
        if list.isRead { hasLists = true }
        if list.hasStored { hasStored = true }
    }
}

extension StoreChangeSummary {
    /// Whether articles were stored, changed or withdrawn.
    var hasArticles: Bool { !new.isEmpty || !updated.isEmpty || !withdrawn.isEmpty || bodies > 0 }
}
