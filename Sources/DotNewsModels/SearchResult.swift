/// A stretch of a text, counted in the characters that a person sees (grapheme clusters).
public struct TextMatch: Hashable, Sendable {
    /// The characters before it.
    public var start: Int
    /// Its characters, one or more.
    public var length: Int

    /// Creates a stretch.
    public init(start: Int, length: Int) {
        self.start = start
        self.length = length
    }
}

extension TextMatch: Encodable {
    /// Writes `[start, length]`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(start)
        try container.encode(length)
    }
}

/// An article that a search has found.
public struct SearchResult: Hashable, Sendable, Identifiable {
    /// The article.
    public var article: ArticleRow
    /// A piece of its text in which something that was looked for stands, on one line, without control characters;
    /// begins or ends with `…` where the text goes on. Of an article found by its title or keywords, its beginning.
    public var snippet: String
    /// Where in ``snippet`` that is, in ascending order, not overlapping.
    public var matches: [TextMatch]
    /// Where in the title something that was looked for stands, in ascending order, not overlapping.
    public var titleMatches: [TextMatch]

    /// Creates a result.
    public init(
        article: ArticleRow, snippet: String = "", matches: [TextMatch] = [], titleMatches: [TextMatch] = []
    ) {
        self.article = article
        self.snippet = snippet
        self.matches = matches
        self.titleMatches = titleMatches
    }

    /// The article's id.
    public var id: ArticleID { article.id }
}

/// A page of what a search has found.
public struct SearchResults: Hashable, Sendable {
    /// The articles, in the order that was asked for.
    public var results: [SearchResult]
    /// How many articles there are on all pages together; `nil` when they were not counted.
    public var total: Int?
    /// Where the next page starts; `nil` when this is the last.
    public var next: PageCursor?

    /// Creates a page.
    public init(results: [SearchResult] = [], total: Int? = 0, next: PageCursor? = nil) {
        self.results = results
        self.total = total
        self.next = next
    }

    /// Whether there are more pages.
    public var hasMore: Bool { next != nil }
}
