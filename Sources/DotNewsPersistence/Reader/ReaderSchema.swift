/// The tables of what belongs to the reader.
///
/// Everything that a reader can set is a register: a value with the time of its last change, in milliseconds since
/// 1970. Two devices that changed the same register agree on the later change, and a register that was emptied stays
/// as one without a value, so that its removal is known. Times of one register only grow: a change made while the clock
/// stands before the last change counts as one millisecond after it.
enum ReaderSchema {
    /// The SQL of an article's ID, as registers name it, from a column of twelve bytes.
    static func articleID(of column: String) -> String { "'AP' || lower(hex(\(column)))" }

    static let sql = """
        CREATE TABLE reader_state (
            key BLOB PRIMARY KEY CHECK (length(key) = 12),
            is_read INTEGER NOT NULL DEFAULT 0,
            is_bookmarked INTEGER NOT NULL DEFAULT 0,
            read_changed_at INTEGER,
            bookmark_changed_at INTEGER,
            -- The segments of this device's log that the last changes belong in, see ReplicationSchema; NULL before
            -- replication is switched on. So in the other tables.
            read_sequence INTEGER,
            bookmark_sequence INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX reader_state_bookmarked ON reader_state (key) WHERE is_bookmarked = 1;
        CREATE INDEX reader_state_bookmarked_unread ON reader_state (key) WHERE is_bookmarked = 1 AND is_read = 0;
        CREATE INDEX reader_state_read ON reader_state (key) WHERE is_read = 1;

        CREATE TABLE reader_register (
            -- See ReaderRegister.Kind.
            kind TEXT NOT NULL,
            -- What it is about, such as an article's id or a preference's name.
            subject TEXT NOT NULL,
            -- A label, or the name of a topic; empty for other kinds.
            member TEXT NOT NULL DEFAULT '',
            -- NULL when it was removed.
            value TEXT,
            changed_at INTEGER NOT NULL,
            sequence INTEGER,
            PRIMARY KEY (kind, subject, member)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX reader_register_search ON reader_register (changed_at, subject) WHERE kind = 'search';

        -- The bookmarked articles whose text or pictures could not be fetched, and when they are asked for again.
        CREATE TABLE bookmark_failure (
            key BLOB PRIMARY KEY CHECK (length(key) = 12),
            -- See BookmarkAttempt.Code.
            code TEXT NOT NULL,
            reason TEXT NOT NULL,
            -- Failures in a row.
            count INTEGER NOT NULL,
            retry_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Every opening of an article.
        CREATE TABLE visit (
            visited_at INTEGER NOT NULL,
            key BLOB NOT NULL CHECK (length(key) = 12),
            sequence INTEGER,
            PRIMARY KEY (visited_at, key)
        ) STRICT, WITHOUT ROWID;

        -- The articles that "back" and "forward" walk along, on this device; one is where the reader stands.
        CREATE TABLE back_forward_item (
            position INTEGER PRIMARY KEY,
            key BLOB NOT NULL CHECK (length(key) = 12),
            is_current INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE UNIQUE INDEX back_forward_current ON back_forward_item (is_current) WHERE is_current = 1;
        """
}
