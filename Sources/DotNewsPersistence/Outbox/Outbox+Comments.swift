import DotNewsDatabase
public import DotNewsFoundation
public import DotNewsModels

extension Outbox {
    /// Keeps a page of an article's comments for reading offline, in place of what was kept of it. At most 20,000 comments
    /// are kept; those of the articles whose comments were read longest ago go first.
    ///
    /// - Parameters:
    ///   - page: The page, as the site listed it.
    ///   - id: The article.
    ///   - date: When the site was asked for the page.
    public func storeComments(
        _ page: CommentPage, of id: ArticleID, fetchedAt date: Date
    ) async throws(StoreError) {
        let time = date.changeTime
        try await store.write("keeping comments") { connection in
            try connection.store(page, of: ArticleKey(id), fetchedAt: time)
        }
    }

    /// Returns a page of an article's comments; see ``StoreReader/comments(of:order:page:)``.
    public func comments(
        of id: ArticleID, order: CommentOrder = .newest, page: Int = 0
    ) async throws(StoreError) -> CommentThread {
        try await store.read("reading comments") { reader in
            try reader.comments(of: id, order: order, page: page)
        }
    }

    /// Notes which articles the site says are favourites of the reader.
    ///
    /// - Returns: The articles of which that was not known.
    @discardableResult
    public func storeFavourites(_ flags: [ArticleID: Bool]) async throws(StoreError) -> [ArticleID] {
        let now = store.now.changeTime
        return try await store.write("keeping favourites") { connection in
            var changed: [ArticleID] = []
            for (id, flag) in flags where try connection.confirmFavourite(flag, ArticleKey(id), now: now) {
                changed.append(id)
            }
            return changed.sorted()
        }
    }
}

extension StoreReader {
    /// A page of an article's comments as it was read last, with what the reader wrote and chose since.
    ///
    /// - Parameters:
    ///   - id: The article.
    ///   - order: In which order.
    ///   - page: Which page, from 0.
    public func comments(
        of id: ArticleID, order: CommentOrder = .newest, page: Int = 0
    ) throws(StoreError) -> CommentThread {
        try connection.converting {
            try CommentThreadReader(connection: connection, id: id, order: order, page: page).read()
        }
    }
}

/// Puts a page of comments together.
private struct CommentThreadReader {
    private typealias Entry = CommentThread.Entry

    private let connection: Connection
    private let key: ArticleKey
    private let empty: CommentThread
    /// What is to be sent for the article, in its order.
    private let outbox: [OutboxEntry]
    /// What the reader chose and has not sent.
    private var choices: [CommentID: CommentReaction?] = [:]

    init(connection: Connection, id: ArticleID, order: CommentOrder, page: Int) throws {
        self.connection = connection
        key = ArticleKey(id)
        empty = CommentThread(articleID: id, order: order, page: max(page, 0))
        outbox = try connection.outboxEntries(of: key)
        for entry in outbox where entry.isEffective {
            if case .reaction(let reaction, let comment) = entry.action {
                choices.updateValue(reaction, forKey: comment)
            }
        }
    }

    func read() throws -> CommentThread {
        var thread = empty
        try readPage(into: &thread)
        let listed = try listed()
        var replies = try replies()
        // What this reader sent since the page was read, and has not sent, belongs at the newer end.
        var own: [Entry] = []
        for entry in try sentLater(than: thread.fetchedAt) {
            own.append(laid(over: entry, replies: replies.removeValue(forKey: entry.id) ?? []))
        }
        for entry in outbox {
            if case .comment(_, nil) = entry.action, !hasArrived(entry, in: listed) { own.append(pending(entry)) }
        }
        let others = listed.map { laid(over: $0, replies: replies.removeValue(forKey: $0.id) ?? []) }
        switch thread.order {
        case .newest: thread.comments = thread.page == 0 ? own.reversed() + others : others
        case .oldest: thread.comments = thread.page >= thread.totalPages - 1 ? others + own : others
        }
        return thread
    }

    private func readPage(into thread: inout CommentThread) throws {
        var isFirst = true
        // Of the number of pages, whichever page was read last knows best.
        try connection.forEachRow(
            """
            SELECT page, total_pages, total, fetched_at FROM comment_page WHERE key = ?1 AND ordering = ?2
            ORDER BY fetched_at DESC
            """, key, thread.order.rawValue
        ) { row in
            if isFirst {
                thread.totalPages = Int(row.integer(1))
                thread.total = row.optionalInteger(2).map { Int($0) }
                isFirst = false
            }
            if row.integer(0) == Int64(thread.page) {
                thread.fetchedAt = Date(storedMilliseconds: row.integer(3))
            }
        }
    }

    private static let columns = """
        c.id, c.parent, c.posted_at, c.user_id, c.nickname, c.text, c.likes, c.dislikes, c.reaction, c.root
        """

    private func listed() throws -> [ArticleComment] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM comment_place AS p CROSS JOIN comment AS c ON c.id = p.comment
            WHERE p.key = ?1 AND p.ordering = ?2 AND p.page = ?3 AND c.root IS NULL ORDER BY p.ordinal
            """, key, empty.order.rawValue, empty.page, read: comment)
    }

    /// What this reader sent after the page was read, the first first.
    private func sentLater(than date: Date?) throws -> [ArticleComment] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM comment AS c
            WHERE c.key = ?1 AND c.root IS NULL AND c.sent_at >= ?2
                AND NOT EXISTS (SELECT 1 FROM comment_place WHERE comment = c.id AND ordering = ?3)
            ORDER BY c.sent_at, c.id
            """, key, date?.storedMilliseconds ?? 0, empty.order.rawValue, read: comment)
    }

    /// The answers, by the comment under which they are listed.
    private func replies() throws -> [CommentID: [Entry]] {
        var roots: [CommentID: CommentID] = [:]
        var replies: [CommentID: [Entry]] = [:]
        try connection.forEachRow(
            """
            SELECT \(Self.columns) FROM comment AS c WHERE c.key = ?1 AND c.root IS NOT NULL
            ORDER BY c.root, c.ordinal, c.sent_at, c.id
            """, key
        ) { row in
            let comment = comment(row)
            let root = CommentID(validated: row.text(9))
            roots[comment.id] = root
            replies[root, default: []].append(laid(over: comment, replies: []))
        }
        for entry in outbox {
            guard case .comment(_, let parent?) = entry.action else { continue }
            let root = roots[parent] ?? parent
            if hasArrived(entry, in: replies[root, default: []].map(\.comment)) { continue }
            replies[root, default: []].append(pending(entry))
        }
        return replies
    }

    private func comment(_ row: Row) -> ArticleComment {
        ArticleComment(
            id: CommentID(validated: row.text(0)), articleID: empty.articleID,
            parentID: row.optionalText(1).map { CommentID(validated: $0) },
            author: CommentAuthor(userID: row.optionalText(3), nickname: row.text(4)),
            text: row.text(5), postedAt: row.optionalInteger(2).map { Date(storedMilliseconds: $0) },
            likes: Int(row.integer(6)), dislikes: Int(row.integer(7)),
            reaction: CommentReaction(rawValue: row.text(8)))
    }

    /// A comment with what the reader chose since.
    private func laid(over comment: ArticleComment, replies: [Entry]) -> Entry {
        var comment = comment
        if let chosen = choices[comment.id], chosen != comment.reaction {
            comment.likes += (chosen == .like ? 1 : 0) - (comment.reaction == .like ? 1 : 0)
            comment.dislikes += (chosen == .dislike ? 1 : 0) - (comment.reaction == .dislike ? 1 : 0)
            comment.likes = max(comment.likes, 0)
            comment.dislikes = max(comment.dislikes, 0)
            comment.reaction = chosen
        }
        return Entry(comment, replies: replies)
    }

    /// Whether an entry whose answer was lost is among the comments that the site lists: the same words in the same place,
    /// since about the time they were written. It is shown once, then.
    private func hasArrived(_ entry: OutboxEntry, in comments: [ArticleComment]) -> Bool {
        guard entry.uncertainSince != nil, case .comment(let text, let parent) = entry.action else { return false }
        let earliest = entry.createdAt.addingTimeInterval(-300)
        return comments.contains { comment in
            comment.text == text.rawValue && comment.parentID == parent && comment.postedAt ?? earliest >= earliest
        }
    }

    /// A comment that the site does not have yet.
    private func pending(_ entry: OutboxEntry) -> Entry {
        guard case .comment(let text, let parent) = entry.action else { preconditionFailure("asked for comments only") }
        let delivery: CommentThread.Delivery =
            if case .refused(let failure) = entry.state {
                .refused(entry.id, reason: failure.reason)
            } else {
                .pending(entry.id)
            }
        return Entry(
            ArticleComment(
                id: CommentID(validated: CommentThread.outboxPrefix + String(entry.id)), articleID: entry.articleID,
                parentID: parent, text: text.rawValue, postedAt: entry.createdAt),
            delivery: delivery)
    }
}
