/// Why a share could not be composed.
public struct ShareError: Error, Hashable, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is neither a title nor a summary nor a link.
        public static let nothingToShare = Code(rawValue: "nothingToShare")
        /// The link is not an absolute `http` or `https` address.
        public static let unacceptableLink = Code(rawValue: "unacceptableLink")
        /// The link alone is longer than the target takes.
        public static let linkTooLong = Code(rawValue: "linkTooLong")
        /// A limit that the target does not know.
        public static let limitOutOfRange = Code(rawValue: "limitOutOfRange")
        /// The target needs a link, and there is none.
        public static let linkMissing = Code(rawValue: "linkMissing")
        /// A target that the package has no draft for.
        public static let unknownTarget = Code(rawValue: "unknownTarget")
        /// A value of the configuration that breaks a rule of the service it is for.
        public static let unacceptableValue = Code(rawValue: "unacceptableValue")
    }

    /// What went wrong.
    public let code: Code
    /// What the share was for; `nil` when it had not come to a target yet.
    public let target: ShareTarget?
    /// What exactly is wrong, and what to do, as a sentence.
    public let reason: String

    /// Creates a failure.
    public init(_ code: Code, target: ShareTarget? = nil, reason: String) {
        self.code = code
        self.target = target
        self.reason = reason
    }
}

extension ShareError: CustomStringConvertible {
    /// One sentence: what was being composed, and what went wrong.
    public var description: String {
        target.map { "Cannot compose a share for \($0.displayName): \(reason)" } ?? "Cannot compose a share: \(reason)"
    }
}
