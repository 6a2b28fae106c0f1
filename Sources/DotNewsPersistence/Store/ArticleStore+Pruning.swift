import DotNewsDatabase
public import DotNewsFoundation

extension ArticleStore {
    /// Removes what the policy does not keep, oldest first, and gives the space back to the file system.
    ///
    /// Works in steps of a few hundred articles, between which others can write. When it is cancelled between two, it
    /// throws ``StoreError/Code/cancelled``, and what has been removed stays removed.
    ///
    /// - Parameters:
    ///   - policy: What is kept.
    ///   - now: The time from which ages count.
    public func prune(_ policy: RetentionPolicy, now: Date) async throws(StoreError) -> PruneReport {
        var report = PruneReport()
        report.bytesBefore = try await fileSize()
        if let age = policy.maximumAge {
            let limit = now.addingTimeInterval(-Double(age.milliseconds) / 1_000)
            report.articles += try await removeOldest(publishedBefore: limit) { _ in
                Self.articlesPerStep
            }
        }
        if let count = policy.maximumCount {
            report.articles += try await removeOldest { connection in
                let excess = try connection.integer("SELECT count(*) FROM article") - Int64(max(count, 0))
                return min(max(Int(excess), 0), Self.articlesPerStep)
            }
        }
        if let bytes = policy.maximumBytes {
            report.articles += try await removeOldest(untilBytes: bytes)
        }
        if report.articles > 0 { try await forgetRemovedArticles() }
        try await forgetOldChanges(now: now)
        try await releaseSpace()
        report.bytesAfter = try await fileSize()
        return report
    }

    private static let articlesPerStep = 200

    /// Removes the oldest articles that are not bookmarked, step by step; `step` says how many the next one may remove.
    private func removeOldest(
        publishedBefore limit: Date? = nil,
        step: @escaping @Sendable (Connection) throws -> Int
    ) async throws(StoreError) -> Int {
        var removed = 0
        var start: Int64 = limit == nil ? .min : ArticlePosition.firstDated
        let now = self.now
        while true {
            let from = start
            let rows = try await write("pruning the store") { connection in
                let count = try step(connection)
                guard count > 0 else { return [Int64]() }
                let articles = try connection.oldestArticles(from: from, publishedBefore: limit, count: count)
                for article in articles { try connection.deleteArticle(row: article.row) }
                try ChangeFeed(connection: connection, now: now).append(.removed, articles.map(\.key))
                return articles.map(\.row)
            }
            guard let last = rows.last else { return removed }
            removed += rows.count
            start = last
        }
    }

    /// Removes the oldest articles until the content of the file has at most `limit` bytes.
    ///
    /// The search index gives space back only when it is put together anew, so each round removes what is likely to be
    /// enough, a little less at first, and then looks again.
    private func removeOldest(untilBytes limit: Int64) async throws(StoreError) -> Int {
        var removed = 0
        var fewest: Int64 = 1
        while true {
            let least = fewest
            let kept = try await writeWithoutTransaction("measuring the store") { connection -> Int64? in
                let used = try connection.usedBytes()
                guard used > limit else { return nil }
                let count = try connection.integer("SELECT count(*) FROM article")
                return count - max((used - limit) * count * 9 / 10 / max(used, 1), least)
            }
            guard let kept else { return removed }
            let count = try await removeOldest { connection in
                let excess = try connection.integer("SELECT count(*) FROM article") - kept
                return min(max(Int(excess), 0), Self.articlesPerStep)
            }
            guard count > 0 else { return removed }
            removed += count
            fewest *= 2
            try await forgetRemovedArticles()
            try await compactSearchIndex()
        }
    }

    /// Forgets which articles were withdrawn, and what else changed, a month ago.
    private func forgetOldChanges(now: Date) async throws(StoreError) {
        let limit = now.addingTimeInterval(-ChangeFeed.memoryDays * 86_400).storedMilliseconds
        try await write("pruning the store") { connection in
            try connection.execute("DELETE FROM withdrawn WHERE withdrawn_at < ?", limit)
            try ChangeFeed(connection: connection, now: now).forgetOldChanges()
        }
    }

    /// Moves free pages to the end of the file and cuts them off, some at a time.
    func releaseSpace() async throws(StoreError) {
        var left = Int64.max
        while left > 0 {
            let before = left
            left = try await writeWithoutTransaction("giving space back") { connection in
                try connection.executeScript("PRAGMA incremental_vacuum(500)")
                return try connection.integer("PRAGMA freelist_count")
            }
            // A file made without the means for it keeps its free pages for later use.
            if left >= before { break }
        }
        try await writeWithoutTransaction("giving space back") { connection in
            // Readers may hold the log back; then the file shrinks at a later time.
            try connection.executeScript("PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    private func fileSize() async throws(StoreError) -> Int64 {
        try await writeWithoutTransaction("measuring the store") { connection in
            try connection.integer("PRAGMA page_count") * connection.integer("PRAGMA page_size")
        }
    }
}

extension Connection {
    /// Bytes of the pages in use.
    func usedBytes() throws -> Int64 {
        let pages = try integer("PRAGMA page_count") - integer("PRAGMA freelist_count")
        return try pages * integer("PRAGMA page_size")
    }

    fileprivate func oldestArticles(
        from start: Int64, publishedBefore limit: Date?, count: Int
    ) throws -> [(row: Int64, key: ArticleKey)] {
        try rows(
            """
            SELECT id, key FROM article AS a
            WHERE id >= ?1 AND id < ?2 AND (?3 IS NULL OR published_at < ?3)
                AND NOT EXISTS (SELECT 1 FROM reader_state WHERE key = a.key AND is_bookmarked = 1)
            ORDER BY id LIMIT ?4
            """, start, limit.map(ArticlePosition.upperBound(publishedBefore:)) ?? .max, limit?.storedMilliseconds,
            count
        ) { ($0.integer(0), try $0.requiredKey(1)) }
    }
}
