/// Gives stories their numbers in the search index, so that numbers ascend as the stories' places in time do.
///
/// Numbers are two apart where stories are added at either end, so a late story usually finds a free one between its
/// neighbours. When there is none, the next neighbours give theirs up and are numbered anew together with it.
struct DocumentNumbering {
    /// A run of new stories between two neighbours that are indexed.
    struct Gap {
        /// Places of the new stories, ascending.
        var articles: [Int64]
        /// Number and place of the neighbour before them.
        var lower: (doc: Int64, article: Int64)?
        /// Number and place of the neighbour after them.
        var upper: (doc: Int64, article: Int64)?
    }

    let connection: Connection

    /// Leaves room for half a million older stories; smaller numbers take less space.
    private static let firstNumber: Int64 = 1 << 20
    private static let step: Int64 = 2

    /// Takes from the start of `articles`, which ascend, those that have the same neighbours.
    func nextGap(in articles: inout ArraySlice<Int64>) throws(StoreError) -> Gap? {
        guard let first = articles.first else { return nil }
        let lower = try neighbour(
            "SELECT doc, article FROM search_document WHERE article < ?1 ORDER BY article DESC LIMIT 1", first)
        let upper = try neighbour(
            "SELECT doc, article FROM search_document WHERE article >= ?1 ORDER BY article LIMIT 1", first)
        let count = upper.map { upper in articles.prefix { $0 < upper.article }.count } ?? articles.count
        // A story that is indexed already has itself as its neighbour; it is left out.
        guard count > 0 else {
            articles = articles.dropFirst()
            return try nextGap(in: &articles)
        }
        defer { articles = articles.dropFirst(count) }
        return Gap(articles: Array(articles.prefix(count)), lower: lower, upper: upper)
    }

    /// Numbers for `count` stories between two numbers, ascending; `nil` when there are not enough.
    static func numbers(_ count: Int, between lower: Int64?, and upper: Int64?) -> [Int64]? {
        let count = Int64(count)
        switch (lower, upper) {
        case (nil, nil): return (0..<count).map { firstNumber + $0 * step }
        case (let lower?, nil): return (1...count).map { lower + $0 * step }
        case (nil, let upper?): return (1...count).reversed().map { upper - $0 * step }
        case (let lower?, let upper?):
            guard upper - lower > count else { return nil }
            return (1...count).map { lower + (upper - lower) * $0 / (count + 1) }
        }
    }

    /// Takes the neighbours after a gap that must be numbered anew, until there are enough numbers for all.
    ///
    /// - Returns: The neighbours, ascending, and the number that stays after them, if any.
    func neighboursToMove(
        after gap: Gap
    ) throws(StoreError) -> (moved: [(doc: Int64, article: Int64)], upper: Int64?) {
        try connection.use("SELECT doc, article FROM search_document WHERE doc > ?1 ORDER BY doc") {
            (statement) throws(StoreError) in
            let lower = gap.lower?.doc ?? .min / 2
            statement.bind(lower, at: 1)
            var moved: [(doc: Int64, article: Int64)] = []
            while try statement.step() {
                let doc = statement.integer(0)
                // A quarter more than needed, so that the next late story here does not move them again.
                let needed = Int64(gap.articles.count + moved.count) * 5 / 4
                if doc - lower > needed, !moved.isEmpty { return (moved, doc) }
                moved.append((doc, statement.integer(1)))
            }
            return (moved, nil)
        }
    }

    private func neighbour(_ sql: StaticString, _ article: Int64) throws(StoreError) -> (doc: Int64, article: Int64)? {
        try connection.use(sql) { (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            return try statement.step() ? (statement.integer(0), statement.integer(1)) : nil
        }
    }
}
