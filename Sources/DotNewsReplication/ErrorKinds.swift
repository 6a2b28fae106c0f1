public import DotNewsModels
import DotNewsPersistence

extension RemoteStorageError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch code {
        case .exists, .locked: .busy
        case .missing, .unusable, .headerMissing: .notFound
        case .tooLarge, .damaged: .damaged
        case .unauthorized, .encrypted, .wrongSecret: .signInNeeded
        case .forbidden, .clockSkew: .refused
        case .full: .diskFull
        case .unavailable: (underlying as? any DotNewsError)?.kind ?? .siteUnavailable
        case .malformedResponse: .siteUnavailable
        case .notEncrypted, .otherFormat: .unsupported
        case .cancelled: .cancelled
        default: .other
        }
    }

    /// `storage.` and the code, or the name of the error underneath when the storage was not reached.
    public var qualifiedCode: String {
        let cause = code == .unavailable ? underlying as? any DotNewsError : nil
        return cause?.qualifiedCode ?? "storage.\(code.rawValue)"
    }
}

extension ReplicationError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch code {
        case .storage: storageError?.kind ?? .refused
        case .store: storeError?.kind ?? .other
        case .lockUnavailable: .fileAccess
        case .unknownDevice: .notFound
        case .unreadableLog: .damaged
        case .invalidName: .invalidInput
        case .cancelled: .cancelled
        case .suspended: .suspended
        default: .other
        }
    }

    /// `replication.` and the code, or the name of the storage's or the store's failure.
    public var qualifiedCode: String {
        switch code {
        case .storage: storageError?.qualifiedCode ?? "replication.storage"
        case .store: storeError?.qualifiedCode ?? "replication.store"
        default: "replication.\(code.rawValue)"
        }
    }
}

extension RemoteStorageAddressError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind { .invalidInput }

    /// `storageAddress.invalid`.
    public var qualifiedCode: String { "storageAddress.invalid" }
}

extension RecoveryCodeError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind { .invalidInput }

    /// `recoveryCode.invalid`.
    public var qualifiedCode: String { "recoveryCode.invalid" }
}
