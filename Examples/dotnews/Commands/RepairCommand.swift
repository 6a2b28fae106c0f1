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
        private(set) var repaired = false
        private(set) var rescued = 0
        private(set) var complete = true
        private(set) var damagedFile: String?

        /// Creates the outcome of a recovery; of nothing by default.
        init(_ recovery: StoreRecovery? = nil) { recovery.map { add($0) } }

        mutating func add(_ recovery: StoreRecovery) {
            repaired = true
            rescued += recovery.rescued
            complete = complete && recovery.isComplete
            damagedFile = recovery.damagedFile.path
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let file = context.options.storeFile
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw CommandFailure(
                "There is no store at \(file.path); --db names another.", hant: "\(file.path) 不存在；請以 --db 指定其他檔案。",
                hans: "\(file.path) 不存在；请用 --db 指定其他文件。")
        }
        let (problem, finished) = try await examine(context)
        guard isForced || problem != nil else { return try await takeOver(context, after: finished) }
        let recovery = try await context.recoverStore(
            after: problem ?? .corrupt, isQuiet: context.options.isJSON || context.options.isQuiet)
        if context.options.isJSON { try context.printJSON(Outcome(recovery)) }
        return .success
    }

    /// Takes over what lies aside beside a whole store.
    ///
    /// - Parameter finished: The repair that opening the store has finished.
    private func takeOver(_ context: CommandContext, after finished: StoreRecovery?) async throws -> ExitCode {
        let store = try context.openStore()
        var outcome = Outcome(finished)
        for damaged in try await store.recoveries() where damaged.isPending {
            let recovery = try await store.rescueReaderState(from: damaged.damagedFile)
            outcome.add(recovery)
            guard !context.options.isJSON, !context.options.isQuiet else { continue }
            context.terminal.report(
                "\(recovery.rescued) entries were taken over. " + FileAside(recovery).sentence(context.terminal),
                hant: "已取回 \(recovery.rescued) 項。" + FileAside(recovery).sentence(context.terminal),
                hans: "已取回 \(recovery.rescued) 项。" + FileAside(recovery).sentence(context.terminal))
        }
        await store.close()
        if context.options.isJSON {
            try context.printJSON(outcome)
        } else if !outcome.repaired, !context.options.isQuiet {
            context.terminal.print(
                "The store is whole; nothing was done.", hant: "儲存的內容完好，未有更改。", hans: "存储的内容完好，未作更改。")
        }
        return .success
    }

    /// Returns the reason to replace the store (that it cannot be opened, or is damaged; `nil` when it is whole), and the
    /// repair that opening it has finished.
    private func examine(
        _ context: CommandContext
    ) async throws -> (problem: StoreError.Code?, finished: StoreRecovery?) {
        let damage: [StoreError.Code] = [.corrupt, .notADatabase, .earlierFormat]
        let store: ArticleStore
        do {
            store = try context.openStore()
        } catch let error as StoreError where damage.contains(error.code) {
            return (error.code, nil)
        }
        let problem: StoreError.Code?
        do {
            problem = try await store.verify().isSound ? nil : .corrupt
        } catch  where damage.contains(error.code) {
            problem = error.code
        }
        await store.close()
        return (problem, store.finishedRecovery)
    }
}
