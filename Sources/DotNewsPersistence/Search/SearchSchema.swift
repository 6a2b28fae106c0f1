/// The tables of the search index, and the triggers that note what it does not know yet.
///
/// Indexing takes ten times as long as storing, so it is not part of the write that makes an article readable. Triggers
/// note, in that same transaction, what has to be done; ``SearchIndexer`` does it later. What holds at every commit:
///
/// - `search_document` lists what `search_index` holds. Its `doc` ascends with the minute of publication, so that a walk
///   along the index is newest first, see ``DocumentNumbering``.
/// - An article whose place is in `search_stale` is indexed with the text kept there; every other with its present text.
///   The index keeps no text, and needs the old one to forget it.
/// - `search_pending` lists the articles to be indexed.
enum SearchSchema {
    /// The parts of an article that are indexed, as they are called in expressions.
    enum Column: String {
        // First, because the first column is the cheapest to store.
        case body
        case title
        case keywords
        case summary
    }

    static let sql = """
        CREATE VIRTUAL TABLE search_index USING fts5 (
            body, title, keywords, summary, content = '', columnsize = 0, tokenize = '\(SearchTokenizer.name)'
        );
        -- Bytes collected in memory before a part of the index is written. A large index is put together at the end
        -- anyway, so that more of them save no work.
        INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 1048576);
        -- Parts of a size before they are put together to a larger one; half as many rewrites as with the default of 4.
        INSERT INTO search_index (search_index, rank) VALUES ('automerge', 8);

        CREATE TABLE search_document (
            doc INTEGER PRIMARY KEY,
            article INTEGER NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE search_pending (article INTEGER PRIMARY KEY) STRICT;

        CREATE TABLE search_stale (
            article INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            keywords TEXT NOT NULL,
            tags TEXT NOT NULL,
            author TEXT NOT NULL,
            summary TEXT NOT NULL,
            -- As in body.
            blocks BLOB
        ) STRICT;

        CREATE TABLE article_tag (
            -- The tag's tokens, so that its spellings meet.
            key TEXT NOT NULL,
            article INTEGER NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (key, article)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE article_author (
            -- The tokens of the author's name, so that its spellings meet.
            key TEXT NOT NULL,
            article INTEGER NOT NULL,
            PRIMARY KEY (key, article)
        ) STRICT, WITHOUT ROWID;

        \(triggers)
        """

    /// Note what becomes of articles and bodies.
    private static let triggers = """
        CREATE TRIGGER search_article_insert AFTER INSERT ON article BEGIN
            \(note("NEW.id"));
        END;

        CREATE TRIGGER search_article_before_update BEFORE UPDATE OF id, title, keywords, tags, author, summary, is_withdrawn
        ON article WHEN \(isChanged) BEGIN
            \(keepText(of: "OLD.id"))
        END;

        CREATE TRIGGER search_article_update AFTER UPDATE OF id, title, keywords, tags, author, summary, is_withdrawn
        ON article WHEN \(isChanged) BEGIN
            DELETE FROM search_pending WHERE article = OLD.id;
            \(note("NEW.id"));
        END;

        CREATE TRIGGER search_article_delete BEFORE DELETE ON article BEGIN
            \(keepText(of: "OLD.id"))
            DELETE FROM search_pending WHERE article = OLD.id;
        END;

        -- Before, because then the text is the old one; also when an insertion turns into an update.
        CREATE TRIGGER search_body_insert BEFORE INSERT ON body BEGIN
            \(keepText(of: "NEW.article"))
            \(note("NEW.article"));
        END;

        CREATE TRIGGER search_body_update BEFORE UPDATE OF blocks ON body WHEN OLD.blocks != NEW.blocks BEGIN
            \(keepText(of: "OLD.article"))
            \(note("NEW.article"));
        END;

        CREATE TRIGGER search_body_delete BEFORE DELETE ON body BEGIN
            \(keepText(of: "OLD.article"))
            -- Not when the body goes together with its article.
            \(note("OLD.article")) AND EXISTS (SELECT 1 FROM article WHERE id = OLD.article);
        END;
        """

    private static let isChanged = """
        OLD.id != NEW.id OR OLD.title != NEW.title OR OLD.keywords != NEW.keywords OR OLD.tags != NEW.tags
            OR OLD.author != NEW.author OR OLD.summary != NEW.summary OR OLD.is_withdrawn != NEW.is_withdrawn
        """

    /// Keeps the text of an indexed article, unless an older one that is still indexed is kept.
    private static func keepText(of article: String) -> String {
        """
        INSERT INTO search_stale
                SELECT a.id, a.title, a.keywords, a.tags, a.author, a.summary, b.blocks
                FROM search_document AS d
                    CROSS JOIN article AS a ON a.id = d.article LEFT JOIN body AS b ON b.article = a.id
                WHERE d.article = \(article)
                    AND NOT EXISTS (SELECT 1 FROM search_stale WHERE article = \(article));
        """
    }

    /// Notes an article as waiting. Not by OR IGNORE, which in a trigger gives way to what the statement outside says.
    private static func note(_ article: String) -> String {
        """
        INSERT INTO search_pending SELECT \(article)
                WHERE NOT EXISTS (SELECT 1 FROM search_pending WHERE article = \(article))
        """
    }
}
