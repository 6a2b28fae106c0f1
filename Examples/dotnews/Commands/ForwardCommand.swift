import DotNews

/// `dotnews forward`: the article from which `back` went.
struct ForwardCommand: Command {
    static let name = "forward"
    static let summary = "Show the article from which \"back\" went."
    static let options: [Option] = ArticlePresenter.options

    private let presenter: ArticlePresenter

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        presenter = try ArticlePresenter(arguments)
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        try await presenter.presentStep(LocalizedText("ahead", hant: "下一篇", hans: "下一篇"), context) {
            try await $0.goForward()
        }
    }
}
