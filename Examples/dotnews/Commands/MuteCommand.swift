import DotNews

/// `dotnews mute`: the topics whose articles lists leave out.
struct MuteCommand: Command {
    static let name = "mute"
    static let summary = "Hide the articles of columns, tags, words and authors, or list those you mute."
    static let options = TopicChange.options
    static let details = """
        "list", "hot", "related" and "new" leave them out, at once and until --remove; "list --muted" shows them too. Searches,
        bookmarks, "tags" and "show" still find them, and "unread" counts them. Any spelling is muted: 東橋 is 东桥.
        """

    private let change: TopicChange

    init(_ arguments: ParsedArguments) throws(UsageError) { change = try TopicChange(arguments) }

    func run(_ context: CommandContext) async throws -> ExitCode {
        try await change.run(context, \.muted) { try await $0.setMuted($1, $2) }
    }
}
