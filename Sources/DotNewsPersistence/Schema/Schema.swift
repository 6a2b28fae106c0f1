import DotNewsDatabase

/// The schema of a store's file, as the sequence of migrations that makes it.
///
/// Rules for the tables:
/// - `article.id` is the article's position in the newest-first order, see ``ArticlePosition``. `body`, `membership` and
///   `hot_article` follow it when it changes.
/// - An absent text is the empty text, an absent time NULL. Times are milliseconds since 1970.
/// - Addresses are whole. `share_url` and `json_url` alone are empty when they follow from `url` by rule, see
///   `WebAddress.sharePage` and `WebAddress.jsonSibling`, and NULL when there is none.
/// - A row of `image` without name says that there was no image at its address at `last_used_at`.
/// - `reader_state` knows nothing of `article`: it may exist before the article does, and outlives it. So do the tables
///   of ``ReaderSchema`` and ``OutboxSchema``.
enum Schema {
    /// Marks a file as a store of this package (`PRAGMA application_id`): `DNws` in ASCII.
    static let applicationID: Int64 = 0x444E_7773

    static let migrations: [Migration] = [
        Migration(
            name: "format 1",
            sql: [
                articles, images, SearchSchema.sql, ReaderSchema.sql, UnreadSchema.sql, ChangeFeedSchema.sql,
                OutboxSchema.sql, ReplicationSchema.sql,
            ].joined(separator: "\n"))
    ]

    /// The first migration of the files that were made before format 1, in development.
    static let earlierFormat = "2026-01 articles"

    private static let articles = """
        CREATE TABLE site_column (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            path TEXT NOT NULL DEFAULT '',
            url TEXT NOT NULL DEFAULT '',
            is_hidden INTEGER NOT NULL DEFAULT 0,
            -- Position in the site's order, each column before those inside it; NULL when the site does not list it.
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
            share_url TEXT,
            json_url TEXT,
            -- The column that the article calls its own; NULL for none.
            column_id INTEGER REFERENCES site_column (id),
            author TEXT NOT NULL,
            source TEXT NOT NULL,
            -- Words, each followed by U+001F.
            keywords TEXT NOT NULL,
            tags TEXT NOT NULL,
            thumbnail_url TEXT NOT NULL,
            thumbnail_caption TEXT NOT NULL,
            thumbnail_credit TEXT NOT NULL,
            thumbnail_alt TEXT NOT NULL,
            article_type TEXT NOT NULL,
            thumbnail_width INTEGER,
            thumbnail_height INTEGER,
            media_duration REAL,
            allows_comments INTEGER NOT NULL,
            is_withdrawn INTEGER NOT NULL DEFAULT 0,
            -- 0: the body is current; 1: never fetched; 2: older than the article.
            body_need INTEGER NOT NULL DEFAULT 1,
            -- When it came to this store, last when it had been withdrawn.
            arrived_at INTEGER NOT NULL,
            -- Whether it has been changed since its reader read it.
            is_changed INTEGER NOT NULL DEFAULT 0,
            -- The columns in which it stands, see UnreadSchema.
            column_set INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE INDEX article_body_need ON article (id) WHERE body_need > 0;

        -- In the order of arrival: in that of publication the newest, which come first, would be in the way of those
        -- after them, and leave a quarter of each page empty.
        CREATE TABLE body (
            id INTEGER PRIMARY KEY,
            article INTEGER NOT NULL UNIQUE REFERENCES article (id) ON UPDATE CASCADE ON DELETE CASCADE,
            -- The time of change of the article that this body belongs to.
            updated_at INTEGER,
            -- The address that it came from, which is its key in resource.
            url TEXT NOT NULL,
            -- JSON: the addresses of the images that it shows, without their queries. Before the text, which lists need not
            -- pass over to see them.
            images TEXT NOT NULL,
            -- JSON in the zlib format, see TextCompressor.
            blocks BLOB NOT NULL,
            -- JSON.
            details TEXT NOT NULL
        ) STRICT;

        CREATE TABLE membership (
            column_id INTEGER NOT NULL REFERENCES site_column (id),
            article INTEGER NOT NULL REFERENCES article (id) ON UPDATE CASCADE ON DELETE CASCADE,
            -- Hash of the column's list's last entry for the article; NULL when it is only the article's own column.
            digest INTEGER,
            PRIMARY KEY (column_id, article)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX membership_article ON membership (article);

        CREATE TABLE hot_article (
            rank INTEGER PRIMARY KEY,
            article INTEGER NOT NULL UNIQUE REFERENCES article (id) ON UPDATE CASCADE ON DELETE CASCADE,
            digest INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE withdrawn (
            key BLOB PRIMARY KEY CHECK (length(key) = 12),
            -- The article's time of change when it was withdrawn.
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
