import DotNews

/// `dotnews related`: the articles that belong to one.
struct RelatedCommand: Command {
    static let name = "related"
    static let summary = "Show the articles on disk that belong to one."
    static let operands = "ID"
    static let options: [Option] = [
        .value("limit", "N", letter: "n", help: "how many, 1 to 100 (default 10)")
    ]

    private let id: ArticleID
    private let limit: Int

    init(_ arguments: ParsedArguments) throws(UsageError) {
        id = try arguments.articleID()
        limit = try arguments.number("limit", in: 1...100) ?? 10
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        guard try await store.article(id) != nil else {
            throw CommandFailure(
                "The store has no article \(id); \"dotnews list\" shows what it has.",
                hant: "沒有儲存文章 \(id)；dotnews list 列出已儲存的文章。", hans: "没有存储文章 \(id)；dotnews list 列出已存储的文章。")
        }
        try await context.indexArticles(in: store)
        try ArticleListPrinter(context: context).show(try await store.search.related(to: id, limit: limit))
        return .success
    }
}
