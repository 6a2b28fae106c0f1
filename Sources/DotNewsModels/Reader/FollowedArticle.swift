/// An article of the feed of what a reader follows, and why it is there.
public struct FollowedArticle: Hashable, Sendable, Identifiable {
    /// The article.
    public var article: ArticleRow
    /// The followed topics that it has, one or more, in order.
    public var topics: [ArticleTopic]

    /// Creates an entry of the feed.
    public init(article: ArticleRow, topics: [ArticleTopic]) {
        self.article = article
        self.topics = topics
    }

    /// The article's id.
    public var id: ArticleID { article.id }
}
