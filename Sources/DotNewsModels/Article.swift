public import DotNewsFoundation

/// What a list shows of an article, and where the rest of it is.
public struct ArticleSummary: Hashable, Sendable, Identifiable {
    /// The article's id.
    public var id: ArticleID
    /// The full title, with the column in front when the site puts it there.
    public var title: String
    /// The summary; empty when there is none.
    public var summary: String
    /// The column the article calls its own.
    public var column: ColumnReference?
    /// When it was published; `nil` when the server does not say or says it unreadably.
    public var publishedAt: Date?
    /// When it was last changed; `nil` when the server does not say or says it unreadably.
    public var updatedAt: Date?
    /// The article page. What follows from it by rule, of ``shareAddress`` and ``jsonAddress``, changes with it.
    public var address: WebAddress
    /// The same article for sharing outside the site, as it is kept.
    package private(set) var sharePage: SiblingAddress
    /// The article as JSON, as it is kept.
    package private(set) var json: SiblingAddress
    /// The author readers see; empty when none is given.
    public var author: String
    /// Where the article comes from; empty when not said.
    public var source: String
    /// The editors' keywords, in their order.
    public var keywords: [String]
    /// The tags, in their order.
    public var tags: [String]
    /// The image for lists.
    public var thumbnail: ImageAsset?
    /// How the article was made.
    public var articleType: ArticleType
    /// How long its video plays, in seconds; `nil` when it has none.
    public var mediaDuration: Double?
    /// Whether readers may comment.
    public var allowsComments: Bool
}

/// An address beside an article's own. Most follow from it by the site's rule; those are worked out when asked for, which
/// lists never do.
package enum SiblingAddress: Hashable, Sendable {
    case absent
    case derived
    case stated(WebAddress)

    fileprivate init(_ address: WebAddress?, derived: WebAddress?) {
        guard let address else {
            self = .absent
            return
        }
        self = address == derived ? .derived : .stated(address)
    }

    fileprivate func resolved(_ derived: @autoclosure () -> WebAddress?) -> WebAddress? {
        switch self {
        case .absent: nil
        case .derived: derived()
        case .stated(let address): address
        }
    }
}

extension ArticleSummary {
    /// The same article for sharing outside the site.
    public var shareAddress: WebAddress? {
        get { sharePage.resolved(address.sharePage) }
        set { sharePage = SiblingAddress(newValue, derived: address.sharePage) }
    }

    /// The article as JSON.
    public var jsonAddress: WebAddress? {
        get { json.resolved(address.jsonSibling) }
        set { json = SiblingAddress(newValue, derived: address.jsonSibling) }
    }
}

// Beside the structure, so that it goes through the initialiser that the compiler makes: assigned one by one, the fields
// would be copied once more.
extension ArticleSummary {
    /// Creates an article; what is not given is absent.
    public init(
        id: ArticleID, title: String, address: WebAddress, summary: String = "", column: ColumnReference? = nil,
        publishedAt: Date? = nil, updatedAt: Date? = nil, shareAddress: WebAddress? = nil,
        jsonAddress: WebAddress? = nil, author: String = "", source: String = "", keywords: [String] = [],
        tags: [String] = [], thumbnail: ImageAsset? = nil, articleType: ArticleType = .article,
        mediaDuration: Double? = nil, allowsComments: Bool = false
    ) {
        self.init(
            id: id, title: title, address: address, summary: summary, column: column, publishedAt: publishedAt,
            updatedAt: updatedAt, sharePage: SiblingAddress(shareAddress, derived: address.sharePage),
            json: SiblingAddress(jsonAddress, derived: address.jsonSibling), author: author, source: source,
            keywords: keywords, tags: tags, thumbnail: thumbnail, articleType: articleType,
            mediaDuration: mediaDuration, allowsComments: allowsComments)
    }

    /// Creates an article with the addresses beside its own as they are kept.
    package init(
        id: ArticleID, title: String, address: WebAddress, summary: String, column: ColumnReference?,
        publishedAt: Date?, updatedAt: Date?, sharePage: SiblingAddress, json: SiblingAddress, author: String,
        source: String, keywords: [String], tags: [String], thumbnail: ImageAsset?, articleType: ArticleType,
        mediaDuration: Double?, allowsComments: Bool
    ) {
        self.init(
            id: id, title: title, summary: summary, column: column, publishedAt: publishedAt, updatedAt: updatedAt,
            address: address, sharePage: sharePage, json: json, author: author, source: source, keywords: keywords,
            tags: tags, thumbnail: thumbnail, articleType: articleType, mediaDuration: mediaDuration,
            allowsComments: allowsComments)
    }
}

/// An article as a reader sees it.
public struct Article: Hashable, Sendable, Identifiable {
    /// What lists show of it.
    public var summary: ArticleSummary
    /// The body.
    public var body: ArticleBody
    /// Who made it.
    public var credits: Credits
    /// The images that come with it, besides those in the body.
    public var images: [ImageAsset]
    /// The video it is about.
    public var video: MediaAsset?
    /// Articles the editors put beside it.
    public var related: [RelatedLink]
    /// The site it was published on.
    public var channelID: ChannelID?

    /// Creates an article.
    public init(
        summary: ArticleSummary, body: ArticleBody, credits: Credits = Credits(), images: [ImageAsset] = [],
        video: MediaAsset? = nil, related: [RelatedLink] = [], channelID: ChannelID? = nil
    ) {
        self.summary = summary
        self.body = body
        self.credits = credits
        self.images = images
        self.video = video
        self.related = related
        self.channelID = channelID
    }

    /// The article's id.
    public var id: ArticleID { summary.id }
    /// The full title.
    public var title: String { summary.title }
    /// The article page.
    public var address: WebAddress { summary.address }
}

/// Who made an article. A name that is not given is empty.
public struct Credits: Hashable, Sendable, Codable {
    /// The author readers see.
    public var author: String
    /// The editor.
    public var editor: String
    /// Where the article comes from.
    public var source: String
    /// The credit line of the body as it was written, without brackets.
    public var line: String

    /// Describes who made an article.
    public init(author: String = "", editor: String = "", source: String = "", line: String = "") {
        self.author = author
        self.editor = editor
        self.source = source
        self.line = line
    }
}

/// A link from one article to another.
public struct RelatedLink: Hashable, Sendable {
    /// The other article's title.
    public var title: String
    /// The other article's page.
    public var address: WebAddress

    /// Links to an article.
    public init(title: String, address: WebAddress) {
        self.title = title
        self.address = address
    }
}

extension RelatedLink: Codable {
    private enum CodingKeys: String, CodingKey {
        case title
        case address = "url"
    }
}
