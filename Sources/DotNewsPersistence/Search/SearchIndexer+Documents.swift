import DotNewsDatabase

/// One story's words, into the index and out of it.
extension SearchIndexer {
    /// What becomes of a number.
    enum Writing {
        /// A story comes into the index.
        case addition
        /// A story goes out of the index, with the text that it is indexed with and that readers no longer see.
        case removal
        /// A story that stays in the index leaves a number.
        case departure
        /// A story that stays in the index takes a number.
        case arrival

        var adds: Bool { self == .addition || self == .arrival }
        /// Whether the story's tags become known or unknown.
        var concernsTags: Bool { self == .addition || self == .removal }
    }

    /// Writes a story's words under a number, or takes them away.
    mutating func write(_ article: Int64, _ number: Int64, _ writing: Writing) throws(StoreError) {
        var text = self.text
        self.text = []
        defer { self.text = text }
        try connection.use(
            writing == .removal
                ? "SELECT title, keywords, tags, summary, inflate(blocks) FROM search_stale WHERE article = ?1"
                : """
                SELECT a.title, a.keywords, a.tags, a.summary, inflate(b.blocks)
                FROM article AS a LEFT JOIN body AS b ON b.article = a.id WHERE a.id = ?1
                """
        ) { (row) throws(StoreError) in
            row.bind(article, at: 1)
            guard try row.step() else { return }
            text.removeAll(keepingCapacity: true)
            StoredBodyText.append(row.bytes(4), to: &text)
            let bodyEnd = text.count
            // Words, each with an end that separates.
            text.append(contentsOf: row.bytes(1))
            text.append(contentsOf: row.bytes(2))
            try write(row, text, bodyEnd: bodyEnd, number, writing)
            guard writing.concernsTags else { return }
            for tag in SummaryRecord.words(row.bytes(2)) { try set(tag, of: article, writing) }
        }
    }

    /// - Parameter text: The body and, from `bodyEnd` on, the keywords.
    private func write(
        _ row: Statement, _ text: [UInt8], bodyEnd: Int, _ number: Int64, _ writing: Writing
    ) throws(StoreError) {
        try connection.use(
            writing.adds
                ? "INSERT INTO search_index (rowid, body, title, keywords, summary) VALUES (?1, ?2, ?3, ?4, ?5)"
                : """
                INSERT INTO search_index (search_index, rowid, body, title, keywords, summary)
                VALUES ('delete', ?1, ?2, ?3, ?4, ?5)
                """
        ) { (statement) throws(StoreError) in
            statement.bind(number, at: 1)
            statement.bindText(row.bytes(0), at: 3)
            statement.bindText(row.bytes(3), at: 5)
            let result = text.withUnsafeBytes { text in
                Result { () throws(StoreError) in
                    statement.bindText(UnsafeRawBufferPointer(rebasing: text[..<bodyEnd]), at: 2)
                    statement.bindText(UnsafeRawBufferPointer(rebasing: text[bodyEnd...]), at: 4)
                    try statement.run()
                }
            }
            _ = try result.get()
        }
    }

    private func set(_ tag: String, of article: Int64, _ writing: Writing) throws(StoreError) {
        let key = SearchTokenizer.key(of: tag)
        guard !key.isEmpty else { return }
        try connection.use(
            writing.adds
                ? "INSERT OR IGNORE INTO article_tag (key, article, name) VALUES (?1, ?2, ?3)"
                : "DELETE FROM article_tag WHERE key = ?1 AND article = ?2 AND ?3 = ?3"
        ) { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            statement.bind(article, at: 2)
            statement.bind(tag, at: 3)
            try statement.run()
        }
    }
}
