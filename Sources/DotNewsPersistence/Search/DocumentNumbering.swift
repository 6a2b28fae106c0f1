import DotNewsDatabase

/// Gives stories their numbers in the search index, so that numbers ascend as the stories' places in time do.
///
/// Numbers are two apart where stories are added at either end, so a late story usually finds a free one between its
/// neighbours. When there is none, the neighbours around it give theirs up and are numbered anew, see
/// ``renumbering(for:)``.
struct DocumentNumbering {
    /// A story that is indexed.
    struct Document: Equatable {
        var number: Int64
        var article: Int64
    }

    /// A run of new stories between two neighbours that are indexed.
    struct Gap {
        /// Places of the new stories, ascending.
        var articles: ArraySlice<Int64>
        /// The neighbour before them.
        var lower: Document?
        /// The neighbour after them.
        var upper: Document?
        /// Stories that wait to be indexed later, between the neighbour before and the new ones.
        var waiting = 0
    }

    let connection: Connection

    /// Leaves room for half a million older stories; smaller numbers take less space.
    private static let firstNumber: Int64 = 1 << 20
    static let step: Int64 = 2
    /// Numbers beyond are in no index that was made here, and too large to be reckoned with.
    private static let largest: Int64 = 1 << 60

    /// The gaps that some stories fall into, ascending.
    ///
    /// - Parameter articles: The newest of the stories that wait, ascending. A story that is indexed is left out.
    /// - Throws: ``StoreError/Code/unreadableContent`` as well, when the numbers of a damaged file are not in order.
    func gaps(for articles: [Int64]) throws(StoreError) -> [Gap] {
        var gaps: [Gap] = []
        var rest = articles[...]
        while let first = rest.first {
            let lower = try neighbour(
                "SELECT doc, article FROM search_document WHERE article < ?1 ORDER BY article DESC LIMIT 1", first)
            let upper = try neighbour(
                "SELECT doc, article FROM search_document WHERE article >= ?1 ORDER BY article LIMIT 1", first)
            if let lower, let upper, lower.number >= upper.number {
                throw connection.unreadable("the numbers of the search index are not in order")
            }
            let count = upper.map { upper in rest.prefix { $0 < upper.article }.count } ?? rest.count
            if count > 0 {
                var gap = Gap(articles: rest.prefix(count), lower: lower, upper: upper)
                // Only the oldest of the new stories can have others that wait right before them.
                if gaps.isEmpty, let lower { gap.waiting = try waitingCount(after: lower.article, before: first) }
                gaps.append(gap)
            }
            // A story that is indexed already has itself as its neighbour.
            rest = rest.dropFirst(max(count, 1))
        }
        return gaps
    }

    /// Numbers for the new stories of a gap, ascending; `nil` when there are not enough for them and those that wait.
    static func numbers(for gap: Gap) -> [Int64]? {
        let waiting = Int64(gap.waiting)
        let count = Int64(gap.articles.count)
        switch (gap.lower?.number, gap.upper?.number) {
        case (nil, nil): return (0..<count).map { firstNumber + $0 * step }
        case (let lower?, nil): return (1...count).map { lower + (waiting + $0) * step }
        case (nil, let upper?): return (1...count).reversed().map { upper - $0 * step }
        case (let lower?, let upper?):
            guard hasRoom(for: gap, before: upper) else { return nil }
            return (1...count).map { lower + (upper - lower) * (waiting + $0) / (waiting + count + 1) }
        }
    }

    /// Whether there are numbers for a gap when the story after it has the number `upper`.
    static func hasRoom(for gap: Gap, before upper: Int64?) -> Bool {
        guard let lower = gap.lower?.number, let upper else { return true }
        return upper - lower > Int64(gap.articles.count + gap.waiting)
    }

    /// Notes that a story is indexed under a number.
    func add(_ document: Document) throws(StoreError) {
        try connection.use("INSERT INTO search_document (doc, article) VALUES (?1, ?2)") {
            (statement) throws(StoreError) in
            statement.bind(document.number, at: 1)
            statement.bind(document.article, at: 2)
            try statement.run()
        }
    }

    /// Notes that no story is indexed under a number any more.
    func remove(_ number: Int64) throws(StoreError) {
        try connection.use("DELETE FROM search_document WHERE doc = ?1") { (statement) throws(StoreError) in
            statement.bind(number, at: 1)
            try statement.run()
        }
    }

    /// The number of a story, if it is indexed.
    func number(of article: Int64) throws(StoreError) -> Int64? {
        try connection.use("SELECT doc FROM search_document WHERE article = ?1") { (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            return try statement.step() ? statement.integer(0) : nil
        }
    }

    /// How many stories wait between two places.
    func waitingCount(after lower: Int64, before upper: Int64) throws(StoreError) -> Int {
        try connection.use("SELECT count(*) FROM search_pending WHERE article > ?1 AND article < ?2") {
            (statement) throws(StoreError) in
            statement.bind(lower, at: 1)
            statement.bind(upper, at: 2)
            return try statement.step() ? Int(statement.integer(0)) : 0
        }
    }

    private func neighbour(_ sql: String, _ article: Int64) throws(StoreError) -> Document? {
        try connection.use(sql) { (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            guard try statement.step() else { return nil }
            let document = Document(number: statement.integer(0), article: statement.integer(1))
            guard (-Self.largest...Self.largest).contains(document.number) else {
                throw connection.unreadable("a number of the search index is out of range")
            }
            return document
        }
    }
}
