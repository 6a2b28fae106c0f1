public import DotNewsModels

/// What was read of an article, and how far it can be trusted.
public struct ArticlePage: Hashable, Sendable {
    /// The article.
    public var article: Article
    /// How the page is built; `nil` when the article was read from JSON.
    public var layout: PageLayout?
    /// Where each part of the article was found; a part that was not found is missing, and all are when the article was
    /// read from JSON.
    public var sources: [Part: PageSource]
    /// What is missing or doubtful, in English, one sentence each, in no order that counts.
    public var warnings: [String]

    /// A part of an article.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        /// The id.
        case id
        /// The title.
        case title
        /// The address of the page.
        case address
        /// The summary.
        case summary
        /// Who wrote it.
        case author
        /// When it was published.
        case publishedAt
        /// When it was changed last.
        case updatedAt
        /// The channel it belongs to.
        case channel
        /// The column it belongs to.
        case column
        /// The keywords.
        case keywords
        /// The tags.
        case tags
        /// The image that stands for it in lists.
        case thumbnail
        /// The images.
        case images
        /// The body.
        case body
        /// Who edited it.
        case editor
        /// Whether readers may comment on it.
        case comments
    }

    /// Creates what was read.
    public init(
        article: Article, layout: PageLayout? = nil, sources: [Part: PageSource] = [:], warnings: [String] = []
    ) {
        self.article = article
        self.layout = layout
        self.sources = sources
        self.warnings = warnings
    }

    /// Whether the page names the article's id; else the id was made of the address, and is unknown to the CMS.
    public var hasOwnID: Bool { sources[.id] != .derived }
}

/// How an article page is built.
public enum PageLayout: String, Hashable, Sendable, Codable {
    /// `div.mainManuscripts`, as dotdotnews builds its pages.
    case dotdotnews
    /// `main.mainbody`, as the sister sites build theirs.
    case sister
    /// Neither; the main text is the densest part of the page.
    case unknown
}

/// Where something on a page was found, the most trusted first.
public enum PageSource: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// The `article` literal, which is the CMS's own record of the article, or the `keyword` array beside it.
    case storyLiteral
    /// JSON-LD.
    case linkedData
    /// Hidden inputs.
    case hiddenInput
    /// `<meta>` and `<link>` elements.
    case meta
    /// The visible page.
    case markup
    /// The address the page was asked of.
    case address
    /// Worked out from other parts.
    case derived

    /// Orders sources by trust, the most trusted first.
    public static func < (lhs: PageSource, rhs: PageSource) -> Bool {
        (allCases.firstIndex(of: lhs) ?? 0) < (allCases.firstIndex(of: rhs) ?? 0)
    }
}
