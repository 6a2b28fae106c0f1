import DotNews

/// `dotnews sign-out`: forgets the token of the reader's account at the site.
struct SignOutCommand: Command {
    static let name = "sign-out"
    static let summary = "Forget the sign-in to the site; what waits to be sent stays."

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
    }

    private struct Outcome: Encodable {
        let site: WebAddress
        let changed: Bool
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let site = context.options.edition.site
        let name = CredentialName.account(at: site)
        let wasSignedIn = try context.credentials.secret(named: name) != nil
        try context.credentials.setSecret(nil, named: name)
        if context.options.isJSON {
            try context.printJSON(Outcome(site: site, changed: wasSignedIn))
        } else if !context.options.isQuiet {
            context.terminal.print(
                wasSignedIn
                    ? context.terminal.words("Signed out of \(site).", hant: "已登出 \(site)。", hans: "已登出 \(site)。")
                    : context.terminal.words("Not signed in to \(site).", hant: "未有登入 \(site)。", hans: "未登录 \(site)。"))
        }
        return .success
    }
}
