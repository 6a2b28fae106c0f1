import DotNews

/// Shows articles one a line, or as JSON.
struct ArticleListPrinter {
    let context: CommandContext

    private struct Listing: Encodable {
        let articles: [ArticleSummary]
        let next: String?

        enum CodingKeys: CodingKey { case articles, next }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(articles, forKey: .articles)
            try container.encode(next, forKey: .next)
        }
    }

    func show(_ articles: [ArticleSummary], next: PageCursor? = nil) throws {
        let terminal = context.terminal
        if context.options.isJSON {
            try context.printJSON(Listing(articles: articles, next: next?.description))
            return
        }
        for article in articles {
            let time = article.publishedAt.map { PublicationTime.string(from: $0).prefix(16).replacing("T", with: " ") }
            terminal.print(
                terminal.faint(article.id.rawValue + "  " + (time ?? "                ")) + "  "
                    + TerminalText.sanitized(article.title))
        }
        if articles.isEmpty { terminal.report("No articles.", hant: "沒有文章。", hans: "没有文章。") }
        if let next, !context.options.isQuiet {
            terminal.report(terminal.words("More: ", hant: "更多：", hans: "更多：") + "--after \(next)")
        }
    }
}
