package import DotNewsFoundation
public import DotNewsModels

/// Asks the site of an edition for what it does for readers, and tells it what they did: profile, favourites, comments.
///
/// What is private carries the reader's token, which is read from the ``CredentialStore`` for each request and goes to
/// the site and to the addresses that the edition is configured with. What changes something carries an idempotency key
/// and is sent once: whoever sends it again must do so with the same key.
public struct AccountClient: Sendable {
    /// The edition whose site is asked.
    public let edition: Edition
    let transport: any HTTPTransport
    private let credentials: any CredentialStore
    let now: @Sendable () -> Date

    /// The bounds of one request: 30 seconds, 2 MiB.
    package static let limits = HTTPLimits(
        idleTimeout: .seconds(15), totalTimeout: .seconds(30), maximumTransferSize: 2 << 20, maximumBodySize: 2 << 20)

    /// Asks `edition` through `transport`, with the token that `credentials` has under
    /// ``CredentialName/account(at:)``.
    public init(edition: Edition, transport: any HTTPTransport, credentials: any CredentialStore) {
        self.init(edition: edition, transport: transport, credentials: credentials, now: { Date() })
    }

    /// Measures dates in `Retry-After` from `now`.
    package init(
        edition: Edition, transport: any HTTPTransport, credentials: any CredentialStore,
        now: @escaping @Sendable () -> Date
    ) {
        self.edition = edition
        self.transport = transport
        self.credentials = credentials
        self.now = now
    }

    /// Whether there is a token. It may have expired.
    public func isSignedIn() throws(AccountError) -> Bool { try token(while: "looking for a sign-in") != nil }

    /// The edition's comment service.
    ///
    /// - Throws: ``AccountError/Code/notConfigured`` when it has none.
    package func configuredService(while activity: String) throws(AccountError) -> CommentService {
        if let service = edition.comments { return service }
        throw AccountError(
            .notConfigured, while: activity,
            reason: "the edition \(edition.id) does not say where its site takes comments; "
                + "the site does not publish that, so set Edition.comments")
    }

    func token(while activity: String) throws(AccountError) -> Secret? {
        do throws(CredentialError) {
            return try credentials.secret(named: .account(at: edition.site))
        } catch {
            throw AccountError(.credentials, while: activity, reason: error.description, underlying: error)
        }
    }
}

/// Who is signed in.
public struct ReaderProfile: Hashable, Sendable {
    /// The site's id of the reader.
    public let id: String
    /// What the reader is called; empty when the site does not say.
    public let name: String

    /// Creates a reader.
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}
