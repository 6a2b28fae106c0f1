import DotNews

/// `dotnews share`: what each service will accept and show of an article.
struct ShareCommand: Command {
    static let name = "share"
    static let summary = "Compose what to post of an article on X, Weibo, WeChat, WhatsApp and elsewhere."
    static let operands = "ID|ADDRESS"
    static let options: [Option] = [
        .value(
            "to", "TARGET,…|all", letter: "t",
            help: "for whom; x unless said otherwise: " + ShareTarget.allCases.map(\.rawValue).joined(separator: ", ")),
        .value(
            "article", "FILE",
            help: "an article in a file instead of ID or ADDRESS: the CMS's JSON, a page, or JSON by hand"
        ),
        .value("limit", "N", letter: "n", help: "the limit of X or Weibo in their units, instead of 280 and 140"),
        .value("tags", "N", help: "the most hashtags on X and topics on Weibo, instead of 2 and 3; 0 for none"),
        .value("quote", "TEXT", help: "share a passage of the article, with its source and a link that leads to it"),
        .value("mastodon", "ADDRESS", help: "the reader's server, such as https://mastodon.social"),
        .value("via", "NAME", help: "the account that X names at the end"),
        .value("campaign", "NAME", help: "mark the link with a campaign (utm_campaign, utm_source, utm_medium)"),
        .flag("thread", help: "for X: a numbered thread of title and body"),
        .value("qr", "terminal|svg|png", help: "a QR code of the link; in the terminal for WeChat anyway"),
        .value("output", "FILE", letter: "o", help: "write the QR code to a file"),
        .value("poster", "FILE", help: "write a share card with the QR code, as SVG"),
        .value("theme", "light|dark", help: "the colours of the share card; light unless said otherwise"),
        .value("picture", "FILE", help: "a JPEG, PNG, GIF or WebP for the top of the share card"),
    ]
    static let details = """
        Nothing is posted: the command prints texts, and addresses that open the services with them.
        JSON by hand has "title", "summary", "link", "image" and "keywords", of which each may be missing.
        """

    enum QRFormat: String, CaseIterable {
        case terminal, svg, png
    }

    private let source: ArticleSource
    private let targets: [ShareTarget]
    private let options: ShareOptions
    private let quote: String
    private let makesThread: Bool
    private let qrFormat: QRFormat?
    private let output: String?
    private let poster: (file: String, theme: SharePoster.Theme, picture: String?)?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        if let file = arguments.value("article") {
            try arguments.expectNoOperands()
            source = .file(URL(filePath: file))
        } else {
            source = try ArticleSource(operand: try arguments.onlyOperand("the article's ID or address"))
        }
        targets = try Self.targets(arguments.value("to") ?? "x")
        quote = arguments.value("quote") ?? ""
        makesThread = arguments.has("thread")
        qrFormat = try arguments.choice("qr")
        output = arguments.value("output")
        options = try Self.shareOptions(arguments, targets: targets)
        let (theme, picture): (SharePoster.Theme?, String?) = (
            try arguments.choice("theme"), arguments.value("picture")
        )
        poster = arguments.value("poster").map { ($0, theme ?? .light, picture) }
        if poster == nil, theme != nil || picture != nil { throw UsageError("--theme and --picture are for --poster") }
        if makesThread, !targets.contains(.x) { throw UsageError("--thread is for --to x") }
        if output != nil, qrFormat == nil {
            throw UsageError("--output takes the QR code of --qr terminal, svg or png")
        }
        if qrFormat == .png, output == nil, !arguments.has("json") {
            throw UsageError("--qr png needs --output FILE, or --json for the image as Base64")
        }
    }

    private static func targets(_ text: String) throws(UsageError) -> [ShareTarget] {
        if text == "all" { return ShareTarget.allCases }
        var targets: [ShareTarget] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let target = ShareTarget.allCases.first(where: { $0.rawValue == name }) else {
                let names = ShareTarget.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError("--to takes all or some of \(names), not \"\(name)\"")
            }
            if !targets.contains(target) { targets.append(target) }
        }
        return targets
    }

    private static func shareOptions(
        _ arguments: ParsedArguments, targets: [ShareTarget]
    ) throws(UsageError) -> ShareOptions {
        var options = ShareOptions()
        if arguments.has("limit"), !targets.contains(.x), !targets.contains(.weibo) {
            throw UsageError("--limit is for X and Weibo")
        }
        let highest = targets.contains(.weibo) ? ShareOptions.Weibo.highestLimit : ShareOptions.X.highestLimit
        if let limit = try arguments.number("limit", in: 1...highest) {
            if targets.contains(.x) { options.x.limit = limit }
            if targets.contains(.weibo) { options.weibo.limit = limit }
        }
        if let tags = try arguments.number("tags", in: 0...100) {
            options.x.maximumHashtags = tags
            options.weibo.maximumTopics = tags
        }
        if let server = arguments.value("mastodon") {
            guard let address = WebAddress(server) else {
                throw UsageError("--mastodon takes an http or https address")
            }
            options.mastodonServer = address
        }
        options.x.via = arguments.value("via")
        options.campaign = arguments.value("campaign").map { Campaign(name: $0) }
        return options
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let article = try await source.article(context)
        var content = article.content
        content.quote = quote
        let composer = ShareComposer(edition: article.edition, options: options)
        var drafts: [any ShareDraft] = []
        for target in targets {
            drafts.append(
                target == .x && makesThread
                    ? try composer.xThread(content) : try composer.draft(of: content, for: target))
        }
        let code = try qrFormat.map { format in try QRImage(of: drafts, as: format) }
        if let code, let output { try code.write(to: output) }
        try writePoster(of: content, composer)
        if context.options.isJSON {
            try context.printJSON(ShareResult(drafts: drafts, code: output == nil ? code : nil))
        } else {
            let printer = ShareDraftPrinter(terminal: context.terminal)
            for draft in drafts {
                if drafts.count > 1 { context.terminal.print(context.terminal.bold("— \(draft.target.displayName) —")) }
                printer.show(draft)
                if draft.target == .wechat, qrFormat == nil, let link = draft.link {
                    showCode(of: link, context.terminal)
                }
            }
            if output == nil, let code {
                if let drawing = code.drawing { show(drawing, context.terminal) }
                if code.format != .terminal, let text = code.text { context.terminal.print(text) }
            }
        }
        return .success
    }

    private func writePoster(of content: ShareContent, _ composer: ShareComposer) throws {
        guard let poster else { return }
        let card = try composer.poster(of: content)
        let code = try card.link.map { link in
            let code = try QRCode(text: link)
            return PosterCode(moduleCount: code.moduleCount) { code[$0, $1] }
        }
        let picture = try poster.picture.map { try NamedFile.read($0, upTo: 8 << 20) }
        try NamedFile.write(Data(card.svg(poster.theme, code: code, picture: picture).utf8), to: poster.file)
    }

    /// Shows a code in colours of its own, which are right on every ground; without colours as on a dark ground.
    private func show(_ code: QRCode, _ terminal: Terminal) {
        guard terminal.hasColors else { return terminal.print(code.terminal()) }
        for line in code.terminal(on: .light).split(separator: "\n") {
            terminal.print(terminal.blackOnWhite(String(line)))
        }
    }

    /// Shows the code that nobody asked for in so many words: that a link is too long for one is no failure.
    private func showCode(of link: String, _ terminal: Terminal) {
        do throws(QRCodeError) {
            show(try QRCode(text: link), terminal)
        } catch {
            terminal.report(terminal.words("Warning: ", hant: "注意：", hans: "注意：") + terminal.sentence(error))
        }
    }
}

/// A QR code in one of the forms of `--qr`.
struct QRImage {
    let format: ShareCommand.QRFormat
    /// The code itself, for the terminal; `nil` in other forms.
    var drawing: QRCode? { format == .terminal ? code : nil }
    private let code: QRCode
    private let data: Data

    init(of drafts: [any ShareDraft], as format: ShareCommand.QRFormat) throws {
        // WeChat's link is the one that is scanned; without WeChat the only one there is.
        guard let link = (drafts.first { $0.target == .wechat } ?? drafts.first)?.link else {
            throw CommandFailure("There is no link to make a QR code of.", hant: "沒有可製作二維碼的連結。", hans: "没有可生成二维码的链接。")
        }
        let code = try QRCode(text: link)
        self.format = format
        self.code = code
        data =
            switch format {
            case .terminal: Data(code.terminal().utf8)
            case .svg: Data(code.svg().utf8)
            case .png: try code.png()
            }
    }

    /// The code as text; `nil` for PNG.
    var text: String? { format == .png ? nil : String(decoding: data, as: UTF8.self) }
    /// The code as text, a PNG in Base64.
    var printable: String { text ?? data.base64EncodedString() }

    func write(to file: String) throws { try NamedFile.write(data, to: file) }
}

/// The JSON form of a share: the draft, or the drafts by their target when there are several; and the QR code.
private struct ShareResult: Encodable {
    let drafts: [any ShareDraft]
    let code: QRImage?

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        if drafts.count == 1 { try drafts[0].encode(to: encoder) }
        var container = encoder.container(keyedBy: Key.self)
        if drafts.count > 1 {
            for draft in drafts {
                try draft.encode(to: container.superEncoder(forKey: Key(stringValue: draft.target.rawValue)))
            }
        }
        if let code { try container.encode(code.printable, forKey: Key(stringValue: "qr")) }
    }
}
