public import DotNewsFoundation

/// An article that a reader keeps, with the labels given to it.
public struct Bookmark: Hashable, Sendable, Identifiable {
    /// The article's id.
    public var id: ArticleID
    /// The labels, in order of their names.
    public var labels: [BookmarkLabel]
    /// When the article was bookmarked, or labelled anew.
    public var changedAt: Date
    /// The article as lists show it; `nil` while it is not stored.
    public var article: ArticleRow?

    /// Creates a bookmark.
    public init(id: ArticleID, labels: [BookmarkLabel] = [], changedAt: Date, article: ArticleRow? = nil) {
        self.id = id
        self.labels = labels
        self.changedAt = changedAt
        self.article = article
    }
}

/// An article that was opened, and when.
public struct HistoryEntry: Hashable, Sendable {
    /// The article's id.
    public var id: ArticleID
    /// When it was opened.
    public var visitedAt: Date
    /// The article as lists show it; `nil` while it is not stored.
    public var article: ArticleRow?

    /// Creates a visit.
    public init(id: ArticleID, visitedAt: Date, article: ArticleRow? = nil) {
        self.id = id
        self.visitedAt = visitedAt
        self.article = article
    }
}

/// Where a reader stands among the articles that were opened on this device, as a browser's back and forward buttons
/// show it.
public struct BackForwardPosition: Hashable, Sendable {
    /// The article that was opened, or gone to, last; `nil` when there is none.
    public var current: ArticleID?
    /// How many articles lie behind.
    public var backCount: Int
    /// How many articles lie ahead.
    public var forwardCount: Int

    /// Creates a place.
    public init(current: ArticleID? = nil, backCount: Int = 0, forwardCount: Int = 0) {
        self.current = current
        self.backCount = backCount
        self.forwardCount = forwardCount
    }
}

/// What a reader looked for, and when last.
public struct RecentSearch: Hashable, Sendable {
    /// The words, in normalization form C with single spaces.
    public var text: String
    /// When they were last looked for.
    public var searchedAt: Date

    /// Creates a search.
    public init(text: String, searchedAt: Date) {
        self.text = text
        self.searchedAt = searchedAt
    }
}
