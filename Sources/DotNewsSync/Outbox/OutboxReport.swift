public import DotNewsFoundation
public import DotNewsModels

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
