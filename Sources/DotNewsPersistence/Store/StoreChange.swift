package import DotNewsFoundation
public import DotNewsModels

/// One thing that a server said, for ``ArticleStore/apply(_:)``.
///
/// Each carries the version of the resource it came from, which is committed together with it, so that an answer
/// counts as seen only when its content is stored.
package enum StoreChange: Sendable {
    /// The site's columns, all of them.
    case columnTree(ColumnTree, address: WebAddress, version: ResourceVersion?)
    /// Articles that the list of a column shows, newest first as lists have them, and those that it marks as no longer
    /// meant for readers. A `nil` version means that the answer was incomplete: none is kept for its address.
    case articles(
        [ArticleSummary], listedIn: ColumnID, withdrawn: [ArticleID], address: WebAddress, version: ResourceVersion?)
    /// An article with its body, from `address`, which is usually its JSON address.
    case article(Article, address: WebAddress, version: ResourceVersion?)
    /// The body that is stored has been found to be current (304, or the same content) for an article that was last
    /// changed at `updatedAt`; `nil` means for the article as it is stored.
    case bodyConfirmed(ArticleID, updatedAt: Date?)
    /// An article that no longer exists, or is no longer meant for readers.
    case withdrawn(ArticleID)
    /// The most read articles, in their order.
    case hotList([ArticleSummary], address: WebAddress, version: ResourceVersion?)
    /// The version of a resource whose content is stored otherwise; `nil` forgets it.
    case resourceVersion(ResourceVersion?, address: WebAddress)
}

/// What a write changed, as far as readers can see it. Ids are in the order of the changes, each once.
public struct StoreChangeSummary: Hashable, Sendable {
    /// Articles that were not there before.
    public var new: [ArticleID] = []
    /// Articles that were there and now show something else, summary or body.
    public var updated: [ArticleID] = []
    /// Articles that are gone from the lists.
    public var withdrawn: [ArticleID] = []
    /// Articles whose reader state changed.
    public var readerState: [ArticleID] = []
    /// How many bodies were written, first or changed.
    public var bodies = 0
    /// Whether the site's columns changed.
    public var columnsChanged = false
    /// Whether the list of the most read articles changed.
    public var hotListChanged = false

    /// Describes that nothing changed.
    public init() {}

    /// Whether readers see what they saw before.
    public var isEmpty: Bool { self == StoreChangeSummary() }

    /// Adds what a later write changed. An article that is new and then updated counts as new, one that is new and then
    /// withdrawn as withdrawn.
    public mutating func merge(_ later: StoreChangeSummary) {
        var changes = ChangeSetBuilder()
        changes.add(self)
        changes.add(later)
        self = changes.summary
    }
}
