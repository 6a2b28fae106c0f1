import Synchronization

/// Keeps secrets in memory, until the last reference to it goes.
public final class MemoryCredentialStore: CredentialStore {
    private let secrets: Mutex<[CredentialName: Secret]>

    /// Keeps these secrets; none unless given.
    public init(_ secrets: [CredentialName: Secret] = [:]) { self.secrets = Mutex(secrets) }

    /// The secret of this name; `nil` when there is none.
    public func secret(named name: CredentialName) throws(CredentialError) -> Secret? {
        secrets.withLock { $0[name] }
    }

    /// Keeps a secret under a name, in place of the one before; `nil` removes it.
    public func setSecret(_ secret: Secret?, named name: CredentialName) throws(CredentialError) {
        secrets.withLock { $0[name] = secret }
    }
}
