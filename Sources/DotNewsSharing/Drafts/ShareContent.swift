public import DotNewsFoundation
public import DotNewsModels

/// What is to be shared: the words, the links and the images of an article.
public struct ShareContent: Hashable, Sendable {
    /// The article's id; `nil` when what is shared is no article of the CMS.
    public var articleID: ArticleID?
    /// The title.
    public var title: String
    /// The summary; empty when there is none.
    public var summary: String
    /// The article page.
    public var articleAddress: WebAddress?
    /// The same page for sharing outside of the site.
    public var shareAddress: WebAddress?
    /// The address that search engines are told (`rel=canonical` or `og:url`).
    public var canonicalAddress: WebAddress?
    /// The images, the one for lists first.
    public var images: [ImageAsset]
    /// The editors' keywords and the tags, in their order.
    public var keywords: [String]
    /// The body, for threads; empty when only title and summary are shared.
    public var body: ArticleBody
    /// A passage of the body that is shared in place of the title; empty when none is selected. Drafts put it between
    /// quotation marks with the source behind it, and the link leads to it (`#:~:text=`).
    public var quote = ""
    /// When the article was published; `nil` when it is not known.
    public var publishedAt: Date?

    /// Creates what is shared; what is not given is absent.
    public init(
        title: String, summary: String = "", articleAddress: WebAddress? = nil, shareAddress: WebAddress? = nil,
        canonicalAddress: WebAddress? = nil, images: [ImageAsset] = [], keywords: [String] = [],
        body: ArticleBody = ArticleBody(),
        articleID: ArticleID? = nil, publishedAt: Date? = nil
    ) {
        self.articleID = articleID
        self.title = title
        self.summary = summary
        self.articleAddress = articleAddress
        self.shareAddress = shareAddress
        self.canonicalAddress = canonicalAddress
        self.images = images
        self.keywords = keywords
        self.body = body
        self.publishedAt = publishedAt
    }

    /// Reads plain fields; throws ``ShareError/Code/unacceptableLink`` when `link` is given and is not an
    /// absolute `http` or `https` address. An image whose address is not one is left out.
    public init(
        title: String, summary: String = "", link: String?, image: String? = nil, keywords: [String] = []
    ) throws(ShareError) {
        var address: WebAddress?
        if let link, !link.isEmpty {
            address = WebAddress(link)
            if address == nil {
                throw ShareError(
                    .unacceptableLink,
                    reason: "the link is not an absolute http or https address without credentials.")
            }
        }
        self.init(
            title: title, summary: summary, articleAddress: address,
            images: image.flatMap { WebAddress($0) }.map { [ImageAsset(address: $0)] } ?? [], keywords: keywords)
    }

    /// Shares an article of a list.
    public init(_ summary: ArticleSummary) {
        self.init(
            title: summary.title, summary: summary.summary, articleAddress: summary.address,
            shareAddress: summary.shareAddress, images: summary.thumbnail.map { [$0] } ?? [],
            keywords: summary.keywords + summary.tags, articleID: summary.id, publishedAt: summary.publishedAt)
    }

    /// Shares an article with its body and images.
    public init(_ article: Article) {
        self.init(article.summary)
        body = article.body
        for image in article.images + article.body.images where !images.contains(where: { $0.address == image.address })
        {
            images.append(image)
        }
    }
}
