import DotNewsModels

/// Adds up what many changes do to articles, in a time that grows with the changes and not with their square.
struct ChangeSetBuilder {
    /// Ids in the order in which they came, each once.
    private struct UniqueIDs {
        private(set) var ids: [ArticleID] = []
        private var known: Set<ArticleID> = []

        func contains(_ id: ArticleID) -> Bool { known.contains(id) }

        mutating func append(_ later: [ArticleID]) {
            for id in later where known.insert(id).inserted { ids.append(id) }
        }

        mutating func remove(_ others: [ArticleID]) {
            let gone = Set(others.filter { known.remove($0) != nil })
            if !gone.isEmpty { ids.removeAll { gone.contains($0) } }
        }
    }

    private var new = UniqueIDs()
    private var updated = UniqueIDs()
    private var withdrawn = UniqueIDs()
    private var readerState = UniqueIDs()
    /// What is no list of articles.
    private var rest = StoreChangeSummary()

    /// Adds what a later write changed, as ``StoreChangeSummary/merge(_:)`` says.
    mutating func add(_ later: StoreChangeSummary) {
        new.remove(later.withdrawn)
        updated.remove(later.withdrawn)
        withdrawn.remove(later.new)
        updated.append(later.updated.filter { !new.contains($0) })
        new.append(later.new)
        withdrawn.append(later.withdrawn)
        readerState.append(later.readerState)
        rest.bodies += later.bodies
        rest.columnsChanged = rest.columnsChanged || later.columnsChanged
        rest.hotListChanged = rest.hotListChanged || later.hotListChanged
    }

    /// What has been added, together.
    var summary: StoreChangeSummary {
        var summary = rest
        summary.new = new.ids
        summary.updated = updated.ids
        summary.withdrawn = withdrawn.ids
        summary.readerState = readerState.ids
        return summary
    }
}
