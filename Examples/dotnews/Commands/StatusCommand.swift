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
        func row(_ english: String, hant: String, hans: String, _ value: String) {
            let name = terminal.words(english, hant: hant, hans: hans)
            terminal.print(name + String(repeating: " ", count: max(1, 12 - TerminalText.width(of: name))) + value)
        }
        row("Edition", hant: "版本", hans: "版本", status.edition)
        row("Store", hant: "儲存", hans: "存储", "\(status.store), \(ByteCount(status.bytes))")
        row("Columns", hant: "欄目", hans: "栏目", "\(status.columns)")
        row(
            "Articles", hant: "文章", hans: "文章",
            terminal.words(
                "\(status.articles), \(status.bodies) with body", hant: "\(status.articles)，\(status.bodies) 篇有全文",
                hans: "\(status.articles)，\(status.bodies) 篇有全文"))
        row("Bookmarked", hant: "書籤", hans: "书签", "\(status.bookmarked)")
        row(
            "Storage", hant: "用量", hans: "用量",
            terminal.words(
                "\(ByteCount(Int(use.texts))) texts, \(ByteCount(Int(use.searchIndex))) search index, "
                    + "\(ByteCount(Int(use.images))) images; of bookmarks "
                    + "\(ByteCount(Int(use.bookmarkedTexts + use.bookmarkedImages)))",
                hant: "文字 \(ByteCount(Int(use.texts)))，搜尋索引 \(ByteCount(Int(use.searchIndex)))，圖片 "
                    + "\(ByteCount(Int(use.images)))；其中書籤 \(ByteCount(Int(use.bookmarkedTexts + use.bookmarkedImages)))",
                hans: "文字 \(ByteCount(Int(use.texts)))，搜索索引 \(ByteCount(Int(use.searchIndex)))，图片 "
                    + "\(ByteCount(Int(use.images)))；其中书签 \(ByteCount(Int(use.bookmarkedTexts + use.bookmarkedImages)))"
            ))
        if let newest = status.newest, let oldest = status.oldest {
            row(
                "Published", hant: "發布日期", hans: "发布日期",
                terminal.words("\(oldest) to \(newest)", hant: "\(oldest) 至 \(newest)", hans: "\(oldest) 至 \(newest)"))
        }
        if let lastSync = status.lastSync { row("Synced", hant: "上次同步", hans: "上次同步", lastSync) }
        row(
            "Refresh", hant: "更新", hans: "更新",
            wait?.phrase(now: Date(), on: terminal) ?? terminal.words("is due", hant: "現可更新", hans: "现可更新"))
        for file in status.aside { row("Aside", hant: "舊檔案", hans: "旧文件", file.sentence(terminal)) }
        return .success
    }
}
