/// The tables of the change feed: the changes to articles, in the order in which they came to this store.
///
/// An article has one row of each ``ArticleChange`` at most, which moves to the end when that happens again. The feed
/// is thus bounded by the articles, and pruning forgets what is older than ``ChangeFeed/memoryDays``.
enum ChangeFeedSchema {
    static let sql = """
        -- One row.
        CREATE TABLE change_feed (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            -- Tells the tokens of this store from those of another.
            identity BLOB NOT NULL CHECK (length(identity) = 16),
            -- The number of the last change.
            last INTEGER NOT NULL,
            -- The greatest number of a change that has been forgotten.
            forgotten INTEGER NOT NULL
        ) STRICT;

        INSERT INTO change_feed (id, identity, last, forgotten) VALUES (1, randomblob(16), 0, 0);

        CREATE TABLE article_change (
            sequence INTEGER PRIMARY KEY,
            key BLOB NOT NULL CHECK (length(key) = 12),
            -- See ArticleChange.
            kind INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            UNIQUE (key, kind)
        ) STRICT;
        """
}
