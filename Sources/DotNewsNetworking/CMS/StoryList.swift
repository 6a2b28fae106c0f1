public import DotNewsModels

/// What a list of stories says.
public struct StoryList: Hashable, Sendable {
    /// The name the list gives itself; empty when it gives none.
    public var name: String
    /// The stories, in the list's order, each once.
    public var stories: [ArticleSummary]
    /// Stories that are listed but marked as unpublished or expired.
    public var withdrawn: [ArticleID]
    /// What could not be read, in the list's order; at most ``maximumSkipped``.
    public var skipped: [SkippedStory]
    /// Whether the list was read to its end. One that was cut off has its version left empty, so that it is asked
    /// for again, and its last skipped item says where it ended.
    public var isComplete: Bool

    /// How many stories of one list are read.
    public static let maximumStories = 10_000
    /// How many unreadable stories of one list are named.
    public static let maximumSkipped = 1_000

    /// Describes a list.
    public init(
        name: String = "", stories: [ArticleSummary] = [], withdrawn: [ArticleID] = [], skipped: [SkippedStory] = [],
        isComplete: Bool = true
    ) {
        self.name = name
        self.stories = stories
        self.withdrawn = withdrawn
        self.skipped = skipped
        self.isComplete = isComplete
    }
}

/// A story of a list that could not be read.
public struct SkippedStory: Hashable, Sendable {
    /// Which one: its id, else its title, else its place in the list, such as `story 3`.
    public var what: String
    /// What is wrong with it, such as `it has no title`.
    public var why: String

    /// Describes what was skipped.
    public init(what: String, why: String) {
        self.what = what
        self.why = why
    }
}

/// What one story's own address says.
public enum StoryAnswer: Hashable, Sendable {
    /// The story, with its body.
    case published(Article)
    /// The story is marked as unpublished or expired.
    case withdrawn(ArticleID)

    /// The story's id.
    public var id: ArticleID {
        switch self {
        case .published(let article): article.id
        case .withdrawn(let id): id
        }
    }
}
