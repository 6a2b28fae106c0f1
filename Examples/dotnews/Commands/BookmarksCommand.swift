import DotNews

/// `dotnews bookmarks`: what is bookmarked, the last first.
struct BookmarksCommand: Command {
    static let name = "bookmarks"
    static let summary = "List the bookmarks and their labels."
    static let options: [Option] = [
        .value("label", "NAME", letter: "l", help: "only those with this label"),
        .value("limit", "N", letter: "n", help: "how many, 1 to 1000 (default 100)"),
    ]

    private let label: BookmarkLabel?
    private let limit: Int

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        label = try arguments.labels("label").first
        limit = try arguments.number("limit", in: 1...1_000) ?? 100
    }

    private struct Listing: Encodable {
        struct Entry: Encodable {
            let id: ArticleID
            let labels: [BookmarkLabel]
            let changedAt: String
            let article: ArticleSummary?

            enum CodingKeys: CodingKey { case id, labels, changedAt, article }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(id, forKey: .id)
                try container.encode(labels, forKey: .labels)
                try container.encode(changedAt, forKey: .changedAt)
                // Said even when it is not there.
                try container.encode(article, forKey: .article)
            }
        }

        struct Label: Encodable {
            let name: BookmarkLabel
            let count: Int
        }

        let bookmarks: [Entry]
        let labels: [Label]
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let bookmarks = try await store.reader.bookmarks(labelled: label, limit: limit)
        let labels = try await store.reader.bookmarkLabels()
        if context.options.isJSON {
            try context.printJSON(
                Listing(
                    bookmarks: bookmarks.map {
                        Listing.Entry(
                            id: $0.id, labels: $0.labels, changedAt: PublicationTime.string(from: $0.changedAt),
                            article: $0.summary)
                    }, labels: labels.map { Listing.Label(name: $0.label, count: $0.count) }))
            return .success
        }
        let terminal = context.terminal
        for bookmark in bookmarks {
            let list = bookmark.labels.map(\.rawValue).joined(separator: ", ")
            terminal.print(
                terminal.faint(bookmark.id.rawValue) + "  "
                    + TerminalText.sanitized(
                        bookmark.summary?.title ?? terminal.words("(not on disk)", hant: "（未下載）", hans: "（未下载）"))
                    + (list.isEmpty ? "" : terminal.faint("  [\(TerminalText.sanitized(list))]")))
        }
        if bookmarks.isEmpty { terminal.report("No bookmarks.", hant: "沒有書籤。", hans: "没有书签。") }
        if !labels.isEmpty, !context.options.isQuiet {
            let list = labels.map { "\($0.label) (\($0.count))" }.joined(separator: ", ")
            terminal.report(terminal.words("Labels: ", hant: "標籤：", hans: "标签：") + TerminalText.sanitized(list))
        }
        return .success
    }
}
