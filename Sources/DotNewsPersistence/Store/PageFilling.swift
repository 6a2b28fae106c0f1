import DotNewsDatabase
import DotNewsModels

/// The filling of pages from walks, of which a page may leave out articles.
struct PageFilling {
    let connection: Connection
    let muted: TopicMatcher?

    /// The articles that are looked at for a page at least before it ends with fewer than were asked for.
    ///
    /// Bounds what a mute of everything costs.
    static let examined = 2_000

    /// Fills a page with articles that are not muted.
    ///
    /// - Parameters:
    ///   - limit: The number of items at most.
    ///   - cursor: The end of the page before.
    ///   - steps: Returns the next steps of the walk: how many, and after which.
    ///   - row: Returns the row of a step's article.
    ///   - item: Makes the item of a step; `nil` for one that is left out.
    func page<Step, Item>(
        limit: Int, after cursor: PageCursor?, steps: (Int, PageCursor?) throws -> [Step], row: (Step) -> Int64,
        item: (Step, ArticleRow) throws -> Item?
    ) throws -> Page<Item> {
        var page = Page<Item>(items: [], next: cursor)
        page.items.reserveCapacity(limit)
        var seen = 0
        while true {
            // One more than wanted tells whether there is another page.
            let found = try steps(limit + 1, page.next)
            let articles = try connection.listRows(at: found.prefix(limit).map(row))
            for step in found.prefix(limit) {
                guard page.items.count < limit else { return page }
                let position = row(step)
                page.next = PageCursor(position: position)
                seen += 1
                guard let article = articles[position], try muted?.matches(article.summary, at: position) != true,
                    let item = try item(step, article)
                else { continue }
                page.items.append(item)
            }
            guard found.count > limit else {
                page.next = nil
                return page
            }
            if page.items.count == limit || seen >= Self.examined { return page }
        }
    }
}
