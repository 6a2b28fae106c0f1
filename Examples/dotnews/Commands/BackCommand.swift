import DotNews

/// `dotnews back`: the article opened before the present one.
struct BackCommand: Command {
    static let name = "back"
    static let summary = "Show the article opened before, as a browser's back does."
    static let options: [Option] = ArticlePresenter.options

    private let presenter: ArticlePresenter

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        presenter = try ArticlePresenter(arguments)
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        try await presenter.presentStep(LocalizedText("behind", hant: "上一篇", hans: "上一篇"), context) {
            try await $0.goBack()
        }
    }
}
