/// The tables of what is to be sent, and of what the site said about comments and favourites.
///
/// What the reader chose and has not sent yet is in `outbox` alone: lists lay it over what the site said last, so that
/// the choice and its entry cannot disagree, and cancelling an entry takes the choice back.
enum OutboxSchema {
    static let sql = """
        CREATE TABLE outbox (
            -- Never used again, so that a number on a screen cannot come to mean another entry.
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- The place in the queue; an entry that is sent again after a refusal goes to its end.
            position INTEGER NOT NULL UNIQUE,
            key BLOB NOT NULL CHECK (length(key) = 12),
            -- comment, reaction or favourite
            kind TEXT NOT NULL,
            -- The comment that is answered or reacted to; empty for none.
            subject TEXT NOT NULL,
            value TEXT NOT NULL,
            idempotency_key TEXT NOT NULL UNIQUE CHECK (length(idempotency_key) >= 16),
            -- 0: to be sent; 1: waits for the reader.
            state INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER,
            -- Set while an attempt is under way: until when it must have ended.
            sending_until INTEGER,
            -- Since when the site may have it.
            uncertain_since INTEGER,
            is_cancelled INTEGER NOT NULL DEFAULT 0,
            failure_code TEXT,
            failure_reason TEXT
        ) STRICT;

        CREATE INDEX outbox_queue ON outbox (key, position);

        CREATE TABLE comment (
            id TEXT PRIMARY KEY,
            key BLOB NOT NULL CHECK (length(key) = 12),
            -- The comment about the article under which this one is listed; NULL for one about the article.
            root TEXT,
            parent TEXT,
            -- The place among the answers.
            ordinal INTEGER NOT NULL,
            posted_at INTEGER,
            user_id TEXT,
            nickname TEXT NOT NULL,
            text TEXT NOT NULL,
            likes INTEGER NOT NULL,
            dislikes INTEGER NOT NULL,
            -- like, dislike or empty
            reaction TEXT NOT NULL,
            -- When this reader sent it; NULL for one that came with a page.
            sent_at INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX comment_article ON comment (key, root, ordinal);

        CREATE TABLE comment_page (
            key BLOB NOT NULL CHECK (length(key) = 12),
            ordering TEXT NOT NULL,
            page INTEGER NOT NULL,
            total_pages INTEGER NOT NULL,
            total INTEGER,
            fetched_at INTEGER NOT NULL,
            PRIMARY KEY (key, ordering, page)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE comment_place (
            key BLOB NOT NULL CHECK (length(key) = 12),
            ordering TEXT NOT NULL,
            page INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            comment TEXT NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
            PRIMARY KEY (key, ordering, page, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX comment_place_comment ON comment_place (comment);

        -- What the site said last.
        CREATE TABLE favourite (
            key BLOB PRIMARY KEY CHECK (length(key) = 12),
            is_favourite INTEGER NOT NULL,
            confirmed_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
