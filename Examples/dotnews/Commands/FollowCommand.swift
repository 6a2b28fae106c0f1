import DotNews

/// `dotnews follow`: the topics of `dotnews list --followed`.
struct FollowCommand: Command {
    static let name = "follow"
    static let summary = "Follow columns, tags, words and authors, or list those you follow."
    static let options = TopicChange.options
    static let details = """
        "dotnews list --followed" lists their articles, "dotnews sync --followed" reads the columns. Tags, words and authors are
        followed in any spelling: 東橋 is 东桥.
        """

    private let change: TopicChange

    init(_ arguments: ParsedArguments) throws(UsageError) { change = try TopicChange(arguments) }

    func run(_ context: CommandContext) async throws -> ExitCode {
        try await change.run(context, \.followed) { try await $0.setFollowed($1, $2) }
    }
}
