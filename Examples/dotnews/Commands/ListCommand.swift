import DotNews

/// `dotnews list`: articles of the store, newest first.
struct ListCommand: Command {
    static let name = "list"
    static let summary = "List the articles on disk, newest first: • unread, ◦ changed since read, ★ bookmarked."
    static let options: [Option] = [
        .value("column", "PATH", letter: "c", help: "only this column and those inside it"),
        .flag("only", help: "without the columns inside"),
        .flag("followed", help: "the articles of what you \"follow\", with why each is there"),
        .flag("muted", help: "muted articles too"),
        .flag("bookmarked", help: "only bookmarked articles"),
        .flag("unread", help: "only unread articles"),
        .value("since", "DATE", help: "published since, such as 2025-11-03 or 7d"),
        .value("limit", "N", letter: "n", help: "how many, 1 to 500 (default 20)"),
        .value("after", "CURSOR", help: "go on after an earlier list's \"next\""),
    ]

    private let path: ColumnPath?
    private let includesSubcolumns: Bool
    private let isFollowed: Bool
    private let includesMuted: Bool
    private let isBookmarked: Bool?
    private let isRead: Bool?
    private let since: Date?
    private let limit: Int
    private let cursor: PageCursor?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        path = try arguments.columnPaths("column").first
        includesSubcolumns = !arguments.has("only")
        includesMuted = arguments.has("muted")
        isBookmarked = arguments.has("bookmarked") ? true : nil
        isRead = arguments.has("unread") ? false : nil
        since = try arguments.date("since", now: Date())
        limit = try arguments.number("limit", in: 1...500) ?? 20
        cursor = try arguments.cursor()
        isFollowed = arguments.has("followed")
        for name in ["column", "only", "muted", "bookmarked", "unread", "since"] where isFollowed && arguments.has(name)
        {
            throw UsageError("list takes --followed or --\(name), not both")
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        if isFollowed {
            try await context.indexArticles(in: store)
            let page = try await store.reader.followedArticles(limit: limit, after: cursor)
            try ArticleListPrinter(context: context).show(page.items, next: page.next)
            return .success
        }
        var query = ArticleQuery(
            isBookmarked: isBookmarked, isRead: isRead, includesMuted: includesMuted, publishedSince: since)
        if let path {
            query.column = try await store.column(at: path).id
            query.includesSubcolumns = includesSubcolumns
        }
        let page = try await store.articles(query, limit: limit, after: cursor)
        try ArticleListPrinter(context: context).show(page.items, next: page.next)
        return .success
    }
}

extension ArticleStore {
    /// The column at `path`, or a failure that names those there are.
    func column(at path: ColumnPath) async throws -> SiteColumn {
        let tree = try await columns()
        guard let column = tree[path] else {
            throw SyncError.unknownColumn(path, available: tree.all.map(\.path))
        }
        return column
    }
}
