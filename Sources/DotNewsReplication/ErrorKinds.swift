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
}

extension RemoteStorageAddressError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind { .invalidInput }
}

extension RecoveryCodeError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind { .invalidInput }
}
