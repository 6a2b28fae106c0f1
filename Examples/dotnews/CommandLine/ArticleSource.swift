import DotNews

/// The source of the article to share.
enum ArticleSource: Sendable {
    /// The store.
    case id(ArticleID)
    /// An address: of an article, which the store has or the site is asked for, or of any other page, of which nothing but
    /// its address is known.
    case address(String)
    /// A file.
    case file(URL)

    /// An article, and the edition in whose language it is shared.
    struct SharedArticle {
        var content: ShareContent
        var edition: Edition
    }

    init(operand: String) throws(UsageError) {
        if let id = ArticleID(operand) {
            self = .id(id)
        } else if operand.contains(":") || operand.hasPrefix("//") {
            self = .address(operand)
        } else {
            throw UsageError("\"\(operand)\" is neither an article's ID nor an http or https address")
        }
    }

    /// What is to be shared.
    func article(_ context: CommandContext) async throws -> SharedArticle {
        switch self {
        case .id(let id):
            guard let stored = try await context.openExistingStore().article(id) else {
                throw CommandFailure(
                    "The store has no article \(id); \"dotnews list\" shows what it has.",
                    hant: "沒有儲存文章 \(id)；dotnews list 列出已儲存的文章。", hans: "没有存储文章 \(id)；dotnews list 列出已存储的文章。")
            }
            return Self.article(Self.content(stored), context)
        case .address(let text): return try await Self.article(at: text, context)
        case .file(let file): return try Self.article(in: file, context)
        }
    }

    private static func article(_ content: ShareContent, _ context: CommandContext) -> SharedArticle {
        let link = content.articleAddress.flatMap { DeepLink($0) }
        return SharedArticle(content: content, edition: edition(of: link, context.options))
    }

    /// An article of another edition is shared as that edition does, unless one was asked for.
    private static func edition(of link: DeepLink?, _ options: CommonOptions) -> Edition {
        options.isEditionChosen ? options.edition : link?.edition() ?? options.edition
    }

    // MARK: Addresses

    private static func article(at text: String, _ context: CommandContext) async throws -> SharedArticle {
        let options = context.options
        let editions = [options.edition] + Edition.builtIn
        guard let link = DeepLink(text, editions: editions) else {
            guard let address = WebAddress(text) else {
                // Not quoted: credentials are what may be wrong with it.
                throw ShareError(
                    .unacceptableLink,
                    reason: "the link is not an absolute http or https address without credentials.")
            }
            return SharedArticle(content: ShareContent(title: "", articleAddress: address), edition: options.edition)
        }
        let edition = Self.edition(of: link, options)
        guard case .article(let id, _) = link.destination else {
            return SharedArticle(content: ShareContent(title: "", articleAddress: link.webAddress), edition: edition)
        }
        if FileManager.default.fileExists(atPath: options.storeFile.path),
            let stored = try await context.openExistingStore().article(id)
        {
            return SharedArticle(content: content(stored), edition: edition)
        }
        return SharedArticle(content: try await fetched(link, id, of: edition, context), edition: edition)
    }

    private static func fetched(
        _ link: DeepLink, _ id: ArticleID, of edition: Edition, _ context: CommandContext
    ) async throws -> ShareContent {
        guard link.webAddress != nil else {
            throw CommandFailure(
                "The store has no article \(id), and without its date the site cannot be asked for it.",
                hant: "沒有儲存文章 \(id)，而沒有日期便不能向網站索取。",
                hans: "没有存储文章 \(id)，而没有日期就无法向网站获取。")
        }
        guard let article = try await Article.fetch(link, of: edition, transport: try context.transport()) else {
            throw CommandFailure(
                "Article \(id) is no longer published.", hant: "文章 \(id) 已不再發布。", hans: "文章 \(id) 已不再发布。")
        }
        return ShareContent(article)
    }

    private static func content(_ stored: StoredArticle) -> ShareContent {
        stored.article.map { ShareContent($0) } ?? ShareContent(stored.summary)
    }

    // MARK: Files

    private static func article(in file: URL, _ context: CommandContext) throws -> SharedArticle {
        let options = context.options
        let data = try NamedFile.read(file.path, upTo: SiteDocument.maximumSize + 1)
        if let fields = PlainFields(data) {
            return SharedArticle(content: try fields.content(), edition: options.edition)
        }
        let chosen = options.isEditionChosen ? options.edition : nil
        guard case .article(let page) = try SiteDocument.read(data, edition: chosen) else {
            throw CommandFailure(
                "\(file.path) holds no article.", hant: "\(file.path) 沒有文章。", hans: "\(file.path) 没有文章。")
        }
        return article(ShareContent(page.article), context)
    }
}

/// An article by hand, in JSON: `{"title": …, "summary": …, "link": …, "image": …, "keywords": […]}`, of which each may be
/// missing.
private struct PlainFields: Decodable {
    var title: String?
    var summary: String?
    var link: String?
    var image: String?
    var keywords: [String]?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case title, summary, link, image, keywords
    }

    private struct AnyName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads the fields; `nil` when there is anything else, as in the articles of the CMS.
    init?(_ data: Data) {
        guard data.count <= SiteDocument.maximumSize, !Self.hasLongName(data),
            let fields = try? JSONDecoder().decode(Self.self, from: data)
        else { return nil }
        self = fields
    }

    /// Whether a member has a longer name than these fields, escapes included. Asked of the bytes: the decoder compares
    /// names as texts, and of one that is all marks that takes the square of its length.
    private static func hasLongName(_ data: Data) -> Bool {
        var rest = [UInt8](data)[...]
        while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
            rest = rest[(quote + 1)...]
            let start = rest.startIndex
            while let byte = rest.first, byte != UInt8(ascii: "\"") { rest = rest.dropFirst(byte == 0x5C ? 2 : 1) }
            let length = rest.startIndex - start
            rest = rest.dropFirst()
            if length > 64, rest.first(where: { $0 > 0x20 }) == UInt8(ascii: ":") { return true }
        }
        return false
    }

    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyName.self).allKeys.map(\.stringValue)
        guard !names.isEmpty, Set(names).isSubset(of: CodingKeys.allCases.map(\.rawValue)) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "Not an article by hand"))
        }
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        title = try fields.decodeIfPresent(String.self, forKey: .title)
        summary = try fields.decodeIfPresent(String.self, forKey: .summary)
        link = try fields.decodeIfPresent(String.self, forKey: .link)
        image = try fields.decodeIfPresent(String.self, forKey: .image)
        keywords = try fields.decodeIfPresent([String].self, forKey: .keywords)
    }

    func content() throws(ShareError) -> ShareContent {
        try ShareContent(
            title: title ?? "", summary: summary ?? "", link: link, image: image, keywords: keywords ?? [])
    }
}
