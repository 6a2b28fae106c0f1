import DotNews

/// `dotnews changes`: what has changed in the store, for a program that follows it.
struct ChangesCommand: Command {
    static let name = "changes"
    static let summary = "Show what has changed in the store since a token, or the present token."
    static let operands = "[TOKEN]"
    static let options: [Option] = [
        .value("limit", "N", letter: "n", help: "how many changes, 1 to 1000 (default 500)")
    ]

    private let token: ChangeToken?
    private let limit: Int

    init(_ arguments: ParsedArguments) throws(UsageError) {
        limit = try arguments.number("limit", in: 1...1_000) ?? 500
        guard !arguments.operands.isEmpty else {
            token = nil
            return
        }
        let text = try arguments.onlyOperand("the token")
        guard let token = ChangeToken(text) else {
            throw UsageError("\"\(text)\" is no token; \"dotnews changes\" prints one")
        }
        self.token = token
    }

    private struct Listing: Encodable {
        let new, updated, withdrawn, removed, readElsewhere: [ArticleID]
        let next: ChangeToken
        let more: Bool

        init(_ changes: ArticleChanges) {
            (new, updated, withdrawn) = (changes.new, changes.updated, changes.withdrawn)
            (removed, readElsewhere) = (changes.removed, changes.readElsewhere)
            (next, more) = (changes.next, changes.hasMore)
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        guard let token else {
            let token = try await store.changeToken()
            if context.options.isJSON {
                try context.printJSON(["next": token])
            } else {
                context.terminal.print(token.description)
            }
            return .success
        }
        let changes = try await store.changes(since: token, limit: limit)
        if context.options.isJSON {
            try context.printJSON(Listing(changes))
            return .success
        }
        let kinds = [
            ("new", changes.new), ("updated", changes.updated), ("withdrawn", changes.withdrawn),
            ("removed", changes.removed), ("read-elsewhere", changes.readElsewhere),
        ]
        for (kind, ids) in kinds {
            for id in ids { context.terminal.print("\(kind)\t\(id)") }
        }
        if !context.options.isQuiet {
            context.terminal.report("\(changes.hasMore ? "More" : "Next"): dotnews changes \(changes.next)")
        }
        return .success
    }
}
