import DotNews
import Foundation

/// Where the story to share comes from.
enum StorySource: Sendable {
    /// The store.
    case id(ArticleID)
    /// The store, or the site when the store does not have it.
    case link(DeepLink, ArticleID)
    /// Any other page, of which nothing but its address is known.
    case page(WebAddress)
    /// A file.
    case file(URL)

    init(operand: String) throws(UsageError) {
        if let id = ArticleID(operand) {
            self = .id(id)
        } else if let link = DeepLink(operand), case .article(let id, _) = link.destination {
            self = .link(link, id)
        } else if let address = WebAddress(operand) {
            self = .page(address)
        } else {
            throw UsageError(
                "\"\(operand)\" is neither a story's ID nor an http or https address")
        }
    }

    /// What is to be shared.
    func content(_ context: CommandContext) async throws -> ShareContent {
        switch self {
        case .id(let id):
            guard let stored = try await context.openExistingStore().article(id) else {
                throw CommandFailure("The store has no story \(id); \"dotnews list\" shows what it has.")
            }
            return Self.content(stored)
        case .link(let link, let id):
            if FileManager.default.fileExists(atPath: context.options.storeFile.path),
                let stored = try await context.openExistingStore().article(id)
            {
                return Self.content(stored)
            }
            return try await fetch(link, id, context)
        case .page(let address):
            return ShareContent(title: "", articleAddress: address)
        case .file(let file):
            let data: Data
            do { data = try Data(contentsOf: file) } catch {
                throw CommandFailure("Reading \(file.path) failed: \(error.localizedDescription)")
            }
            guard case .article(let page) = try WireFile.read(data, edition: context.options.edition) else {
                throw CommandFailure("\(file.path) holds no story.")
            }
            return ShareContent(page.article)
        }
    }

    private func fetch(_ link: DeepLink, _ id: ArticleID, _ context: CommandContext) async throws -> ShareContent {
        guard let page = link.webAddress else {
            throw CommandFailure("The store has no story \(id), and without its date the site cannot be asked for it.")
        }
        let cms = CMSClient(edition: context.options.edition, transport: try context.transport())
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
}
