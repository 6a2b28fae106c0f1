import DotNews

/// `dotnews comment`: says something about an article.
struct CommentCommand: Command {
    static let name = "comment"
    static let summary = "Comment on an article, or answer a comment."
    static let operands = "ID TEXT|-"
    static let options: [Option] = [
        .value("reply-to", "COMMENT", help: "answer this comment"),
        .flag("later", help: "do not try to send it now"),
    ]
    static let details = """
        With - the text is read from standard input. What cannot be sent now waits in the outbox: see "dotnews outbox".
        """

    private let id: ArticleID
    private let text: String
    private let parent: CommentID?
    private let isLater: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        guard arguments.operands.count >= 2 else {
            throw UsageError(
                arguments.operands.isEmpty ? "the article's ID is missing" : "the comment's text is missing")
        }
        guard let id = ArticleID(arguments.operands[0]) else {
            throw UsageError("an article's ID is AP and 24 hexadecimal digits, not \"\(arguments.operands[0])\"")
        }
        self.id = id
        text = arguments.operands.dropFirst().joined(separator: " ")
        parent = try arguments.value("reply-to").map { (text) throws(UsageError) in try Self.comment(text) }
        isLater = arguments.has("later")
    }

    /// The id of a comment.
    static func comment(_ text: String) throws(UsageError) -> CommentID {
        guard let id = CommentID(text) else {
            throw UsageError("a comment's ID is 1 to 64 letters, digits, hyphens and underscores, not \"\(text)\"")
        }
        return id
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let client = try context.client(try context.openExistingStore())
        let text = text == "-" ? try StandardInput.text() : text
        let entry = try await client.post(text, on: id, replyingTo: parent)
        return try await context.deliver(
            entry, called: LocalizedText("The comment", hant: "留言", hans: "评论"), by: client, isLater: isLater)
    }
}
