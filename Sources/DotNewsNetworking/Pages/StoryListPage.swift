public import DotNewsModels

/// What a page of a column lists.
public struct StoryListPage: Hashable, Sendable {
    /// The site; `nil` when the page does not say.
    public var channelID: ChannelID?
    /// The column; `nil` when the page does not say.
    public var columnID: ColumnID?
    /// The number of the following page, from 2; `nil` when there is none or it is not known.
    public var nextPage: Int?
    /// The stories, in the page's order, each once.
    public var items: [ArticleSummary]
    /// Items that could not be read, in the page's order.
    public var skipped: [SkippedStory]

    /// How many items of one page are read.
    public static let maximumItems = 500

    /// Describes a page.
    public init(
        channelID: ChannelID? = nil, columnID: ColumnID? = nil, nextPage: Int? = nil, items: [ArticleSummary] = [],
        skipped: [SkippedStory] = []
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
    /// How many stories match in all; `nil` when the page does not say.
    public var total: Int?
    /// The stories of this page, in its order, each once.
    public var items: [Item]
    /// Results that could not be read, in the page's order.
    public var skipped: [SkippedStory]

    /// How many results the site puts on a page.
    public static let size = 10

    /// A result.
    public struct Item: Hashable, Sendable {
        /// What the page says of the story; its `summary` is the snippet.
        public var story: ArticleSummary
        /// The name of the story's column; empty when the page does not say.
        public var columnName: String

        /// The part of the story in which the words were found.
        public var snippet: String { story.summary }

        /// Describes a result.
        public init(story: ArticleSummary, columnName: String = "") {
            self.story = story
            self.columnName = columnName
        }
    }

    /// Describes a page.
    public init(total: Int? = nil, items: [Item] = [], skipped: [SkippedStory] = []) {
        self.total = total
        self.items = items
        self.skipped = skipped
    }
}
