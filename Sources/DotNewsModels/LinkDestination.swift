/// The place where a link leads, as an app decides what a tap does.
///
/// ```swift
/// switch client.edition.destination(of: link) {
/// case .article(_, let link): show(try await client.article(at: link).article)
/// case .column(let path): show(path)
/// case .frontPage: showFrontPage()
/// case .otherSite(let link): openEdition(of: link)
/// case .web(let address): openBrowser(address)
/// }
/// ```
public enum LinkDestination: Hashable, Sendable {
    /// An article of the edition.
    case article(ArticleID, DeepLink)
    /// A column of the edition.
    case column(ColumnPath)
    /// The edition's front page.
    case frontPage
    /// A page of another of the publisher's sites, such as the edition in the other language.
    case otherSite(DeepLink)
    /// Any other page, for a browser.
    case web(WebAddress)
}

/// A link of an article, with the place where it leads.
public struct ArticleLink: Hashable, Sendable {
    /// The words that are the link; the other article's title for a related article.
    public var text: String
    /// The address.
    public var address: WebAddress
    /// The place where it leads.
    public var destination: LinkDestination

    /// Creates a link.
    public init(text: String, address: WebAddress, destination: LinkDestination) {
        self.text = text
        self.address = address
        self.destination = destination
    }
}

extension Edition {
    /// Returns the place where an address leads, seen from this edition.
    public func destination(of address: WebAddress) -> LinkDestination {
        guard let link = DeepLink(address, editions: knownEditions) else { return .web(address) }
        guard owns(link.site) else { return .otherSite(link) }
        switch link.destination {
        case .article(let id, _): return .article(id, link)
        case .column(let path, page: 1): return .column(path)
        case .frontPage: return .frontPage
        case .column, .getTheApp: return .web(address)
        }
    }

    /// The editions whose links are read: this one, then the built-in ones.
    package var knownEditions: [Edition] { [self] + Edition.builtIn }

    /// Whether a site's articles are this edition's: its own site, the site that it is a mirror of, and sibling hosts that are
    /// not another edition's site.
    package func owns(_ site: WebAddress) -> Bool {
        if site == self.site || site == Edition.named(id)?.site { return true }
        guard siblingHosts.contains(site.host), site.port == nil else { return false }
        return !Edition.builtIn.contains { $0.id != id && $0.site.host == site.host }
    }
}

extension Article {
    /// Returns the links of the body and the related articles, in reading order, each address once.
    ///
    /// - Parameter edition: The edition that the reader is in.
    public func links(in edition: Edition) -> [ArticleLink] {
        var seen: Set<WebAddress> = []
        return (body.blocks.flatMap(\.links) + related.map { ($0.title, $0.address) }).compactMap { text, address in
            guard seen.insert(address).inserted else { return nil }
            return ArticleLink(text: text, address: address, destination: edition.destination(of: address))
        }
    }
}

extension ArticleBody.Block {
    fileprivate var links: [(String, WebAddress)] {
        switch self {
        case .paragraph(let text), .leadQuote(let text), .subhead(let text, _): text.links
        case .blockQuote(let blocks): blocks.flatMap(\.links)
        case .list(let list): list.items.flatMap { $0.flatMap(\.links) }
        case .table(let table): table.rows.flatMap { $0.flatMap(\.text.links) }
        case .embed(let address, let title): [(title, address)]
        case .figure, .gallery, .video, .audio, .separator, .preformatted: []
        }
    }
}

extension InlineText {
    fileprivate var links: [(String, WebAddress)] { runs.compactMap { run in run.link.map { (run.text, $0) } } }
}
