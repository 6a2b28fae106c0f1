import DotNewsFoundation
public import DotNewsModels
public import DotNewsPersistence

/// Why the outbox could not be sent. Nothing in it is lost.
public enum OutboxError: Error, Sendable {
    /// The store could not be read or written.
    case store(StoreError)
    /// The file that lets processes take turns could not be opened; `reason` is the system's word.
    case lockUnavailable(path: String, reason: String)
    /// The task was cancelled. What was under way may have arrived, and is sent again with its key.
    case cancelled
    /// The store was suspended, see `ArticleStore.suspend()`. What was under way may have arrived, and is sent again with its
    /// key.
    case suspended
}

extension OutboxError {
    /// Creates the public form of an error of a sender's internals.
    init(_ error: any Error, of store: ArticleStore) {
        switch error {
        case let error as OutboxError: self = error
        case let error as StoreError where error.code == .cancelled: self = .cancelled
        case let error as StoreError where error.code == .suspended: self = .suspended
        case let error as StoreError: self = .store(error)
        case ProcessLock.WaitFailure.unavailable(let failure):
            self = .lockUnavailable(path: failure.path, reason: failure.reason)
        case is CancellationError, is ProcessLock.WaitFailure: self = .cancelled
        default:
            self = .store(
                StoreError(.failed, while: "sending the outbox", file: store.file.path, reason: "\(error)"))
        }
    }
}

extension OutboxError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch self {
        case .store(let error): error.kind
        case .lockUnavailable: .fileAccess
        case .cancelled: .cancelled
        case .suspended: .suspended
        }
    }

    /// `outbox.` and the case, or the name of the store's failure.
    public var qualifiedCode: String {
        switch self {
        case .store(let error): error.qualifiedCode
        case .lockUnavailable: "outbox.lockUnavailable"
        case .cancelled: "outbox.cancelled"
        case .suspended: "outbox.suspended"
        }
    }
}

extension OutboxError: CustomStringConvertible {
    /// One sentence: what failed.
    public var description: String {
        switch self {
        case .store(let error): "\(error)"
        case .lockUnavailable(let path, let reason):
            "Opening the lock file \(path) failed: \(reason)."
        case .cancelled: "Sending the outbox was cancelled; what has not been sent is kept."
        case .suspended: "Sending the outbox ended, as the store was suspended; what has not been sent is kept."
        }
    }
}
