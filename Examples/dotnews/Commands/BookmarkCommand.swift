import DotNews

/// `dotnews bookmark`: keeps an article whatever retention does, labels it, or lets it go.
struct BookmarkCommand: Command {
    static let name = "bookmark"
    static let summary = "Bookmark an article, or label its bookmark."
    static let operands = "ID"
    static let options: [Option] = [
        .value("label", "NAME", letter: "l", repeatable: true, help: "give the bookmark this label"),
        .flag("remove", help: "remove the bookmark or, with --label, only that label"),
    ]
    static let details = """
        The article need not be on disk yet. A removed bookmark that is set again has its labels again.
        """

    private let id: ArticleID
    private let labels: [BookmarkLabel]
    private let isRemoved: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        id = try arguments.articleID()
        labels = try arguments.labels("label")
        isRemoved = arguments.has("remove")
    }

    private struct Outcome: Encodable {
        let id: ArticleID
        let bookmarked: Bool
        let labels: [BookmarkLabel]
        let changed: Bool
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        var changes = StoreChangeSummary()
        if labels.isEmpty { changes = try await store.reader.setBookmarked(!isRemoved, for: id) }
        for label in labels {
            changes.merge(
                isRemoved
                    ? try await store.reader.removeLabel(label, from: id)
                    : try await store.reader.addLabel(label, to: id))
        }
        let outcome = Outcome(
            id: id, bookmarked: try await store.reader.isBookmarked(id), labels: try await store.reader.labels(of: id),
            changed: !changes.isEmpty)
        if context.options.isJSON {
            try context.printJSON(outcome)
        } else if !context.options.isQuiet {
            let list = outcome.labels.map(\.rawValue).joined(separator: ", ")
            context.terminal.print(
                "\(id) is \(outcome.bookmarked ? "" : "not ")bookmarked\(list.isEmpty ? "" : ": " + TerminalText.sanitized(list)).",
                hant:
                    "\(id) \(outcome.bookmarked ? "已加書籤" : "未加書籤")\(list.isEmpty ? "" : "：" + TerminalText.sanitized(list))。",
                hans:
                    "\(id) \(outcome.bookmarked ? "已加书签" : "未加书签")\(list.isEmpty ? "" : "：" + TerminalText.sanitized(list))。"
            )
        }
        return .success
    }
}

extension ParsedArguments {
    /// The labels of a repeatable option.
    func labels(_ name: String) throws(UsageError) -> [BookmarkLabel] {
        var labels: [BookmarkLabel] = []
        for text in values(name) {
            guard let label = BookmarkLabel(text) else {
                throw UsageError("--\(name) takes a name of 1 to 256 bytes without control characters")
            }
            labels.append(label)
        }
        return labels
    }
}
