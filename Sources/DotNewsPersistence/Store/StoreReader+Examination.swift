import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

extension StoreReader {
    /// How much is stored.
    public func statistics() throws(StoreError) -> StoreStatistics {
        try connection.converting {
            var statistics = StoreStatistics()
            func count(_ sql: String) throws -> Int { Int(try connection.integer(sql)) }
            let stored = try count("SELECT count(*) FROM article")
            // By index: the bodies themselves are never read.
            let missing = try count("SELECT count(*) FROM article WHERE body_need > 0 AND body_need = 1")
            statistics.withdrawn = try count(
                """
                SELECT count(*) FROM reader_state AS s INDEXED BY reader_state_bookmarked
                CROSS JOIN article AS a ON a.key = s.key WHERE s.is_bookmarked = 1 AND a.is_withdrawn = 1
                """)
            statistics.articles = stored - statistics.withdrawn
            statistics.bodies = stored - missing
            statistics.pendingBodies = try pendingBodyCount()
            statistics.bookmarked = try count(
                """
                SELECT count(*) FROM reader_state AS s INDEXED BY reader_state_bookmarked
                CROSS JOIN article AS a ON a.key = s.key WHERE s.is_bookmarked = 1
                """)
            statistics.columns = try count("SELECT count(*) FROM site_column WHERE ordinal IS NOT NULL")
            statistics.images = try count("SELECT count(DISTINCT name) FROM image WHERE name != ''")
            statistics.imageBytes = try connection.imageBytes()
            statistics.newest = try publication(ordered: "DESC")
            statistics.oldest = try publication(ordered: "ASC")
            for suffix in ["", "-wal"] {
                statistics.bytesOnDisk += FileFacts.size(of: connection.path + suffix) ?? 0
            }
            return statistics
        }
    }

    /// The first time of publication in an order of the rows.
    private func publication(ordered order: String) throws -> Date? {
        try connection.row(
            "SELECT published_at FROM article WHERE id >= ? ORDER BY id \(order) LIMIT 1", ArticlePosition.firstDated
        ) { $0.optionalInteger(0).map { Date(storedMilliseconds: $0) } } ?? nil
    }

    /// Looks for damage: in the file, in the references between tables, and in what the store itself relies on.
    /// Reads the whole file.
    public func verify() throws(StoreError) -> StoreVerification {
        try connection.converting {
            var problems: [String] = []
            /// Damage ends a check, and is what is looked for.
            func check(_ body: () throws -> Void) throws {
                do {
                    try body()
                } catch let error as DatabaseError where error.code == .corrupt || error.code == .notADatabase {
                    problems.append("SQLite: \(error.reason)")
                }
            }
            try check {
                try connection.forEachRow("PRAGMA integrity_check(100)") { row in
                    if row.text(0) != "ok" { problems.append("SQLite: \(row.text(0))") }
                }
            }
            try check {
                let references = try connection.rows("PRAGMA foreign_key_check") { row in
                    "A row of \(row.text(0)) refers to a row of \(row.text(2)) that does not exist"
                }
                problems += references.prefix(100)
            }
            try check {
                let count = try unreadableBodies()
                if count > 0 { problems.append("\(count) bodies are not readable") }
            }
            for (sql, what) in Self.invariants {
                try check {
                    let count = try connection.integer("SELECT count(*) FROM \(sql)")
                    if count > 0 { problems.append("\(count) \(what)") }
                }
            }
            return StoreVerification(problems: Array(problems.prefix(100)))
        }
    }

    /// Returns the number of bodies that are not in the form they were written in.
    private func unreadableBodies() throws -> Int {
        var count = 0
        try connection.forEachRow("SELECT inflate(blocks), details FROM body") { row in
            do throws(JSONFault) {
                _ = try JSONScanner.read(row.bytes(0)) { (scanner) throws(JSONFault) in try scanner.body() }
                _ = try JSONScanner.read(row.bytes(1)) { (scanner) throws(JSONFault) in try scanner.details() }
            } catch {
                count += 1
            }
        }
        return count
    }

    private static let invariants: [(sql: String, what: String)] = [
        (
            """
            article WHERE (published_at IS NULL) != (id < \(ArticlePosition.firstDated))
                OR min(max(published_at / 1000, \(ArticlePosition.firstDated / ArticlePosition.placesPerSecond)),
                    1 << 40) * \(ArticlePosition.placesPerSecond) > id
            """,
            "articles stand before their time of publication"
        ),
        (
            """
            article AS a LEFT JOIN body AS b ON b.article = a.id
            WHERE body_need != CASE WHEN b.article IS NULL THEN 1
                WHEN coalesce(b.updated_at, -9e18) < coalesce(a.updated_at, -9e18) THEN 2 ELSE 0 END
            """,
            "articles do not know whether their body is current"
        ),
        (
            """
            article AS a WHERE column_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM membership AS m WHERE m.article = a.id AND m.column_id = a.column_id)
            """,
            "articles are missing from their own column"
        ),
        (
            """
            article AS a WHERE is_withdrawn = 1
                AND NOT EXISTS (SELECT 1 FROM reader_state WHERE key = a.key AND is_bookmarked = 1)
            """,
            "withdrawn articles are kept without a bookmark"
        ),
        (
            """
            reader_state AS s WHERE EXISTS (SELECT 1 FROM replica) AND is_bookmarked != EXISTS (
                SELECT 1 FROM replica_addition WHERE kind = 'bookmark' AND subject = 'AP' || lower(hex(s.key))
                    AND added > removed)
            """,
            "bookmarks are not what other devices are told"
        ),
        (
            """
            reader_register AS r WHERE EXISTS (SELECT 1 FROM replica) AND kind IN \(ReaderRegister.memberKinds)
                AND (value IS NOT NULL) != EXISTS (
                    SELECT 1 FROM replica_addition AS a WHERE a.kind = r.kind AND a.subject = r.subject
                        AND a.member = r.member AND added > removed)
            """,
            "labels and followed and muted topics are not what other devices are told"
        ),
        (UnreadSchema.miscountedSets, "counts of unread articles are wrong"),
        (UnreadSchema.misplacedArticles, "articles are counted in other columns than theirs"),
        (
            "comment_place AS p LEFT JOIN comment AS c ON c.id = p.comment WHERE c.id IS NULL OR c.key != p.key",
            "comments are listed that are not there"
        ),
        (
            "outbox WHERE kind NOT IN ('comment', 'reaction', 'favourite') OR kind = 'comment' AND value = ''",
            "entries of the outbox are not readable"
        ),
    ]
}

extension Connection {
    /// Bytes of the files of the image cache; a file that several addresses share counts once.
    func imageBytes() throws -> Int64 {
        try integer("SELECT coalesce(sum(size), 0) FROM (SELECT max(size) AS size FROM image GROUP BY name)")
    }
}

extension ArticleStore {
    /// How much is stored.
    public func statistics() async throws(StoreError) -> StoreStatistics {
        try await read("counting what is stored") { reader in try reader.statistics() }
    }

    /// Looks for damage: in the file, in the references between tables, and in what the store itself relies on.
    ///
    /// Reads the whole file.
    public func verify() async throws(StoreError) -> StoreVerification {
        try await read("verifying the store") { reader in try reader.verify() }
    }
}
