import DotNewsFoundation
import DotNewsModels

/// Reads comments as an edition's service writes them.
///
/// A comment without id or text is left out and counted, and so is one whose id another has; a number that is none is 0.
struct CommentDecoder {
    /// How many comments about the article are read of a page.
    static let maximumComments = 100
    /// How many answers are read of a page.
    static let maximumReplies = 500
    /// How many levels of answers are read.
    static let maximumDepth = 8

    private let fields: [String: CommentField]
    private let articleID: ArticleID
    private let timeZone: TimeZone
    private var seen = Set<CommentID>()
    private var replyCount = 0
    private(set) var skipped = 0

    init(_ service: CommentService, articleID: ArticleID, timeZone: TimeZone) {
        // Two fields with one name: the first counts.
        fields = Dictionary(
            CommentField.allCases.map { (service.name(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
        self.articleID = articleID
        self.timeZone = timeZone
    }

    /// The field that a member's name stands for.
    func field(_ scanner: JSONScanner) -> CommentField? { fields[scanner.currentName] }

    /// Reads a page; `nil` when there is no object.
    mutating func page(
        from scanner: inout JSONScanner, page: Int, order: CommentOrder
    ) throws(JSONFault) -> CommentPage? {
        guard try scanner.nextKind() == .object else {
            try scanner.skip()
            return nil
        }
        var result = CommentPage(comments: [], page: page, totalPages: 0, order: order)
        var totalPages: Int?
        var hasList = false
        try scanner.enterObject()
        while try scanner.nextName() != nil {
            switch field(scanner) {
            case .comments:
                hasList = true
                result.comments = try list(from: &scanner)
            case .totalPages: totalPages = try scanner.count()
            case .total: result.total = try scanner.count()
            default: try scanner.skip()
            }
        }
        guard hasList else { return nil }
        // Not more than it can be asked for, and not less than there is.
        result.totalPages = min(max(totalPages ?? 0, result.comments.isEmpty ? 0 : page + 1), 100_000)
        result.skipped = skipped
        return result
    }

    private mutating func list(from scanner: inout JSONScanner) throws(JSONFault) -> [ArticleComment] {
        var comments: [ArticleComment] = []
        guard try scanner.nextKind() == .array else {
            try scanner.skip()
            return []
        }
        try scanner.enterArray()
        while try scanner.nextElement() {
            guard try scanner.nextKind() == .object, comments.count < Self.maximumComments else {
                skipped += 1
                try scanner.skip()
                continue
            }
            if let comment = try comment(from: &scanner, parent: nil, depth: 0) { comments.append(comment) }
        }
        return comments
    }

    /// Reads a comment with the answers to it, which become one list.
    mutating func comment(
        from scanner: inout JSONScanner, parent: CommentID?, depth: Int
    ) throws(JSONFault) -> ArticleComment? {
        var id: CommentID?
        var comment = ArticleComment(id: CommentID(validated: ""), articleID: articleID, parentID: parent, text: "")
        var replies: [ArticleComment] = []
        try scanner.enterObject()
        while try scanner.nextName() != nil {
            switch field(scanner) {
            case .id: id = try scanner.text().flatMap { CommentID(String($0.trimmingSpaces())) }
            case .parentID:
                comment.parentID = try scanner.text().flatMap { CommentID(String($0.trimmingSpaces())) } ?? parent
            case .userID:
                let text = try scanner.text()?.plainLine(maximumLength: 100)
                comment.author.userID = text?.isEmpty == false ? text : nil
            case .nickname: comment.author.nickname = try scanner.text()?.plainLine(maximumLength: 100) ?? ""
            case .text: comment.text = CommentText.received(try scanner.text() ?? "")
            case .createTime:
                comment.postedAt = try scanner.text().flatMap { PublicationTime.date(from: $0, timeZone: timeZone) }
            case .likes: comment.likes = try scanner.count() ?? 0
            case .dislikes: comment.dislikes = try scanner.count() ?? 0
            case .reaction: comment.reaction = try scanner.text().flatMap { CommentReaction(rawValue: $0.lowercased()) }
            case .replies: replies = try self.replies(from: &scanner, depth: depth + 1)
            default: try scanner.skip()
            }
        }
        guard let id, !comment.text.isEmpty, seen.insert(id).inserted,
            !id.rawValue.hasPrefix(CommentThread.outboxPrefix)
        else {
            skipped += 1
            return nil
        }
        comment.id = id
        // Answers come before their parent's id is known.
        comment.replies = replies.map { reply in
            var reply = reply
            if reply.parentID == nil { reply.parentID = id }
            return reply
        }
        return comment
    }

    private mutating func replies(from scanner: inout JSONScanner, depth: Int) throws(JSONFault) -> [ArticleComment] {
        var replies: [ArticleComment] = []
        guard try scanner.nextKind() == .array else {
            try scanner.skip()
            return []
        }
        try scanner.enterArray()
        while try scanner.nextElement() {
            guard try scanner.nextKind() == .object, replyCount < Self.maximumReplies, depth < Self.maximumDepth else {
                skipped += 1
                try scanner.skip()
                continue
            }
            replyCount += 1
            guard var reply = try comment(from: &scanner, parent: nil, depth: depth) else { continue }
            let inner = reply.replies
            reply.replies = []
            replies.append(reply)
            replies += inner
        }
        return replies
    }
}

extension JSONScanner {
    /// A number of things: 0 to a billion; `nil` when the next value is none.
    mutating func count() throws(JSONFault) -> Int? {
        try scalar().number.map { Int(min(max($0, 0), 1_000_000_000)) }
    }
}
