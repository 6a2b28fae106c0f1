import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

/// Finds articles that belong to an article: those that its editors put beside it, then those that share tags, keywords
/// and rare words with it.
struct RelatedArticles {
    let connection: Connection
    private let muted: TopicMatcher?

    init(connection: Connection) throws {
        self.connection = connection
        muted = try TopicMatcher(muting: connection)
    }

    /// How much a shared tag, a shared keyword and a shared rare word of the title count.
    private enum Weight {
        static let tag = 6.0
        static let keyword = 4.0
        static let word = 1.0
    }

    /// How many of the newest articles with one of its tags or words are looked at.
    private static let candidatesPerSource = 200
    /// A word in more articles than this says nothing about an article.
    private static let commonWord = 1_000
    /// How many words of the title are looked at, and how many of them, the rarest, are looked for.
    private static let maximumWords = 40
    private static let searchedWords = 8

    /// - Returns: The articles, the most related first; nothing when the article is not stored.
    func find(for id: ArticleID, limit: Int) throws -> [ArticleRow] {
        guard limit > 0, let row = try connection.articleRow(of: ArticleKey(id)),
            let article = try connection.listRow(at: row), article.availability != .gone
        else { return [] }
        var found = try given(for: row).filter { $0.id != id }
        var seen = Set(found.map(\.id))
        seen.insert(id)
        if found.count < limit {
            found += try similar(to: article, without: seen, limit: limit - found.count)
        }
        return Array(found.prefix(limit))
    }

    // MARK: Given ones

    private struct Links: Decodable {
        var related: [RelatedLink]?
    }

    private func given(for row: Int64) throws -> [ArticleRow] {
        let links = try connection.row("SELECT details FROM body WHERE article = ?", row) { row in
            do {
                return try JSONDecoder().decode(Links.self, from: Data(row.bytes(0))).related ?? []
            } catch {
                throw row.unreadable("the related articles of an article are not in the form they were written in")
            }
        }
        var articles: [ArticleRow] = []
        var seen: Set<ArticleID> = []
        for link in links ?? [] {
            guard let id = ArticleID(inPathOf: link.address), seen.insert(id).inserted,
                let row = try connection.articleRow(of: ArticleKey(id)),
                let article = try articleRow(row)
            else { continue }
            articles.append(article)
        }
        return articles
    }

    // MARK: Similar ones

    private func similar(
        to article: ArticleRow, without seen: Set<ArticleID>, limit: Int
    ) throws -> [ArticleRow] {
        var scores: [Int64: Double] = [:]
        for tag in Set(article.tags.map(SearchTokenizer.key(of:))).subtracting([""]) {
            for article in try articles(taggedWith: tag) { scores[article, default: 0] += Weight.tag }
        }
        for keyword in Set(article.keywords) {
            guard let phrase = MatchExpression.Phrase(keyword) else { continue }
            for article in try articles(with: phrase, in: [.keywords]) {
                scores[article, default: 0] += Weight.keyword
            }
        }
        for (word, count) in try rareWords(of: article.title) {
            let weight = Weight.word * log2(Double(Self.commonWord) / Double(count))
            for article in try articles(with: word, in: nil) { scores[article, default: 0] += weight }
        }
        let best = scores.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        var articles: [ArticleRow] = []
        for (row, _) in best {
            guard articles.count < limit else { break }
            if let article = try articleRow(row), !seen.contains(article.id) { articles.append(article) }
        }
        return articles
    }

    /// The rarest words of a title, and in how many articles each is.
    private func rareWords(of title: String) throws -> [(MatchExpression.Phrase, count: Int)] {
        var counted: [(MatchExpression.Phrase, count: Int)] = []
        var seen: Set<[UInt8]> = []
        for token in SearchTokenizer.tokens(of: ArticleTitle(title).headline, for: .query, limit: Self.maximumWords) {
            // Single letters and characters, and what is found everywhere, say nothing.
            guard token.text.unicodeScalars.count > 1, seen.insert(token.bytes).inserted,
                let phrase = MatchExpression.Phrase(token.text)
            else { continue }
            let count = try connection.integer(
                "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)",
                MatchExpression.expression(of: phrase, in: nil), Self.commonWord)
            // In one article means in this one alone.
            if count > 1, count < Self.commonWord { counted.append((phrase, Int(count))) }
        }
        return Array(counted.sorted { $0.count < $1.count }.prefix(Self.searchedWords))
    }

    private func articles(taggedWith key: String) throws -> [Int64] {
        try connection.rows(
            "SELECT article FROM article_tag WHERE key = ? ORDER BY article DESC LIMIT ?", key,
            Self.candidatesPerSource
        ) { $0.integer(0) }
    }

    private func articles(
        with phrase: MatchExpression.Phrase, in columns: [SearchSchema.Column]?
    ) throws -> [Int64] {
        try connection.rows(
            """
            SELECT d.article FROM search_index CROSS JOIN search_document AS d ON d.doc = search_index.rowid
            WHERE search_index MATCH ? ORDER BY search_index.rowid DESC LIMIT ?
            """, MatchExpression.expression(of: phrase, in: columns), Self.candidatesPerSource
        ) { $0.integer(0) }
    }

    /// Returns an article; `nil` when it is gone, withdrawn or muted.
    private func articleRow(_ row: Int64) throws -> ArticleRow? {
        guard let article = try connection.listRow(at: row, without: muted), article.availability != .gone else {
            return nil
        }
        return article
    }
}

extension ArticleID {
    /// The id in the last part of an article page's path, such as `/a/202511/03/AP690800aae4b0e343b0e2aa01.html`.
    fileprivate init?(inPathOf address: WebAddress) {
        let path = address.string.prefix { $0 != "?" && $0 != "#" }
        guard let name = path.split(separator: "/").last, name.count >= 26 else { return nil }
        self.init(String(name.prefix(26)))
    }
}

extension StoreReader {
    /// Articles that belong to an article. See ``SearchIndex/related(to:limit:)``.
    public func related(to id: ArticleID, limit: Int = 10) throws -> [ArticleRow] {
        try RelatedArticles(connection: connection).find(for: id, limit: min(limit, 100))
    }
}
