import DotNews

/// `dotnews show`: one article of the store.
struct ShowCommand: Command {
    static let name = "show"
    static let summary = "Show one article from the disk."
    static let operands = "ID"
    static let options: [Option] =
        ArticlePresenter.options + [
            .flag("no-history", help: "leave the history and the read mark as they are")
        ]

    private let id: ArticleID
    private let presenter: ArticlePresenter
    private let isNoted: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        id = try arguments.articleID()
        presenter = try ArticlePresenter(arguments)
        isNoted = !arguments.has("no-history")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        guard let stored = try await store.article(id) else {
            throw CommandFailure(
                "The store has no article \(id); \"dotnews list\" shows what it has.",
                hant: "沒有儲存文章 \(id)；dotnews list 列出已儲存的文章。", hans: "没有存储文章 \(id)；dotnews list 列出已存储的文章。")
        }
        try await presenter.present(stored, of: store, context)
        if isNoted, !store.isReadOnly { try await store.reader.recordVisit(to: id) }
        return .success
    }
}
