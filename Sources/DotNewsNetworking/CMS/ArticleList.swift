package import DotNewsModels

/// What a list of articles says.
package struct ArticleList: Hashable, Sendable {
    /// The name the list gives itself; empty when it gives none.
    package var name: String
    /// The articles, in the list's order, each once.
    package var articles: [ArticleSummary]
    /// Articles that are listed but marked as unpublished or expired.
    package var withdrawn: [ArticleID]
    /// What could not be read, in the list's order; at most ``maximumSkipped``.
    package var skipped: [SkippedArticle]
    /// Whether the list was read to its end. One that was cut off has its version left empty, so that it is asked
    /// for again, and its last skipped item says where it ended.
    package var isComplete: Bool

    /// How many articles of one list are read.
    package static let maximumArticles = 10_000
    /// How many unreadable articles of one list are named.
    package static let maximumSkipped = 1_000

    /// Creates a list.
    package init(
        name: String = "", articles: [ArticleSummary] = [], withdrawn: [ArticleID] = [], skipped: [SkippedArticle] = [],
        isComplete: Bool = true
    ) {
        self.name = name
        self.articles = articles
        self.withdrawn = withdrawn
        self.skipped = skipped
        self.isComplete = isComplete
    }
}

/// An article of a list that could not be read.
public struct SkippedArticle: Hashable, Sendable {
    /// Which one: its id, else its title, else its place in the list, such as `article 3`.
    public var what: String
    /// What is wrong with it, such as `it has no title`.
    public var why: String

    /// Creates what was skipped.
    public init(what: String, why: String) {
        self.what = what
        self.why = why
    }
}

/// What one article's own address says.
package enum ArticleAnswer: Hashable, Sendable {
    /// The article, with its body.
    case published(Article)
    /// The article is marked as unpublished or expired.
    case withdrawn(ArticleID)

    /// The article's id.
    package var id: ArticleID {
        switch self {
        case .published(let article): article.id
        case .withdrawn(let id): id
        }
    }
}
