package import DotNewsModels
package import DotNewsNetworking
package import DotNewsPersistence

/// Brings one article from the site into the store, when a reader opens it.
///
/// The site is asked at most twice: for the article's JSON, and then for its page, or for the JSON under the next day when
/// nothing but the id tells the day.
package struct ArticleFetcher: Sendable {
    let client: CMSClient
    let store: ArticleStore
    let clock: any Clock<Duration>
    /// The sync that counts the requests; `nil` outside of one.
    let session: SyncSession?

    /// Creates a fetcher that sleeps on `clock`.
    package init(client: CMSClient, store: ArticleStore, clock: any Clock<Duration> = ContinuousClock()) {
        self.init(client: client, store: store, clock: clock, session: nil)
    }

    init(client: CMSClient, store: ArticleStore, clock: any Clock<Duration>, session: SyncSession?) {
        self.client = client
        self.store = store
        self.clock = clock
        self.session = session
    }

    /// Returns an article from the store, and asks the site first when its text is missing or outdated.
    ///
    /// - Parameters:
    ///   - id: The article.
    ///   - link: A link to it, whose date is believed; `nil` when only the id is known.
    ///   - timeLimit: The time that the site has to answer.
    /// - Throws: ``FetchError`` when nothing of the article is stored.
    package func article(
        _ id: ArticleID, link: DeepLink?, timeLimit: Duration
    ) async throws(FetchError) -> OpenedArticle {
        let stored = try await FetchError.converting { () throws(StoreError) in try await store.article(id) }
        if let stored, stored.isWithdrawn { return OpenedArticle(article: stored, failure: .withdrawn(id)) }
        if let stored, stored.article != nil, !stored.isBodyOutdated { return OpenedArticle(article: stored) }
        do {
            let change = try await change(for: id, link: link, isStored: stored != nil, timeLimit: timeLimit)
            _ = try await FetchError.converting { () throws(StoreError) in try await store.apply([change]) }
        } catch {
            guard let stored else { throw error }
            return OpenedArticle(article: stored, failure: error)
        }
        let article = try await FetchError.converting { () throws(StoreError) in try await store.article(id) }
        guard let article else { throw .withdrawn(id) }
        return OpenedArticle(article: article, failure: article.isWithdrawn ? .withdrawn(id) : nil)
    }

    private func change(
        for id: ArticleID, link: DeepLink?, isStored: Bool, timeLimit: Duration
    ) async throws(FetchError) -> StoreChange {
        let candidates = try await FetchError.converting { () throws(StoreError) in
            try await self.candidates(for: id, link: link)
        }
        guard !candidates.isEmpty else { throw .unknownDate(id) }
        let answer = try await FetchError.answer(within: timeLimit, clock: clock) { () throws(CMSError) in
            try await ask(for: candidates)
        }
        guard let answer else {
            guard isStored else { throw .notFound(id) }
            return .withdrawn(id)
        }
        let columns = try await FetchError.converting { () throws(StoreError) in try await store.columns() }
        return answer.corrected(by: ColumnDirectory(columns))
    }

    /// The forms in which the site can be asked for an article: as the store knows it, as the link says, or under the days
    /// that the id tells.
    func candidates(for id: ArticleID, link: DeepLink?) async throws(StoreError) -> [PendingBody] {
        if let known = try await store.pendingBody(of: id) { return [known] }
        let site = link?.site ?? client.edition.site
        var days: [DeepLink.PathDate] = []
        if case .article(_, let date?) = link?.destination {
            days = [date]
        } else {
            days = id.likelyDays(in: client.edition.timeZone, now: store.now)
        }
        return days.compactMap { day in
            let link = DeepLink(.article(id, date: day), site: site)
            guard let page = link.webAddress else { return nil }
            return PendingBody(
                summary: ArticleSummary(
                    id: id, title: "", address: page, shareAddress: link.webAddress(.share),
                    jsonAddress: link.webAddress(.json)))
        }
    }

    /// Asks for the article; `nil` when the site says that there is none.
    func ask(for candidates: [PendingBody]) async throws(CMSError) -> StoreChange? {
        var requests = 2
        for candidate in candidates {
            requests -= 1
            do throws(CMSError) {
                return try await json(of: candidate)
            } catch {
                if error.isGone, candidates.count > 1 { continue }
                guard error.mayBeReadFromPages, requests > 0 else { throw error }
                return try await page(of: candidate, after: error)
            }
        }
        return nil
    }

    private func json(of pending: PendingBody) async throws(CMSError) -> StoreChange {
        let address = client.articleAddress(for: pending.summary)
        let answer = try await counted { () throws(CMSError) in
            try await client.article(pending.summary, ifNewerThan: pending.version(at: address))
        }
        return pending.change(answer, from: address)
    }

    /// Reads the article's page, as its JSON brought `error`; `nil` when both are gone.
    private func page(of pending: PendingBody, after error: CMSError) async throws(CMSError) -> StoreChange? {
        do throws(CMSError) {
            let answer = try await counted { () throws(CMSError) in
                try await client.articlePage(for: pending.summary)
            }
            guard let change = pending.change(answer, from: client.pageAddress(for: pending.summary)) else {
                throw error
            }
            return change
        } catch let pageError {
            if error.isGone, pageError.isGone { return nil }
            throw error
        }
    }

    private func counted<Value>(
        _ request: () async throws(CMSError) -> CMSAnswer<Value>
    ) async throws(CMSError) -> CMSAnswer<Value> {
        do throws(CMSError) {
            let answer = try await request()
            session?.answered(answer)
            return answer
        } catch {
            if !Task.isCancelled {
                session?.site.noteFailure(error)
                session?.tracker.update { $0.requests += 1 }
            }
            throw error
        }
    }
}
