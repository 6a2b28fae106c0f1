import DotNews

/// `dotnews like`: likes or dislikes a comment, or takes that back.
struct LikeCommand: Command {
    static let name = "like"
    static let summary = "Like or dislike a comment, or take that back."
    static let operands = "COMMENT"
    static let options: [Option] = [
        .flag("dislike", help: "dislike it"),
        .flag("remove", help: "neither like nor dislike it"),
        .value("article", "ID", help: "the article, when its comments have not been read"),
        .flag("later", help: "do not try to send it now"),
    ]

    private let comment: CommentID
    private let article: ArticleID?
    private let reaction: CommentReaction?
    private let isLater: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        comment = try CommentCommand.comment(try arguments.onlyOperand("the comment's ID"))
        guard !arguments.has("dislike") || !arguments.has("remove") else {
            throw UsageError("--dislike and --remove exclude each other")
        }
        if let text = arguments.value("article") {
            guard let id = ArticleID(text) else {
                throw UsageError("an article's ID is AP and 24 hexadecimal digits, not \"\(text)\"")
            }
            article = id
        } else {
            article = nil
        }
        reaction = arguments.has("remove") ? nil : arguments.has("dislike") ? .dislike : .like
        isLater = arguments.has("later")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let client = try context.client(try context.openExistingStore())
        let entry = try await client.react(reaction, to: comment, on: article)
        let what =
            switch reaction {
            case nil: LocalizedText("That you take it back", hant: "取消表態", hans: "取消表态")
            case .like?: LocalizedText("Your like", hant: "讚好", hans: "点赞")
            case let reaction?: LocalizedText("Your \(reaction.rawValue)", hant: "不喜歡", hans: "不喜欢")
            }
        return try await context.deliver(entry, called: what, by: client, isLater: isLater)
    }
}
