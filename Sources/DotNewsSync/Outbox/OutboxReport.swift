public import DotNewsFoundation
public import DotNewsModels
public import DotNewsPersistence

/// What came of sending the outbox.
public struct OutboxReport: Sendable {
    /// What became of an entry.
    public enum Outcome: Hashable, Sendable {
        /// The site has it.
        case delivered
        /// The site will not have it; it stays, for its reader to edit, send again or cancel.
        case refused(OutboxFailure)
        /// It is tried again later.
        case postponed(OutboxFailure, until: Date?)
    }

    /// An entry that was tried.
    public struct Result: Hashable, Sendable {
        /// The entry as it was before.
        public let entry: OutboxEntry
        /// What became of it.
        public let outcome: Outcome

        /// Creates what became of an entry.
        public init(entry: OutboxEntry, outcome: Outcome) {
            self.entry = entry
            self.outcome = outcome
        }
    }

    /// The entries that were tried, in the order in which it was known what became of them.
    public var results: [Result] = []
    /// How many entries are left to be sent.
    public var waiting = 0
    /// How many entries wait for their reader.
    public var refused = 0
    /// Whether the reader must sign in before anything can be sent.
    public var needsSignIn = false
    /// When the next entry may be sent; `nil` when none waits.
    public var nextAttemptAt: Date?

    /// Describes that nothing was sent.
    public init() {}

    /// How many entries the site has taken.
    public var delivered: Int { results.count { $0.outcome == .delivered } }
}

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
    init(_ error: StoreError) {
        switch error.code {
        case .cancelled: self = .cancelled
        case .suspended: self = .suspended
        default: self = .store(error)
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
