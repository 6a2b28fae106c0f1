import DotNews

/// `dotnews hot`: the most read articles of the last 24 hours.
struct HotCommand: Command {
    static let name = "hot"
    static let summary = "Show the most read articles of the last 24 hours."
    static let options: [Option] = [
        .flag("offline", help: "as of the last time, without asking the site")
    ]

    private let isOffline: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        isOffline = arguments.has("offline")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = isOffline ? try context.openExistingStore() : try context.openStore()
        if !isOffline {
            do {
                _ = try await context.client(store).refreshHotList()
            } catch {
                // Without network the list of the last time is still worth showing.
                let why = context.terminal.sentence(error)
                context.terminal.report(
                    "The site did not answer; this is the list of the last time. (\(why))",
                    hant: "網站沒有回應；以下是上次的列表。\(why)", hans: "网站没有响应；以下是上次的列表。\(why)")
            }
        }
        let articles = try await store.hotList()
        try ArticleListPrinter(context: context).show(articles)
        return articles.isEmpty ? .failure : .success
    }
}
