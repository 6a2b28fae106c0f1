/// The counters by which unread articles are counted without looking at them.
///
/// An article stands in several columns, and must count once in a column with those inside it, so that counters of columns
/// cannot be added up. Counted are therefore the *sets* of columns in which articles stand, of which there are few: a column
/// with those inside it has the articles of all sets that meet it. Triggers keep them, so that no way of writing can forget to.
enum UnreadSchema {
    static let sql = """
        CREATE TABLE column_set (
            id INTEGER PRIMARY KEY,
            -- The rows of site_column in ascending order, with commas between; empty for articles in no column.
            columns TEXT NOT NULL UNIQUE,
            articles INTEGER NOT NULL DEFAULT 0,
            -- Those of them that are neither read nor withdrawn.
            unread INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        -- Stays when it has no articles: it is where they all begin.
        INSERT INTO column_set (id, columns) VALUES (0, '');

        \(membershipTriggers)

        \(articleTriggers)

        \(stateTriggers)
        """

    /// Sets whose counts are not those of their articles, for the examination of a store.
    static let miscountedSets = """
        column_set AS s LEFT JOIN (
            SELECT column_set, count(*) AS articles, sum(\(isUnread("a"))) AS unread FROM article AS a GROUP BY column_set
        ) AS c ON c.column_set = s.id
        WHERE s.articles != coalesce(c.articles, 0) OR s.unread != coalesce(c.unread, 0)
        """

    /// Articles that are not in the set of the columns in which they stand, for the examination of a store.
    static let misplacedArticles = """
        article AS a WHERE NOT EXISTS (
            SELECT 1 FROM column_set WHERE id = a.column_set AND columns = \(columns(of: "a.id")))
        """

    private static func columns(of article: String) -> String {
        """
        (SELECT coalesce(group_concat(column_id), '') FROM
            (SELECT column_id FROM membership WHERE article = \(article) ORDER BY column_id))
        """
    }

    private static func moveToSet(_ article: String) -> String {
        """
        INSERT INTO column_set (columns) SELECT \(columns(of: article))
            WHERE EXISTS (SELECT 1 FROM article WHERE id = \(article)) ON CONFLICT (columns) DO NOTHING;
        UPDATE article SET column_set = (SELECT id FROM column_set WHERE columns = \(columns(of: article)))
            WHERE id = \(article);
        """
    }

    private static let membershipTriggers = """
        CREATE TRIGGER column_set_enter AFTER INSERT ON membership BEGIN
            \(moveToSet("NEW.article"))
        END;

        -- When the column goes together with its article, there is none to move.
        CREATE TRIGGER column_set_leave AFTER DELETE ON membership BEGIN
            \(moveToSet("OLD.article"))
        END;
        """

    private static func isUnread(_ article: String) -> String {
        """
        (\(article).is_withdrawn = 0 AND NOT EXISTS (
            SELECT 1 FROM reader_state WHERE key = \(article).key AND is_read = 1))
        """
    }

    private static let add = """
        UPDATE column_set SET articles = articles + 1, unread = unread + \(isUnread("NEW")) WHERE id = NEW.column_set;
        """

    private static let subtract = """
        UPDATE column_set SET articles = articles - 1, unread = unread - \(isUnread("OLD")) WHERE id = OLD.column_set;
        DELETE FROM column_set WHERE id = OLD.column_set AND articles = 0 AND id != 0;
        """

    private static let articleTriggers = """
        CREATE TRIGGER column_set_article_new AFTER INSERT ON article BEGIN
            \(add)
        END;

        CREATE TRIGGER column_set_article_change AFTER UPDATE OF column_set, is_withdrawn ON article
        WHEN OLD.column_set != NEW.column_set OR OLD.is_withdrawn != NEW.is_withdrawn BEGIN
            \(add)
            \(subtract)
        END;

        CREATE TRIGGER column_set_article_gone AFTER DELETE ON article BEGIN
            \(subtract)
        END;
        """

    private static let stateTriggers: String = {
        func count(_ change: String, _ state: String) -> String {
            """
            UPDATE column_set SET unread = unread \(change)
                    WHERE id = (SELECT column_set FROM article WHERE key = \(state).key AND is_withdrawn = 0);
            """
        }
        return """
            CREATE TRIGGER column_set_read AFTER INSERT ON reader_state WHEN NEW.is_read = 1 BEGIN
                \(count("- 1", "NEW"))
            END;

            CREATE TRIGGER column_set_read_change AFTER UPDATE OF is_read ON reader_state
            WHEN OLD.is_read != NEW.is_read BEGIN
                \(count("+ iif(NEW.is_read = 1, -1, 1)", "NEW"))
            END;

            CREATE TRIGGER column_set_read_gone AFTER DELETE ON reader_state WHEN OLD.is_read = 1 BEGIN
                \(count("+ 1", "OLD"))
            END;
            """
    }()
}
