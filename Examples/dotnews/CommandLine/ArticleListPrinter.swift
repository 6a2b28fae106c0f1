import DotNews

/// Shows articles one a line, or as JSON.
struct ArticleListPrinter {
    let context: CommandContext

    private struct Listing<Item: Encodable>: Encodable {
        let articles: [Item]
        let next: String?

        enum CodingKeys: CodingKey { case articles, next }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(articles, forKey: .articles)
            try container.encode(next, forKey: .next)
        }
    }

    func show(_ articles: [ArticleRow], next: PageCursor? = nil) throws {
        try show(articles, next: next) { (article: $0, reasons: []) }
    }

    /// Shows articles with the reasons why they are there.
    func show(_ articles: [FollowedArticle], next: PageCursor?) throws {
        try show(articles, next: next) { (article: $0.article, reasons: $0.topics.map(\.name)) }
    }

    private func show<Item: Encodable>(
        _ items: [Item], next: PageCursor?, _ row: (Item) -> (article: ArticleRow, reasons: [String])
    ) throws {
        let terminal = context.terminal
        if context.options.isJSON {
            try context.printJSON(Listing(articles: items, next: next?.description))
            return
        }
        for (article, reasons) in items.map(row) {
            let time = article.publishedAt.map { PublicationTime.string(from: $0).prefix(16).replacing("T", with: " ") }
            terminal.print(
                terminal.faint(article.id.rawValue + "  " + (time ?? "                ")) + " " + article.marks + " "
                    + TerminalText.sanitized(article.title)
                    + (reasons.isEmpty
                        ? "" : terminal.faint("  [" + TerminalText.sanitized(reasons.joined(separator: ", ")) + "]")))
        }
        if items.isEmpty { terminal.report("No articles.", hant: "沒有文章。", hans: "没有文章。") }
        if let next, !context.options.isQuiet {
            terminal.report(terminal.words("More: ", hant: "更多：", hans: "更多：") + "--after \(next)")
        }
    }
}

extension ArticleRow {
    /// Two characters: `•` unread or `◦` changed since it was read, and `★` bookmarked.
    var marks: String { readMark + (isBookmarked ? "★" : " ") }

    /// The first of the marks.
    var readMark: String { isRead ? isChangedSinceRead ? "◦" : " " : "•" }
}
