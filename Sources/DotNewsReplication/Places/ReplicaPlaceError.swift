/// Why a ``ReplicaPlace`` could not do what was asked.
public struct ReplicaPlaceError: Error, Sendable {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable {
        /// There is an object of this name already.
        case exists
        /// There is no object of this name.
        case missing
        /// The object is larger than allowed.
        case tooLarge
        /// User name, password or key were refused, or there are none.
        case unauthorized
        /// The place may be read but not written, or not be used at all.
        case forbidden
        /// There is no room left.
        case full
        /// The place does not exist, or is none of the kind that was named.
        case notAPlace
        /// Another one holds a lock on it (423).
        case locked
        /// The place could not be reached, or failed in a way that may pass.
        case unavailable
        /// What came back makes no sense.
        case malformedResponse
        /// The content cannot be read with this passphrase, or was changed by someone who does not have it.
        case undecryptable
        /// The calling task was cancelled.
        case cancelled
        /// Anything else.
        case failed
    }

    /// What went wrong.
    public let code: Code
    /// What was being done, to what, such as "reading abc.log from https://dav.example/news/".
    public let activity: String
    /// What the place said, and what to do, without secrets.
    public let reason: String
    /// The error underneath, when there is one.
    public let underlying: (any Error)?

    /// Describes a failure.
    public init(_ code: Code, while activity: String, reason: String, underlying: (any Error)? = nil) {
        self.code = code
        self.activity = activity
        self.reason = reason
        self.underlying = underlying
    }

    /// Whether trying again later may help.
    public var isTransient: Bool { code == .unavailable || code == .locked }
}

extension ReplicaPlaceError: CustomStringConvertible {
    /// One sentence: what was being done, and what went wrong.
    public var description: String { "\(activity) failed: \(reason)" }
}
