public import DotNewsFoundation

/// A story that a reader keeps, with the labels given to it.
public struct Bookmark: Hashable, Sendable, Identifiable {
    /// The story's id.
    public var id: ArticleID
    /// The labels, in order of their names.
    public var labels: [BookmarkLabel]
    /// When the story was bookmarked, or labelled anew.
    public var changedAt: Date
    /// What lists show of the story; `nil` while the story is not stored.
    public var summary: ArticleSummary?

    /// Describes a bookmark.
    public init(id: ArticleID, labels: [BookmarkLabel] = [], changedAt: Date, summary: ArticleSummary? = nil) {
        self.id = id
        self.labels = labels
        self.changedAt = changedAt
        self.summary = summary
    }
}

/// A story that was opened, and when.
public struct HistoryEntry: Hashable, Sendable {
    /// The story's id.
    public var id: ArticleID
    /// When it was opened.
    public var visitedAt: Date
    /// What lists show of the story; `nil` while the story is not stored.
    public var summary: ArticleSummary?

    /// Describes a visit.
    public init(id: ArticleID, visitedAt: Date, summary: ArticleSummary? = nil) {
        self.id = id
        self.visitedAt = visitedAt
        self.summary = summary
    }
}

/// Where a reader stands among the stories that were opened on this device, as a browser's back and forward buttons
/// show it.
public struct HistoryPlace: Hashable, Sendable {
    /// The story that was opened, or gone to, last; `nil` when there is none.
    public var current: ArticleID?
    /// How many stories lie behind.
    public var backCount: Int
    /// How many stories lie ahead.
    public var forwardCount: Int

    /// Describes a place.
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

    /// Describes a search.
    public init(text: String, searchedAt: Date) {
        self.text = text
        self.searchedAt = searchedAt
    }
}
