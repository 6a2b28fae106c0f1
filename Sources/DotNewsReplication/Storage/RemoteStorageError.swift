/// Why a ``RemoteStorage`` could not do what was asked.
public struct RemoteStorageError: Error, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is an object of this name already.
        public static let exists = Code(rawValue: "exists")
        /// There is no object of this name.
        public static let missing = Code(rawValue: "missing")
        /// The object is larger than allowed.
        public static let tooLarge = Code(rawValue: "tooLarge")
        /// User name, password or key were refused, or there are none.
        public static let unauthorized = Code(rawValue: "unauthorized")
        /// The storage may be read but not written, or not be used at all.
        public static let forbidden = Code(rawValue: "forbidden")
        /// There is no room left.
        public static let full = Code(rawValue: "full")
        /// The storage does not exist, or is none of the kind that was named.
        public static let unusable = Code(rawValue: "unusable")
        /// Another one holds a lock on it (423).
        public static let locked = Code(rawValue: "locked")
        /// The storage could not be reached, or failed in a way that may pass.
        public static let unavailable = Code(rawValue: "unavailable")
        /// What came back makes no sense.
        public static let malformedResponse = Code(rawValue: "malformedResponse")
        /// The clock of this device is so far off that the store refuses its requests.
        public static let clockSkew = Code(rawValue: "clockSkew")
        /// The storage is encrypted, and no recovery code or passphrase was given.
        public static let encrypted = Code(rawValue: "encrypted")
        /// The storage or an object is not encrypted, though a recovery code or passphrase was given.
        public static let notEncrypted = Code(rawValue: "notEncrypted")
        /// The recovery code or passphrase is not that of the storage.
        public static let wrongSecret = Code(rawValue: "wrongSecret")
        /// The storage or an object is encrypted in another format, older or newer, than this version knows.
        public static let otherFormat = Code(rawValue: "otherFormat")
        /// There are encrypted objects, but not the header that says how.
        public static let headerMissing = Code(rawValue: "headerMissing")
        /// The header or an object is damaged, cut short, or was changed by someone without the key.
        public static let damaged = Code(rawValue: "damaged")
        /// The calling task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// Anything else.
        public static let failed = Code(rawValue: "failed")
    }

    /// What went wrong.
    public let code: Code
    /// What was being done, to what, such as "reading abc.log from https://dav.example/news/".
    public let activity: String
    /// What the storage said, and what to do, without secrets.
    public let reason: String
    /// The error underneath, when there is one.
    public let underlying: (any Error)?

    /// Creates a failure.
    public init(_ code: Code, while activity: String, reason: String, underlying: (any Error)? = nil) {
        self.code = code
        self.activity = activity
        self.reason = reason
        self.underlying = underlying
    }

    /// Whether trying again later may help.
    public var isTransient: Bool { code == .unavailable || code == .locked }
}

extension RemoteStorageError: CustomStringConvertible {
    /// One sentence: what was being done, and what went wrong.
    public var description: String { "\(activity) failed: \(reason)" }
}
