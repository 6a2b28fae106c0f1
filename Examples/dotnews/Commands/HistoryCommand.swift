import DotNews

/// `dotnews history`: the articles that were opened, the last first.
struct HistoryCommand: Command {
    static let name = "history"
    static let summary = "List the articles opened, the last first."
    static let options: [Option] = [
        .value("limit", "N", letter: "n", help: "how many, 1 to 1000 (default 20)"),
        .flag("clear", help: "forget them all; read marks stay"),
    ]

    private let limit: Int
    private let isCleared: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        limit = try arguments.number("limit", in: 1...1_000) ?? 20
        isCleared = arguments.has("clear")
    }

    private struct Listing: Encodable {
        struct Entry: Encodable {
            let id: ArticleID
            let visitedAt: String
            let article: ArticleRow?

            enum CodingKeys: CodingKey { case id, visitedAt, article }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(id, forKey: .id)
                try container.encode(visitedAt, forKey: .visitedAt)
                // Said even when it is not there.
                try container.encode(article, forKey: .article)
            }
        }

        let entries: [Entry]
        let current: ArticleID?
        let back, forward: Int

        enum CodingKeys: CodingKey { case entries, current, back, forward }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(entries, forKey: .entries)
            try container.encode(current, forKey: .current)
            try container.encode(back, forKey: .back)
            try container.encode(forward, forKey: .forward)
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        if isCleared { try await store.reader.clearHistory() }
        let entries = try await store.reader.history(limit: limit)
        let place = try await store.reader.backForwardPosition()
        if context.options.isJSON {
            try context.printJSON(
                Listing(
                    entries: entries.map {
                        Listing.Entry(
                            id: $0.id, visitedAt: PublicationTime.string(from: $0.visitedAt), article: $0.article)
                    }, current: place.current, back: place.backCount, forward: place.forwardCount))
            return .success
        }
        let terminal = context.terminal
        for entry in entries {
            let time = PublicationTime.string(from: entry.visitedAt).prefix(16).replacing("T", with: " ")
            terminal.print(
                terminal.faint(entry.id.rawValue + "  " + time) + " " + (entry.article?.marks ?? "  ") + " "
                    + TerminalText.sanitized(
                        entry.article?.title ?? terminal.words("(not on disk)", hant: "（未下載）", hans: "（未下载）")))
        }
        if entries.isEmpty { terminal.report("No articles.", hant: "沒有文章。", hans: "没有文章。") }
        if place.current != nil, !context.options.isQuiet {
            terminal.report(
                "\(place.backCount) back, \(place.forwardCount) forward.",
                hant: "可後退 \(place.backCount) 篇，前進 \(place.forwardCount) 篇。",
                hans: "可后退 \(place.backCount) 篇，前进 \(place.forwardCount) 篇。")
        }
        return .success
    }
}
