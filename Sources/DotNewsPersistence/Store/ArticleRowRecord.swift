import DotNewsDatabase
import DotNewsFoundation
package import DotNewsModels

/// A row of a list, as it is selected from `article AS a`.
enum ArticleRowRecord {
    static let columns = """
        \(SummaryRecord.qualifiedColumns), a.arrived_at, a.is_changed,
            (SELECT is_read + 2 * is_bookmarked FROM reader_state WHERE key = a.key), a.is_withdrawn,
            (SELECT a.body_need = 0 AND \(Connection.hasAllImages) FROM body AS b WHERE b.article = a.id)
        """

    /// The statement for the row of one article, and that for those of several.
    static let byRow = "SELECT \(columns) FROM article AS a WHERE id = ?"
    static let byRows = "SELECT a.id, \(columns) FROM article AS a WHERE id IN (SELECT value FROM json_each(?))"
}

extension Row {
    /// Reads a row of a list from columns in the order of ``ArticleRowRecord/columns``.
    func articleRow(from first: Int32) throws -> ArticleRow {
        let next = first + SummaryRecord.columnCount
        let summary = try summary(from: first)
        let state = integer(next + 2)
        return ArticleRow(
            summary, isRead: state & 1 != 0, isBookmarked: state & 2 != 0,
            availability: flag(next + 3)
                ? .gone : isNull(next + 4) ? .listed : flag(next + 4) ? .complete : .text,
            isChangedSinceRead: state & 1 != 0 && flag(next + 1), arrival: Date(storedMilliseconds: integer(next)))
    }
}

extension Connection {
    /// An article as lists show it, by its row; `nil` when it is not stored.
    func listRow(at row: Int64) throws -> ArticleRow? {
        try self.row(ArticleRowRecord.byRow, row) {
            try $0.articleRow(from: 0)
        }
    }

    /// Articles as lists show them, by their rows.
    func listRows(at rows: [Int64]) throws -> [Int64: ArticleRow] {
        let articles = try self.rows(ArticleRowRecord.byRows, rows.jsonList) {
            ($0.integer(0), try $0.articleRow(from: 1))
        }
        return Dictionary(uniqueKeysWithValues: articles)
    }

    /// An article as lists show it, by its row; `nil` when it is not stored or is muted.
    func listRow(at row: Int64, without muted: TopicMatcher?) throws -> ArticleRow? {
        guard let article = try listRow(at: row), try muted?.matches(article.summary, at: row) != true else {
            return nil
        }
        return article
    }
}

extension StoreReader {
    /// An article as lists show it; `nil` when it is not stored or is withdrawn.
    func row(of key: ArticleKey) throws -> ArticleRow? {
        try connection.row(
            "SELECT \(ArticleRowRecord.columns) FROM article AS a WHERE key = ? AND is_withdrawn = 0", key
        ) { try $0.articleRow(from: 0) }
    }

    /// Articles that a site shows, as lists show them: what the store knows of each, and otherwise what the site said.
    package func rows(of articles: [ArticleSummary]) throws(StoreError) -> [ArticleRow] {
        try connection.converting {
            try articles.map { article in
                let key = ArticleKey(article.id)
                if let row = try row(of: key) { return row }
                let state = try readerState(of: key)
                return ArticleRow(
                    article, isRead: state.isRead, isBookmarked: state.isBookmarked,
                    availability: try connection.availability(of: key))
            }
        }
    }
}

extension ArticleStore {
    /// Articles that a site shows, as lists show them; see ``StoreReader/rows(of:)``.
    package func rows(of articles: [ArticleSummary]) async throws(StoreError) -> [ArticleRow] {
        try await read("reading rows of a list") { reader in try reader.rows(of: articles) }
    }
}
