import DotNews

/// `dotnews bookmarks`: what is bookmarked, the last first.
struct BookmarksCommand: Command {
    static let name = "bookmarks"
    static let summary = "List the bookmarks and their labels."
    static let options: [Option] = [
        .value("label", "NAME", letter: "l", help: "only those with this label"),
        .flag("missing", help: "only those that cannot be read without network, and why"),
        .value("limit", "N", letter: "n", help: "how many, 1 to 1000 (default 100)"),
    ]

    private let label: BookmarkLabel?
    private let limit: Int
    private let isOfMissing: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        label = try arguments.labels("label").first
        limit = try arguments.number("limit", in: 1...1_000) ?? 100
        isOfMissing = arguments.has("missing")
        if isOfMissing, label != nil { throw UsageError("--missing does not go with --label") }
    }

    private struct Listing: Encodable {
        struct Entry: Encodable {
            let id: ArticleID
            let labels: [BookmarkLabel]
            let changedAt: String
            let availability: ArticleAvailability?
            let article: ArticleRow?

            enum CodingKeys: CodingKey { case id, labels, changedAt, availability, article }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(id, forKey: .id)
                try container.encode(labels, forKey: .labels)
                try container.encode(changedAt, forKey: .changedAt)
                try container.encode(availability, forKey: .availability)
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
        if isOfMissing { return try await listMissing(of: store, context) }
        let bookmarks = try await store.reader.bookmarks(labelled: label, limit: limit)
        let labels = try await store.reader.bookmarkLabels()
        if context.options.isJSON {
            let availability = try await store.read { reader in try reader.availability(of: bookmarks.map(\.id)) }
            try context.printJSON(
                Listing(
                    bookmarks: bookmarks.map {
                        Listing.Entry(
                            id: $0.id, labels: $0.labels, changedAt: PublicationTime.string(from: $0.changedAt),
                            availability: availability[$0.id], article: $0.article)
                    }, labels: labels.map { Listing.Label(name: $0.label, count: $0.count) }))
            return .success
        }
        let terminal = context.terminal
        for bookmark in bookmarks {
            let list = bookmark.labels.map(\.rawValue).joined(separator: ", ")
            terminal.print(
                terminal.faint(bookmark.id.rawValue) + " " + (bookmark.article?.readMark ?? " ") + " "
                    + TerminalText.sanitized(
                        bookmark.article?.title ?? terminal.words("(not on disk)", hant: "（未下載）", hans: "（未下载）"))
                    + (list.isEmpty ? "" : terminal.faint("  [\(TerminalText.sanitized(list))]")))
        }
        if bookmarks.isEmpty { terminal.report("No bookmarks.", hant: "沒有書籤。", hans: "没有书签。") }
        if !labels.isEmpty, !context.options.isQuiet {
            let list = labels.map { "\($0.label) (\($0.count))" }.joined(separator: ", ")
            terminal.report(terminal.words("Labels: ", hant: "標籤：", hans: "标签：") + TerminalText.sanitized(list))
        }
        return .success
    }

    private struct Missing: Encodable {
        let id: ArticleID
        let title: String?
        let availability: ArticleAvailability
        let reason: MissingBookmark.Reason
        let nextTry: String?
    }

    private func listMissing(of store: ArticleStore, _ context: CommandContext) async throws -> ExitCode {
        let limit = limit
        let missing = try await store.read { reader in try reader.missingBookmarks(limit: limit) }
        if context.options.isJSON {
            try context.printJSON(
                [
                    "missing": missing.map {
                        Missing(
                            id: $0.id, title: $0.title, availability: $0.availability, reason: $0.reason,
                            nextTry: $0.retryAt.map { PublicationTime.string(from: $0) })
                    }
                ])
            return .success
        }
        for bookmark in missing {
            context.terminal.print(
                context.terminal.faint(bookmark.id.rawValue) + "  "
                    + TerminalText.sanitized(bookmark.title ?? "(not on disk)")
                    + context.terminal.faint("  \(Self.words(bookmark.reason))"))
        }
        if missing.isEmpty { context.terminal.report("Every bookmarked article is on disk, with its pictures.") }
        return .success
    }

    private static func words(_ reason: MissingBookmark.Reason) -> String {
        switch reason {
        case .waiting: "waits for the next sync"
        case .gone: "is gone from the site"
        case .unknownDate: "cannot be asked for: its day is not known"
        case .text: "its text could not be fetched"
        case .pictures: "pictures of it could not be fetched"
        }
    }
}
