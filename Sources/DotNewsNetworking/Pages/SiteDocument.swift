public import DotNewsFoundation
import DotNewsMarkup
public import DotNewsModels

/// What the package understands of one piece of content of a site, page or JSON, whatever it is called.
///
/// An article gives the same article from its JSON and from its page, a list of articles the same list.
public enum SiteDocument: Hashable, Sendable {
    /// An article, from its page or its JSON.
    case article(ArticlePage)
    /// A list of articles, from a column's page or from JSON.
    case list(ArticleListPage)
    /// What a search found.
    case search(SearchPage)
    /// The columns of a site.
    case columns(ColumnTree)

    /// The largest content read, in bytes; pages and articles have some hundred thousand.
    public static let maximumSize = 32 << 20

    /// Reads content.
    ///
    /// - Parameters:
    ///   - data: The content, at most ``maximumSize``; of a page, what is behind 4 MiB is left out.
    ///   - address: Where the content comes from; `nil` when that is not known.
    ///   - kind: What the content is; by default that is detected.
    ///   - edition: The edition it belongs to; `nil` takes a built-in one whose address it has, else the site of `address`.
    ///   - charset: What the `Content-Type` field says of the encoding of a page; `nil` when it says nothing.
    ///   - date: When the content was made; `nil` leaves relative times unread.
    /// - Throws: ``SiteDocumentError``.
    public static func read(
        _ data: Data, address: WebAddress? = nil, kind: SiteDocumentKind = .auto, edition: Edition? = nil,
        charset: String? = nil, date: Date? = nil
    ) throws(SiteDocumentError) -> SiteDocument {
        guard data.contains(where: { $0 > 0x20 }) else {
            throw SiteDocumentError(.empty, kind: kind, reason: "it is empty")
        }
        guard data.count <= maximumSize else {
            throw SiteDocumentError(
                .tooLarge, kind: kind, reason: "it has \(data.count) bytes; at most \(maximumSize) are read")
        }
        let edition = edition ?? Self.edition(for: address)
        let isJSON = JSONShape.isJSON(data)
        guard kind == .auto || kind.isPage != isJSON else {
            throw SiteDocumentError(.wrongKind, kind: kind, reason: isJSON ? "it is JSON" : "it is not JSON")
        }
        if isJSON {
            return try SiteDocumentJSON(edition: edition, address: address, date: date).read(data, as: kind)
        }
        let document = HTMLDocument(data, charset: charset)
        switch kind == .auto ? SiteDocumentKind.detected(in: document) : kind {
        case .article:
            return .article(try ArticlePageReader(edition: edition).read(document, address: address, date: date))
        case .list:
            return .list(ListPageReader(edition: edition).read(document, address: address, page: nil, date: date))
        case .search: return .search(try SearchPageReader(edition: edition).read(document, date: date))
        default:
            throw SiteDocumentError(
                .unrecognised, kind: .auto,
                reason: "it is neither JSON of the CMS nor a page with an article, a list of articles or search results"
            )
        }
    }

    private static func edition(for address: WebAddress?) -> Edition {
        guard let address else { return .dotdotnews }
        return Edition.builtIn.first { $0.site.host == address.host && $0.site.scheme == address.scheme }
            ?? Edition(id: address.host, name: address.host, language: .traditionalChinese, site: address.origin)
    }
}

/// Reads the CMS's JSON without having asked for it.
struct SiteDocumentJSON {
    let edition: Edition
    let address: WebAddress?
    let date: Date?

    func read(_ data: Data, as asked: SiteDocumentKind) throws(SiteDocumentError) -> SiteDocument {
        let shape = JSONShape(data)
        let detected = shape?.kind
        let kind = asked == .auto ? detected : asked
        guard let kind else {
            throw SiteDocumentError(
                .unrecognised, kind: .auto, reason: "it is JSON, but neither an article, nor articles, nor columns")
        }
        // Content without its envelope is put into one.
        let content =
            shape?.isBare == true && detected != nil
            ? Data("{\"data\":".utf8) + data.droppingByteOrderMark + Data("}".utf8) : data
        do {
            switch kind {
            case .articleJSON: return .article(try article(from: content))
            case .columns:
                var decoder = ColumnTreeDecoder(edition: edition)
                return .columns(try decoder.tree(from: content, at: place))
            default: return .list(try list(from: content, channel: shape?.channel ?? ""))
            }
        } catch let error as CMSError {
            throw SiteDocumentError(error.documentCode, kind: kind, reason: error.reason)
        } catch {
            throw error as? SiteDocumentError ?? SiteDocumentError(.malformed, kind: kind, reason: "\(error)")
        }
    }

    /// Where the content is said to come from when that is not known; only errors name it.
    private var place: WebAddress { address ?? edition.site }

    private var decoder: StoryDecoder { StoryDecoder(edition: edition, now: date ?? .distantPast) }

    private func article(from data: Data) throws -> ArticlePage {
        let record = try StoryDecoder.record(from: data, at: place)
        switch decoder.outcome(of: record, position: 1) {
        case .rejected(let skipped): throw CMSError.malformed("of the article, \(skipped.why)", place)
        case .withdrawn(let id):
            throw SiteDocumentError(
                .withdrawn, kind: .articleJSON, reason: "article \(id) is marked as unpublished or expired")
        case .article(let summary):
            let parsed = try decoder.parsedBody(of: record, summary: summary, at: place)
            return ArticlePage(
                article: decoder.article(of: record, summary: summary, parsed: parsed), warnings: parsed.warnings)
        }
    }

    private func list(from data: Data, channel: String) throws -> ArticleListPage {
        let list = try decoder.list(from: data, at: place)
        // `/columns/{column}/{channel}/app/stories.json`, `/channels/{channel}/hotlist/…`
        let path = (address?.path ?? "").split(separator: "/").map(String.init)
        var page = ArticleListPage(
            channelID: ChannelID(channel), items: list.articles, skipped: list.skipped)
        if path.count >= 3, path[0] == "columns" {
            page.columnID = ColumnID(path[1])
            page.channelID = ChannelID(path[2])
        } else if path.count >= 2, path[0] == "channels" {
            page.channelID = ChannelID(path[1])
        }
        if page.columnID == nil, !list.name.isEmpty {
            // Without an address, a column's list is known by its name.
            page.columnID = list.articles.lazy.compactMap(\.column).first { $0.name == list.name }?.id
        }
        return page
    }
}

extension CMSError {
    /// What is wrong with the content, without where it comes from.
    fileprivate var reason: String {
        switch self {
        case .malformed(let reason, _): reason
        case .envelope(let code, let message, _):
            "it reports error \(code)" + (message.isEmpty ? "" : ": \(message)")
        case .slowBody: SiteDocumentError.slowBody
        default: description
        }
    }

    fileprivate var documentCode: SiteDocumentError.Code { if case .slowBody = self { .slow } else { .malformed } }
}

extension Data {
    fileprivate var droppingByteOrderMark: Data {
        starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self
    }
}
