/// The work that a step of indexing has done.
public struct SearchIndexProgress: Hashable, Sendable {
    /// The number of articles that can now be found as they are.
    public var indexed = 0
    /// The number of articles, or older versions of articles, that are no longer found.
    public var removed = 0
    /// The number of articles that still wait to be indexed or removed.
    public var waiting = 0

    /// Creates the progress of no work, with nothing waiting.
    public init() {}

    /// Adds the work of a later step.
    public mutating func merge(_ later: SearchIndexProgress) {
        indexed += later.indexed
        removed += later.removed
        waiting = later.waiting
    }
}

extension SearchIndex {
    /// Indexes articles that have been stored, changed or removed since the last time; the newest first.
    ///
    /// One transaction, during which others cannot write. The file records
    /// which articles wait, so nothing is forgotten when the process ends or the call is cancelled.
    ///
    /// - Parameter limit: The number of articles at most, 1 to 10,000.
    public func indexPending(limit: Int = 1_000) async throws(StoreError) -> SearchIndexProgress {
        let limit = min(max(limit, 1), 10_000)
        return try await store.write("indexing articles") { connection in
            var indexer = SearchIndexer(connection: connection)
            return try indexer.run(limit: limit)
        }
    }

    /// Indexes all articles, in steps between which others can write.
    ///
    /// When it is cancelled, what has been indexed stays, and the next call goes on from there.
    ///
    /// An index that has grown by half is made compact at the end.
    ///
    /// - Parameter onProgress: Told after each step what has been done since the call.
    public func indexAllPending(
        onProgress: @Sendable (SearchIndexProgress) -> Void = { _ in }
    ) async throws(StoreError) -> SearchIndexProgress {
        var progress = SearchIndexProgress()
        repeat {
            progress.merge(try await indexPending())
            onProgress(progress)
        } while progress.waiting > 0
        try await store.compactSearchIndexWhenGrown()
        return progress
    }

    /// Returns the number of articles that wait to be indexed or removed from the index.
    public func backlog() async throws(StoreError) -> Int {
        try await store.read("counting what is not indexed") { reader in
            try SearchIndexer(connection: reader.connection).waitingCount()
        }
    }

    /// Empties the index, so that ``indexAllPending(onProgress:)`` makes it anew. Until then little is found.
    public func reset() async throws(StoreError) {
        try await store.write("emptying the search index") { connection in
            try SearchIndexer(connection: connection).startOver()
        }
    }
}

extension ArticleStore {
    /// Takes articles out of the index that are gone, and frees the texts that were kept for it.
    func forgetRemovedArticles() async throws(StoreError) {
        var isDone = false
        while !isDone {
            isDone = try await write("tidying the search index") { connection in
                var indexer = SearchIndexer(connection: connection)
                return try indexer.updateStale(limit: Self.articlesPerStep).removed < Self.articlesPerStep
            }
        }
    }

    private static let articlesPerStep = 500
}
