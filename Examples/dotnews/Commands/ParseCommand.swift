import DotNews

/// `dotnews parse`: what the package understands of a file of the site.
struct ParseCommand: Command {
    static let name = "parse"
    static let summary = "Show what is understood of a page or a JSON file of the site."
    static let operands = "FILE|-"
    static let options: [Option] = [
        .value("url", "ADDRESS", help: "where the file comes from"),
        .value(
            "kind", "auto|article|list|search|article|articles|columns|hotlist", help: "what the file is; default auto"),
    ]

    private let file: String
    private let address: WebAddress?
    private let kind: SiteDocumentKind

    init(_ arguments: ParsedArguments) throws(UsageError) {
        file = try arguments.onlyOperand("the file")
        kind = try arguments.choice("kind") ?? .auto
        if let text = arguments.value("url") {
            guard let address = WebAddress(text) else {
                throw UsageError("--url takes an http or https address, not \"\(text)\"")
            }
            self.address = address
        } else {
            address = nil
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let understood = try SiteDocument.read(
            try content(), address: address, kind: kind,
            edition: context.options.isEditionChosen ? context.options.edition : nil)
        if context.options.isJSON {
            try context.printJSON(understood)
        } else {
            show(understood, context.terminal)
        }
        return .success
    }

    private func content() throws -> Data {
        // One byte more than is read, so that what is too large is noticed without reading all of it.
        let maximum = SiteDocument.maximumSize + 1
        return file == "-"
            ? try NamedFile.readStandardInput(upTo: maximum) : try NamedFile.read(file, upTo: maximum)
    }

    private func show(_ understood: SiteDocument, _ terminal: Terminal) {
        switch understood {
        case .article(let page):
            terminal.print(PlainTextRenderer(width: min(terminal.width, 100)).render(page.article))
            for warning in page.warnings {
                terminal.report(terminal.words("Warning: ", hant: "注意：", hans: "注意：") + TerminalText.sanitized(warning))
            }
        case .list(let page):
            for item in page.items { terminal.print("\(item.id)  \(TerminalText.sanitized(item.title))") }
            for article in page.skipped {
                terminal.report(
                    TerminalText.sanitized(
                        terminal.words(
                            "Skipped \(article.what): \(article.why)", hant: "略過 \(article.what)",
                            hans: "跳过 \(article.what)")))
            }
        case .search(let page):
            for item in page.items {
                terminal.print("\(item.article.id)  \(TerminalText.sanitized(item.article.title))")
            }
            terminal.report(
                "\(page.total.map(String.init) ?? "an unknown number of") results in all",
                hant: "共 \(page.total.map(String.init) ?? "若干") 項結果",
                hans: "共 \(page.total.map(String.init) ?? "若干") 项结果")
        case .columns(let tree):
            for column in tree.all { terminal.print("\(column.path)  \(TerminalText.sanitized(column.name))") }
        }
    }
}
