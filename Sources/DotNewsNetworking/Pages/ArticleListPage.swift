public import DotNewsModels

/// What a page of a column lists.
public struct ArticleListPage: Hashable, Sendable {
    /// The site; `nil` when the page does not say.
    public var channelID: ChannelID?
    /// The column; `nil` when the page does not say.
    public var columnID: ColumnID?
    /// The number of the following page, from 2; `nil` when there is none or it is not known.
    public var nextPage: Int?
    /// The articles, in the page's order, each once.
    public var items: [ArticleSummary]
    /// Items that could not be read, in the page's order.
    public var skipped: [SkippedArticle]

    /// How many items of one page are read.
    public static let maximumItems = 500

    /// Creates a page.
    public init(
        channelID: ChannelID? = nil, columnID: ColumnID? = nil, nextPage: Int? = nil, items: [ArticleSummary] = [],
        skipped: [SkippedArticle] = []
    ) {
        self.channelID = channelID
        self.columnID = columnID
        self.nextPage = nextPage
        self.items = items
        self.skipped = skipped
    }
}

/// What a page of the site's search found.
public struct SearchPage: Hashable, Sendable {
    /// How many articles match in all; `nil` when the page does not say.
    public var total: Int?
    /// The articles of this page, in its order, each once.
    public var items: [Item]
    /// Results that could not be read, in the page's order.
    public var skipped: [SkippedArticle]

    /// How many results the site puts on a page.
    public static let size = 10

    /// A result.
    public struct Item: Hashable, Sendable {
        /// What the page says of the article; its `summary` is the snippet.
        public var article: ArticleSummary
        /// The name of the article's column; empty when the page does not say.
        public var columnName: String

        /// The part of the article in which the words were found.
        public var snippet: String { article.summary }

        /// Creates a result.
        public init(article: ArticleSummary, columnName: String = "") {
            self.article = article
            self.columnName = columnName
        }
    }

    /// Creates a page.
    public init(total: Int? = nil, items: [Item] = [], skipped: [SkippedArticle] = []) {
        self.total = total
        self.items = items
        self.skipped = skipped
    }
}
