import DotNewsDatabase

/// The schema, as the sequence of migrations that makes it.
///
/// Rules for the tables:
/// - `article.id` is the story's place in the newest-first order, see ``ArticlePosition``. `body`, `membership` and
///   `hot_article` follow it when it changes.
/// - An absent text is the empty text, an absent time NULL. Times are milliseconds since 1970.
/// - Of a story's addresses, all but `url` are in the form of ``StoredAddress``.
/// - A row of `image` without name says that there was no image at its address at `last_used_at`.
/// - `reader_state` knows nothing of `article`: it may exist before the story does, and outlives it. So do the tables
///   of ``ReaderSchema`` and ``OutboxSchema``.
enum Schema {
    /// Marks a file as a store of this package (`PRAGMA application_id`): `DNws` in ASCII.
    static let applicationID: Int64 = 0x444E_7773

    static let migrations: [Migration] = [
        Migration(name: "2026-01 articles", sql: articles),
        Migration(name: "2026-02 images", sql: images),
        Migration(name: "2026-03 search", sql: SearchSchema.sql),
        Migration(name: "2026-04 reader", sql: ReaderSchema.sql),
        Migration(name: "2026-05 outbox", sql: OutboxSchema.sql),
        Migration(name: "2026-06 replication", sql: ReplicationSchema.sql),
        Migration(name: "2026-07 compressed bodies", sql: BodySchema.sql),
        Migration(
            name: "2026-08 dictionaries of bodies", sql: BodySchema.dictionaries, completion: BodySchema.rebuild),
    ]

    private static let articles = """
        CREATE TABLE site_column (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            path TEXT NOT NULL DEFAULT '',
            url TEXT NOT NULL DEFAULT '',
            is_hidden INTEGER NOT NULL DEFAULT 0,
            -- Place in the site's order, each column before those inside it; NULL when the site does not list it.
            ordinal INTEGER,
            parent INTEGER REFERENCES site_column (id)
        ) STRICT;

        CREATE TABLE article (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL UNIQUE CHECK (length(key) = 12),
            published_at INTEGER,
            updated_at INTEGER,
            title TEXT NOT NULL,
            summary TEXT NOT NULL,
            url TEXT NOT NULL,
            share_url TEXT NOT NULL,
            json_url TEXT NOT NULL,
            column_key TEXT NOT NULL,
            column_name TEXT NOT NULL,
            column_path TEXT NOT NULL,
            author TEXT NOT NULL,
            source TEXT NOT NULL,
            -- Words, each followed by U+001F.
            keywords TEXT NOT NULL,
            tags TEXT NOT NULL,
            thumbnail_url TEXT NOT NULL,
            thumbnail_caption TEXT NOT NULL,
            thumbnail_credit TEXT NOT NULL,
            thumbnail_alt TEXT NOT NULL,
            story_type TEXT NOT NULL,
            thumbnail_width INTEGER,
            thumbnail_height INTEGER,
            media_duration REAL,
            allows_comments INTEGER NOT NULL,
            is_withdrawn INTEGER NOT NULL DEFAULT 0,
            -- 0: the body is current; 1: never fetched; 2: older than the story.
            body_need INTEGER NOT NULL DEFAULT 1
        ) STRICT;

        CREATE INDEX article_body_need ON article (id) WHERE body_need > 0;

        -- See BodySchema for what it is now.
        CREATE TABLE body (
            article INTEGER PRIMARY KEY REFERENCES article (id) ON UPDATE CASCADE ON DELETE CASCADE,
            updated_at INTEGER,
            url TEXT NOT NULL,
            blocks TEXT NOT NULL,
            details TEXT NOT NULL
        ) STRICT;

        CREATE TABLE membership (
            column_id INTEGER NOT NULL REFERENCES site_column (id),
            article INTEGER NOT NULL REFERENCES article (id) ON UPDATE CASCADE ON DELETE CASCADE,
            -- Hash of what the column's list last said of the story; NULL when it is only the story's own column.
            digest INTEGER,
            PRIMARY KEY (column_id, article)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX membership_article ON membership (article);

        CREATE TABLE hot_article (
            rank INTEGER PRIMARY KEY,
            article INTEGER NOT NULL UNIQUE REFERENCES article (id) ON UPDATE CASCADE ON DELETE CASCADE,
            digest INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE reader_state (
            key BLOB PRIMARY KEY CHECK (length(key) = 12),
            is_read INTEGER NOT NULL DEFAULT 0,
            is_bookmarked INTEGER NOT NULL DEFAULT 0,
            read_changed_at INTEGER,
            bookmark_changed_at INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX reader_state_bookmarked ON reader_state (key) WHERE is_bookmarked = 1;
        CREATE INDEX reader_state_read ON reader_state (key) WHERE is_read = 1;

        CREATE TABLE withdrawn (
            key BLOB PRIMARY KEY CHECK (length(key) = 12),
            -- The story's time of change when it was withdrawn.
            updated_at INTEGER,
            withdrawn_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE resource (
            url TEXT PRIMARY KEY,
            entity_tag TEXT,
            last_modified TEXT,
            content_hash INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE setting (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let images = """
        CREATE TABLE image (
            url TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            size INTEGER NOT NULL,
            type TEXT NOT NULL,
            last_used_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX image_last_used ON image (last_used_at, size);
        CREATE INDEX image_name ON image (name);
        """
}
