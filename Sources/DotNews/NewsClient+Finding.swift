public import DotNewsModels
public import DotNewsNetworking
public import DotNewsPersistence
public import DotNewsSync

/// Finding articles: by their words, by what they share, and by what others read.
extension NewsClient {
    /// Finds articles in the store, offline; see `SearchIndex.articles(matching:after:countingAll:)`.
    ///
    /// Articles that have come but are not indexed yet are made so first, up to 10,000 of them.
    public func search(
        _ query: SearchQuery, after cursor: PageCursor? = nil, countingAll: Bool = true
    ) async throws(StoreError) -> SearchResults {
        try await indexBacklog()
        return try await store.search.articles(matching: query, after: cursor, countingAll: countingAll)
    }

    /// Finds articles in the store, offline, on a page that is asked for by its number, the first being 1; see
    /// `SearchIndex.articles(matching:after:countingAll:)`.
    ///
    /// Articles that have come but are not indexed yet are made so first, up to 10,000 of them.
    public func search(_ query: SearchQuery, page number: Int) async throws(StoreError) -> SearchResults {
        try await indexBacklog()
        return try await store.search.articles(matching: query, page: number)
    }

    /// Finds articles in the store and by the site's own search, each once; in the store alone when the site does not
    /// answer.
    public func searchOnline(_ query: SearchQuery) async throws(StoreError) -> CombinedSearch {
        try await indexBacklog()
        return CombinedSearch(query, client: cms, store: store)
    }

    /// Asks the site for searches that begin with a word, best first.
    ///
    /// - Throws: `CMSError`; `CMSError.noSearch` when the edition has no search service.
    public func searchSuggestions(for word: String) async throws(CMSError) -> [String] {
        try await cms.suggestions(word: word)
    }

    /// Asks the site for the words that its readers search for most, most frequent first.
    ///
    /// - Throws: `CMSError`; `CMSError.noSearch` when the edition has no search service.
    public func topSearchWords() async throws(CMSError) -> [String] { try await cms.topSearchWords() }

    private func indexBacklog() async throws(StoreError) {
        if try await store.search.backlog() > 0 { _ = try await store.search.indexPending(limit: 10_000) }
    }

    /// Articles that belong to an article, offline; at most `limit`, up to 100.
    public func related(to id: ArticleID, limit: Int = 10) async throws(StoreError) -> [ArticleRow] {
        try await store.search.related(to: id, limit: limit)
    }

    /// Reads the most read articles of the last 24 hours from the site and keeps them; returns those that are not muted.
    ///
    /// - Returns: `nil` when they are those that are kept already.
    public func refreshHotList() async throws -> [ArticleRow]? {
        let channel: ChannelID
        if let known = try await store.setting(.channelID).flatMap({ ChannelID($0) }) {
            channel = known
        } else {
            channel = try await cms.discoverChannel()
        }
        let address = cms.hotListAddress(of: channel)
        let answer = try await cms.hotList(channel: channel, ifNewerThan: try await store.version(of: address))
        guard let list = answer.value else { return nil }
        _ = try await store.apply([.hotList(list.articles, address: address, version: answer.version)])
        return try await store.hotList()
    }
}
