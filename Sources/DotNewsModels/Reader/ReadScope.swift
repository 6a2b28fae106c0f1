public import DotNewsFoundation

/// Which articles are marked as read, or as not read, together.
public enum ReadScope: Hashable, Sendable {
    /// These articles, which need not be stored.
    case articles([ArticleID])
    /// The stored articles of a column and, when wanted, of the columns inside it.
    case column(ColumnID, includesSubcolumns: Bool = true)
    /// The stored articles published before a time. Articles without a time do not count.
    case publishedBefore(Date)
}
