import DotNews

/// `dotnews sign-in`: keeps the token of the reader's account at the site.
struct SignInCommand: Command {
    static let name = "sign-in"
    static let summary = "Sign in to the site with a token, read from standard input."
    static let options: [Option] = [
        .value("token-file", "FILE", help: "read the token from a file instead"),
        .flag("unchecked", help: "keep the token without asking the site whether it is right"),
    ]
    static let details = """
        The token never stands on the command line, where others could see it. It is kept in a file beside the store
        that only you can read, for this site alone. "dotnews sign-out" removes it.
        """

    /// The longest token, in bytes.
    private static let maximumLength = 8 << 10

    private let tokenFile: String?
    private let isUnchecked: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        // What stands here by mistake may be the token, so it is not repeated.
        guard arguments.operands.isEmpty else {
            throw UsageError("the token is read from standard input or --token-file, not from the command line")
        }
        tokenFile = arguments.value("token-file")
        isUnchecked = arguments.has("unchecked")
    }

    private struct Outcome: Encodable {
        let site: WebAddress
        let name, id: String?
        let waiting: Int
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let site = context.options.edition.site
        let token = try token(context.terminal)
        var profile: ReaderProfile?
        if !isUnchecked {
            // Tried before it is kept, so that a wrong one does not take the place of a right one.
            let trial = MemoryCredentialStore([.account(at: site): token])
            let client = AccountClient(
                edition: context.options.edition, transport: try context.transport(), credentials: trial)
            profile = try await client.profile()
        }
        try context.credentials.setSecret(token, named: .account(at: site))
        var waiting = 0
        if FileManager.default.fileExists(atPath: context.options.storeFile.path) {
            waiting = try await context.openStore().outbox.entries().count
        }
        if context.options.isJSON {
            try context.printJSON(Outcome(site: site, name: profile?.name, id: profile?.id, waiting: waiting))
        } else if !context.options.isQuiet {
            let name = profile.map { TerminalText.sanitized($0.name.isEmpty ? $0.id : $0.name) }
            context.terminal.print(
                "Signed in to \(site)\(name.map { " as " + $0 } ?? "").",
                hant: "已\(name.map { "以 \($0) " } ?? "")登入 \(site)。",
                hans: "已\(name.map { "以 \($0) " } ?? "")登录 \(site)。")
            if waiting > 0 {
                context.terminal.print(
                    "The outbox holds \(waiting); \"dotnews outbox --send\" sends it.",
                    hant: "有 \(waiting) 項待發送；dotnews outbox --send 會發送。",
                    hans: "有 \(waiting) 项待发送；dotnews outbox --send 会发送。")
            }
        }
        return .success
    }

    private func token(_ terminal: Terminal) throws -> Secret {
        let bytes: [UInt8]
        if let tokenFile {
            bytes = Array(try NamedFile.read(tokenFile, upTo: Self.maximumLength + 2))
        } else {
            bytes = try SecretInput.line(prompt: terminal.words("Token:", hant: "權杖：", hans: "令牌："), terminal)
        }
        let token = String(decoding: bytes, as: UTF8.self).trimmed()
        // What may stand in an Authorization field; anything else is another file by mistake.
        guard (1...Self.maximumLength).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw CommandFailure(
                "That is no token: it must be one word of 1 to \(Self.maximumLength) letters, digits and signs.",
                hant: "這不是權杖：須為 1 至 \(Self.maximumLength) 個字母、數字和符號。",
                hans: "这不是令牌：须为 1 至 \(Self.maximumLength) 个字母、数字和符号。")
        }
        return Secret(token)
    }
}
