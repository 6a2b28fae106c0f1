import DotNewsDatabase

/// Brings the search index up to date, a transaction at a time.
struct SearchIndexer {
    let connection: Connection
    /// Texts of a story, filled for each again.
    var text: [UInt8] = []

    init(connection: Connection) { self.connection = connection }

    /// What a transaction does at most, when it may index fewer stories: less would make long renumberings of many.
    private static let smallestWork = 500

    /// Forgets up to `limit` stories that have changed or gone, makes room where stories come in between others, and
    /// indexes up to `limit` stories, newest first.
    ///
    /// - Parameter renumbering: What the step before has left to be done for the stories that wait; not `nil` after this
    ///   step when these need another.
    mutating func run(limit: Int, _ renumbering: inout Renumbering?) throws(StoreError) -> SearchIndexProgress {
        if try startOverIfOutdated() { renumbering = nil }
        var progress = SearchIndexProgress()
        // First, because the place of a story that has gone may have been taken by another.
        progress.removed = try removeStale(limit: limit)
        guard progress.removed < limit else { return progress }
        var work = max(limit, Self.smallestWork) - progress.removed
        while work > 0 {
            if renumbering != nil {
                let moved = try move(limit: work, &renumbering)
                progress.moved += moved
                work -= moved
            } else {
                let batch = try newestPending(limit: min(work, limit - progress.removed))
                let gaps = try numbering.gaps(for: batch.readable)
                renumbering = try numbering.renumbering(for: gaps)
                guard renumbering == nil else { continue }
                try add(gaps)
                try removePending(from: batch.oldest)
                progress.indexed = batch.count
                break
            }
        }
        return progress
    }

    private var numbering: DocumentNumbering { DocumentNumbering(connection: connection) }

    /// How many stories are waiting.
    var waitingCount: Int {
        get throws(StoreError) {
            Int(
                try connection.number(
                    "SELECT (SELECT count(*) FROM search_stale) + (SELECT count(*) FROM search_pending)"))
        }
    }

    // MARK: Tokenizer version

    private static let versionKey = "search.tokenizer"

    /// Empties the index when it was made with other tokens: they would be neither found nor removable.
    ///
    /// - Returns: Whether it was emptied.
    private func startOverIfOutdated() throws(StoreError) -> Bool {
        let current = String(SearchTokenizer.version)
        let stored = try connection.use("SELECT value FROM setting WHERE key = ?1") {
            (statement) throws(StoreError) -> String? in
            statement.bind(Self.versionKey, at: 1)
            return try statement.step() ? statement.text(0) : nil
        }
        guard stored != current else { return false }
        try startOver()
        try connection.use("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)") {
            (statement) throws(StoreError) in
            statement.bind(Self.versionKey, at: 1)
            statement.bind(current, at: 2)
            try statement.run()
        }
        return true
    }

    /// Empties the index and marks every story as waiting.
    func startOver() throws(StoreError) {
        try connection.execute(
            """
            INSERT INTO search_index (search_index) VALUES ('delete-all');
            DELETE FROM search_document;
            DELETE FROM search_stale;
            DELETE FROM article_tag;
            DELETE FROM setting WHERE key = '\(StoreSetting.compactedSearchIndex.rawValue)';
            INSERT OR IGNORE INTO search_pending SELECT id FROM article;
            """)
    }

    // MARK: Removing

    /// Takes up to `limit` stories out of the index that have changed or gone; returns how many.
    mutating func removeStale(limit: Int) throws(StoreError) -> Int {
        // Ascending, because the index flushes what it has collected whenever a number is smaller than the last.
        let articles = try rows(
            """
            SELECT s.article FROM search_stale AS s LEFT JOIN search_document AS d ON d.article = s.article
            ORDER BY d.doc LIMIT ?1
            """, limit)
        for article in articles {
            if let number = try numbering.number(of: article) {
                try write(article, number, .removal)
                try numbering.remove(number)
            }
            try run("DELETE FROM search_stale WHERE article = ?1", article)
        }
        return articles.count
    }

    // MARK: Moving

    /// Gives stories the numbers that they are to have, up to `limit`; `renumbering` becomes `nil` when none is left or
    /// when others have come between.
    ///
    /// - Returns: How many have moved.
    private mutating func move(limit: Int, _ renumbering: inout Renumbering?) throws(StoreError) -> Int {
        guard let next = renumbering?.next(limit: limit), let moves = try numbering.remaining(of: next) else {
            renumbering = nil
            return 0
        }
        for move in moves { try numbering.remove(move.from) }
        for move in moves { try numbering.add(.init(number: move.to, article: move.article)) }
        // Ascending, because the index flushes what it has collected whenever a number is smaller than the last. A number
        // is left before it is taken.
        var steps = moves.map { (number: $0.from, order: 0, article: $0.article) }
        steps += moves.map { (number: $0.to, order: 1, article: $0.article) }
        steps.sort { ($0.number, $0.order) < ($1.number, $1.order) }
        for step in steps { try write(step.article, step.number, step.order == 0 ? .departure : .arrival) }
        return moves.count
    }

    // MARK: Indexing

    /// The newest stories that wait, and which of them are there and not withdrawn, ascending.
    private func newestPending(limit: Int) throws(StoreError) -> (readable: [Int64], oldest: Int64, count: Int) {
        try connection.use(
            """
            SELECT p.article, a.is_withdrawn = 0 FROM search_pending AS p LEFT JOIN article AS a ON a.id = p.article
            ORDER BY p.article DESC LIMIT ?1
            """
        ) { (statement) throws(StoreError) in
            statement.bind(Int64(limit), at: 1)
            var readable: [Int64] = []
            var oldest = Int64.max
            var count = 0
            while try statement.step() {
                oldest = statement.integer(0)
                count += 1
                if statement.flag(1) { readable.append(oldest) }
            }
            return (readable.reversed(), oldest, count)
        }
    }

    private func removePending(from oldest: Int64) throws(StoreError) {
        try run("DELETE FROM search_pending WHERE article >= ?1", oldest)
    }

    /// Indexes the stories of gaps that have room for them.
    private mutating func add(_ gaps: [DocumentNumbering.Gap]) throws(StoreError) {
        for gap in gaps {
            for (article, number) in zip(gap.articles, DocumentNumbering.numbers(for: gap) ?? []) {
                try numbering.add(.init(number: number, article: article))
                try write(article, number, .addition)
            }
        }
    }

    // MARK: Small statements

    private func rows(_ sql: String, _ limit: Int) throws(StoreError) -> [Int64] {
        try connection.use(sql) { (statement) throws(StoreError) in
            statement.bind(Int64(limit), at: 1)
            var rows: [Int64] = []
            while try statement.step() { rows.append(statement.integer(0)) }
            return rows
        }
    }

    private func run(_ sql: String, _ row: Int64) throws(StoreError) {
        try connection.use(sql) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            try statement.run()
        }
    }
}
