/// Why content of the site, from the network or from a file, cannot be read.
public struct WireError: Error, Hashable, Sendable {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable {
        /// There is nothing in it.
        case empty
        /// It is larger than is read.
        case tooLarge
        /// It is none of the kinds that are known.
        case unrecognised
        /// It is not of the kind it was to be read as.
        case wrongKind
        /// It is of its kind, and something necessary is missing or broken.
        case malformed
        /// It is a story marked as unpublished or expired.
        case withdrawn
    }

    /// What went wrong.
    public let code: Code
    /// What it was read as.
    public let kind: WireFileKind
    /// What is wrong and what to do, to stand behind a colon.
    public let reason: String

    /// Describes a failure.
    public init(_ code: Code, kind: WireFileKind, reason: String) {
        self.code = code
        self.kind = kind
        self.reason = reason
    }
}

extension WireError: CustomStringConvertible {
    /// One sentence: what was being read, and what is wrong with it.
    public var description: String {
        kind == .auto ? "cannot read the content: \(reason)" : "cannot read the content as \(kind.title): \(reason)"
    }
}
