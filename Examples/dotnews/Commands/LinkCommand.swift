import DotNews

/// `dotnews link`: what a link is.
struct LinkCommand: Command {
    static let name = "link"
    static let summary = "Say what a link of the site or the app leads to, or refuse it."
    static let operands = "ADDRESS"
    static let options: [Option] = [
        .flag("clean", help: "print the address without tracking; any http or https address")
    ]

    private let text: String
    private let cleans: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        text = try arguments.onlyOperand("the address")
        cleans = arguments.has("clean")
    }

    private struct Description: Encodable {
        let kind: String
        let id, date, column: String?
        let page: Int?
        let site, url, shareURL, jsonURL, appURL: String?
        let clean: String?
        let removed: [String]

        enum CodingKeys: CodingKey {
            case kind, id, date, column, page, site, url, shareURL, jsonURL, appURL, clean, removed
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(kind, forKey: .kind)
            try container.encode(id, forKey: .id)
            try container.encode(date, forKey: .date)
            try container.encode(column, forKey: .column)
            try container.encode(page, forKey: .page)
            try container.encode(site, forKey: .site)
            try container.encode(url, forKey: .url)
            try container.encode(shareURL, forKey: .shareURL)
            try container.encode(jsonURL, forKey: .jsonURL)
            try container.encode(appURL, forKey: .appURL)
            try container.encode(clean, forKey: .clean)
            try container.encode(removed, forKey: .removed)
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let edition = context.options.edition
        let cleaned = WebAddress(text).map { LinkCleaner(editions: [edition] + Edition.builtIn).clean($0) }
        let link = DeepLink(text, editions: [edition] + Edition.builtIn)
        if cleans, !context.options.isJSON {
            guard let cleaned else { throw refusal }
            context.terminal.print(cleaned.address.string)
            return .success
        }
        guard let description = describe(link, cleaned) else { throw refusal }
        if context.options.isJSON {
            try context.printJSON(description)
        } else {
            print(description, context.terminal)
        }
        return .success
    }

    private var refusal: CommandFailure {
        let name = TerminalText.sanitized(text)
        return cleans
            ? CommandFailure(
                "\"\(name)\" is not an acceptable http or https address.", hant: "「\(name)」不是可用的 http 或 https 地址。",
                hans: "“\(name)”不是可用的 http 或 https 地址。")
            : CommandFailure(
                "\"\(name)\" is no link of a known site or of the app; --site names another site.",
                hant: "「\(name)」不是已知網站或應用程式的連結；可以 --site 指定其他網站。",
                hans: "“\(name)”不是已知网站或应用的链接；可用 --site 指定其他网站。")
    }

    private func describe(_ link: DeepLink?, _ cleaned: LinkCleaner.Result?) -> Description? {
        guard link != nil || (cleans && cleaned != nil) else { return nil }
        var kind = "other"
        var id, date, column: String?
        var page: Int?
        switch link?.destination {
        case .article(let article, let day):
            kind = "article"
            id = article.rawValue
            date = day?.isoString
        case .column(let path, let number): (kind, column, page) = ("column", path.rawValue, number)
        case .frontPage: kind = "frontPage"
        case .getTheApp: kind = "getTheApp"
        case nil: break
        }
        let isArticle = kind == "article"
        return Description(
            kind: kind, id: id, date: date, column: column, page: page, site: link?.site.string,
            url: link?.webAddress?.string, shareURL: isArticle ? link?.webAddress(.share)?.string : nil,
            jsonURL: isArticle ? link?.webAddress(.json)?.string : nil, appURL: link?.appAddress,
            clean: cleaned?.address.string, removed: cleaned?.removed ?? [])
    }

    private func print(_ description: Description, _ terminal: Terminal) {
        let lines: [(String, String?)] = [
            ("kind", description.kind), ("id", description.id), ("date", description.date),
            ("column", description.column), ("page", description.page.map { String($0) }), ("site", description.site),
            ("web", description.url), ("share", description.shareURL), ("json", description.jsonURL),
            ("app", description.appURL), ("clean", description.clean),
        ]
        for (name, value) in lines {
            guard let value else { continue }
            terminal.print(name + String(repeating: " ", count: 8 - name.count) + value)
        }
        if !description.removed.isEmpty { terminal.print("removed " + description.removed.joined(separator: ", ")) }
    }
}
