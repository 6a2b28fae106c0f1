import CSQLite

/// Brings the search index up to date inside one transaction.
struct SearchIndexer {
    let connection: Connection
    /// Filled for each story again.
    private var text: [UInt8] = []

    init(connection: Connection) { self.connection = connection }

    /// Forgets up to `limit` stories that have changed or gone, or else indexes up to `limit` stories, newest first.
    ///
    /// - Returns: How many stories were forgotten and indexed.
    mutating func run(limit: Int) throws(StoreError) -> (removed: Int, indexed: Int) {
        try startOverIfOutdated()
        // First, because the place of a story that has gone may have been taken by another.
        let removed = try removeStale(limit: limit)
        guard removed < limit else { return (removed, 0) }
        return (removed, try indexPending(limit: limit - removed))
    }

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
    private func startOverIfOutdated() throws(StoreError) {
        let current = String(SearchTokenizer.version)
        let stored = try connection.use("SELECT value FROM setting WHERE key = ?1") {
            (statement) throws(StoreError) -> String? in
            statement.bind(Self.versionKey, at: 1)
            return try statement.step() ? statement.text(0) : nil
        }
        guard stored != current else { return }
        try startOver()
        try connection.use("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)") {
            (statement) throws(StoreError) in
            statement.bind(Self.versionKey, at: 1)
            statement.bind(current, at: 2)
            try statement.run()
        }
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
            if let doc = try document(of: article) {
                try forget(article, doc: doc, source: .stale)
            }
            try run("DELETE FROM search_stale WHERE article = ?1", article)
        }
        return articles.count
    }

    private mutating func forget(_ article: Int64, doc: Int64, source: Source) throws(StoreError) {
        try write(article, doc: doc, source: source, isRemoval: true)
        try run("DELETE FROM search_document WHERE doc = ?1", doc)
    }

    // MARK: Indexing

    private mutating func indexPending(limit: Int) throws(StoreError) -> Int {
        let newest = try rows("SELECT article FROM search_pending ORDER BY article DESC LIMIT ?1", limit)
        var readable: [Int64] = []
        for article in newest.reversed() where try isReadable(article) { readable.append(article) }
        var articles = readable[...]
        let numbering = DocumentNumbering(connection: connection)
        while var gap = try numbering.nextGap(in: &articles) {
            var numbers = DocumentNumbering.numbers(gap.articles.count, between: gap.lower?.doc, and: gap.upper?.doc)
            if numbers == nil {
                let (moved, upper) = try numbering.neighboursToMove(after: gap)
                for neighbour in moved { try forget(neighbour.article, doc: neighbour.doc, source: .present) }
                gap.articles += moved.map(\.article)
                numbers = DocumentNumbering.numbers(gap.articles.count, between: gap.lower?.doc, and: upper)
            }
            for (article, doc) in zip(gap.articles, numbers ?? []) { try add(article, doc: doc) }
        }
        for article in newest { try run("DELETE FROM search_pending WHERE article = ?1", article) }
        return newest.count
    }

    private mutating func add(_ article: Int64, doc: Int64) throws(StoreError) {
        try connection.use("INSERT INTO search_document (doc, article) VALUES (?1, ?2)") {
            (statement) throws(StoreError) in
            statement.bind(doc, at: 1)
            statement.bind(article, at: 2)
            try statement.run()
        }
        try write(article, doc: doc, source: .present, isRemoval: false)
    }

    /// Whether a story is there and not withdrawn.
    private func isReadable(_ article: Int64) throws(StoreError) -> Bool {
        try connection.use("SELECT is_withdrawn FROM article WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            return try statement.step() && !statement.flag(0)
        }
    }

    // MARK: One story

    private enum Source {
        /// What readers see.
        case present
        /// What is indexed but no longer what readers see.
        case stale
    }

    private mutating func write(
        _ article: Int64, doc: Int64, source: Source, isRemoval: Bool
    ) throws(StoreError) {
        var text = self.text
        self.text = []
        text.removeAll(keepingCapacity: true)
        func write(_ row: Statement) throws(StoreError) {
            row.bind(article, at: 1)
            guard try row.step() else { return }
            if !row.isNull(4) { StoredBodyText.append(row.bytes(4), to: &text) }
            let tags = SummaryRecord.words(row.bytes(2))
            try connection.use(
                isRemoval
                    ? """
                    INSERT INTO search_index (search_index, rowid, body, title, keywords, summary)
                    VALUES ('delete', ?1, ?2, ?3, ?4, ?5)
                    """
                    : "INSERT INTO search_index (rowid, body, title, keywords, summary) VALUES (?1, ?2, ?3, ?4, ?5)"
            ) { (statement) throws(StoreError) in
                statement.bind(doc, at: 1)
                statement.bindText(row.bytes(0), at: 3)
                // Words, each with an end that separates.
                let keywords = Array(row.bytes(1)) + Array(row.bytes(2))
                statement.bindText(row.bytes(3), at: 5)
                let result = text.withUnsafeBytes { body in
                    keywords.withUnsafeBytes { keywords in
                        Result { () throws(StoreError) in
                            statement.bindText(body, at: 2)
                            statement.bindText(keywords, at: 4)
                            try statement.run()
                        }
                    }
                }
                _ = try result.get()
            }
            try setTags(tags, of: article, isRemoval: isRemoval)
        }
        defer { self.text = text }
        switch source {
        case .present:
            try connection.use(
                """
                SELECT a.title, a.keywords, a.tags, a.summary, inflate(b.blocks)
                FROM article AS a LEFT JOIN body AS b ON b.article = a.id WHERE a.id = ?1
                """, write)
        case .stale:
            try connection.use(
                "SELECT title, keywords, tags, summary, inflate(blocks) FROM search_stale WHERE article = ?1", write)
        }
    }

    private func setTags(_ tags: [String], of article: Int64, isRemoval: Bool) throws(StoreError) {
        for tag in tags {
            let key = SearchTokenizer.key(of: tag)
            guard !key.isEmpty else { continue }
            try connection.use(
                isRemoval
                    ? "DELETE FROM article_tag WHERE key = ?1 AND article = ?2 AND ?3 = ?3"
                    : "INSERT OR IGNORE INTO article_tag (key, article, name) VALUES (?1, ?2, ?3)"
            ) { (statement) throws(StoreError) in
                statement.bind(key, at: 1)
                statement.bind(article, at: 2)
                statement.bind(tag, at: 3)
                try statement.run()
            }
        }
    }

    // MARK: Small statements

    private func document(of article: Int64) throws(StoreError) -> Int64? {
        try connection.use("SELECT doc FROM search_document WHERE article = ?1") { (statement) throws(StoreError) in
            statement.bind(article, at: 1)
            return try statement.step() ? statement.integer(0) : nil
        }
    }

    private func rows(_ sql: StaticString, _ limit: Int) throws(StoreError) -> [Int64] {
        try connection.use(sql) { (statement) throws(StoreError) in
            statement.bind(Int64(limit), at: 1)
            var rows: [Int64] = []
            while try statement.step() { rows.append(statement.integer(0)) }
            return rows
        }
    }

    private func run(_ sql: StaticString, _ row: Int64) throws(StoreError) {
        try connection.use(sql) { (statement) throws(StoreError) in
            statement.bind(row, at: 1)
            try statement.run()
        }
    }
}
