import DotNews

/// What has become of something that a command wrote into the outbox, for people and for programs.
struct SendingOutcome: Encodable {
    enum State: String, Encodable { case sent, pending, refused, unchanged }

    let entry: OutboxEntry.ID?
    let state: State
    let reason: String?

    enum CodingKeys: CodingKey { case entry, state, reason }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entry, forKey: .entry)
        try container.encode(state, forKey: .state)
        try container.encode(reason, forKey: .reason)
    }

    /// What a command says in the end, such as `The comment is sent.`
    func sentence(_ what: String) -> String {
        let number = entry.map { " (\($0) in the outbox)" } ?? ""
        let because = reason.map { ": " + TerminalText.sanitized($0) } ?? ""
        return switch state {
        case .sent: "\(what) is sent."
        case .pending: "\(what) waits to be sent\(number)\(because.isEmpty ? "." : because)"
        case .refused: "\(what) was refused\(number)\(because)"
        case .unchanged: "Nothing to send: the site has it so already."
        }
    }
}

extension CommandContext {
    /// Tries to send an entry with the rest of the outbox, and prints what has become of it. What cannot be sent now
    /// waits: that is no failure. A refusal is one.
    ///
    /// - Parameter isLater: Whether nothing is sent now.
    func deliver(
        _ entry: OutboxEntry?, called what: String, by client: NewsClient, isLater: Bool
    ) async throws -> ExitCode {
        let outcome = try await outcome(of: entry, by: client, isLater: isLater)
        if options.isJSON {
            try printJSON(outcome)
        } else if !options.isQuiet {
            terminal.print(outcome.sentence(what))
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
        case .refused(let failure): return SendingOutcome(entry: entry.id, state: .refused, reason: failure.reason)
        case .postponed(let failure, _):
            return SendingOutcome(entry: entry.id, state: .pending, reason: failure.reason)
        case nil:
            // Another process may have sent it, or what is before it has to be sent first.
            let isLeft = try await client.store.outbox.entries().contains { $0.id == entry.id }
            return SendingOutcome(
                entry: entry.id, state: isLeft ? .pending : .sent,
                reason: isLeft
                    ? report.needsSignIn ? "sign in first" : "what was written before it has to be sent first" : nil)
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
