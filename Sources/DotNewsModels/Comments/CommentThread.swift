public import DotNewsFoundation

/// A page of an article's comments as its reader sees it: what the site said last, with what the reader wrote since.
public struct CommentThread: Hashable, Sendable {
    /// A comment, and how far it has come.
    public struct Entry: Hashable, Sendable, Identifiable {
        /// The comment. One that the site does not have yet has an id that begins with `outbox-`; counts and
        /// ``ArticleComment/reaction`` include what the reader has chosen and not sent yet. Without its replies.
        public var comment: ArticleComment
        /// Whether the site has it.
        public var delivery: Delivery
        /// The answers to it, in the site's order, the reader's own that the site does not have yet last.
        public var replies: [Entry]

        /// Creates an entry.
        public init(_ comment: ArticleComment, delivery: Delivery = .delivered, replies: [Entry] = []) {
            self.comment = comment
            self.delivery = delivery
            self.replies = replies
        }

        /// The comment's id.
        public var id: CommentID { comment.id }
    }

    /// How far a comment has come.
    public enum Delivery: Hashable, Sendable {
        /// The site has it.
        case delivered
        /// It waits in the outbox, or is being sent.
        case pending(OutboxEntry.ID)
        /// The site has refused it, or it waited too long; with the reason. It stays in the outbox until it is edited,
        /// sent again or cancelled.
        case refused(OutboxEntry.ID, reason: String)
    }

    /// What the ids of comments begin with that the site does not have yet.
    package static let outboxPrefix = "outbox-"

    /// The article.
    public var articleID: ArticleID
    /// The order of the comments.
    public var order: CommentOrder
    /// Which page, from 0.
    public var page: Int
    /// How many pages the site had; 0 when it had no comments, or was never asked.
    public var totalPages: Int
    /// How many comments the site had; `nil` when it did not say, or was never asked.
    public var total: Int?
    /// When the site was asked; `nil` when this page was never read.
    public var fetchedAt: Date?
    /// The comments. The reader's own that the site does not have yet come first on the first page from new to old, and
    /// last on the last page from old to new.
    public var comments: [Entry]

    /// Creates a page.
    public init(
        articleID: ArticleID, order: CommentOrder, page: Int, totalPages: Int = 0, total: Int? = nil,
        fetchedAt: Date? = nil, comments: [Entry] = []
    ) {
        self.articleID = articleID
        self.order = order
        self.page = page
        self.totalPages = totalPages
        self.total = total
        self.fetchedAt = fetchedAt
        self.comments = comments
    }
}
