/// Keeps the secrets with which a reader signs in somewhere, away from the database.
///
/// A conformer keeps them where no other user of the machine reads them, and never writes one into a log or an error.
public protocol CredentialStore: Sendable {
    /// The secret of this name; `nil` when there is none.
    func secret(named name: CredentialName) throws(CredentialError) -> Secret?

    /// Keeps a secret under a name, in place of the one before; `nil` removes it.
    func setSecret(_ secret: Secret?, named name: CredentialName) throws(CredentialError)
}

/// What a secret is for.
public struct CredentialName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name, such as `account https://www.example.com`; no secret itself.
    public let rawValue: String

    /// Takes any name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name.
    public var description: String { rawValue }
}

/// A text that must not be seen: a token, a password, a key. Prints as `<secret>` everywhere.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself. Ask for it where it is sent, and nowhere else.
    public let revealed: String

    /// Hides a text.
    public init(_ text: String) { revealed = text }

    /// `<secret>`.
    public var description: String { "<secret>" }
    /// `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// Nothing to be seen.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a secret could not be kept or read.
public struct CredentialError: Error, Sendable, CustomStringConvertible {
    /// What was being done.
    public let activity: String
    /// Where secrets are kept, such as a file.
    public let location: String
    /// What went wrong, and what to do.
    public let reason: String
    /// The error underneath, when there is one.
    public let underlying: (any Error)?

    /// Creates a failure.
    public init(while activity: String, location: String, reason: String, underlying: (any Error)? = nil) {
        self.activity = activity
        self.location = location
        self.reason = reason
        self.underlying = underlying
    }

    /// One sentence: what was being done, to what, and what went wrong.
    public var description: String { "\(activity) (\(location)) failed: \(reason)" }
}
