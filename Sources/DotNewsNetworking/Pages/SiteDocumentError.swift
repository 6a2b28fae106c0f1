/// Why content of the site, from the network or from a file, cannot be read.
public struct SiteDocumentError: Error, Hashable, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is nothing in it.
        public static let empty = Code(rawValue: "empty")
        /// It is larger than is read.
        public static let tooLarge = Code(rawValue: "tooLarge")
        /// It is none of the kinds that are known.
        public static let unrecognised = Code(rawValue: "unrecognised")
        /// It is not of the kind it was to be read as.
        public static let wrongKind = Code(rawValue: "wrongKind")
        /// It is of its kind, and something necessary is missing or broken.
        public static let malformed = Code(rawValue: "malformed")
        /// It is an article marked as unpublished or expired.
        public static let withdrawn = Code(rawValue: "withdrawn")
        /// Its body takes too much processor time to read.
        public static let slow = Code(rawValue: "slow")
    }

    /// What went wrong.
    public let code: Code
    /// What it was read as.
    public let fileKind: SiteDocumentKind
    /// What is wrong and what to do, to stand behind a colon.
    public let reason: String

    static let slowBody = "its body takes too long to read"

    /// Creates a failure.
    public init(_ code: Code, kind fileKind: SiteDocumentKind, reason: String) {
        self.code = code
        self.fileKind = fileKind
        self.reason = reason
    }
}

extension SiteDocumentError: CustomStringConvertible {
    /// One sentence: what was being read, and what is wrong with it.
    public var description: String {
        fileKind == .auto
            ? "cannot read the content: \(reason)" : "cannot read the content as \(fileKind.title): \(reason)"
    }
}
