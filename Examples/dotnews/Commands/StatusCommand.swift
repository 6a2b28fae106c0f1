import DotNews

/// `dotnews status`: what the store holds.
struct StatusCommand: Command {
    static let name = "status"
    static let summary = "Show what is on disk."

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
    }

    private struct Status: Encodable {
        let edition: String
        let store: String
        let columns, articles, bodies, bookmarked, bytes: Int
        /// The bytes of texts, search index and images, and those of bookmarked articles.
        let texts, bookmarkedTexts, searchIndex, images, bookmarkedImages: Int64
        let newest, oldest: String?
        let lastSync, nextRefresh, waitingFor: String?
        /// The damaged files beside the store.
        let aside: [FileAside]
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let statistics = try await store.statistics()
        let client = try context.client(store)
        let use = try await store.read { reader in try reader.storageUse() }
        let wait = try await client.refreshWait()
        let status = Status(
            edition: context.options.edition.id, store: context.options.storeFile.path,
            columns: try await store.columns().all.count, articles: statistics.articles, bodies: statistics.bodies,
            bookmarked: statistics.bookmarked,
            bytes: Int(statistics.bytesOnDisk), texts: use.texts, bookmarkedTexts: use.bookmarkedTexts,
            searchIndex: use.searchIndex, images: use.images, bookmarkedImages: use.bookmarkedImages,
            newest: statistics.newest.map { PublicationTime.string(from: $0) },
            oldest: statistics.oldest.map { PublicationTime.string(from: $0) },
            lastSync: try await client.lastSync().map { PublicationTime.string(from: $0) },
            nextRefresh: wait?.until.map { PublicationTime.string(from: $0) }, waitingFor: wait?.reason.rawValue,
            aside: try await store.recoveries().map(FileAside.init))
        if context.options.isJSON {
            try context.printJSON(status)
            return .success
        }
        let terminal = context.terminal
        terminal.print("Edition     \(status.edition)")
        terminal.print("Store       \(status.store), \(ByteCount(status.bytes))")
        terminal.print("Columns     \(status.columns)")
        terminal.print("Articles    \(status.articles), \(status.bodies) with body")
        terminal.print("Bookmarked  \(status.bookmarked)")
        terminal.print(
            "Storage     \(ByteCount(Int(use.texts))) texts, \(ByteCount(Int(use.searchIndex))) search index, "
                + "\(ByteCount(Int(use.images))) images; of bookmarks "
                + "\(ByteCount(Int(use.bookmarkedTexts + use.bookmarkedImages)))")
        if let newest = status.newest, let oldest = status.oldest {
            terminal.print("Published   \(oldest) to \(newest)")
        }
        if let lastSync = status.lastSync { terminal.print("Synced      \(lastSync)") }
        terminal.print("Refresh     " + (wait?.phrase(now: Date()) ?? "is due"))
        for file in status.aside { terminal.print("Aside       \(file.sentence)") }
        return .success
    }
}
