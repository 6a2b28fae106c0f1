import DotNews

/// `dotnews sync`: brings the edition's columns and articles onto disk.
struct SyncCommand: Command {
    static let name = "sync"
    static let summary = "Bring the edition's columns and articles onto disk."
    static let options: [Option] = [
        .value(
            "column", "PATH", letter: "c", repeatable: true,
            help: "only this column and those inside it; may be repeated"),
        .flag("followed", help: "only the columns that are followed (\"dotnews follow\"); all when none is"),
        .flag("bookmarks-only", help: "only complete the bookmarked articles, which each sync does first"),
        .value(
            "save", "N",
            help: "with one --column: only the newest N of it and of each inside, with all pictures, to read offline"),
        .value("bodies", "all|none|N", help: "whose bodies: all (default), none, or the newest N of a column"),
        .value("images", "none|thumbnails|all", help: "which images: none (default), thumbnails or all"),
        .value(
            "width", "N|original",
            help: "pixels that images of bodies are asked for, 1 to 4096 (default 1080), or their own width"),
        .value("since", "DATE", help: "bodies and images of articles published since, such as 2025-11-03 or 7d"),
        .value(
            "index", "all|none|N", help: "how many of the new articles to make indexed now (default the newest 1000)"),
        .value("jobs", "N", help: "requests under way at once, 1 to 64 (default 16)"),
        .flag("if-due", help: "only if a refresh is due, as an app refreshes by itself; see docs/scale.md"),
        .flag(
            "metered",
            help: "the connection costs by the byte: images as preferred; with --if-due, fewer bodies, half as often"),
        .flag("low-data", help: "with --if-due: save data; lists alone, a quarter as often"),
        .flag("low-power", help: "with --if-due: save power; no images, no search index, half as often"),
        .flag("background", help: "with --if-due: nobody is looking; nothing with --low-data or --low-power"),
    ]

    private let policy: SyncPolicy
    /// The column whose newest articles are saved, and how many of them; `nil` for a usual sync.
    private let saved: (path: ColumnPath, count: Int)?
    /// The needs of the device, such as saving data.
    private let conditions: RefreshConditions
    /// Whether this is an automatic refresh, which may not be due.
    private let isAutomatic: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        policy = SyncPolicy(
            columns: try Self.columns(arguments),
            publishedSince: try arguments.date("since", now: Date()),
            bodies: try Self.bodies(arguments), images: try Self.images(arguments),
            imageWidth: try Self.width(arguments),
            indexing: try Self.indexing(arguments),
            maximumConcurrentRequests: try arguments.number("jobs", in: 1...64) ?? 16)
        isAutomatic = arguments.has("if-due")
        saved = try Self.saved(arguments)
        conditions = try Self.conditions(arguments)
    }

    private static func columns(_ arguments: ParsedArguments) throws(UsageError) -> SyncPolicy.Columns {
        let paths = try arguments.columnPaths("column")
        let chosen = [!paths.isEmpty, arguments.has("followed"), arguments.has("bookmarks-only")].count { $0 }
        guard chosen <= 1 else { throw UsageError("--column, --followed and --bookmarks-only do not go together") }
        if arguments.has("followed") { return .followed }
        if arguments.has("bookmarks-only") { return .none }
        return paths.isEmpty ? .all : .paths(paths)
    }

    private static func saved(_ arguments: ParsedArguments) throws(UsageError) -> (path: ColumnPath, count: Int)? {
        guard let count = try arguments.number("save", in: 1...1_000) else { return nil }
        let paths = try arguments.columnPaths("column")
        guard let path = paths.first, paths.count == 1 else { throw UsageError("--save goes with one --column") }
        for name in ["bodies", "images", "width", "since", "index", "if-due"] where arguments.has(name) {
            throw UsageError("sync takes --save or --\(name), not both")
        }
        return (path, count)
    }

    private static func width(_ arguments: ParsedArguments) throws(UsageError) -> Int? {
        switch arguments.value("width") {
        case nil: return SyncPolicy().imageWidth
        case "original": return nil
        case let text?:
            guard let width = Int(text), (1...4_096).contains(width) else {
                throw UsageError("--width takes 1 to 4096 or original, not \"\(text)\"")
            }
            return width
        }
    }

    private static func conditions(_ arguments: ParsedArguments) throws(UsageError) -> RefreshConditions {
        if arguments.has("if-due") {
            return RefreshConditions(
                isMetered: arguments.has("metered"), isConstrained: arguments.has("low-data"),
                isLowPower: arguments.has("low-power"), isBackground: arguments.has("background"))
        }
        for name in ["low-data", "low-power", "background"] where arguments.has(name) {
            throw UsageError("--\(name) goes with --if-due: what is asked for is not cut short")
        }
        return RefreshConditions(isMetered: arguments.has("metered"))
    }

    private static func bodies(_ arguments: ParsedArguments) throws(UsageError) -> SyncPolicy.Bodies {
        switch arguments.value("bodies") {
        case nil, "all": return .all
        case "none": return .none
        case let text?:
            guard let count = Int(text), (0...1_000_000).contains(count) else {
                throw UsageError("--bodies takes all, none or a number, not \"\(text)\"")
            }
            return count == 0 ? .none : .newest(count)
        }
    }

    private static func indexing(_ arguments: ParsedArguments) throws(UsageError) -> SyncPolicy.Indexing {
        switch arguments.value("index") {
        case nil: return SyncPolicy().indexing
        case "all": return .all
        case "none": return .none
        case let text?:
            guard let count = Int(text), (0...1_000_000).contains(count) else {
                throw UsageError("--index takes all, none or a number, not \"\(text)\"")
            }
            return .newest(count)
        }
    }

    private static func images(_ arguments: ParsedArguments) throws(UsageError) -> SyncPolicy.Images {
        switch arguments.value("images") {
        case nil, "none": return .none
        case "thumbnails": return .thumbnails
        case "all": return .all
        case let text?:
            throw UsageError("--images takes none, thumbnails or all, not \"\(text)\"")
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try await context.openStoreRecovering()
        do {
            return try await run(context, store)
        } catch let error as SyncError {
            guard case .store(let cause) = error, cause.code == .corrupt else { throw error }
            await store.close()
            try await context.recoverStore()
            return try await run(context, try context.openStore())
        }
    }

    private func run(_ context: CommandContext, _ store: ArticleStore) async throws -> ExitCode {
        // Without images and bookmarks, no folder is made for them.
        let hasBookmarks = try await !store.reader.bookmarks(limit: 1).isEmpty
        let client = try context.client(
            store, withImages: policy.images != .none || saved != nil || hasBookmarks,
            concurrency: policy.maximumConcurrentRequests)
        let run =
            if let saved {
                client.saveOffline(saved.path, newest: saved.count, under: conditions)
            } else if isAutomatic {
                client.refresh(policy, under: conditions)
            } else {
                client.sync(policy, under: conditions)
            }
        let interrupt = InterruptHandler { run.cancel() }
        defer { interrupt.stop() }

        if !context.options.isQuiet {
            let printer = SyncProgressPrinter(terminal: context.terminal)
            for await progress in run.progress { printer.show(progress) }
            printer.end()
        }
        let report = try await run.report
        await store.close()
        if context.options.isJSON {
            try context.printJSON(SyncSummary(report))
        } else if let wait = report.postponed {
            if !context.options.isQuiet { context.terminal.report(wait.sentence(now: Date(), on: context.terminal)) }
        } else if !context.options.isQuiet {
            SyncSummary(report).describe(on: context.terminal)
        }
        if report.wasCancelled { return .interrupted }
        if let interruption = report.interruption {
            let message = { ReaderMessage(report, in: $0).title }
            throw CommandFailure(
                "\(interruption) What had come is kept.", hant: "\(message(.traditionalChinese))。已下載的內容已保留。",
                hans: "\(message(.simplifiedChinese))。已下载的内容已保留。")
        }
        if let failure = report.failure {
            throw CommandFailure(
                "No column could be read. \(failure.what): \(failure.why)", hant: "未能讀取任何欄目（\(failure.what)）。",
                hans: "无法读取任何栏目（\(failure.what)）。")
        }
        return .success
    }
}

/// What `dotnews sync` says at the end.
private struct SyncSummary: Encodable {
    struct Skip: Encodable {
        let what: String
        let why: String
    }

    let columns, requests, notModified, fresh, new, updated, withdrawn, bodies, images, indexed, searchBacklog,
        fromPages, bytes: Int
    /// The new articles, in the order in which they came.
    let newArticles: [ArticleID]
    let skipped: [Skip]
    let seconds: Double
    let cancelled: Bool
    /// Whether anything was due; when it will be, and what is waited for, otherwise.
    let due: Bool
    let nextRefresh: String?
    let waitingFor: String?

    init(_ report: SyncReport) {
        let progress = report.progress
        columns = progress.columns
        requests = progress.requests
        notModified = progress.notModified
        fresh = progress.fresh
        new = progress.new
        updated = progress.updated
        withdrawn = progress.withdrawn
        bodies = progress.bodies
        images = progress.images
        indexed = progress.indexed
        searchBacklog = report.searchBacklog
        fromPages = progress.fromPages
        bytes = progress.bytes
        newArticles = report.newArticles
        skipped = progress.skipped.map { Skip(what: $0.what, why: $0.why) }
        seconds = (report.duration / .milliseconds(1)).rounded() / 1_000
        cancelled = report.wasCancelled
        due = report.postponed == nil
        nextRefresh = report.postponed?.until.map { PublicationTime.string(from: $0) }
        waitingFor = report.postponed?.reason.rawValue
    }

    func describe(on terminal: Terminal) {
        if cancelled {
            terminal.print(
                "Stopped. What had come is kept; the next sync goes on from there.", hant: "已停止。已下載的內容已保留，下次同步會繼續。",
                hans: "已停止。已下载的内容已保留，下次同步会继续。")
        }
        var counts = [
            terminal.words("\(new) new", hant: "新增 \(new) 篇", hans: "新增 \(new) 篇"),
            terminal.words("\(updated) updated", hant: "更新 \(updated) 篇", hans: "更新 \(updated) 篇"),
            terminal.words("\(withdrawn) withdrawn", hant: "撤回 \(withdrawn) 篇", hans: "撤回 \(withdrawn) 篇"),
            terminal.words("\(bodies) bodies", hant: "全文 \(bodies) 篇", hans: "全文 \(bodies) 篇"),
        ]
        if images > 0 {
            counts.append(terminal.words("\(images) images", hant: "圖片 \(images) 張", hans: "图片 \(images) 张"))
        }
        let isUnchanged = new + updated + withdrawn + bodies + images == 0
        if isUnchanged, !cancelled {
            // Where nothing could be read, nothing is known either.
            if columns > 0 || skipped.isEmpty {
                terminal.print(
                    "Nothing changed in \(columns) columns.", hant: "\(columns) 個欄目沒有更改。", hans: "\(columns) 个栏目没有更改。")
            }
        } else {
            terminal.print(
                "\(columns) columns: " + counts.joined(separator: ", ") + ".",
                hant: "\(columns) 個欄目：" + counts.joined(separator: "，") + "。",
                hans: "\(columns) 个栏目：" + counts.joined(separator: "，") + "。")
        }
        if fromPages > 0 {
            terminal.print(
                "\(fromPages) articles and lists were read from pages, for want of their JSON.",
                hant: "\(fromPages) 項內容改由網頁讀取。", hans: "\(fromPages) 项内容改由网页读取。")
        }
        if searchBacklog > 0 {
            terminal.print(
                "\(searchBacklog) articles become indexed with the first search, or with --index all.",
                hant: "\(searchBacklog) 篇文章會在首次搜尋時建立索引，或使用 --index all。",
                hans: "\(searchBacklog) 篇文章会在首次搜索时建立索引，或使用 --index all。")
        }
        for skip in skipped.prefix(20) {
            let what = TerminalText.sanitized(skip.what)
            // Why is said to developers, in English.
            terminal.print(
                "Skipped \(what): \(TerminalText.sanitized(skip.why))", hant: "略過 \(what)", hans: "跳过 \(what)")
        }
        if skipped.count > 20 {
            terminal.print(
                "… and \(skipped.count - 20) more; --json lists them.",
                hant: "……另有 \(skipped.count - 20) 項；--json 會全部列出。",
                hans: "……另有 \(skipped.count - 20) 项；--json 会全部列出。")
        }
        let size = ByteCount(bytes)
        let costs = terminal.words(
            "\(requests) requests, \(notModified) not modified, \(size), \(seconds) s",
            hant: "\(requests) 次請求，\(notModified) 次未有更改，\(size)，\(seconds) 秒",
            hans: "\(requests) 次请求，\(notModified) 次没有更改，\(size)，\(seconds) 秒")
        terminal.print(terminal.faint(costs))
    }
}
