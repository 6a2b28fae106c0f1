public import DotNewsNetworking

/// What a device must be given to read and write an ``EncryptedStorage``.
public enum EncryptionSecret: Hashable, Sendable {
    /// A generated key: the default, which no one can guess.
    case recoveryCode(RecoveryCode)
    /// A passphrase of the reader's choice, which is as strong as it is hard to guess.
    case passphrase(Secret)

    /// Reads what a `CredentialStore` keeps. A text that is a valid recovery code is one.
    public init(kept: Secret) {
        do throws(RecoveryCodeError) {
            self = .recoveryCode(try RecoveryCode(kept.revealed))
        } catch {
            self = .passphrase(kept)
        }
    }

    /// What a `CredentialStore` keeps, under ``ReplicaPlaceAddress/encryptionSecretName``.
    public var kept: Secret {
        switch self {
        case .recoveryCode(let code): code.text
        case .passphrase(let text): text
        }
    }
}
