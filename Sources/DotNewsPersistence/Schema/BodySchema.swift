import DotNewsDatabase

/// The table of the bodies, whose blocks are compressed: they are half of what the store would take otherwise.
enum BodySchema {
    /// Compresses what is stored. The triggers that name the tables go first, since a table that one of them names can be
    /// neither renamed nor removed.
    static let sql = """
        DROP TRIGGER search_article_insert;
        DROP TRIGGER search_article_before_update;
        DROP TRIGGER search_article_update;
        DROP TRIGGER search_article_delete;
        DROP TRIGGER search_body_insert;
        DROP TRIGGER search_body_update;
        DROP TRIGGER search_body_delete;

        ALTER TABLE body RENAME TO uncompressed_body;
        CREATE TABLE body (
            article INTEGER PRIMARY KEY REFERENCES article (id) ON UPDATE CASCADE ON DELETE CASCADE,
            -- The time of change of the story that this body belongs to.
            updated_at INTEGER,
            -- Where it came from, which is its key in resource.
            url TEXT NOT NULL,
            -- JSON, to be read with inflate().
            blocks BLOB NOT NULL,
            -- JSON.
            details TEXT NOT NULL
        ) STRICT;
        INSERT INTO body SELECT article, updated_at, url, deflate(blocks), details FROM uncompressed_body;
        DROP TABLE uncompressed_body;

        ALTER TABLE search_stale RENAME TO uncompressed_stale;
        CREATE TABLE search_stale (
            article INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            keywords TEXT NOT NULL,
            tags TEXT NOT NULL,
            summary TEXT NOT NULL,
            -- As in body.
            blocks BLOB
        ) STRICT;
        INSERT INTO search_stale SELECT article, title, keywords, tags, summary, deflate(blocks) FROM uncompressed_stale;
        DROP TABLE uncompressed_stale;

        \(SearchSchema.triggers)

        -- Bytes collected in memory before a part of the index is written. A large index is put together at the end
        -- anyway, so that more of them save no work.
        INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 1048576);

        -- What the texts took is given back.
        PRAGMA incremental_vacuum;
        """

    /// The table of what bodies have in common.
    static let dictionaries = """
        CREATE TABLE body_dictionary (
            -- Named by what was compressed with it.
            id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 3),
            content BLOB NOT NULL,
            -- FNV-1a: a damaged one would put other words into every body.
            checksum INTEGER NOT NULL
        ) STRICT;
        """

    /// Compresses what is stored with the dictionaries, when there is enough to make them, and puts bodies in the order in
    /// which they come.
    ///
    /// In that of publication the newest bodies, which come first, would be in the way of those after them, and leave a
    /// quarter of each page empty.
    static func rebuild(_ connection: Connection) throws {
        let dictionaries = try BodyDictionary.make(in: connection)
        try connection.withBodyCompression(BodyCompressor(dictionaries)) { () throws(StoreError) in
            try connection.execute(inOrderOfArrival)
        }
    }

    private static let inOrderOfArrival = """
        DROP TRIGGER search_article_insert;
        DROP TRIGGER search_article_before_update;
        DROP TRIGGER search_article_update;
        DROP TRIGGER search_article_delete;
        DROP TRIGGER search_body_insert;
        DROP TRIGGER search_body_update;
        DROP TRIGGER search_body_delete;

        ALTER TABLE body RENAME TO body_by_article;
        CREATE TABLE body (
            id INTEGER PRIMARY KEY,
            article INTEGER NOT NULL UNIQUE REFERENCES article (id) ON UPDATE CASCADE ON DELETE CASCADE,
            -- The time of change of the story that this body belongs to.
            updated_at INTEGER,
            -- Where it came from, which is its key in resource.
            url TEXT NOT NULL,
            -- JSON, to be read with inflate().
            blocks BLOB NOT NULL,
            -- JSON.
            details TEXT NOT NULL
        ) STRICT;
        INSERT INTO body (article, updated_at, url, blocks, details)
            SELECT article, updated_at, url, compress_body(blocks), details FROM body_by_article ORDER BY article;
        DROP TABLE body_by_article;

        \(SearchSchema.triggers)

        -- What the bodies took is given back.
        PRAGMA incremental_vacuum;
        """
}
