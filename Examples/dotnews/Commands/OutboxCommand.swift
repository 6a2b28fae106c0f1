import DotNews

/// `dotnews outbox`: what waits to be sent, or was refused.
struct OutboxCommand: Command {
    static let name = "outbox"
    static let summary = "List what waits to be sent; send, edit or cancel it."
    static let operands = "[TEXT]"
    static let options: [Option] = [
        .flag("send", help: "send what is due now"),
        .value("retry", "N", help: "send this entry as soon as possible, also after a refusal"),
        .value("cancel", "N", help: "take this entry out"),
        .value("edit", "N", help: "give this comment the text that follows, or with - that of standard input"),
    ]
    static let details = """
        Entries of an article are sent in their order. What was refused waits for you and holds nothing up. What may have
        arrived though no answer came is sent again under the same name, so that it counts once.
        """

    private enum Action {
        case list, send
        case retry(OutboxEntry.ID), cancel(OutboxEntry.ID), edit(OutboxEntry.ID, String)
    }

    private let action: Action

    init(_ arguments: ParsedArguments) throws(UsageError) {
        let range = 1...Int.max
        let actions = ["send", "retry", "cancel", "edit"].filter { arguments.has($0) }
        guard actions.count <= 1 else { throw UsageError("--\(actions[0]) and --\(actions[1]) exclude each other") }
        if let number = try arguments.number("edit", in: range) {
            guard !arguments.operands.isEmpty else { throw UsageError("the comment's new text is missing") }
            action = .edit(Int64(number), arguments.operands.joined(separator: " "))
            return
        }
        try arguments.expectNoOperands()
        if let number = try arguments.number("retry", in: range) {
            action = .retry(Int64(number))
        } else if let number = try arguments.number("cancel", in: range) {
            action = .cancel(Int64(number))
        } else {
            action = arguments.has("send") ? .send : .list
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let client = try context.client(store)
        switch action {
        case .list: try await list(store, context)
        case .send: return try await send(client, context)
        case .retry(let id):
            let entry = try await store.outbox.retry(id)
            try say(
                context.terminal.words(
                    "Entry \(id) is sent next time.", hant: "項目 \(id) 會在下次發送。", hans: "项目 \(id) 会在下次发送。"),
                OutboxListing.Entry(entry), context)
        case .cancel(let id): try cancelled(id, try await store.outbox.cancel(id), context)
        case .edit(let id, let text):
            let entry = try await client.editOutboxEntry(id, text: text == "-" ? try StandardInput.text() : text)
            try say(
                context.terminal.words("Entry \(id) is changed.", hant: "項目 \(id) 已更改。", hans: "项目 \(id) 已更改。"),
                OutboxListing.Entry(entry), context)
        }
        return .success
    }

    private func list(_ store: ArticleStore, _ context: CommandContext) async throws {
        let entries = try await store.outbox.entries()
        if context.options.isJSON {
            return try context.printJSON(OutboxListing(entries: entries.map { OutboxListing.Entry($0) }))
        }
        for entry in entries { OutboxPrinter(terminal: context.terminal).show(entry) }
        if entries.isEmpty {
            context.terminal.report("Nothing waits to be sent.", hant: "沒有待發送的項目。", hans: "没有待发送的项目。")
        }
    }

    private struct Summary: Encodable {
        let sent, refused, postponed, waiting: Int
        let signInNeeded: Bool
    }

    private func send(_ client: NewsClient, _ context: CommandContext) async throws -> ExitCode {
        guard context.options.folder == nil else {
            throw CommandFailure(
                "A folder (--from) takes nothing; name a site.", hant: "不能向資料夾（--from）發送；請指定網站。",
                hans: "无法向文件夹（--from）发送；请指定网站。")
        }
        let terminal = context.terminal
        let isShown = !context.options.isQuiet && !context.options.isJSON
        let report = try await context.sendOutbox(by: client) { entry, outcome in
            if isShown { OutboxPrinter(terminal: terminal).show(entry, outcome) }
        }
        let outcomes = report.results.map(\.outcome)
        let refused = outcomes.count { if case .refused = $0 { true } else { false } }
        let summary = Summary(
            sent: report.delivered, refused: refused, postponed: outcomes.count - report.delivered - refused,
            waiting: report.waiting, signInNeeded: report.needsSignIn)
        if context.options.isJSON {
            try context.printJSON(summary)
        } else if isShown {
            terminal.print(
                "\(summary.sent) sent, \(summary.refused) refused, \(summary.waiting) left to be sent.",
                hant: "已發送 \(summary.sent) 項，\(summary.refused) 項被拒，尚有 \(summary.waiting) 項待發送。",
                hans: "已发送 \(summary.sent) 项，\(summary.refused) 项被拒，尚有 \(summary.waiting) 项待发送。")
            if summary.signInNeeded {
                terminal.report(
                    "Sign in with \"dotnews sign-in\" first.", hant: "請先以 dotnews sign-in 登入。",
                    hans: "请先用 dotnews sign-in 登录。")
            }
        }
        return summary.signInNeeded || refused > 0 ? .failure : .success
    }

    private struct Cancelled: Encodable {
        let id: OutboxEntry.ID
        let outcome: OutboxCancellation
    }

    private func cancelled(
        _ id: OutboxEntry.ID, _ outcome: OutboxCancellation, _ context: CommandContext
    ) throws {
        let sentence =
            switch outcome {
            case .cancelled:
                LocalizedText("Entry \(id) is cancelled.", hant: "項目 \(id) 已取消。", hans: "项目 \(id) 已取消。")
            case .uncertain:
                LocalizedText(
                    "Entry \(id) is cancelled, but an earlier attempt may have reached the site.",
                    hant: "項目 \(id) 已取消，但先前可能已送達網站。", hans: "项目 \(id) 已取消，但先前可能已送达网站。")
            case .underWay:
                LocalizedText(
                    "Entry \(id) is being sent at this moment; it is not sent again.",
                    hant: "項目 \(id) 正在發送，不會再次發送。", hans: "项目 \(id) 正在发送，不会再次发送。")
            }
        try say(sentence.text(in: context.terminal.language), Cancelled(id: id, outcome: outcome), context)
    }

    private func say(_ sentence: String, _ value: some Encodable, _ context: CommandContext) throws {
        if context.options.isJSON {
            try context.printJSON(value)
        } else if !context.options.isQuiet {
            context.terminal.print(sentence)
        }
    }
}
