import DotNews

/// `dotnews import`: takes in what `export` wrote, on this device or another.
struct ImportCommand: Command {
    static let name = "import"
    static let summary = "Take in what \"export\" wrote; newer changes win, nothing is lost."
    static let operands = "FILE"

    private let file: String

    init(_ arguments: ParsedArguments) throws(UsageError) {
        file = try arguments.onlyOperand("the file")
    }

    private struct Outcome: Encodable {
        let changes, visits: Int
        let withdrawn: [ArticleID]
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let data = try read()
        // A new device may have no store yet.
        let report = try await context.openStore().reader.importData(data)
        if context.options.isJSON {
            try context.printJSON(
                Outcome(changes: report.changes, visits: report.visits, withdrawn: report.withdrawn))
        } else if !context.options.isQuiet {
            context.terminal.print(
                report.isEmpty
                    ? "Nothing new in \(file)." : "Took in \(report.changes) changes and \(report.visits) visits.")
        }
        return .success
    }

    private func read() throws -> Data {
        // One byte more than is taken, so that a file that is too large is refused without being read.
        try NamedFile.read(file, upTo: ReaderState.maximumImportSize + 1)
    }
}
