import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// How many comments are kept for reading offline.
enum CommentBounds {
    /// Comments of all stories. Those of the stories whose comments were read longest ago go first.
    static let total: Int64 = 20_000
}

extension Connection {
    /// Keeps a page of comments in place of what was kept of it.
    ///
    /// - Parameter fetchedAt: When the site was asked. What this reader sent after that is kept, though the page does not
    ///   have it.
    func store(_ page: CommentPage, of key: ArticleKey, fetchedAt: Int64) throws(StoreError) {
        let last = max(page.totalPages, 1)
        try use("DELETE FROM comment_page WHERE key = ?1 AND ordering = ?2 AND (page = ?3 OR page >= ?4)") {
            (statement) throws(StoreError) in
            statement.bind(key, page, at: 1)
            statement.bind(Int64(last), at: 4)
            try statement.run()
        }
        try use("DELETE FROM comment_place WHERE key = ?1 AND ordering = ?2 AND (page = ?3 OR page >= ?4)") {
            (statement) throws(StoreError) in
            statement.bind(key, page, at: 1)
            statement.bind(Int64(last), at: 4)
            try statement.run()
        }
        try use("INSERT INTO comment_page VALUES (?1, ?2, ?3, ?4, ?5, ?6)") { (statement) throws(StoreError) in
            statement.bind(key, page, at: 1)
            statement.bind(Int64(page.totalPages), at: 4)
            statement.bind(page.total.map { Int64($0) }, at: 5)
            statement.bind(fetchedAt, at: 6)
            try statement.run()
        }
        for (ordinal, comment) in page.comments.enumerated() {
            try store(comment, of: key, root: nil, ordinal: ordinal)
            try forgetPlaces(of: comment.id, in: page.order, of: key)
            try use("INSERT INTO comment_place VALUES (?1, ?2, ?3, ?4, ?5)") { (statement) throws(StoreError) in
                statement.bind(key, page, at: 1)
                statement.bind(Int64(ordinal), at: 4)
                statement.bind(comment.id.rawValue, at: 5)
                try statement.run()
            }
            try use("DELETE FROM comment WHERE root = ?1 AND (sent_at IS NULL OR sent_at < ?2)") {
                (statement) throws(StoreError) in
                statement.bind(comment.id.rawValue, at: 1)
                statement.bind(fetchedAt, at: 2)
                try statement.run()
            }
            for (ordinal, reply) in comment.replies.enumerated() {
                try store(reply, of: key, root: comment.id, ordinal: ordinal)
            }
        }
        try deleteUnlisted(of: key, fetchedAt: fetchedAt)
        try trimComments(keeping: key)
    }

    /// Keeps a comment; what was known of when this reader sent it stays known.
    func store(
        _ comment: Comment, of key: ArticleKey, root: CommentID?, ordinal: Int, sentAt: Int64? = nil
    ) throws(StoreError) {
        try use(
            """
            INSERT INTO comment (id, key, root, parent, ordinal, posted_at, user_id, nickname, text, likes, dislikes,
                reaction, sent_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT DO UPDATE SET key = excluded.key, root = excluded.root, parent = excluded.parent,
                ordinal = excluded.ordinal, posted_at = excluded.posted_at, user_id = excluded.user_id,
                nickname = excluded.nickname, text = excluded.text, likes = excluded.likes, dislikes = excluded.dislikes,
                reaction = excluded.reaction, sent_at = coalesce(excluded.sent_at, sent_at)
            """
        ) { (statement) throws(StoreError) in
            statement.bind(comment.id.rawValue, at: 1)
            statement.bind(key, at: 2)
            statement.bind(root?.rawValue, at: 3)
            statement.bind(comment.parentID?.rawValue, at: 4)
            statement.bind(Int64(ordinal), at: 5)
            statement.bind(comment.postedAt?.storedMilliseconds, at: 6)
            statement.bind(comment.author.userID, at: 7)
            statement.bind(comment.author.nickname, at: 8)
            statement.bind(comment.text, at: 9)
            statement.bind(Int64(comment.likes), at: 10)
            statement.bind(Int64(comment.dislikes), at: 11)
            statement.bind(comment.reaction?.rawValue ?? "", at: 12)
            statement.bind(sentAt, at: 13)
            try statement.run()
        }
    }

    /// Takes in what the site answered to an entry.
    func take(_ answer: OutboxAnswer, to entry: OutboxEntry, now: Int64) throws(StoreError) {
        let key = ArticleKey(entry.articleID)
        switch (answer, entry.action) {
        case (.comment(let comment), .comment(_, let parent)):
            // An answer to an answer is listed with it, under the comment that began it.
            var root = parent
            if let parent, let above = try self.root(of: parent) { root = above }
            try forgetPlaces(of: comment.id, in: nil, of: key)
            try store(comment, of: key, root: root, ordinal: Int(Int32.max), sentAt: now)
        case (.reaction(let likes, let dislikes), .reaction(let reaction, let comment)):
            try confirm(reaction, to: comment, likes: likes, dislikes: dislikes)
        case (.favourite, .favourite(let flag)):
            try confirmFavourite(flag, key, now: now)
        default: throw unreadable("the site's answer does not belong to the entry")
        }
    }

    /// Notes what the site says of a favourite; returns whether that changed anything.
    @discardableResult
    func confirmFavourite(_ flag: Bool, _ key: ArticleKey, now: Int64) throws(StoreError) -> Bool {
        try use(
            """
            INSERT INTO favourite (key, is_favourite, confirmed_at) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET is_favourite = excluded.is_favourite, confirmed_at = excluded.confirmed_at
            WHERE is_favourite != excluded.is_favourite
            """
        ) { (statement) throws(StoreError) in
            statement.bind(key, at: 1)
            statement.bind(flag, at: 2)
            statement.bind(now, at: 3)
            return try statement.run() > 0
        }
    }

    private func confirm(
        _ reaction: CommentReaction?, to comment: CommentID, likes: Int?, dislikes: Int?
    ) throws(StoreError) {
        // Where the site gives no counts, the reader's own choice is counted.
        try use(
            """
            UPDATE comment SET
                likes = max(0, coalesce(?3, likes + (?2 = 'like') - (reaction = 'like'))),
                dislikes = max(0, coalesce(?4, dislikes + (?2 = 'dislike') - (reaction = 'dislike'))),
                reaction = ?2
            WHERE id = ?1
            """
        ) { (statement) throws(StoreError) in
            statement.bind(comment.rawValue, at: 1)
            statement.bind(reaction?.rawValue ?? "", at: 2)
            statement.bind(likes.map { Int64($0) }, at: 3)
            statement.bind(dislikes.map { Int64($0) }, at: 4)
            try statement.run()
        }
    }

    private func root(of comment: CommentID) throws(StoreError) -> CommentID? {
        try use("SELECT root FROM comment WHERE id = ?1") { (statement) throws(StoreError) in
            statement.bind(comment.rawValue, at: 1)
            return try statement.step() ? statement.optionalText(0).map { CommentID(validated: $0) } : nil
        }
    }

    /// Takes a comment out of the lists in one order, if any is given, and out of those of other stories.
    private func forgetPlaces(of comment: CommentID, in order: CommentOrder?, of key: ArticleKey) throws(StoreError) {
        try use("DELETE FROM comment_place WHERE comment = ?1 AND (ordering = ?2 OR key != ?3)") {
            (statement) throws(StoreError) in
            statement.bind(comment.rawValue, at: 1)
            statement.bind(order?.rawValue, at: 2)
            statement.bind(key, at: 3)
            try statement.run()
        }
    }

    /// Deletes what no page lists any more, unless this reader sent it after the site was asked.
    private func deleteUnlisted(of key: ArticleKey, fetchedAt: Int64) throws(StoreError) {
        for sql in [
            """
            DELETE FROM comment WHERE key = ?1 AND root IS NULL AND (sent_at IS NULL OR sent_at < ?2)
                AND NOT EXISTS (SELECT 1 FROM comment_place WHERE comment = comment.id)
            """,
            """
            DELETE FROM comment WHERE key = ?1 AND root IS NOT NULL AND (sent_at IS NULL OR sent_at < ?2)
                AND NOT EXISTS (SELECT 1 FROM comment AS r WHERE r.id = comment.root AND r.root IS NULL)
            """,
        ] {
            try useComposed(sql) { (statement) throws(StoreError) in
                statement.bind(key, at: 1)
                statement.bind(fetchedAt, at: 2)
                try statement.run()
            }
        }
    }

    private func trimComments(keeping key: ArticleKey) throws(StoreError) {
        while try number("SELECT count(*) FROM comment") > CommentBounds.total {
            let oldest = try use(
                """
                SELECT c.key FROM (SELECT DISTINCT key FROM comment) AS c
                LEFT JOIN comment_page AS p ON p.key = c.key WHERE c.key != ?1
                GROUP BY c.key ORDER BY max(p.fetched_at) LIMIT 1
                """
            ) { (statement) throws(StoreError) in
                statement.bind(key, at: 1)
                return try statement.step() ? statement.key(0) : nil
            }
            guard let oldest else { return }
            try deleteComments(of: oldest)
        }
    }

    private func deleteComments(of key: ArticleKey) throws(StoreError) {
        for sql in [
            "DELETE FROM comment_page WHERE key = ?1", "DELETE FROM comment_place WHERE key = ?1",
            "DELETE FROM comment WHERE key = ?1",
        ] {
            try useComposed(sql) { (statement) throws(StoreError) in
                statement.bind(key, at: 1)
                try statement.run()
            }
        }
    }
}

extension Statement {
    /// Binds what names a page: the story, the order and the number.
    fileprivate func bind(_ key: ArticleKey, _ page: CommentPage, at index: Int32) {
        bind(key, at: index)
        bind(page.order.rawValue, at: index + 1)
        bind(Int64(page.page), at: index + 2)
    }
}
