import DotNewsFoundation
public import DotNewsPersistence

/// Why devices could not be brought together. What had been done before is kept, and the next attempt goes on from there.
public struct ReplicationError: Error, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The storage could not be listed, read or written; see ``ReplicationError/storageError``.
        public static let storage = Code(rawValue: "storage")
        /// The store could not be read or written; see ``ReplicationError/storeError``.
        public static let store = Code(rawValue: "store")
        /// The file by which processes take turns could not be opened.
        public static let lockUnavailable = Code(rawValue: "lockUnavailable")
        /// There is no such device.
        public static let unknownDevice = Code(rawValue: "unknownDevice")
        /// A device cannot be forgotten while part of its log cannot be read.
        public static let unreadableLog = Code(rawValue: "unreadableLog")
        /// The name of a device is empty, longer than 64 bytes or holds control characters.
        public static let invalidName = Code(rawValue: "invalidName")
        /// The calling task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The store was suspended, see `ArticleStore.suspend()`; the next attempt does the rest.
        public static let suspended = Code(rawValue: "suspended")
    }

    /// The kind of failure.
    public let code: Code
    /// What was being done, such as "replicating".
    public let activity: String
    /// What went wrong, and what to do, without secrets.
    public let reason: String
    /// The storage's failure, for ``Code/storage``.
    public let storageError: RemoteStorageError?
    /// The store's failure, for ``Code/store``.
    public let storeError: StoreError?

    package init(
        _ code: Code, while activity: String, reason: String, storageError: RemoteStorageError? = nil,
        storeError: StoreError? = nil
    ) {
        self.code = code
        self.activity = activity
        self.reason = reason
        self.storageError = storageError
        self.storeError = storeError
    }

    /// Creates the public form of an error of replication's internals.
    package init(_ error: any Error, while activity: String) {
        switch error {
        case let error as ReplicationError: self = error
        case let error as RemoteStorageError: self.init(error, while: activity)
        case let error as StoreError: self.init(error, while: activity)
        case ProcessLock.WaitFailure.unavailable(let failure):
            self.init(
                .lockUnavailable, while: activity,
                reason: "opening the lock file \(failure.path) failed: \(failure.reason)")
        case is CancellationError, is ProcessLock.WaitFailure:
            self.init(.cancelled, while: activity, reason: "it was cancelled")
        default: self.init(.storage, while: activity, reason: "\(error)")
        }
    }

    private init(_ error: RemoteStorageError, while activity: String) {
        self.init(
            error.code == .cancelled ? .cancelled : .storage, while: activity, reason: "\(error)", storageError: error)
    }

    private init(_ error: StoreError, while activity: String) {
        let code: Code =
            switch error.code {
            case .cancelled: .cancelled
            case .suspended: .suspended
            default: .store
            }
        self.init(code, while: activity, reason: "\(error)", storeError: error)
    }

    /// Whether trying again later may help.
    public var isTransient: Bool { storageError?.isTransient == true || storeError?.code == .busy }
}

extension ReplicationError: CustomStringConvertible {
    /// One sentence: what was being done, and what went wrong.
    public var description: String {
        let activity = activity.prefix(1).uppercased() + activity.dropFirst()
        return code == .cancelled ? "\(activity) was cancelled." : "\(activity) failed: \(reason)"
    }
}
