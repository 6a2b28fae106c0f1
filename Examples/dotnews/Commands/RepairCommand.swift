import DotNews

/// `dotnews repair`: replaces a store that is damaged or has an earlier format by a new one that has all of the reader's own that can be read.
struct RepairCommand: Command {
    static let name = "repair"
    static let summary = "Replace a damaged store, keeping all of the reader's own that can be read."
    static let options: [Option] = [
        .flag("force", help: "replace the store even when nothing is found to be wrong with it")
    ]

    private let isForced: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        isForced = arguments.has("force")
    }

    private struct Outcome: Encodable {
        let repaired: Bool
        let rescued: Int
        let complete: Bool
        let damagedFile: String?
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let file = context.options.storeFile
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw CommandFailure("There is no store at \(file.path); --db names another.")
        }
        let problem = try await problem(of: file)
        guard isForced || problem != nil else {
            if context.options.isJSON {
                try context.printJSON(Outcome(repaired: false, rescued: 0, complete: true, damagedFile: nil))
            } else if !context.options.isQuiet {
                context.terminal.print("The store is whole; nothing was done.")
            }
            return .success
        }
        let recovery = try await context.recoverStore(
            after: problem ?? .corrupt, isQuiet: context.options.isJSON || context.options.isQuiet)
        if context.options.isJSON {
            try context.printJSON(
                Outcome(
                    repaired: true, rescued: recovery.rescued, complete: recovery.isComplete,
                    damagedFile: recovery.damagedFile.path))
        }
        return .success
    }

    /// The reason to replace the store: that it cannot be opened, or is damaged; `nil` when it is whole.
    private func problem(of file: URL) async throws(StoreError) -> StoreError.Code? {
        do throws(StoreError) {
            let store = try ArticleStore(at: file)
            let problems = try await store.verify().problems
            await store.close()
            return problems.isEmpty ? nil : .corrupt
        } catch {
            guard [.corrupt, .notADatabase, .earlierFormat].contains(error.code) else { throw error }
            return error.code
        }
    }
}
