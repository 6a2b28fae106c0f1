import DotNews

/// Shows stories one a line, or as JSON.
struct StoryListPrinter {
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

    func show(_ stories: [ArticleSummary], next: PageCursor? = nil) throws {
        let terminal = context.terminal
        if context.options.isJSON {
            try context.printJSON(Listing(articles: stories, next: next?.description))
            return
        }
        for story in stories {
            let time = story.publishedAt.map { PublicationTime.string(from: $0).prefix(16).replacing("T", with: " ") }
            terminal.print(
                terminal.faint(story.id.rawValue + "  " + (time ?? "                ")) + "  "
                    + TerminalText.sanitized(story.title))
        }
        if stories.isEmpty { terminal.report("No stories.") }
        if let next, !context.options.isQuiet { terminal.report("More: --after \(next)") }
    }
}
