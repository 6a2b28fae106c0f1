import DotNews

/// `dotnews export`: what belongs to the reader, as one JSON document.
struct ExportCommand: Command {
    static let name = "export"
    static let summary = "Write bookmarks, history and all else that is yours as JSON."
    static let options: [Option] = [
        .value("output", "FILE", letter: "o", help: "write to a file instead of standard output")
    ]

    private let output: String?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        output = arguments.value("output")
    }

    private struct Outcome: Encodable {
        let file: String
        let bytes: Int
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let data = try await context.openExistingStore().reader.exportData()
        guard let output else {
            context.terminal.print(String(decoding: data, as: UTF8.self))
            return .success
        }
        // What somebody reads is nobody else's business.
        try NamedFile.write(data, to: output, isPrivate: true)
        if context.options.isJSON {
            try context.printJSON(Outcome(file: output, bytes: data.count))
        } else if !context.options.isQuiet {
            context.terminal.print(
                "Wrote \(ByteCount(data.count)) to \(output).", hant: "已將 \(ByteCount(data.count)) 寫入 \(output)。",
                hans: "已将 \(ByteCount(data.count)) 写入 \(output)。")
        }
        return .success
    }
}
