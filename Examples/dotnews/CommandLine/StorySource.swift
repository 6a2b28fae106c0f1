import DotNews

/// Where the story to share comes from.
enum StorySource: Sendable {
    /// The store.
    case id(ArticleID)
    /// An address: of a story, which the store has or the site is asked for, or of any other page, of which nothing but
    /// its address is known.
    case address(String)
    /// A file.
    case file(URL)

    /// A story, and the edition in whose language it is shared.
    struct Story {
        var content: ShareContent
        var edition: Edition
    }

    init(operand: String) throws(UsageError) {
        if let id = ArticleID(operand) {
            self = .id(id)
        } else if operand.contains(":") || operand.hasPrefix("//") {
            self = .address(operand)
        } else {
            throw UsageError("\"\(operand)\" is neither a story's ID nor an http or https address")
        }
    }

    /// What is to be shared.
    func story(_ context: CommandContext) async throws -> Story {
        switch self {
        case .id(let id):
            guard let stored = try await context.openExistingStore().article(id) else {
                throw CommandFailure("The store has no story \(id); \"dotnews list\" shows what it has.")
            }
            return Self.story(Self.content(stored), context)
        case .address(let text): return try await Self.story(at: text, context)
        case .file(let file): return try Self.story(in: file, context)
        }
    }

    private static func story(_ content: ShareContent, _ context: CommandContext) -> Story {
        let link = content.articleAddress.flatMap { DeepLink($0) }
        return Story(content: content, edition: edition(of: link, context.options))
    }

    /// A story of another edition is shared as that edition does, unless one was asked for.
    private static func edition(of link: DeepLink?, _ options: CommonOptions) -> Edition {
        options.isEditionChosen ? options.edition : link?.edition() ?? options.edition
    }

    // MARK: Addresses

    private static func story(at text: String, _ context: CommandContext) async throws -> Story {
        let options = context.options
        let editions = [options.edition] + Edition.builtIn
        guard let link = DeepLink(text, editions: editions) else {
            guard let address = WebAddress(text) else {
                // Not quoted: credentials are what may be wrong with it.
                throw ShareError(
                    .unacceptableLink,
                    reason: "the link is not an absolute http or https address without credentials.")
            }
            return Story(content: ShareContent(title: "", articleAddress: address), edition: options.edition)
        }
        let edition = Self.edition(of: link, options)
        guard case .article(let id, _) = link.destination else {
            return Story(content: ShareContent(title: "", articleAddress: link.webAddress), edition: edition)
        }
        if FileManager.default.fileExists(atPath: options.storeFile.path),
            let stored = try await context.openExistingStore().article(id)
        {
            return Story(content: content(stored), edition: edition)
        }
        return Story(content: try await fetched(link, id, of: edition, context), edition: edition)
    }

    private static func fetched(
        _ link: DeepLink, _ id: ArticleID, of edition: Edition, _ context: CommandContext
    ) async throws -> ShareContent {
        guard let page = link.webAddress else {
            throw CommandFailure("The store has no story \(id), and without its date the site cannot be asked for it.")
        }
        let cms = CMSClient(edition: edition, transport: try context.transport())
        let known = ArticleSummary(
            id: id, title: "", address: page, shareAddress: link.webAddress(.share), jsonAddress: link.webAddress(.json)
        )
        guard case .published(let article) = try await cms.article(known).value else {
            throw CommandFailure("Story \(id) is no longer published.")
        }
        return ShareContent(article)
    }

    private static func content(_ stored: StoredArticle) -> ShareContent {
        stored.article.map { ShareContent($0) } ?? ShareContent(stored.summary)
    }

    // MARK: Files

    private static func story(in file: URL, _ context: CommandContext) throws -> Story {
        let options = context.options
        let data = try NamedFile.read(file.path, upTo: .max)
        if let fields = PlainFields(data) {
            return Story(content: try fields.content(), edition: options.edition)
        }
        let chosen = options.isEditionChosen ? options.edition : nil
        guard case .article(let page) = try WireFile.read(data, edition: chosen) else {
            throw CommandFailure("\(file.path) holds no story.")
        }
        return story(ShareContent(page.article), context)
    }
}

/// A story by hand, in JSON: `{"title": …, "summary": …, "link": …, "image": …, "keywords": […]}`, of which each may be
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

    /// Reads the fields; `nil` when there is anything else, as in the stories of the CMS.
    init?(_ data: Data) {
        guard data.count <= WireFile.maximumSize, let fields = try? JSONDecoder().decode(Self.self, from: data) else {
            return nil
        }
        self = fields
    }

    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyName.self).allKeys.map(\.stringValue)
        guard !names.isEmpty, Set(names).isSubset(of: CodingKeys.allCases.map(\.rawValue)) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "Not a story by hand"))
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
