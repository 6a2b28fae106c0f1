import DotNewsDatabase
import DotNewsModels

extension StoreReader {
    /// Returns the present end of the change feed: changes since then are those still to come.
    public func changeToken() throws(StoreError) -> ChangeToken {
        try connection.converting {
            let feed = try connection.feedState()
            return ChangeToken(feed: feed.identity, sequence: feed.last)
        }
    }

    /// Returns a page of the changes to articles since a token; see ``ArticleStore/changes(since:limit:)``.
    public func changes(since token: ChangeToken, limit: Int = 500) throws(StoreError) -> ArticleChanges {
        try connection.converting {
            let feed = try connection.feedState()
            guard token.feed == feed.identity,
                (feed.forgotten...max(feed.last, feed.forgotten)).contains(token.sequence)
            else {
                throw StoreError(
                    .changesUnknown, while: connection.activity, file: connection.path,
                    reason: token.feed == feed.identity
                        ? "they have been forgotten" : "the token is of another store")
            }
            let limit = min(max(limit, 1), ArticleListing.maximumLimit)
            // One more than wanted tells whether there is another page.
            let rows = try connection.rows(
                "SELECT sequence, key, kind FROM article_change WHERE sequence > ? ORDER BY sequence LIMIT ?",
                token.sequence, limit + 1
            ) { row in
                (
                    sequence: row.integer(0), id: try row.requiredKey(1).id,
                    change: ArticleChange(rawValue: row.integer(2))
                )
            }
            let end = rows.count > limit ? rows[limit - 1].sequence : feed.last
            var changes = ArticleChanges(next: ChangeToken(feed: feed.identity, sequence: end))
            changes.hasMore = rows.count > limit
            var new: Set<ArticleID> = []
            for (_, id, change) in rows.prefix(limit) {
                switch change {
                case .new:
                    new.insert(id)
                    changes.new.append(id)
                case .updated: if !new.contains(id) { changes.updated.append(id) }
                case .withdrawn: changes.withdrawn.append(id)
                case .removed: changes.removed.append(id)
                case .readElsewhere: changes.readElsewhere.append(id)
                case nil: throw connection.unreadable("a change is of no known kind")
                }
            }
            return changes
        }
    }
}

extension ArticleStore {
    /// Returns the present end of the change feed: changes since then are those still to come.
    ///
    /// To start, read the token and the articles in one `read(_:)`, so that nothing falls between the two.
    public func changeToken() async throws(StoreError) -> ChangeToken {
        try await read("reading the end of the changes") { reader in try reader.changeToken() }
    }

    /// Returns a page of the changes to articles since a token, in the order in which they came to the store: for
    /// notifications, a search index of the system, or anything that follows the store.
    ///
    /// ```swift
    /// var changes = try await store.changes(since: token)
    /// while true {
    ///     follow(changes)
    ///     token = changes.next
    ///     guard changes.hasMore else { break }
    ///     changes = try await store.changes(since: token)
    /// }
    /// ```
    ///
    /// The feed has the last change of each kind of an article. A change is remembered for thirty days, and
    /// forgotten when the store is pruned after that.
    ///
    /// - Parameters:
    ///   - token: The position up to which the changes are known.
    ///   - limit: The number of changes at most, 1 to 1,000.
    /// - Throws: ``StoreError/Code/changesUnknown`` when the token is of another store, or of a past that this one has
    ///   forgotten: start over with ``changeToken()`` and the articles themselves.
    /// - Complexity: In proportion to the changes.
    public func changes(since token: ChangeToken, limit: Int = 500) async throws(StoreError) -> ArticleChanges {
        try await read("reading what has changed") { reader in try reader.changes(since: token, limit: limit) }
    }
}

extension Connection {
    /// The identity of the change feed, the number of its last change, and the greatest number that it has forgotten.
    func feedState() throws -> (identity: String, last: Int64, forgotten: Int64) {
        try requiredRow("SELECT lower(hex(identity)), last, forgotten FROM change_feed") { row in
            (row.text(0), row.integer(1), row.integer(2))
        }
    }
}
