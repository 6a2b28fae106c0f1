import DotNewsFoundation
public import DotNewsModels
public import DotNewsNetworking
public import DotNewsPersistence

/// Why a sync could not be done. What had come before is kept.
public enum SyncError: Error, Sendable {
    /// The column tree could not be read, and the store has none from before.
    case columnsUnavailable(CMSError)
    /// The site has no column at this path; `available` are those it has.
    case unknownColumn(ColumnPath, available: [ColumnPath])
    /// The store could not be read or written.
    case store(StoreError)
    /// The file that lets processes take turns could not be opened; `reason` is the system's word.
    case lockUnavailable(path: String, reason: String)
    /// The store was suspended before the sync was done, see `ArticleStore.suspend()`.
    case suspended
}

extension SyncError {
    /// Creates the public form of an error of a sync's internals.
    init(_ error: any Error, of store: ArticleStore) {
        switch error {
        case let error as SyncError: self = error
        case let error as StoreError: self = error.code == .suspended ? .suspended : .store(error)
        case ProcessLock.WaitFailure.unavailable(let failure):
            self = .lockUnavailable(path: failure.path, reason: failure.reason)
        default:
            let isCancellation = error is CancellationError || error is ProcessLock.WaitFailure
            self = .store(
                StoreError(
                    isCancellation ? .cancelled : .failed, while: "syncing", file: store.file.path,
                    reason: isCancellation ? "" : "\(error)"))
        }
    }
}

extension SyncError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch self {
        case .columnsUnavailable(let error): error.kind
        case .unknownColumn: .notFound
        case .store(let error): error.kind
        case .lockUnavailable: .fileAccess
        case .suspended: .suspended
        }
    }

    /// `sync.` and the case, or the name of the site's or the store's failure.
    public var qualifiedCode: String {
        switch self {
        case .columnsUnavailable(let error): error.qualifiedCode
        case .unknownColumn: "sync.unknownColumn"
        case .store(let error): error.qualifiedCode
        case .lockUnavailable: "sync.lockUnavailable"
        case .suspended: "sync.suspended"
        }
    }

    /// The time for which the site asks to be left alone; `nil` when it does not.
    public var retryAfter: Duration? {
        if case .columnsUnavailable(let error) = self { error.retryAfter } else { nil }
    }
}

extension SyncError: CustomStringConvertible {
    /// One sentence: what failed, and what to do.
    public var description: String {
        switch self {
        case .columnsUnavailable(let error):
            return "Reading the site's columns failed: \(error)"
        case .unknownColumn(let path, let available):
            guard !available.isEmpty else { return "There is no column \"\(path)\", as the site lists no columns." }
            let names = available.prefix(30).map(\.rawValue).joined(separator: ", ")
            let more = available.count > 30 ? " and \(available.count - 30) more" : ""
            return "There is no column \"\(path)\". The site has \(names)\(more)."
        case .store(let error):
            return "\(error)"
        case .lockUnavailable(let path, let reason):
            return "Opening the lock file \(path) failed: \(reason)."
        case .suspended:
            return "The sync was ended, as the store was suspended; what has come is kept."
        }
    }
}
