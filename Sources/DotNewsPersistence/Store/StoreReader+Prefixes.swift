import DotNewsDatabase
public import DotNewsModels

extension StoreReader {
    /// Returns the stored and the bookmarked articles whose ids begin alike, in the order of their ids.
    ///
    /// - Parameters:
    ///   - prefix: `AP` and up to 24 hexadecimal digits. Anything else is the beginning of no id.
    ///   - limit: How many at most, 1 to 1,000; 2 by default, which tells whether the beginning is of one article alone.
    public func articleIDs(beginningWith prefix: String, limit: Int = 2) throws(StoreError) -> [ArticleID] {
        let digits = prefix.dropFirst(2)
        guard prefix.utf8.count <= 26, let lowest = ArticleID("AP" + digits.padded(with: "0")),
            let highest = ArticleID("AP" + digits.padded(with: "f")), prefix.hasPrefix("AP")
        else { return [] }
        return try connection.converting {
            try connection.rows(
                """
                SELECT key FROM article WHERE key BETWEEN ?1 AND ?2
                UNION SELECT key FROM reader_state WHERE is_bookmarked = 1 AND key BETWEEN ?1 AND ?2
                ORDER BY key LIMIT ?3
                """, ArticleKey(lowest), ArticleKey(highest), min(max(limit, 1), ArticleListing.maximumLimit)
            ) { row in
                guard let key = row.key(0) else { throw row.unreadable("an article has no id") }
                return key.id
            }
        }
    }
}

extension Substring {
    fileprivate func padded(with digit: Character) -> String {
        String(self) + String(repeating: digit, count: Swift.max(0, 24 - utf8.count))
    }
}
