import DotNewsDatabase
public import DotNewsFoundation
public import DotNewsModels

/// A bookmarked article that cannot be read without network, or not with its pictures, and the reason.
public struct MissingBookmark: Hashable, Sendable, Identifiable {
    /// The reason why something is missing.
    public enum Reason: String, Hashable, Sendable, Codable {
        /// No sync has asked for it yet.
        case waiting
        /// The site does not have the article, or has taken it off.
        case gone
        /// Nothing tells the day of the article, without which the site cannot be asked for it.
        case unknownDate
        /// The text could not be fetched.
        case text
        /// Pictures could not be fetched.
        case pictures
    }

    /// The article's id.
    public var id: ArticleID
    /// The article's title; `nil` while the article is not stored.
    public var title: String?
    /// The part that can be read without network.
    public var availability: ArticleAvailability
    /// The reason why the rest is missing.
    public var reason: Reason
    /// The earliest time of the next try; `nil` when the next sync tries, or when none does.
    public var retryAt: Date?
}

extension StoreReader {
    /// Returns the bookmarked articles that are not complete, the bookmark changed last first.
    ///
    /// - Parameter limit: How many at most, 1 to 1,000; 100 by default.
    /// - Complexity: In proportion to the bookmarks.
    public func missingBookmarks(limit: Int = 100) throws(StoreError) -> [MissingBookmark] {
        try connection.converting {
            let rows = try connection.rows(
                """
                SELECT s.key, a.title, f.code, f.retry_at
                FROM reader_state AS s INDEXED BY reader_state_bookmarked
                LEFT JOIN article AS a ON a.key = s.key LEFT JOIN body AS b ON b.article = a.id
                LEFT JOIN bookmark_failure AS f ON f.key = s.key
                WHERE s.is_bookmarked = 1
                    AND (a.id IS NULL OR a.is_withdrawn OR a.body_need > 0 OR NOT (\(Connection.hasAllImages)))
                ORDER BY s.bookmark_changed_at DESC, s.key DESC LIMIT ?1
                """, min(max(limit, 1), ArticleListing.maximumLimit)
            ) { row -> (ArticleID, String?, String?, Int64?) in
                guard let key = row.key(0) else { throw row.unreadable("a bookmark has no id") }
                return (key.id, row.optionalText(1), row.optionalText(2), row.optionalInteger(3))
            }
            let available = try self.availability(of: rows.map(\.0))
            return rows.map { id, title, code, retryAt in
                let availability = available[id] ?? .unknown
                let noted = code.flatMap(MissingBookmark.Reason.init(rawValue:)) ?? .waiting
                let reason = availability == .gone ? .gone : noted
                return MissingBookmark(
                    id: id, title: title, availability: availability, reason: reason,
                    retryAt: retryAt.map { Date(storedMilliseconds: $0) })
            }
        }
    }
}
