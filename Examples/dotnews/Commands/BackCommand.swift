import DotNews

/// `dotnews back`: the story opened before the present one.
struct BackCommand: Command {
    static let name = "back"
    static let summary = "Show the story opened before, as a browser's back does."
    static let options: [Option] = StoryPresenter.options

    private let presenter: StoryPresenter

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        presenter = try StoryPresenter(arguments)
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        try await presenter.presentStep("behind", context) { try await $0.goBack() }
    }
}
