public import DotNewsFoundation

/// Which stories are marked as read, or as not read, together.
public enum ReadScope: Hashable, Sendable {
    /// These stories, which need not be stored.
    case articles([ArticleID])
    /// The stored stories of a column and, when wanted, of the columns inside it.
    case column(ColumnID, includesSubcolumns: Bool = true)
    /// The stored stories published before a time. Stories without a time do not count.
    case publishedBefore(Date)
}
