public import DotNewsPersistence

/// An article that was asked for by its link or id, as far as it could be had.
public struct OpenedArticle: Sendable {
    /// The article as it is stored now. Its text is missing when the site could not be asked for it.
    public var article: StoredArticle
    /// The reason why the article's text is missing or may be outdated; `nil` when the article is current.
    public var failure: FetchError?

    /// Creates an article.
    public init(article: StoredArticle, failure: FetchError? = nil) {
        self.article = article
        self.failure = failure
    }
}
