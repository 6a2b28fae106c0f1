import DotNews

/// `dotnews forward`: the story from which `back` went.
struct ForwardCommand: Command {
    static let name = "forward"
    static let summary = "Show the story from which \"back\" went."
    static let options: [Option] = StoryPresenter.options

    private let presenter: StoryPresenter

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        presenter = try StoryPresenter(arguments)
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        try await presenter.presentStep("ahead", context) { try await $0.goForward() }
    }
}
