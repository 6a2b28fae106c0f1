public import DotNewsFoundation

/// The site's id of a comment.
public struct CommentID: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// The id as text: 1 to 64 ASCII letters, digits, hyphens and underscores.
    public let rawValue: String

    /// Reads an id; `nil` when it is empty, too long or has other characters.
    public init?(_ text: String) {
        guard let id = ChannelID(text) else { return nil }
        rawValue = id.rawValue
    }

    /// Takes a string that an earlier id had, such as one read back from the store.
    package init(validated rawValue: String) { self.rawValue = rawValue }

    /// The id as text.
    public var description: String { rawValue }

    /// Orders ids by their bytes.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

extension CommentID: ValidatedIdentifier, Codable {}

/// Who wrote a comment, as the site shows it.
public struct CommentAuthor: Hashable, Sendable {
    /// The site's id of the reader; `nil` when it does not say.
    public var userID: String?
    /// What the reader is called; empty when the site does not say.
    public var nickname: String

    /// Creates an author.
    public init(userID: String? = nil, nickname: String = "") {
        self.userID = userID
        self.nickname = nickname
    }
}

/// What a reader thinks of a comment.
public enum CommentReaction: String, Hashable, Sendable, Codable, CaseIterable {
    /// The reader likes it.
    case like
    /// The reader dislikes it.
    case dislike
}

/// In which order comments are listed.
public enum CommentOrder: String, Hashable, Sendable, Codable, CaseIterable {
    /// New to old; the site's 0.
    case newest
    /// Old to new; the site's 1.
    case oldest

    /// The number that stands for it in addresses.
    package var wireNumber: Int { self == .newest ? 0 : 1 }
}

/// What a reader wrote about an article, or in answer to another reader.
public struct ArticleComment: Hashable, Sendable, Identifiable {
    /// The site's id.
    public var id: CommentID
    /// The article.
    public var articleID: ArticleID
    /// The comment that this one answers; `nil` when it is about the article.
    public var parentID: CommentID?
    /// Who wrote it.
    public var author: CommentAuthor
    /// The text, with its line breaks; plain, never markup.
    public var text: String
    /// When it was written; `nil` when the site does not say or says it unreadably.
    public var postedAt: Date?
    /// How many readers like it, 0 or more.
    public var likes: Int
    /// How many readers dislike it, 0 or more.
    public var dislikes: Int
    /// What the reader who is signed in thinks of it, as far as the site says; `nil` for nothing.
    public var reaction: CommentReaction?
    /// The answers to it, and the answers to those, in the site's order; all in this one list.
    public var replies: [ArticleComment]

    /// Creates a comment.
    public init(
        id: CommentID, articleID: ArticleID, parentID: CommentID? = nil, author: CommentAuthor = CommentAuthor(),
        text: String, postedAt: Date? = nil, likes: Int = 0, dislikes: Int = 0, reaction: CommentReaction? = nil,
        replies: [ArticleComment] = []
    ) {
        self.id = id
        self.articleID = articleID
        self.parentID = parentID
        self.author = author
        self.text = text
        self.postedAt = postedAt
        self.likes = likes
        self.dislikes = dislikes
        self.reaction = reaction
        self.replies = replies
    }
}

/// A page of an article's comments, as the site lists them.
public struct CommentPage: Hashable, Sendable {
    /// The comments about the article, each with the answers to it.
    public var comments: [ArticleComment]
    /// Which page, from 0.
    public var page: Int
    /// How many pages there are; 0 when there are no comments.
    public var totalPages: Int
    /// How many comments there are; `nil` when the site does not say.
    public var total: Int?
    /// The order of the comments.
    public var order: CommentOrder
    /// How many comments could not be read and were left out.
    public var skipped: Int

    /// Creates a page.
    public init(
        comments: [ArticleComment], page: Int, totalPages: Int, total: Int? = nil, order: CommentOrder, skipped: Int = 0
    ) {
        self.comments = comments
        self.page = page
        self.totalPages = totalPages
        self.total = total
        self.order = order
        self.skipped = skipped
    }
}
