public import DotNewsFoundation

/// A row of a list: an article, and what its reader and the store know of it.
///
/// The fields of the article's summary are the row's own: `row.title` is `row.summary.title`.
@dynamicMemberLookup
public struct ArticleRow: Hashable, Sendable, Identifiable {
    /// The article's fields that lists show.
    public var summary: ArticleSummary
    /// Whether it has been read.
    public var isRead: Bool
    /// Whether it is bookmarked.
    public var isBookmarked: Bool
    /// The part of it that can be read without network.
    public var availability: ArticleAvailability
    /// Whether it has been changed since it was read. Opening it, or marking it as read, ends that.
    public var isChangedSinceRead: Bool
    /// The time at which it came to the store, or came back; `nil` when it is not stored.
    public var arrival: Date?

    /// Creates a row; what is not given is as of an article that is not stored.
    public init(
        _ summary: ArticleSummary, isRead: Bool = false, isBookmarked: Bool = false,
        availability: ArticleAvailability = .unknown, isChangedSinceRead: Bool = false, arrival: Date? = nil
    ) {
        self.summary = summary
        self.isRead = isRead
        self.isBookmarked = isBookmarked
        self.availability = availability
        self.isChangedSinceRead = isChangedSinceRead
        self.arrival = arrival
    }

    /// The article's id.
    public var id: ArticleID { summary.id }

    /// A field of the article's summary.
    public subscript<Value>(dynamicMember field: KeyPath<ArticleSummary, Value>) -> Value { summary[keyPath: field] }
}
