/// What a step of indexing did.
public struct SearchIndexProgress: Hashable, Sendable {
    /// Stories that can now be found as they are.
    public var indexed = 0
    /// Stories, or older versions of stories, that are no longer found.
    public var removed = 0
    /// Stories that can be found as before, and that older ones which came later have moved in the index. This is as much
    /// work as indexing two.
    public var moved = 0
    /// Stories that still wait to be indexed or removed.
    public var waiting = 0

    /// Describes that nothing was done and nothing waits.
    public init() {}

    /// Adds what a later step did.
    public mutating func merge(_ later: SearchIndexProgress) {
        indexed += later.indexed
        removed += later.removed
        moved += later.moved
        waiting = later.waiting
    }
}

extension ArticleStore {
    /// Makes stories findable that have been stored, changed or removed since the last time; the newest first.
    ///
    /// One transaction, during which others cannot write: about a third of a second for 1,000 stories. Where many stories
    /// come in between others that are indexed, more of the same size go before it, in which these make room. What waits
    /// is known to the file, so nothing is forgotten when the process ends or the call is cancelled.
    ///
    /// - Parameter limit: How many stories at most, 1 to 10,000.
    public func indexPending(limit: Int = 1_000) async throws(StoreError) -> SearchIndexProgress {
        var progress = SearchIndexProgress()
        var renumbering: Renumbering?
        repeat {
            progress.merge(try await indexStep(limit: limit, &renumbering))
        } while renumbering != nil
        return progress
    }

    /// Makes all stories findable, in steps between which others can write.
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
        var renumbering: Renumbering?
        repeat {
            progress.merge(try await indexStep(limit: 1_000, &renumbering))
            onProgress(progress)
        } while progress.waiting > 0
        try await compactSearchIndexWhenGrown()
        return progress
    }

    /// One transaction of indexing.
    ///
    /// - Parameter renumbering: What the step before has left; not `nil` after a step that others must follow.
    func indexStep(limit: Int, _ renumbering: inout Renumbering?) async throws(StoreError) -> SearchIndexProgress {
        let limit = min(max(limit, 1), 10_000)
        let before = renumbering
        let (progress, after) = try await write("indexing articles") { connection in
            var indexer = SearchIndexer(connection: connection)
            var renumbering = before
            var progress = try indexer.run(limit: limit, &renumbering)
            progress.waiting = try indexer.waitingCount
            return (progress, renumbering)
        }
        renumbering = after
        return progress
    }

    /// How many stories wait to be indexed or removed from the index.
    public func searchBacklog() async throws(StoreError) -> Int {
        try await read("counting what is not indexed") { reader in
            try SearchIndexer(connection: reader.connection).waitingCount
        }
    }

    /// Empties the index, so that ``indexAllPending(onProgress:)`` makes it anew. Until then little is found.
    public func resetSearchIndex() async throws(StoreError) {
        try await write("emptying the search index") { connection in
            try SearchIndexer(connection: connection).startOver()
        }
    }
}

extension ArticleStore {
    /// Takes stories out of the index that are gone, and frees the texts that were kept for it.
    func forgetRemovedStories() async throws(StoreError) {
        var isDone = false
        while !isDone {
            isDone = try await write("tidying the search index") { connection in
                var indexer = SearchIndexer(connection: connection)
                return try indexer.removeStale(limit: Self.storiesPerStep) < Self.storiesPerStep
            }
        }
    }

    private static let storiesPerStep = 500
}
