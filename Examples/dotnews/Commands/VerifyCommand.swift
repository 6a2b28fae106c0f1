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
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        var problems = try await store.verify().problems
        if FileManager.default.fileExists(atPath: context.options.imageDirectory.path) {
            problems += try await context.openImages(store).verify()
        }
        if context.options.isJSON {
            try context.printJSON(Outcome(ok: problems.isEmpty, problems: problems))
        } else {
            for problem in problems { context.terminal.report(TerminalText.sanitized(problem)) }
            if problems.isEmpty, !context.options.isQuiet { context.terminal.print("The store is whole.") }
        }
        return problems.isEmpty ? .success : .failure
    }
}
