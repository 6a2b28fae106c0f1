import DotNewsDatabase

/// The words of one article, into the index and out of it.
extension SearchIndexer {
    enum Writing {
        /// An article comes into the index with its present text.
        case addition
        /// An article leaves the index, with the text that it is indexed with and that readers no longer see.
        case removal
    }

    /// Writes an article's words under a number.
    ///
    /// A body that cannot be read is removed, so that the next sync fetches it again; until then the article is found by
    /// what lists say of it, and one damaged body keeps no other article out of the index.
    mutating func add(_ article: Int64, _ number: Int64) throws {
        do {
            try write(article, number, .addition)
        } catch  where isDamaged("SELECT inflate(blocks) FROM body WHERE article = ?", article) {
            // With its version, which would have the site answer that nothing has changed.
            try connection.execute("DELETE FROM resource WHERE url = (SELECT url FROM body WHERE article = ?)", article)
            try connection.execute("DELETE FROM body WHERE article = ?", article)
            try connection.execute("UPDATE article SET body_need = 1 WHERE id = ?", article)
            // The trigger has kept the text, of which nothing is indexed.
            try connection.execute("DELETE FROM search_stale WHERE article = ?", article)
            try write(article, number, .addition)
        }
    }

    /// Takes the words that an article was indexed with out of the index; `false` when they cannot be read any more.
    mutating func remove(_ article: Int64, _ number: Int64) throws -> Bool {
        do {
            try write(article, number, .removal)
            return true
        } catch  where isDamaged("SELECT inflate(blocks) FROM search_stale WHERE article = ?", article) {
            return false
        }
    }

    /// Whether a compressed text cannot be read.
    private func isDamaged(_ sql: String, _ article: Int64) -> Bool {
        do {
            try connection.forEachRow(sql, article) { _ in }
            return false
        } catch {
            return (error as? DatabaseError)?.code == .corrupt
        }
    }

    /// Writes an article's words under a number, or takes them away.
    private mutating func write(_ article: Int64, _ number: Int64, _ writing: Writing) throws {
        let sql =
            switch writing {
            case .addition:
                """
                SELECT a.title, a.keywords, a.tags, a.summary, inflate(b.blocks), a.author
                FROM article AS a LEFT JOIN body AS b ON b.article = a.id WHERE a.id = ?
                """
            case .removal:
                "SELECT title, keywords, tags, summary, inflate(blocks), author FROM search_stale WHERE article = ?"
            }
        try connection.forEachRow(sql, article) { row in
            try write(row, number, writing)
            for tag in SummaryRecord.words(row.bytes(2)) { try write(tag, to: .tag, of: article, writing) }
            try write(row.text(5), to: .author, of: article, writing)
        }
    }

    private mutating func write(_ row: Row, _ number: Int64, _ writing: Writing) throws {
        text.removeAll(keepingCapacity: true)
        StoredBodyText.append(row.bytes(4), to: &text)
        let bodyEnd = text.count
        // Words, each with an end that separates.
        text.append(contentsOf: row.bytes(1))
        text.append(contentsOf: row.bytes(2))
        let sql =
            switch writing {
            case .addition: "INSERT INTO search_index (rowid, body, title, keywords, summary) VALUES (?, ?, ?, ?, ?)"
            case .removal:
                """
                INSERT INTO search_index (search_index, rowid, body, title, keywords, summary)
                VALUES ('delete', ?, ?, ?, ?, ?)
                """
            }
        try text.withUnsafeBytes { text in
            _ = try connection.execute(
                sql, number, UncopiedText(UnsafeRawBufferPointer(rebasing: text[..<bodyEnd])),
                UncopiedText(row.bytes(0)), UncopiedText(UnsafeRawBufferPointer(rebasing: text[bodyEnd...])),
                UncopiedText(row.bytes(3)))
        }
    }

    /// The tables in which articles are found by a whole name, in any spelling. Tags are listed too, so that their names are kept.
    private enum NameTable: String {
        case tag = "article_tag"
        case author = "article_author"
    }

    private func write(_ name: String, to table: NameTable, of article: Int64, _ writing: Writing) throws {
        let key = SearchTokenizer.key(of: name)
        guard !key.isEmpty else { return }
        switch (writing, table) {
        case (.addition, .tag):
            try connection.execute(
                "INSERT OR IGNORE INTO article_tag (key, article, name) VALUES (?, ?, ?)", key, article, name)
        case (.addition, .author):
            try connection.execute("INSERT OR IGNORE INTO article_author (key, article) VALUES (?, ?)", key, article)
        case (.removal, _):
            try connection.execute("DELETE FROM \(table.rawValue) WHERE key = ? AND article = ?", key, article)
        }
    }
}
