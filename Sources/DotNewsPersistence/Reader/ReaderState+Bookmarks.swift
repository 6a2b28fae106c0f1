import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

extension ReaderState {
    /// Bookmarks an article, if it is not yet, and gives it a label. The article need not be stored.
    @discardableResult
    public func addLabel(
        _ label: BookmarkLabel, to id: ArticleID
    ) async throws(StoreError) -> StoreChangeSummary {
        let now = store.now.changeTime
        return try await store.write("labelling a bookmark") { connection in
            let register = ReaderRegister(
                kind: .label, subject: id.rawValue, member: label.rawValue, value: ReaderRegister.present,
                changedAt: now)
            let isNew = try connection.set(register)
            // Bookmarked again with each label: a bookmark that another device removed before does not take along a
            // label that was given after.
            let isBookmarked = try connection.setBookmarked(true, ArticleKey(id), now: now, touches: isNew)
            var changes = StoreChangeSummary()
            if isNew || isBookmarked { changes.readerState = [id] }
            return changes
        }
    }

    /// Takes a label from a bookmark, which stays bookmarked.
    @discardableResult
    public func removeLabel(
        _ label: BookmarkLabel, from id: ArticleID
    ) async throws(StoreError) -> StoreChangeSummary {
        let now = store.now.changeTime
        return try await store.write("taking a label from a bookmark") { connection in
            let register = ReaderRegister(
                kind: .label, subject: id.rawValue, member: label.rawValue, value: nil, changedAt: now)
            var changes = StoreChangeSummary()
            if try connection.set(register) { changes.readerState = [id] }
            return changes
        }
    }

    /// Returns a page of bookmarks; see ``StoreReader/bookmarks(labelled:limit:after:)``.
    public func bookmarks(
        labelled label: BookmarkLabel? = nil, limit: Int = 100, after last: Bookmark? = nil
    ) async throws(StoreError) -> [Bookmark] {
        try await store.read("reading bookmarks") { reader in
            try reader.bookmarks(labelled: label, limit: limit, after: last)
        }
    }

    /// Returns the labels of all bookmarks; see ``StoreReader/bookmarkLabels()``.
    public func bookmarkLabels() async throws(StoreError) -> [BookmarkLabelCount] {
        try await store.read("reading the labels of bookmarks") { reader in
            try reader.bookmarkLabels()
        }
    }

    /// Returns the labels of a bookmark; see ``StoreReader/labels(of:)``.
    public func labels(of id: ArticleID) async throws(StoreError) -> [BookmarkLabel] {
        try await store.read("reading the labels of a bookmark") { reader in try reader.labels(of: id) }
    }
}

extension StoreReader {
    /// A page of bookmarks, the one changed last first, those of articles that are not stored too.
    ///
    /// - Parameters:
    ///   - label: Only those with this label; `nil` for all.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - last: The last bookmark of the page before; `nil` for the first page.
    public func bookmarks(
        labelled label: BookmarkLabel? = nil, limit: Int = 100, after last: Bookmark? = nil
    ) throws(StoreError) -> [Bookmark] {
        try connection.converting {
            var bookmarks: [Bookmark] = []
            try connection.forEachRow(
                """
                SELECT s.key, coalesce(s.bookmark_changed_at, 0) AS changed_at, a.id, \(ArticleRowRecord.columns)
                FROM reader_state AS s INDEXED BY reader_state_bookmarked LEFT JOIN article AS a ON a.key = s.key
                WHERE s.is_bookmarked = 1 AND (?1 IS NULL OR (changed_at, s.key) < (?1, ?2))
                    AND (?3 IS NULL OR EXISTS (
                        SELECT 1 FROM reader_register WHERE kind = 'label'
                            AND subject = \(ReaderSchema.articleID(of: "s.key"))
                            AND member = ?3 AND value IS NOT NULL))
                ORDER BY changed_at DESC, s.key DESC LIMIT ?4
                """, last?.changedAt.storedMilliseconds, last.map { ArticleKey($0.id) }, label?.rawValue,
                min(max(limit, 1), ArticleListing.maximumLimit)
            ) { row in
                guard let key = row.key(0) else { throw row.unreadable("a bookmark has no id") }
                bookmarks.append(
                    Bookmark(
                        id: key.id, changedAt: Date(storedMilliseconds: row.integer(1)),
                        article: row.isNull(2) ? nil : try row.articleRow(from: 3)))
            }
            for index in bookmarks.indices { bookmarks[index].labels = try labels(of: bookmarks[index].id) }
            return bookmarks
        }
    }

    /// The labels of a bookmark, in order of their names; none when the article is not bookmarked.
    public func labels(of id: ArticleID) throws(StoreError) -> [BookmarkLabel] {
        try connection.converting {
            guard try isBookmarked(id) else { return [] }
            return try connection.rows(
                """
                SELECT member FROM reader_register WHERE kind = 'label' AND subject = ?1 AND value IS NOT NULL
                ORDER BY member
                """, id.rawValue
            ) { row in BookmarkLabel(validated: row.text(0)) }
        }
    }

    /// The labels of all bookmarks, in order of their names, and how many bookmarks have each.
    public func bookmarkLabels() throws(StoreError) -> [BookmarkLabelCount] {
        try connection.converting {
            try connection.rows(
                """
                SELECT r.member, count(*) FROM reader_state AS s INDEXED BY reader_state_bookmarked
                CROSS JOIN reader_register AS r
                    ON r.kind = 'label' AND r.subject = \(ReaderSchema.articleID(of: "s.key")) AND r.value IS NOT NULL
                WHERE s.is_bookmarked = 1 GROUP BY r.member ORDER BY r.member
                """
            ) { row in
                BookmarkLabelCount(
                    label: BookmarkLabel(validated: row.text(0)), count: Int(row.integer(1)))
            }
        }
    }
}
