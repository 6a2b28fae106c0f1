import DotNews

/// `dotnews new`: what has come since the last time, as an app says when it comes to the front.
struct NewCommand: Command {
    static let name = "new"
    static let summary = "Say what has come since you last asked, and start anew from here."
    static let options: [Option] = []

    init(_ arguments: ParsedArguments) throws(UsageError) { try arguments.expectNoOperands() }

    private struct Listing: Encodable {
        let total: Int
        let since: String?
        let columns: [ColumnCount]
        let firstSeen: ArticleID?
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let new = try await store.reader.beginVisit()
        let columns = ColumnCount.list(new.columns, in: try await store.columns())
        let since = new.since.map { PublicationTime.string(from: $0) }
        if context.options.isJSON {
            try context.printJSON(
                Listing(total: new.total, since: since, columns: columns, firstSeen: new.firstSeen))
        } else if let since {
            context.terminal.print(
                "\(new.total) new \(new.total == 1 ? "article" : "articles") since \(since.prefix(16).replacing("T", with: " "))"
            )
            ColumnCount.show(columns, on: context.terminal)
        } else {
            context.terminal.print("This is the first time. What comes from now on is new.")
        }
        return .success
    }
}
