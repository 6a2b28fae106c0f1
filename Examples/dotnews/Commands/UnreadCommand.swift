import DotNews

/// `dotnews unread`: how many articles are not read.
struct UnreadCommand: Command {
    static let name = "unread"
    static let summary = "Count the unread articles: all, by column, and those that are bookmarked."
    static let options: [Option] = []

    init(_ arguments: ParsedArguments) throws(UsageError) { try arguments.expectNoOperands() }

    private struct Listing: Encodable {
        let total: Int
        let bookmarked: Int
        let columns: [ColumnCount]
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let (counts, tree) = try await store.read { reader in (try reader.unreadCounts(), try reader.columns()) }
        let columns = ColumnCount.list(counts.columns, in: tree)
        if context.options.isJSON {
            try context.printJSON(
                Listing(total: counts.total, bookmarked: counts.bookmarked, columns: columns))
        } else {
            context.terminal.print("\(counts.total) unread, \(counts.bookmarked) bookmarked and unread")
            ColumnCount.show(columns, on: context.terminal)
        }
        return .success
    }
}

/// The number of some articles in a column and in those inside it.
struct ColumnCount: Encodable {
    let path: ColumnPath
    let name: String
    let count: Int

    /// The columns that have any, in the order of the site.
    static func list(_ counts: [ColumnID: Int], in tree: ColumnTree) -> [ColumnCount] {
        tree.all.compactMap { column in
            counts[column.id].map { ColumnCount(path: column.path, name: column.name, count: $0) }
        }
    }

    static func show(_ columns: [ColumnCount], on terminal: Terminal) {
        for column in columns {
            terminal.print(
                "\(column.count)\t\(TerminalText.sanitized(column.name))  " + terminal.faint(column.path.rawValue))
        }
    }
}
