import DotNewsDatabase

extension ArticleStore {
    /// Makes the index compact when nothing waits to be indexed and it has half as many articles again as when that was
    /// done last; gives back the space that this frees.
    ///
    /// What is indexed in steps is kept in parts, in which the same words stand several times. Together they take a sixth
    /// less. Growing by half each time, an index of any size is written about three times in all.
    ///
    /// Works in steps between which others can write. When it is cancelled, what has been put together stays so, and the
    /// next call begins anew.
    package func compactSearchIndexWhenGrown() async throws(StoreError) {
        let size = try await read("looking at the search index") { reader -> Int64? in
            let connection = reader.connection
            guard try SearchIndexer(connection: connection).waitingCount() == 0 else { return nil }
            let size = try connection.integer("SELECT count(*) FROM search_document")
            let last = try reader.setting(.compactedSearchIndex).flatMap { Int64($0) } ?? 0
            return size >= Self.smallestCompaction && size >= last + last / 2 ? size : nil
        }
        guard let size else { return }
        try await compactSearchIndex()
        try await releaseSpace()
        try await setSetting(.compactedSearchIndex, to: String(size))
    }

    /// The articles of an index that is worth the work.
    private static let smallestCompaction: Int64 = 2_000

    /// Puts the parts of the index together to one, which frees the space of what was taken out; in steps between
    /// which others can write.
    func compactSearchIndex() async throws(StoreError) {
        var isDone = false
        while !isDone {
            isDone = try await write("tidying the search index") { connection in
                // FTS5 tells by the number of changes whether there was something to do.
                let before = try connection.integer("SELECT total_changes()")
                try connection.execute("INSERT INTO search_index (search_index, rank) VALUES ('merge', -500)")
                return try connection.integer("SELECT total_changes()") - before < 2
            }
        }
    }
}
