public import DotNewsFoundation
public import DotNewsModels

/// An article as it is stored, with what its reader did with it.
public struct StoredArticle: Hashable, Sendable, Identifiable {
    /// What lists show of it.
    public var summary: ArticleSummary
    /// The whole article; `nil` when its body has not been downloaded.
    public var article: Article?
    /// Whether the article has been changed since its body was downloaded.
    public var isBodyOutdated: Bool
    /// Whether it has been read.
    public var isRead: Bool
    /// Whether it is bookmarked.
    public var isBookmarked: Bool
    /// Whether the site has withdrawn it; it is kept because it is bookmarked.
    public var isWithdrawn: Bool

    /// Creates a stored article.
    public init(
        summary: ArticleSummary, article: Article? = nil, isBodyOutdated: Bool = false, isRead: Bool = false,
        isBookmarked: Bool = false, isWithdrawn: Bool = false
    ) {
        self.summary = summary
        self.article = article
        self.isBodyOutdated = isBodyOutdated
        self.isRead = isRead
        self.isBookmarked = isBookmarked
        self.isWithdrawn = isWithdrawn
    }

    /// The article's id.
    public var id: ArticleID { summary.id }
}

/// An article whose body is missing, or older than the article.
package struct PendingBody: Hashable, Sendable {
    /// The article.
    package var summary: ArticleSummary
    /// The version of the body that is stored, to ask for a newer one; `nil` when there is none.
    package var version: ResourceVersion?
    /// The address that the stored body came from, to which alone its version belongs; `nil` when there is none.
    package var address: WebAddress?

    /// Creates a body to be fetched.
    package init(summary: ArticleSummary, version: ResourceVersion? = nil, address: WebAddress? = nil) {
        self.summary = summary
        self.version = version
        self.address = address
    }
}

/// How much is stored.
public struct StoreStatistics: Hashable, Sendable {
    /// Articles, without withdrawn ones.
    public var articles = 0
    /// Articles that have a body, current or not.
    public var bodies = 0
    /// Articles whose body is missing or older than the article.
    public var pendingBodies = 0
    /// Bookmarked articles that are stored.
    public var bookmarked = 0
    /// Articles that the site has withdrawn and that are kept because they are bookmarked.
    public var withdrawn = 0
    /// Columns that the site lists.
    public var columns = 0
    /// Images in the cache.
    public var images = 0
    /// Bytes of the images in the cache.
    public var imageBytes: Int64 = 0
    /// Bytes of the store's files: the database and its write-ahead log.
    public var bytesOnDisk: Int64 = 0
    /// The time of publication of the newest article that has one.
    public var newest: Date?
    /// The time of publication of the oldest article that has one.
    public var oldest: Date?

    /// Creates an empty store.
    public init() {}
}

/// What an examination of the store found.
public struct StoreVerification: Hashable, Sendable {
    /// One sentence for each thing that is wrong, at most 100.
    public var problems: [String]

    /// Creates a finding.
    public init(problems: [String] = []) { self.problems = problems }

    /// Whether nothing is wrong.
    public var isSound: Bool { problems.isEmpty }
}

/// The name of a small value that the store keeps. Open: anyone may add names.
package struct StoreSetting: RawRepresentable, Hashable, Sendable {
    /// The name.
    package let rawValue: String

    /// Takes any name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The CMS's id of the site.
    package static let channelID = StoreSetting(rawValue: "channelID")
    /// The id of the edition whose articles are stored.
    package static let editionID = StoreSetting(rawValue: "editionID")
    /// When the last synchronisation ended well, in milliseconds since 1970.
    package static let lastSync = StoreSetting(rawValue: "lastSync")
    /// The position in the change feed at which the reader last came, and when that was, in milliseconds since 1970.
    static let lastVisit = StoreSetting(rawValue: "lastVisit")
    /// How many articles the search index had when it was made compact last.
    static let compactedSearchIndex = StoreSetting(rawValue: "search.compacted")
}
