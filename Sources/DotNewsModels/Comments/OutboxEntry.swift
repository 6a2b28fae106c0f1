public import DotNewsFoundation

/// Something that a reader did and that the site must hear of.
public enum OutboxAction: Hashable, Sendable {
    /// A comment about the article, or in answer to another comment.
    case comment(CommentText, replyingTo: CommentID?)
    /// What the reader thinks of a comment; `nil` takes it back.
    case reaction(CommentReaction?, to: CommentID)
    /// Whether the article is one of the reader's favourites at the site.
    case favourite(Bool)
}

/// An entry of the outbox: what is to be sent, and how far it has come.
public struct OutboxEntry: Hashable, Sendable, Identifiable {
    /// What an entry waits for.
    public enum State: Hashable, Sendable {
        /// Its turn, or the time of the next attempt.
        case waiting
        /// The answer; or, when the program ended in between, the next attempt.
        case sending
        /// The reader: it is not sent again by itself. With why.
        case refused(OutboxFailure)
    }

    /// The entry's number, which stays the same as long as it exists.
    public var id: Int64
    /// The article.
    public var articleID: ArticleID
    /// What is to be sent.
    public var action: OutboxAction
    /// What it waits for.
    public var state: State
    /// Whether it was cancelled while it was being sent: it is not sent again, whatever comes of that.
    public var isCancelled: Bool
    /// When it was made or last edited.
    public var createdAt: Date
    /// How often it was tried.
    public var attempts: Int
    /// Before when it is not tried again; `nil` when it may be at once.
    public var nextAttemptAt: Date?
    /// Since when it may have reached the site without an answer; `nil` when it surely has not.
    public var uncertainSince: Date?
    /// What came of the last attempt; `nil` before the first.
    public var lastFailure: OutboxFailure?
    /// Names the entry to the site: what comes twice with the same key counts once.
    public var idempotencyKey: String

    /// Creates an entry.
    package init(
        id: Int64, articleID: ArticleID, action: OutboxAction, state: State, isCancelled: Bool, createdAt: Date,
        attempts: Int, nextAttemptAt: Date?, uncertainSince: Date?, lastFailure: OutboxFailure?, idempotencyKey: String
    ) {
        self.id = id
        self.articleID = articleID
        self.action = action
        self.state = state
        self.isCancelled = isCancelled
        self.createdAt = createdAt
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.uncertainSince = uncertainSince
        self.lastFailure = lastFailure
        self.idempotencyKey = idempotencyKey
    }
}

/// Why an attempt to send an entry did not succeed.
public struct OutboxFailure: Hashable, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable, Codable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The site will not have it.
        public static let refused = Code(rawValue: "refused")
        /// The site could not be reached, or did not answer properly.
        public static let unavailable = Code(rawValue: "unavailable")
        /// The site asked for patience.
        public static let busy = Code(rawValue: "busy")
        /// The reader must sign in, or sign in again.
        public static let signInNeeded = Code(rawValue: "signInNeeded")
        /// It has waited for longer than 30 days.
        public static let expired = Code(rawValue: "expired")
        /// It may have reached the site so long ago that the site may have forgotten its key.
        public static let uncertain = Code(rawValue: "uncertain")
        /// The edition does not say where such things are sent.
        public static let notConfigured = Code(rawValue: "notConfigured")
    }

    /// The kind.
    public var code: Code
    /// What went wrong, in one line; what a server said in it is cleaned and cut.
    public var reason: String

    /// Creates a failure; `reason` is cut to 300 characters.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = String(reason.prefix(300))
    }
}

/// How much an outbox holds.
package enum OutboxBounds {
    /// The most entries.
    package static let maximumCount = 500
    /// How long an entry is sent by itself. Later it waits for its reader: news is old by then.
    package static let maximumAge: Duration = .seconds(30 * 86_400)
}
