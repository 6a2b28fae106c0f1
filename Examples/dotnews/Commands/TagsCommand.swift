import DotNews

/// `dotnews tags`: the tags of the articles on disk, or the articles of one tag.
struct TagsCommand: Command {
    static let name = "tags"
    static let summary = "Show the tags of the articles on disk, or the articles of a tag or an author."
    static let operands = "[TAG]"
    static let options: [Option] = [
        .value("author", "NAME", help: "the articles of an author instead"),
        .value("limit", "N", letter: "n", help: "how many, 1 to 1000 (default 50)"),
        .value("after", "CURSOR", help: "go on after an earlier list's \"next\""),
    ]

    private let tag: String?
    private let author: String?
    private let limit: Int
    private let cursor: PageCursor?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        tag = arguments.operands.isEmpty ? nil : try arguments.onlyOperand("the tag")
        author = arguments.value("author")
        limit = try arguments.number("limit", in: 1...1_000) ?? 50
        cursor = try arguments.cursor()
        if tag != nil, author != nil { throw UsageError("tags takes a tag or --author, not both") }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        try await context.indexArticles(in: store)
        if let tag {
            let page = try await store.search.articles(taggedWith: tag, limit: limit, after: cursor)
            try ArticleListPrinter(context: context).show(page.items, next: page.next)
        } else if let author {
            let page = try await store.search.articles(byAuthor: author, limit: limit, after: cursor)
            try ArticleListPrinter(context: context).show(page.items, next: page.next)
        } else {
            let tags = try await store.search.tags(limit: limit)
            if context.options.isJSON {
                try context.printJSON(["tags": tags])
            } else {
                for tag in tags { context.terminal.print("\(tag.count)\t\(TerminalText.sanitized(tag.name))") }
            }
        }
        return .success
    }
}
