import DotNews

/// What has become of something that a command wrote into the outbox, for people and for programs.
struct SendingOutcome: Encodable {
    enum State: String, Encodable { case sent, pending, refused, unchanged }

    let entry: OutboxEntry.ID?
    let state: State
    let reason: String?
    /// The reason as people are told it.
    var why: String?

    enum CodingKeys: CodingKey { case entry, state, reason }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entry, forKey: .entry)
        try container.encode(state, forKey: .state)
        try container.encode(reason, forKey: .reason)
    }

    /// What a command says in the end, such as `The comment is sent.`
    func sentence(_ what: LocalizedText) -> LocalizedText {
        let (hant, hans) = (what.traditionalChinese, what.simplifiedChinese)
        let number = entry.map { " (\($0) in the outbox)" } ?? ""
        let (hantNumber, hansNumber) = (entry.map { "（項目 \($0)）" } ?? "", entry.map { "（项目 \($0)）" } ?? "")
        let because = why.map { ": " + $0 } ?? ""
        let chinese = why.map { "：" + $0 } ?? "。"
        return switch state {
        case .sent: LocalizedText("\(what.english) is sent.", hant: "\(hant)已發送。", hans: "\(hans)已发送。")
        case .pending:
            LocalizedText(
                "\(what.english) waits to be sent\(number)\(because.isEmpty ? "." : because)",
                hant: "\(hant)待發送\(hantNumber)\(chinese)", hans: "\(hans)待发送\(hansNumber)\(chinese)")
        case .refused:
            LocalizedText(
                "\(what.english) was refused\(number)\(because)", hant: "\(hant)不獲接受\(hantNumber)\(chinese)",
                hans: "\(hans)未被接受\(hansNumber)\(chinese)")
        case .unchanged:
            LocalizedText(
                "Nothing to send: the site has it so already.", hant: "無需發送：網站已是如此。", hans: "无需发送：网站已是如此。")
        }
    }
}

extension CommandContext {
    /// Tries to send an entry with the rest of the outbox, and prints what has become of it. What cannot be sent now
    /// waits: that is no failure. A refusal is one.
    ///
    /// - Parameter isLater: Whether nothing is sent now.
    func deliver(
        _ entry: OutboxEntry?, called what: LocalizedText, by client: NewsClient, isLater: Bool
    ) async throws -> ExitCode {
        let outcome = try await outcome(of: entry, by: client, isLater: isLater)
        if options.isJSON {
            try printJSON(outcome)
        } else if !options.isQuiet {
            terminal.print(outcome.sentence(what).text(in: terminal.language))
        }
        return outcome.state == .refused ? .failure : .success
    }

    private func outcome(of entry: OutboxEntry?, by client: NewsClient, isLater: Bool) async throws -> SendingOutcome {
        guard let entry else { return SendingOutcome(entry: nil, state: .unchanged, reason: nil) }
        // A folder is no site: it would refuse whatever is sent.
        guard !isLater, options.folder == nil else {
            return SendingOutcome(entry: entry.id, state: .pending, reason: nil)
        }
        let report = try await sendOutbox(by: client)
        switch report.results.last(where: { $0.entry.id == entry.id })?.outcome {
        case .delivered: return SendingOutcome(entry: entry.id, state: .sent, reason: nil)
        case .refused(let failure):
            return SendingOutcome(
                entry: entry.id, state: .refused, reason: failure.reason, why: terminal.sentence(failure))
        case .postponed(let failure, _):
            return SendingOutcome(
                entry: entry.id, state: .pending, reason: failure.reason, why: terminal.sentence(failure))
        case nil:
            // Another process may have sent it, or what is before it has to be sent first.
            let isLeft = try await client.store.outbox.entries().contains { $0.id == entry.id }
            guard isLeft else { return SendingOutcome(entry: entry.id, state: .sent, reason: nil) }
            let why =
                report.needsSignIn
                ? LocalizedText("sign in first", hant: "請先登入", hans: "请先登录")
                : LocalizedText(
                    "what was written before it has to be sent first", hant: "須先發送較早的項目", hans: "须先发送较早的项目")
            return SendingOutcome(
                entry: entry.id, state: .pending, reason: why.english, why: why.text(in: terminal.language))
        }
    }

    /// Sends the outbox; Control-C ends that, and what is under way is sent again with its key.
    func sendOutbox(
        by client: NewsClient,
        progress: @escaping @Sendable (OutboxEntry, OutboxReport.Outcome) -> Void = { _, _ in }
    ) async throws -> OutboxReport {
        let sending = Task { try await client.sendOutbox(progress: progress) }
        let interrupt = InterruptHandler { sending.cancel() }
        defer { interrupt.stop() }
        return try await sending.value
    }
}
