import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

extension ArticleStore {
    /// Bookmarks a story, if it is not yet, and gives it a label. The story need not be stored.
    public func addLabel(
        _ label: BookmarkLabel, to id: ArticleID
    ) async throws(StoreError) -> StoreChangeSummary {
        let now = options.now().changeTime
        return try await write("labelling a bookmark") { connection in
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
    public func removeLabel(
        _ label: BookmarkLabel, from id: ArticleID
    ) async throws(StoreError) -> StoreChangeSummary {
        let now = options.now().changeTime
        return try await write("taking a label from a bookmark") { connection in
            let register = ReaderRegister(
                kind: .label, subject: id.rawValue, member: label.rawValue, value: nil, changedAt: now)
            var changes = StoreChangeSummary()
            if try connection.set(register) { changes.readerState = [id] }
            return changes
        }
    }

    /// A page of bookmarks, the one changed last first, those of stories that are not stored too.
    ///
    /// - Parameters:
    ///   - label: Only those with this label; `nil` for all.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - last: The last bookmark of the page before; `nil` for the first page.
    public func bookmarks(
        labelled label: BookmarkLabel? = nil, limit: Int = 100, after last: Bookmark? = nil
    ) async throws(StoreError) -> [Bookmark] {
        try await read("reading bookmarks") { reader in
            try reader.bookmarks(labelled: label, limit: limit, after: last)
        }
    }

    /// The labels of all bookmarks, in order of their names, and how many bookmarks have each.
    public func bookmarkLabels() async throws(StoreError) -> [BookmarkLabelCount] {
        try await read("reading the labels of bookmarks") { reader in
            try reader.bookmarkLabels()
        }
    }
}

extension ArticleStore {
    /// The labels of a bookmark, in order of their names; none when the story is not bookmarked.
    public func labels(of id: ArticleID) async throws(StoreError) -> [BookmarkLabel] {
        try await read("reading the labels of a bookmark") { reader in try reader.labels(of: id) }
    }
}

extension StoreReader {
    /// A page of bookmarks, the one changed last first, those of stories that are not stored too.
    ///
    /// - Parameters:
    ///   - label: Only those with this label; `nil` for all.
    ///   - limit: How many at most, 1 to 1,000.
    ///   - last: The last bookmark of the page before; `nil` for the first page.
    public func bookmarks(
        labelled label: BookmarkLabel? = nil, limit: Int = 100, after last: Bookmark? = nil
    ) throws(StoreError) -> [Bookmark] {
        var bookmarks: [Bookmark] = []
        try connection.useComposed(
            """
            SELECT s.key, coalesce(s.bookmark_changed_at, 0) AS changed_at, a.id, \(SummaryRecord.qualifiedColumns)
            FROM reader_state AS s INDEXED BY reader_state_bookmarked LEFT JOIN article AS a ON a.key = s.key
            WHERE s.is_bookmarked = 1 AND (?1 IS NULL OR (changed_at, s.key) < (?1, ?2))
                AND (?3 IS NULL OR EXISTS (
                    SELECT 1 FROM reader_register WHERE kind = 'label' AND subject = 'AP' || lower(hex(s.key))
                        AND member = ?3 AND value IS NOT NULL))
            ORDER BY changed_at DESC, s.key DESC LIMIT ?4
            """
        ) { (statement) throws(StoreError) in
            statement.bind(last?.changedAt.storedMilliseconds, at: 1)
            if let last { statement.bind(ArticleKey(last.id), at: 2) }
            statement.bind(label?.rawValue, at: 3)
            statement.bind(Int64(min(max(limit, 1), ArticleListing.maximumLimit)), at: 4)
            while try statement.step() {
                guard let key = statement.key(0) else { throw statement.unreadable("a bookmark has no id") }
                bookmarks.append(
                    Bookmark(
                        id: key.id, changedAt: Date(storedMilliseconds: statement.integer(1)),
                        summary: statement.isNull(2) ? nil : try statement.summary(from: 3)))
            }
        }
        for index in bookmarks.indices { bookmarks[index].labels = try labels(of: bookmarks[index].id) }
        return bookmarks
    }

    /// The labels of a bookmark, in order of their names; none when the story is not bookmarked.
    public func labels(of id: ArticleID) throws(StoreError) -> [BookmarkLabel] {
        guard try isBookmarked(id) else { return [] }
        return try connection.use(
            """
            SELECT member FROM reader_register WHERE kind = 'label' AND subject = ?1 AND value IS NOT NULL
            ORDER BY member
            """
        ) { (statement) throws(StoreError) in
            statement.bind(id.rawValue, at: 1)
            var labels: [BookmarkLabel] = []
            while try statement.step() { labels.append(BookmarkLabel(validated: statement.text(0))) }
            return labels
        }
    }
}

extension StoreReader {
    /// The labels of all bookmarks, in order of their names, and how many bookmarks have each.
    public func bookmarkLabels() throws(StoreError) -> [BookmarkLabelCount] {
        try connection.use(
            """
            SELECT r.member, count(*) FROM reader_state AS s INDEXED BY reader_state_bookmarked
            CROSS JOIN reader_register AS r
                ON r.kind = 'label' AND r.subject = 'AP' || lower(hex(s.key)) AND r.value IS NOT NULL
            WHERE s.is_bookmarked = 1 GROUP BY r.member ORDER BY r.member
            """
        ) { (statement) throws(StoreError) in
            var labels: [BookmarkLabelCount] = []
            while try statement.step() {
                labels.append(
                    BookmarkLabelCount(
                        label: BookmarkLabel(validated: statement.text(0)), count: Int(statement.integer(1))))
            }
            return labels
        }
    }
}
