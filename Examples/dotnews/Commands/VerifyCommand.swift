import DotNews

/// `dotnews verify`: checks that the store is whole.
struct VerifyCommand: Command {
    static let name = "verify"
    static let summary = "Check that the store and the image cache are whole."

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
    }

    private struct Outcome: Encodable {
        let ok: Bool
        let problems: [String]
        /// The damaged files beside the store.
        let aside: [FileAside]
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        var problems = try await store.verify().problems
        if FileManager.default.fileExists(atPath: context.options.imageDirectory.path) {
            problems += try await context.openImages(store).verify()
        }
        let aside = try await store.recoveries().map(FileAside.init)
        // The reader's own is not where it should be.
        problems += aside.filter(\.pending).map { $0.sentence(context.terminal) }
        if context.options.isJSON {
            try context.printJSON(Outcome(ok: problems.isEmpty, problems: problems, aside: aside))
        } else {
            for problem in problems { context.terminal.report(TerminalText.sanitized(problem)) }
            if problems.isEmpty, !context.options.isQuiet {
                context.terminal.print("The store is whole.", hant: "儲存的內容完好。", hans: "存储的内容完好。")
            }
            for file in aside where !file.pending && !context.options.isQuiet {
                context.terminal.print(
                    "A damaged file lies aside. \(file.sentence(context.terminal))",
                    hant: "有損壞的舊檔案。\(file.sentence(context.terminal))",
                    hans: "有损坏的旧文件。\(file.sentence(context.terminal))")
            }
        }
        return problems.isEmpty ? .success : .failure
    }
}
