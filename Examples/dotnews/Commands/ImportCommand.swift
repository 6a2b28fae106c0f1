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
                    ? context.terminal.words(
                        "Nothing new in \(file).", hant: "\(file) 沒有新內容。", hans: "\(file) 没有新内容。")
                    : context.terminal.words(
                        "Took in \(report.changes) changes and \(report.visits) visits.",
                        hant: "已匯入 \(report.changes) 項更改和 \(report.visits) 次瀏覽。",
                        hans: "已导入 \(report.changes) 项更改和 \(report.visits) 次浏览。"))
        }
        return .success
    }

    private func read() throws -> Data {
        // One byte more than is taken, so that a file that is too large is refused without being read.
        try NamedFile.read(file, upTo: ReaderState.maximumImportSize + 1)
    }
}
