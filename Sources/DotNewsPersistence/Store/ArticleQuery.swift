public import DotNewsFoundation
public import DotNewsModels

/// Which articles a list shows. Without conditions: all that have not been withdrawn.
public struct ArticleQuery: Hashable, Sendable {
    /// Only articles of this column: those that call it their own, and those that its list has shown.
    public var column: ColumnID?
    /// Whether articles of the columns inside ``column`` count too.
    public var includesSubcolumns: Bool
    /// Only articles that are bookmarked, withdrawn ones included, or only those that are not.
    public var isBookmarked: Bool?
    /// Only articles that have been read, or only those that have not.
    public var isRead: Bool?
    /// Whether muted articles are listed too; bookmarked ones always are when only those are asked for. A muted ``column``
    /// shows its articles, unless something else mutes them.
    public var includesMuted: Bool
    /// Only articles published at this time or later; leaves out those without a time.
    public var publishedSince: Date?
    /// Only articles published before this time; leaves out those without a time.
    public var publishedBefore: Date?

    /// Asks for articles; conditions that are not given do not restrict.
    public init(
        column: ColumnID? = nil, includesSubcolumns: Bool = true, isBookmarked: Bool? = nil, isRead: Bool? = nil,
        includesMuted: Bool = false, publishedSince: Date? = nil, publishedBefore: Date? = nil
    ) {
        self.column = column
        self.includesSubcolumns = includesSubcolumns
        self.isBookmarked = isBookmarked
        self.isRead = isRead
        self.includesMuted = includesMuted
        self.publishedSince = publishedSince
        self.publishedBefore = publishedBefore
    }
}
