import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// How many comments are kept for reading offline.
enum CommentBounds {
    /// Comments of all articles. Those of the articles whose comments were read longest ago go first.
    static let total: Int64 = 20_000
}

extension Connection {
    /// Keeps a page of comments in place of what was kept of it.
    ///
    /// - Parameter fetchedAt: When the site was asked. What this reader sent after that is kept, though the page does not
    ///   have it.
    func store(_ page: CommentPage, of key: ArticleKey, fetchedAt: Int64) throws {
        let last = max(page.totalPages, 1)
        try execute(
            "DELETE FROM comment_page WHERE key = ?1 AND ordering = ?2 AND (page = ?3 OR page >= ?4)", key,
            page.order.rawValue, page.page, last)
        try execute(
            "DELETE FROM comment_place WHERE key = ?1 AND ordering = ?2 AND (page = ?3 OR page >= ?4)", key,
            page.order.rawValue, page.page, last)
        try execute(
            "INSERT INTO comment_page VALUES (?1, ?2, ?3, ?4, ?5, ?6)", key, page.order.rawValue, page.page,
            page.totalPages, page.total.map { Int64($0) }, fetchedAt)
        for (ordinal, comment) in page.comments.enumerated() {
            try store(comment, of: key, root: nil, ordinal: ordinal)
            try forgetPlaces(of: comment.id, in: page.order, of: key)
            try execute(
                "INSERT INTO comment_place VALUES (?1, ?2, ?3, ?4, ?5)", key, page.order.rawValue, page.page, ordinal,
                comment.id.rawValue)
            try execute(
                "DELETE FROM comment WHERE root = ?1 AND (sent_at IS NULL OR sent_at < ?2)", comment.id.rawValue,
                fetchedAt)
            for (ordinal, reply) in comment.replies.enumerated() {
                try store(reply, of: key, root: comment.id, ordinal: ordinal)
            }
        }
        try deleteUnlisted(of: key, fetchedAt: fetchedAt)
        try trimComments(keeping: key)
    }

    /// Keeps a comment; what was known of when this reader sent it stays known.
    func store(
        _ comment: ArticleComment, of key: ArticleKey, root: CommentID?, ordinal: Int, sentAt: Int64? = nil
    ) throws {
        try execute(
            """
            INSERT INTO comment (id, key, root, parent, ordinal, posted_at, user_id, nickname, text, likes, dislikes,
                reaction, sent_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT DO UPDATE SET key = excluded.key, root = excluded.root, parent = excluded.parent,
                ordinal = excluded.ordinal, posted_at = excluded.posted_at, user_id = excluded.user_id,
                nickname = excluded.nickname, text = excluded.text, likes = excluded.likes, dislikes = excluded.dislikes,
                reaction = excluded.reaction, sent_at = coalesce(excluded.sent_at, sent_at)
            """, comment.id.rawValue, key, root?.rawValue, comment.parentID?.rawValue, ordinal,
            comment.postedAt?.storedMilliseconds, comment.author.userID, comment.author.nickname, comment.text,
            comment.likes, comment.dislikes, comment.reaction?.rawValue ?? "", sentAt)
    }

    /// Takes in what the site answered to an entry.
    func take(_ answer: OutboxAnswer, to entry: OutboxEntry, now: Int64) throws {
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
    func confirmFavourite(_ flag: Bool, _ key: ArticleKey, now: Int64) throws -> Bool {
        try execute(
            """
            INSERT INTO favourite (key, is_favourite, confirmed_at) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET is_favourite = excluded.is_favourite, confirmed_at = excluded.confirmed_at
            WHERE is_favourite != excluded.is_favourite
            """, key, flag, now) > 0
    }

    private func confirm(
        _ reaction: CommentReaction?, to comment: CommentID, likes: Int?, dislikes: Int?
    ) throws {
        // Where the site gives no counts, the reader's own choice is counted.
        try execute(
            """
            UPDATE comment SET
                likes = max(0, coalesce(?3, likes + (?2 = 'like') - (reaction = 'like'))),
                dislikes = max(0, coalesce(?4, dislikes + (?2 = 'dislike') - (reaction = 'dislike'))),
                reaction = ?2
            WHERE id = ?1
            """, comment.rawValue, reaction?.rawValue ?? "", likes.map { Int64($0) }, dislikes.map { Int64($0) })
    }

    private func root(of comment: CommentID) throws -> CommentID? {
        try row("SELECT root FROM comment WHERE id = ?1", comment.rawValue) { row in
            row.optionalText(0).map { CommentID(validated: $0) }
        } ?? nil
    }

    /// Takes a comment out of the lists in one order, if any is given, and out of those of other articles.
    private func forgetPlaces(of comment: CommentID, in order: CommentOrder?, of key: ArticleKey) throws {
        try execute(
            "DELETE FROM comment_place WHERE comment = ?1 AND (ordering = ?2 OR key != ?3)", comment.rawValue,
            order?.rawValue, key)
    }

    /// Deletes what no page lists any more, unless this reader sent it after the site was asked.
    private func deleteUnlisted(of key: ArticleKey, fetchedAt: Int64) throws {
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
            try execute(sql, key, fetchedAt)
        }
    }

    private func trimComments(keeping key: ArticleKey) throws {
        while try integer("SELECT count(*) FROM comment") > CommentBounds.total {
            let oldest =
                try row(
                    """
                    SELECT c.key FROM (SELECT DISTINCT key FROM comment) AS c
                    LEFT JOIN comment_page AS p ON p.key = c.key WHERE c.key != ?1
                    GROUP BY c.key ORDER BY max(p.fetched_at) LIMIT 1
                    """, key
                ) { row in row.key(0) } ?? nil
            guard let oldest else { return }
            try deleteComments(of: oldest)
        }
    }

    private func deleteComments(of key: ArticleKey) throws {
        for sql in [
            "DELETE FROM comment_page WHERE key = ?1", "DELETE FROM comment_place WHERE key = ?1",
            "DELETE FROM comment WHERE key = ?1",
        ] {
            try execute(sql, key)
        }
    }
}
