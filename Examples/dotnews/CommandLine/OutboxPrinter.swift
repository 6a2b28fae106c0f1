import DotNews

/// Prints entries of the outbox for people.
struct OutboxPrinter {
    let terminal: Terminal

    func show(_ entry: OutboxEntry) {
        var parts = ["\(entry.id)", entry.articleID.rawValue]
        switch entry.state {
        case .waiting: parts.append(terminal.words("waits", hant: "待發送", hans: "待发送"))
        case .sending: parts.append(terminal.words("is being sent", hant: "正在發送", hans: "正在发送"))
        case .refused: parts.append(terminal.words("refused", hant: "不獲接受", hans: "未被接受"))
        }
        if entry.isCancelled { parts.append(terminal.words("cancelled", hant: "已取消", hans: "已取消")) }
        if entry.uncertainSince != nil {
            parts.append(terminal.words("may have arrived", hant: "可能已送達", hans: "可能已送达"))
        }
        if let next = entry.nextAttemptAt, next > Date() {
            let time = PublicationTime.string(from: next).prefix(19).replacing("T", with: " ")
            parts.append(terminal.words("not before \(time)", hant: "不早於 \(time)", hans: "不早于 \(time)"))
        }
        if let failure = entry.lastFailure { parts.append(terminal.sentence(failure)) }
        terminal.print(terminal.faint(parts.joined(separator: "  ")))
        terminal.print("  " + describe(entry.action))
    }

    func show(_ entry: OutboxEntry, _ outcome: OutboxReport.Outcome) {
        let end =
            switch outcome {
            case .delivered: terminal.words("sent", hant: "已發送", hans: "已发送")
            case .refused(let failure):
                terminal.words("refused: ", hant: "不獲接受：", hans: "未被接受：") + terminal.sentence(failure)
            case .postponed(let failure, _):
                terminal.words("waits: ", hant: "待發送：", hans: "待发送：") + terminal.sentence(failure)
            }
        terminal.print("\(entry.id)  \(describe(entry.action))  \(end)")
    }

    private func describe(_ action: OutboxAction) -> String {
        switch action {
        case .comment(let text, let parent):
            (parent.map { terminal.words("answer to \($0): ", hant: "回覆 \($0)：", hans: "回复 \($0)：") }
                ?? terminal.words("comment: ", hant: "留言：", hans: "评论：")) + TerminalText.sanitized(text.rawValue)
        case .reaction(let reaction, let comment):
            switch reaction {
            case .like?: terminal.words("like \(comment)", hant: "讚好 \(comment)", hans: "点赞 \(comment)")
            case let reaction?:
                terminal.words("\(reaction.rawValue) \(comment)", hant: "不喜歡 \(comment)", hans: "不喜欢 \(comment)")
            case nil:
                terminal.words(
                    "take back the reaction to \(comment)", hant: "取消對 \(comment) 的表態", hans: "取消对 \(comment) 的表态")
            }
        case .favourite(let flag):
            flag
                ? terminal.words("favourite", hant: "收藏", hans: "收藏")
                : terminal.words("no longer a favourite", hant: "取消收藏", hans: "取消收藏")
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
