import DotNewsDatabase
public import DotNewsModels

extension StoreReader {
    /// Returns a page of the articles of what the reader follows; see ``ReaderState/followedArticles(limit:after:)``.
    public func followedArticles(
        limit: Int = 50, after cursor: PageCursor? = nil
    ) throws(StoreError) -> Page<FollowedArticle> {
        try connection.converting {
            let followed = try TopicMatcher(connection: connection, topics: connection.topics(.followed))
            let filling = PageFilling(connection: connection, muted: try TopicMatcher(muting: connection))
            return try filling.page(
                limit: min(max(limit, 1), ArticleListing.maximumLimit), after: cursor,
                steps: followed.walk(limit:after:), row: \.row
            ) { step, article in
                article.availability == .gone ? nil : FollowedArticle(article: article, topics: step.topics.sorted())
            }
        }
    }
}

extension ReaderState {
    /// Returns a page of the articles of what the reader follows: of columns, those inside them included, tags, words and
    /// authors. Newest first, each once, with the topics for which it is there, without muted ones. Nothing is ranked.
    ///
    /// Tags, words and authors are found in any spelling, Traditional and Simplified alike, in articles that are indexed.
    ///
    /// - Parameters:
    ///   - limit: The number of articles at most, 1 to 1,000; fewer, also none, come with a `next` when of 2,000 articles most
    ///     are muted.
    ///   - cursor: The end of the page before; `nil` for the first page.
    /// - Complexity: In proportion to `limit` and to the number of followed topics.
    public func followedArticles(
        limit: Int = 50, after cursor: PageCursor? = nil
    ) async throws(StoreError) -> Page<FollowedArticle> {
        try await store.read("reading what is followed") { reader in
            try reader.followedArticles(limit: limit, after: cursor)
        }
    }
}
