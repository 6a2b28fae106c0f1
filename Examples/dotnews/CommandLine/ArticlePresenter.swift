import DotNews

/// Shows an article as the options say: as text, Markdown, a page or JSON, on standard output or in a file.
struct ArticlePresenter {
    static let options: [Option] = [
        .value("format", "text|markdown|html|json", letter: "f", help: "how; text unless said otherwise"),
        .value("theme", "light|dark|auto", help: "the appearance of the HTML page (default: the preference, or auto)"),
        .value("output", "FILE", letter: "o", help: "write to a file instead of standard output"),
    ]

    private enum Format: String, CaseIterable {
        case text, markdown, html, json
    }

    private let format: Format?
    private let appearance: Appearance?
    private let output: String?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        format = try arguments.choice("format")
        appearance = try arguments.choice("theme")
        output = arguments.value("output")
    }

    func present(_ stored: StoredArticle, of store: ArticleStore, _ context: CommandContext) async throws {
        // Without its body an article is still worth showing: title, summary and where the rest is.
        let article =
            stored.article
            ?? Article(
                summary: stored.summary, body: ArticleBody(blocks: [.paragraph(InlineText(stored.summary.summary))]))
        let rendered = try await render(article, store, context)
        let text = rendered.hasSuffix("\n") ? String(rendered.dropLast()) : rendered
        if let output {
            try NamedFile.write(Data((text + "\n").utf8), to: output)
        } else {
            context.terminal.print(text)
        }
        if stored.article == nil, !context.options.isQuiet {
            context.terminal.report(
                "The body has not been fetched; \"dotnews sync --bodies all\" does.",
                hant: "尚未下載全文；dotnews sync --bodies all 會下載。", hans: "尚未下载全文；dotnews sync --bodies all 会下载。")
        }
    }

    private func render(
        _ article: Article, _ store: ArticleStore, _ context: CommandContext
    ) async throws -> String {
        let preferences = try await store.reader.preferences()
        switch format ?? (context.options.isJSON ? .json : .text) {
        case .text: return PlainTextRenderer(width: min(context.terminal.width, 100)).render(article)
        case .markdown: return MarkdownRenderer().render(article)
        case .html:
            return try await ReadingPageBuilder(context: context, store: store).page(
                article, appearance ?? preferences.appearance, preferences.textSize)
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(article), as: UTF8.self)
        }
    }
}

extension ArticlePresenter {
    /// Takes a step along the articles that were opened, and shows the one it leads to.
    ///
    /// - Parameter direction: Where there may be no article, to stand at the end of a sentence.
    func presentStep(
        _ direction: LocalizedText, _ context: CommandContext, _ step: (NewsClient) async throws -> StoredArticle?
    ) async throws -> ExitCode {
        let store = try context.openExistingStore()
        guard let stored = try await step(try context.client(store)) else {
            throw CommandFailure(
                "There is no article \(direction.english); \"dotnews history\" lists those that were opened.",
                hant: "沒有\(direction.traditionalChinese)文章；dotnews history 列出曾開啟的文章。",
                hans: "没有\(direction.simplifiedChinese)文章；dotnews history 列出曾打开的文章。")
        }
        try await present(stored, of: store, context)
        return .success
    }
}
