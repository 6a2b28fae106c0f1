public import DotNewsModels

/// Why the site did not do, or say, what a reader wanted.
public struct AccountError: Error, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The edition does not say where the site takes such things; nothing was asked.
        public static let notConfigured = Code(rawValue: "notConfigured")
        /// There is no token, or the site no longer accepts it (401).
        public static let signInNeeded = Code(rawValue: "signInNeeded")
        /// The site will not have it: it says so with a status of 400 to 499, or in its answer.
        public static let refused = Code(rawValue: "refused")
        /// The site asks for patience (429, or 409 or 503 with `Retry-After`).
        public static let busy = Code(rawValue: "busy")
        /// The site failed (5xx), or answered something that is not an answer.
        public static let unavailable = Code(rawValue: "unavailable")
        /// There was no answer.
        public static let unreachable = Code(rawValue: "unreachable")
        /// The calling task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The token could not be read from where it is kept, or would have been sent in the clear.
        public static let credentials = Code(rawValue: "credentials")
    }

    /// The kind.
    public let code: Code
    /// What was being done, such as `posting a comment`.
    public let activity: String
    /// What was asked, without its query; `nil` when nothing was.
    public let address: WebAddress?
    /// The status of the answer, when there was one.
    public let status: Int?
    /// What went wrong, in one line; what the server said of it is cleaned and cut.
    public let reason: String
    /// How long the site wants to be left alone, when it says.
    public let retryAfter: Duration?
    /// Whether the site may have done it all the same.
    public let mayHaveArrived: Bool
    /// The error underneath, when there is one.
    public let underlying: (any Error)?

    package init(
        _ code: Code, while activity: String, address: WebAddress? = nil, status: Int? = nil, reason: String,
        retryAfter: Duration? = nil, mayHaveArrived: Bool = false, underlying: (any Error)? = nil
    ) {
        self.code = code
        self.activity = activity
        self.address = address?.withoutQuery
        self.status = status
        self.reason = reason
        self.retryAfter = retryAfter
        self.mayHaveArrived = mayHaveArrived
        self.underlying = underlying
    }
}

extension AccountError: CustomStringConvertible {
    /// One sentence: what was being done, and what went wrong.
    public var description: String {
        activity.prefix(1).uppercased() + activity.dropFirst() + " failed" + (address.map { " (\($0))" } ?? "")
            + ": " + reason
    }
}
