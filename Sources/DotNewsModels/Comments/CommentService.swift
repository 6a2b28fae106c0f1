/// Where an edition's site takes and lists comments, and how it names their fields.
///
/// The site does not publish this, so it is configuration. What is not given is as in the contract of docs/wire.md,
/// which docs/comments.openapi.yaml has in full.
public struct CommentService: Hashable, Sendable {
    /// A page of an article's comments: `{articleID}`, `{page}` from 0, `{order}` 0 or 1.
    public var threadAddress: AddressTemplate
    /// Where a comment or an answer is posted: `{articleID}`.
    public var postAddress: AddressTemplate
    /// Where is said what a reader thinks of a comment: `{commentID}`, and `{articleID}` if wanted.
    public var reactionAddress: AddressTemplate
    /// Where an article becomes a favourite, or no longer is one: `{articleID}`.
    public var favouriteAddress: AddressTemplate
    /// What the site calls fields, where that is not the raw value of the ``CommentField``.
    public var fieldNames: [CommentField: String]
    /// The most characters of a comment, 1 to 10,000.
    public var maximumCharacters: Int
    /// For how long the site remembers an idempotency key, at least. What may have arrived longer ago is not sent again
    /// by itself.
    public var keyLifetime: Duration

    /// Creates a service; what is not given is as in the contract.
    public init(
        threadAddress: AddressTemplate = .standardThread, postAddress: AddressTemplate = .standardPost,
        reactionAddress: AddressTemplate = .standardReaction, favouriteAddress: AddressTemplate = .standardFavourite,
        fieldNames: [CommentField: String] = [:], maximumCharacters: Int = CommentText.standardMaximum,
        keyLifetime: Duration = .seconds(7 * 86_400)
    ) {
        self.threadAddress = threadAddress
        self.postAddress = postAddress
        self.reactionAddress = reactionAddress
        self.favouriteAddress = favouriteAddress
        self.fieldNames = fieldNames
        self.maximumCharacters = min(max(maximumCharacters, 1), 10_000)
        self.keyLifetime = keyLifetime
    }

    /// What the site calls a field.
    public func name(of field: CommentField) -> String { fieldNames[field] ?? field.rawValue }
}

/// A field of what is sent to, or comes from, a comment service; the raw value is its name in the contract.
public enum CommentField: String, Hashable, Sendable, CaseIterable, Codable {
    /// The comments of a page.
    case comments
    /// Which page it is, from 0.
    case page
    /// How many pages there are.
    case totalPages
    /// How many comments there are, answers included.
    case total
    /// The id of the article.
    case articleID = "storyId"
    /// The id of a comment.
    case id
    /// The id of the comment that is answered.
    case parentID = "parentId"
    /// The id of who wrote a comment.
    case userID = "userId"
    /// What who wrote a comment is called.
    case nickname
    /// The words of a comment.
    case text
    /// When a comment was written.
    case createTime
    /// How many readers like a comment.
    case likes
    /// How many readers dislike a comment.
    case dislikes
    /// What the reader thinks of a comment.
    case reaction
    /// The answers to a comment.
    case replies
    /// Whether an article is a favourite of the reader.
    case favourite = "articleFavoriteFlag"
}

extension CommentService: Decodable {
    private enum CodingKeys: String, CodingKey {
        case thread, post, reaction, favourite, fields, maximumCharacters, keyLifetimeDays
    }

    /// Reads a configuration; every member may be missing. Unknown fields and unacceptable addresses are errors.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func template(_ key: CodingKeys, _ standard: AddressTemplate) throws -> AddressTemplate {
            guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return standard }
            guard let template = AddressTemplate(text), template.hasPlaceholders(of: standard) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container,
                    debugDescription: "not {site} or an https address with the placeholders of \(standard.text)")
            }
            return template
        }
        var names: [CommentField: String] = [:]
        for (word, name) in try container.decodeIfPresent([String: String].self, forKey: .fields) ?? [:] {
            guard let field = CommentField(rawValue: word), (1...64).contains(name.utf8.count) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .fields, in: container, debugDescription: "no such field, or no name of 1 to 64 bytes")
            }
            names[field] = name
        }
        self.init(
            threadAddress: try template(.thread, .standardThread), postAddress: try template(.post, .standardPost),
            reactionAddress: try template(.reaction, .standardReaction),
            favouriteAddress: try template(.favourite, .standardFavourite), fieldNames: names,
            maximumCharacters: try container.decodeIfPresent(Int.self, forKey: .maximumCharacters)
                ?? CommentText.standardMaximum,
            keyLifetime: .seconds(
                min(max(try container.decodeIfPresent(Int.self, forKey: .keyLifetimeDays) ?? 7, 0), 365) * 86_400))
    }
}
