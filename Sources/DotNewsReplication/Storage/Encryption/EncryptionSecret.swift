public import DotNewsNetworking

/// The secret with which a device reads and writes an ``EncryptedStorage``.
public enum EncryptionSecret: Hashable, Sendable {
    /// A generated key: the default, which no one can guess.
    case recoveryCode(RecoveryCode)
    /// A passphrase of the reader's choice, which is as strong as it is hard to guess.
    case passphrase(Secret)

    /// Creates a secret from the text that a `CredentialStore` keeps: a recovery code when it is a valid one, a passphrase
    /// otherwise.
    public init(kept: Secret) {
        do throws(RecoveryCodeError) {
            self = .recoveryCode(try RecoveryCode(kept.revealed))
        } catch {
            self = .passphrase(kept)
        }
    }

    /// The text that a `CredentialStore` keeps, under ``RemoteStorageAddress/encryptionSecretName``.
    public var kept: Secret {
        switch self {
        case .recoveryCode(let code): code.text
        case .passphrase(let text): text
        }
    }
}
