import DotNews

/// Prints entries of the outbox for people.
struct OutboxPrinter {
    let terminal: Terminal

    func show(_ entry: OutboxEntry) {
        var parts = ["\(entry.id)", entry.articleID.rawValue]
        switch entry.state {
        case .waiting: parts.append("waits")
        case .sending: parts.append("is being sent")
        case .refused: parts.append("refused")
        }
        if entry.isCancelled { parts.append("cancelled") }
        if entry.uncertainSince != nil { parts.append("may have arrived") }
        if let next = entry.nextAttemptAt, next > Date() {
            parts.append("not before " + PublicationTime.string(from: next).prefix(19).replacing("T", with: " "))
        }
        if let failure = entry.lastFailure { parts.append(TerminalText.sanitized(failure.reason)) }
        terminal.print(terminal.faint(parts.joined(separator: "  ")))
        terminal.print("  " + Self.describe(entry.action))
    }

    func show(_ entry: OutboxEntry, _ outcome: OutboxReport.Outcome) {
        let end =
            switch outcome {
            case .delivered: "sent"
            case .refused(let failure): "refused: " + TerminalText.sanitized(failure.reason)
            case .postponed(let failure, _): "waits: " + TerminalText.sanitized(failure.reason)
            }
        terminal.print("\(entry.id)  \(Self.describe(entry.action))  \(end)")
    }

    private static func describe(_ action: OutboxAction) -> String {
        switch action {
        case .comment(let text, let parent):
            (parent.map { "answer to \($0): " } ?? "comment: ") + TerminalText.sanitized(text.rawValue)
        case .reaction(let reaction, let comment): (reaction?.rawValue ?? "take back the reaction to") + " \(comment)"
        case .favourite(let flag): flag ? "favourite" : "no longer a favourite"
        }
    }
}

/// The JSON form of the outbox.
struct OutboxListing: Encodable {
    struct Entry: Encodable {
        private let entry: OutboxEntry

        init(_ entry: OutboxEntry) { self.entry = entry }

        enum CodingKeys: CodingKey {
            case id, article, kind, text, comment, reaction, favourite, state, cancelled, uncertain, attempts,
                createdAt,
                nextAttemptAt, failure, reason
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(entry.id, forKey: .id)
            try container.encode(entry.articleID, forKey: .article)
            switch entry.action {
            case .comment(let text, let parent):
                try container.encode("comment", forKey: .kind)
                try container.encode(text.rawValue, forKey: .text)
                try container.encode(parent, forKey: .comment)
            case .reaction(let reaction, let comment):
                try container.encode("reaction", forKey: .kind)
                try container.encode(reaction, forKey: .reaction)
                try container.encode(comment, forKey: .comment)
            case .favourite(let flag):
                try container.encode("favourite", forKey: .kind)
                try container.encode(flag, forKey: .favourite)
            }
            switch entry.state {
            case .waiting: try container.encode("waiting", forKey: .state)
            case .sending: try container.encode("sending", forKey: .state)
            case .refused: try container.encode("refused", forKey: .state)
            }
            try container.encode(entry.isCancelled, forKey: .cancelled)
            try container.encode(entry.uncertainSince != nil, forKey: .uncertain)
            try container.encode(entry.attempts, forKey: .attempts)
            try container.encode(PublicationTime.string(from: entry.createdAt), forKey: .createdAt)
            try container.encode(entry.nextAttemptAt.map { PublicationTime.string(from: $0) }, forKey: .nextAttemptAt)
            try container.encode(entry.lastFailure?.code, forKey: .failure)
            try container.encode(entry.lastFailure?.reason, forKey: .reason)
        }
    }

    let entries: [Entry]
}
