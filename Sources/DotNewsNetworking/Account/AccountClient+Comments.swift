import DotNewsFoundation
public import DotNewsModels

extension AccountClient {
    /// Reads a page of an article's comments. Says what the reader thinks of each when one is signed in.
    ///
    /// - Parameters:
    ///   - id: The article.
    ///   - order: In which order.
    ///   - page: Which page, from 0 to 99,999.
    /// - Throws: ``AccountError``
    public func comments(
        of id: ArticleID, order: CommentOrder = .newest, page: Int = 0
    ) async throws(AccountError) -> CommentPage {
        let activity = "reading comments"
        let service = try configuredService(while: activity)
        let number = min(max(page, 0), 99_999)
        let exchange = AccountExchange(
            activity: activity,
            address: try address(
                service.threadAddress,
                [.articleID: id.rawValue, .page: String(number), .order: String(order.wireNumber)], while: activity),
            isPrivate: false)
        let body = try await exchange.send(by: self)
        var decoder = CommentDecoder(service, articleID: id, timeZone: edition.timeZone)
        var result: CommentPage?
        try exchange.read(body) { (scanner: inout JSONScanner) throws(JSONFault) in
            result = try decoder.page(from: &scanner, page: number, order: order)
        }
        guard let result else { throw exchange.unreadable("it has no list of comments") }
        return result
    }

    /// Posts a comment, or an answer to another.
    ///
    /// - Parameters:
    ///   - text: What the reader wrote.
    ///   - id: The article.
    ///   - parent: The comment that is answered; `nil` for none.
    ///   - key: Names the comment: posted twice with the same key, it counts once.
    /// - Returns: The comment as the site has it.
    /// - Throws: ``AccountError``; after one with ``AccountError/mayHaveArrived`` it must be posted again with the same
    ///   key or not at all.
    public func post(
        _ text: CommentText, on id: ArticleID, replyingTo parent: CommentID?, idempotencyKey key: String
    ) async throws(AccountError) -> ArticleComment {
        let activity = "posting a comment"
        let service = try configuredService(while: activity)
        var members = [(CommentField.articleID, id.rawValue), (.text, text.rawValue)]
        if let parent { members.append((.parentID, parent.rawValue)) }
        let exchange = AccountExchange(
            activity: activity,
            address: try address(service.postAddress, [.articleID: id.rawValue], while: activity),
            method: .post, content: try content(members, service, while: activity), idempotencyKey: key)
        let body = try await exchange.send(by: self)
        var decoder = CommentDecoder(service, articleID: id, timeZone: edition.timeZone)
        var result: ArticleComment?
        try exchange.read(body) { (scanner: inout JSONScanner) throws(JSONFault) in
            guard try scanner.nextKind() == .object else { return try scanner.skip() }
            result = try decoder.comment(from: &scanner, parent: parent, depth: 0)
        }
        guard var result else { throw exchange.unreadable("it has no comment") }
        result.parentID = parent
        result.replies = []
        return result
    }

    /// Likes or dislikes a comment, or takes that back.
    ///
    /// - Parameters:
    ///   - reaction: What the reader thinks of the comment; `nil` to take that back.
    ///   - comment: The comment.
    ///   - id: The article that it is about.
    ///   - key: Names the choice: sent twice with the same key, it counts once.
    /// - Returns: How many readers like and dislike the comment now, where the site says so.
    /// - Throws: ``AccountError``
    public func react(
        _ reaction: CommentReaction?, to comment: CommentID, on id: ArticleID, idempotencyKey key: String
    ) async throws(AccountError) -> (likes: Int?, dislikes: Int?) {
        let activity = "reacting to a comment"
        let service = try configuredService(while: activity)
        let exchange = AccountExchange(
            activity: activity,
            address: try address(
                service.reactionAddress, [.articleID: id.rawValue, .commentID: comment.rawValue], while: activity),
            method: .post,
            content: try content(
                [(.articleID, id.rawValue), (.reaction, reaction?.rawValue ?? "none")], service, while: activity),
            idempotencyKey: key)
        let body = try await exchange.send(by: self)
        let decoder = CommentDecoder(service, articleID: id, timeZone: edition.timeZone)
        var counts: (likes: Int?, dislikes: Int?) = (nil, nil)
        try exchange.read(body) { (scanner: inout JSONScanner) throws(JSONFault) in
            guard try scanner.nextKind() == .object else { return try scanner.skip() }
            try scanner.enterObject()
            while try scanner.nextName() != nil {
                switch decoder.field(scanner) {
                case .likes: counts.likes = try scanner.count()
                case .dislikes: counts.dislikes = try scanner.count()
                default: try scanner.skip()
                }
            }
        }
        return counts
    }

    func address(
        _ template: AddressTemplate, _ values: [AddressTemplate.Placeholder: String], while activity: String
    ) throws(AccountError) -> WebAddress {
        if let address = template.address(on: edition.site, values) { return address }
        throw AccountError(
            .notConfigured, while: activity, reason: "the edition's template \(template.text) makes no address")
    }

    func content(
        _ members: [(CommentField, String)], _ service: CommentService, while activity: String
    ) throws(AccountError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let object = Dictionary(members.map { (service.name(of: $0), $1) }, uniquingKeysWith: { first, _ in first })
        do {
            return try encoder.encode(object)
        } catch {
            throw AccountError(.refused, while: activity, reason: "it cannot be written as JSON", underlying: error)
        }
    }
}
