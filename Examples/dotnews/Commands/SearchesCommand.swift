import DotNews

/// `dotnews searches`: what was looked for, the last first.
struct SearchesCommand: Command {
    static let name = "searches"
    static let summary = "List what was looked for, the last first."
    static let options: [Option] = [
        .value("remove", "QUERY", help: "forget this one"),
        .flag("clear", help: "forget them all"),
    ]

    private let removed: String?
    private let isCleared: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        removed = arguments.value("remove")
        isCleared = arguments.has("clear")
    }

    private struct Listing: Encodable {
        struct Entry: Encodable {
            let query, searchedAt: String
        }

        let searches: [Entry]
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        if let removed { try await store.reader.removeSearch(removed) }
        if isCleared { try await store.reader.clearRecentSearches() }
        let searches = try await store.reader.recentSearches()
        if context.options.isJSON {
            try context.printJSON(
                Listing(
                    searches: searches.map {
                        Listing.Entry(query: $0.text, searchedAt: PublicationTime.string(from: $0.searchedAt))
                    }))
            return .success
        }
        for search in searches {
            let time = PublicationTime.string(from: search.searchedAt).prefix(16).replacing("T", with: " ")
            context.terminal.print(context.terminal.faint(String(time)) + "  " + TerminalText.sanitized(search.text))
        }
        if searches.isEmpty { context.terminal.report("No searches.", hant: "沒有搜尋記錄。", hans: "没有搜索记录。") }
        return .success
    }
}
