/// An article of the feed of what a reader follows, and why it is there.
public struct FollowedArticle: Hashable, Sendable, Identifiable {
    /// The article.
    public var article: ArticleRow
    /// The followed columns that it stands in, or that have a column that it stands in inside them, in order of their paths.
    public var columns: [ColumnPath]
    /// The followed tags that it has, in any spelling, in order.
    public var tags: [String]

    /// Creates an entry of the feed.
    public init(article: ArticleRow, columns: [ColumnPath] = [], tags: [String] = []) {
        self.article = article
        self.columns = columns
        self.tags = tags
    }

    /// The article's id.
    public var id: ArticleID { article.id }
}
