import DotNews

/// `dotnews comments`: a page of an article's comments, with one's own that are not sent yet.
struct CommentsCommand: Command {
    static let name = "comments"
    static let summary = "Show what readers say about an article."
    static let operands = "ID"
    static let options: [Option] = [
        .value("order", "newest|oldest", help: "new to old (default) or old to new"),
        .value("page", "N", letter: "p", help: "which page, from 1"),
        .flag("offline", help: "do not ask the site"),
    ]
    static let details = """
        Without network it shows what was read last. Your own comments that are not sent yet stand among the others.
        """

    private let id: ArticleID
    private let order: CommentOrder
    private let page: Int
    private let isOffline: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        id = try arguments.articleID()
        order = try arguments.choice("order") ?? .newest
        page = try arguments.number("page", in: 1...100_000) ?? 1
        isOffline = arguments.has("offline")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let client = try context.client(store)
        let thread: CommentThread
        var failure: AccountError?
        if isOffline {
            thread = try await client.comments(of: id, order: order, page: page - 1)
        } else {
            do {
                thread = try await client.refreshComments(of: id, order: order, page: page - 1)
            } catch let error as AccountError where error.code != .notConfigured {
                failure = error
                thread = try await client.comments(of: id, order: order, page: page - 1)
            }
        }
        if let failure {
            let why = context.terminal.sentence(failure)
            context.terminal.report(
                "These are the comments on disk; the site was not read: \(why)", hant: "以下是已下載的留言；未能讀取網站：\(why)",
                hans: "以下是已下载的评论；无法读取网站：\(why)")
        }
        let reason = failure.map { "\($0)" }
        if context.options.isJSON {
            try context.printJSON(CommentListing(thread, offlineReason: reason))
        } else {
            CommentPrinter(terminal: context.terminal).show(thread, isQuiet: context.options.isQuiet)
        }
        // Nothing at all is known of the article's comments.
        return reason != nil && thread.fetchedAt == nil && thread.comments.isEmpty ? .failure : .success
    }
}

/// The JSON form of a page of comments.
private struct CommentListing: Encodable {
    struct Entry: Encodable {
        let entry: CommentThread.Entry

        enum CodingKeys: CodingKey {
            case id, parent, user, nickname, text, postedAt, likes, dislikes, reaction, state, entry, reason, replies
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            let comment = entry.comment
            try container.encode(comment.id, forKey: .id)
            try container.encode(comment.parentID, forKey: .parent)
            try container.encode(comment.author.userID, forKey: .user)
            try container.encode(comment.author.nickname, forKey: .nickname)
            try container.encode(comment.text, forKey: .text)
            try container.encode(comment.postedAt.map { PublicationTime.string(from: $0) }, forKey: .postedAt)
            try container.encode(comment.likes, forKey: .likes)
            try container.encode(comment.dislikes, forKey: .dislikes)
            try container.encode(comment.reaction, forKey: .reaction)
            switch entry.delivery {
            case .delivered:
                try container.encode("sent", forKey: .state)
            case .pending(let id):
                try container.encode("pending", forKey: .state)
                try container.encode(id, forKey: .entry)
            case .refused(let id, let reason):
                try container.encode("refused", forKey: .state)
                try container.encode(id, forKey: .entry)
                try container.encode(reason, forKey: .reason)
            }
            try container.encode(entry.replies.map { Entry(entry: $0) }, forKey: .replies)
        }
    }

    let id: ArticleID
    let order: CommentOrder
    let page, pages: Int
    let total: Int?
    let fetchedAt: String?
    let offline: String?
    let comments: [Entry]

    enum CodingKeys: CodingKey { case id, order, page, pages, total, fetchedAt, offline, comments }

    init(_ thread: CommentThread, offlineReason: String?) {
        id = thread.articleID
        order = thread.order
        page = thread.page + 1
        pages = thread.totalPages
        total = thread.total
        fetchedAt = thread.fetchedAt.map { PublicationTime.string(from: $0) }
        offline = offlineReason
        comments = thread.comments.map { Entry(entry: $0) }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(order, forKey: .order)
        try container.encode(page, forKey: .page)
        try container.encode(pages, forKey: .pages)
        try container.encode(total, forKey: .total)
        try container.encode(fetchedAt, forKey: .fetchedAt)
        try container.encode(offline, forKey: .offline)
        try container.encode(comments, forKey: .comments)
    }
}
