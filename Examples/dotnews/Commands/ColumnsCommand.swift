import DotNews

/// `dotnews columns`: the columns of the edition, as of the last sync.
struct ColumnsCommand: Command {
    static let name = "columns"
    static let summary = "Show the edition's columns and where they stand."
    static let options: [Option] = [
        .flag("all", letter: "a", help: "also show columns that the site keeps out of its menus")
    ]

    private let showsHidden: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        showsHidden = arguments.has("all")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let tree = try await store.columns()
        let roots = visible(tree.roots)
        if context.options.isJSON {
            try context.printJSON(["columns": roots])
        } else {
            for column in roots { printTree(column, depth: 0, terminal: context.terminal) }
            if roots.isEmpty {
                context.terminal.report(
                    "The store has no columns yet; run \"dotnews sync\".", hant: "尚未有欄目；請執行 dotnews sync。",
                    hans: "尚无栏目；请运行 dotnews sync。")
            }
        }
        return .success
    }

    private func visible(_ columns: [SiteColumn]) -> [SiteColumn] {
        columns.filter { showsHidden || !$0.isHidden }.map { column in
            var column = column
            column.children = visible(column.children)
            return column
        }
    }

    private func printTree(_ column: SiteColumn, depth: Int, terminal: Terminal) {
        let indent = String(repeating: "  ", count: depth)
        terminal.print(indent + TerminalText.sanitized(column.name) + "  " + terminal.faint(column.path.rawValue))
        for child in column.children { printTree(child, depth: depth + 1, terminal: terminal) }
    }
}
