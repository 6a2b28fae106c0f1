import DotNewsDatabase

/// Brings the search index up to date, a transaction at a time.
struct SearchIndexer {
    let connection: Connection
    /// The text of one article, kept to be filled again for the next.
    var text: [UInt8] = []

    init(connection: Connection) { self.connection = connection }

    var numbering: DocumentNumbering { DocumentNumbering(connection: connection) }

    /// Indexes up to `limit` articles that have changed or gone, then new ones, newest first.
    mutating func run(limit: Int) throws -> SearchIndexProgress {
        try startOverIfOutdated()
        // First, because another article may have taken the position of one that has gone.
        var progress = try updateStale(limit: limit)
        if progress.removed < limit { progress.indexed += try addPending(limit: limit - progress.removed) }
        progress.waiting = try waitingCount()
        return progress
    }

    /// Returns the number of articles that wait.
    func waitingCount() throws -> Int {
        Int(
            try connection.integer(
                "SELECT (SELECT count(*) FROM search_stale) + (SELECT count(*) FROM search_pending)"))
    }

    // MARK: Tokenizer version

    /// Empties the index when it was made with other tokens: they would be neither found nor removable.
    private func startOverIfOutdated() throws {
        let current = String(SearchTokenizer.version)
        guard try StoreReader(connection: connection).setting(.searchTokenizer) != current else { return }
        try startOver()
        try connection.setSetting(.searchTokenizer, to: current)
    }

    /// Empties the index and marks every article as waiting.
    func startOver() throws {
        try connection.executeScript(
            """
            INSERT INTO search_index (search_index) VALUES ('delete-all');
            DELETE FROM search_document;
            DELETE FROM search_stale;
            DELETE FROM article_tag;
            DELETE FROM article_author;
            DELETE FROM setting WHERE key IN (
                '\(StoreSetting.compactedSearchIndex.rawValue)', '\(StoreSetting.searchReach.rawValue)');
            INSERT OR IGNORE INTO search_pending SELECT id FROM article;
            """)
    }

    // MARK: Changed articles

    /// Takes up to `limit` articles that have changed or gone out of the index.
    ///
    /// An article that has changed is indexed again under its number, so that a reader who pages through results meets it
    /// neither twice nor never.
    mutating func updateStale(limit: Int) throws -> SearchIndexProgress {
        // Ascending, because the index flushes what it has collected whenever a number is smaller than the last.
        let stale = try connection.rows(
            """
            SELECT s.article, d.doc, a.is_withdrawn = 0
            FROM search_stale AS s LEFT JOIN search_document AS d ON d.article = s.article
                LEFT JOIN article AS a ON a.id = s.article
            ORDER BY d.doc LIMIT ?
            """, limit
        ) { (article: $0.integer(0), number: $0.optionalInteger(1), isReadable: $0.flag(2)) }
        var progress = SearchIndexProgress()
        for (article, number, isReadable) in stale {
            if let number {
                guard try remove(article, number) else {
                    // A new index takes in what is there now.
                    try startOver()
                    return progress
                }
                if isReadable {
                    try add(article, number)
                    try connection.execute("DELETE FROM search_pending WHERE article = ?", article)
                    progress.indexed += 1
                } else {
                    try numbering.remove(number)
                }
            }
            try connection.execute("DELETE FROM search_stale WHERE article = ?", article)
            progress.removed += 1
        }
        return progress
    }

    // MARK: New articles

    /// Indexes the newest articles that wait, up to `limit`; returns how many have been dealt with.
    private mutating func addPending(limit: Int) throws -> Int {
        let pending = try connection.rows(
            """
            SELECT p.article, a.is_withdrawn = 0 FROM search_pending AS p LEFT JOIN article AS a ON a.id = p.article
            ORDER BY p.article DESC LIMIT ?
            """, limit
        ) { (article: $0.integer(0), isReadable: $0.flag(1)) }
        guard let oldest = pending.last?.article else { return 0 }
        // Ascending, which is the order of numbers.
        for (article, isReadable) in pending.reversed() where isReadable {
            let number = try numbering.freeNumber(at: article)
            try numbering.add(number, of: article)
            try add(article, number)
        }
        try connection.execute("DELETE FROM search_pending WHERE article >= ?", oldest)
        return pending.count
    }
}

extension StoreSetting {
    /// The version of the tokenizer with which the search index was made.
    static let searchTokenizer = StoreSetting(rawValue: "search.tokenizer")
}
