import DotNews

/// `dotnews read`: marks articles as read, or as not read.
struct ReadCommand: Command {
    static let name = "read"
    static let summary = "Mark articles as read, or as not read."
    static let operands = "[ID ...]"
    static let options: [Option] = [
        .value("column", "PATH", letter: "c", help: "the articles of this column and those inside it"),
        .value("before", "DATE", help: "the articles published before, such as 2025-11-03 or 7d"),
        .flag("unread", help: "mark as not read"),
    ]

    private let ids: [ArticleID]
    private let path: ColumnPath?
    private let before: Date?
    private let isRead: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        var ids: [ArticleID] = []
        for operand in arguments.operands {
            guard let id = ArticleID(operand) else {
                throw UsageError("an article's ID is AP and 24 hexadecimal digits, not \"\(operand)\"")
            }
            ids.append(id)
        }
        self.ids = ids
        path = try arguments.columnPaths("column").first
        before = try arguments.date("before", now: Date())
        isRead = !arguments.has("unread")
        guard [!ids.isEmpty, path != nil, before != nil].count(where: { $0 }) == 1 else {
            throw UsageError("which articles? Give IDs, or --column, or --before")
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let scope: ReadScope =
            if let path {
                .column(try await store.column(at: path).id)
            } else if let before {
                .publishedBefore(before)
            } else {
                .articles(ids)
            }
        let count = try await store.reader.setRead(isRead, in: scope).count
        if context.options.isJSON {
            try context.printJSON(["changed": count])
        } else if !context.options.isQuiet {
            context.terminal.print(
                "Marked \(count) \(count == 1 ? "article" : "articles") as \(isRead ? "read" : "not read").",
                hant: "已將 \(count) 篇文章標示為\(isRead ? "已讀" : "未讀")。",
                hans: "已将 \(count) 篇文章标为\(isRead ? "已读" : "未读")。")
        }
        return .success
    }
}
