import DotNewsModels

/// The filling of pages from walks, of which a page may leave out articles.
enum PageFilling {
    /// The articles that are looked at for a page at least before it ends with fewer than were asked for.
    ///
    /// Bounds what a mute of everything costs.
    static let examined = 2_000

    /// Fills a page.
    ///
    /// - Parameters:
    ///   - limit: The number of items at most.
    ///   - cursor: The end of the page before.
    ///   - positions: Returns the rows of the next articles of the walk: how many, and after which.
    ///   - item: Reads the item of a row; `nil` for one that is left out.
    static func page<Item>(
        limit: Int, after cursor: PageCursor?, positions: (Int, PageCursor?) throws -> ArraySlice<Int64>,
        item: (Int64) throws -> Item?
    ) rethrows -> Page<Item> {
        var page = Page<Item>(items: [], next: cursor)
        page.items.reserveCapacity(limit)
        var seen = 0
        while true {
            // One more than wanted tells whether there is another page.
            let wanted = min(limit, examined)
            let rows = try positions(wanted + 1, page.next)
            for row in rows.prefix(wanted) {
                guard page.items.count < limit else { return page }
                page.next = PageCursor(position: row)
                seen += 1
                if let item = try item(row) { page.items.append(item) }
            }
            guard rows.count > wanted else {
                page.next = nil
                return page
            }
            if page.items.count == limit || seen >= examined { return page }
        }
    }
}
