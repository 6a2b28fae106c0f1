import DotNews

/// `dotnews show`: one article, from the store or else from the site.
struct ShowCommand: Command {
    static let name = "show"
    static let summary = "Show one article; the site is asked for what is not on disk."
    static let operands = "ID|ADDRESS"
    static let options: [Option] =
        ArticlePresenter.options + [
            .flag("offline", help: "show what is on disk; ask nobody"),
            .flag("no-history", help: "leave the history and the read mark as they are"),
        ]

    private let source: ShownArticle
    private let presenter: ArticlePresenter
    private let isOffline: Bool
    private let isNoted: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        source = try ShownArticle(operand: arguments.onlyOperand("the article's ID or address"))
        presenter = try ArticlePresenter(arguments)
        isOffline = arguments.has("offline")
        isNoted = !arguments.has("no-history")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let link = try await source.link(in: store, context.options.edition)
        let stored = try await article(at: link, of: store, context)
        try await presenter.present(stored, of: store, context)
        if isNoted, !store.isReadOnly { try await store.reader.recordVisit(to: stored.id) }
        return .success
    }

    private func article(
        at link: DeepLink, of store: ArticleStore, _ context: CommandContext
    ) async throws -> StoredArticle {
        guard case .article(let id, _) = link.destination else {
            throw CommandFailure("\(link) is no article.", hant: "\(link) 不是文章。", hans: "\(link) 不是文章。")
        }
        let absence = CommandFailure(
            "The store has no article \(id); \"dotnews list\" shows what it has.",
            hant: "沒有儲存文章 \(id)；dotnews list 列出已儲存的文章。", hans: "没有存储文章 \(id)；dotnews list 列出已存储的文章。")
        guard !isOffline, !store.isReadOnly else {
            guard let stored = try await store.article(id) else { throw absence }
            return stored
        }
        do {
            let opened = try await context.client(store).article(at: link)
            if let failure = opened.failure, !context.options.isQuiet {
                context.terminal.report(context.terminal.sentence(failure))
            }
            return opened.article
        } catch let error as FetchError where error.kind != .cancelled {
            let words = absence.text
            let reason = context.terminal.sentence(error)
            throw CommandFailure(
                "\(words.english) \(reason)", hant: words.traditionalChinese + reason,
                hans: words.simplifiedChinese + reason)
        }
    }
}
