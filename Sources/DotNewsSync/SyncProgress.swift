public import DotNewsModels
import DotNewsPersistence

/// How far a sync has come.
public struct SyncProgress: Sendable {
    /// What a sync is doing.
    public enum Phase: String, Hashable, Sendable {
        /// Another process syncs the same store; this one goes on when that has finished.
        case waiting
        /// Reading the column tree.
        case columns
        /// Reading the columns' lists and the bodies they name.
        case articles
        /// Making what has come indexed.
        case indexing
        /// Reading images.
        case images
        /// Removing what the policy does not keep.
        case retention
        /// Done.
        case finished
    }

    /// Something that was left out, and why. The rest of the sync is not affected by it.
    public struct Skip: Hashable, Sendable {
        /// What was left out: an article's id or title, a column's path or an address.
        public var what: String
        /// Why, as a sentence.
        public var why: String
    }

    /// What the sync is doing.
    public var phase: Phase = .columns
    /// The requests of this phase that are done.
    public var completed = 0
    /// The requests of this phase that are known to be needed; grows while lists are read.
    public var total = 0
    /// The columns that were read or confirmed.
    public var columns = 0
    /// The requests made, those that the transport repeated not counted.
    public var requests = 0
    /// The requests answered with "not modified".
    public var notModified = 0
    /// The lists that were not asked for, as they were still fresh. Of automatic refreshes only.
    public var fresh = 0
    /// The articles that were not in the store before.
    public var new = 0
    /// The articles whose summary or body changed.
    public var updated = 0
    /// The articles that were withdrawn by the publisher.
    public var withdrawn = 0
    /// The bodies that were stored.
    public var bodies = 0
    /// The images that were stored.
    public var images = 0
    /// The articles that were indexed.
    public var indexed = 0
    /// The articles and lists that were read from pages of the site, as their JSON was refused, missing or broken.
    public var fromPages = 0
    /// The bytes of content that came over the wire.
    public var bytes = 0
    /// How many things were left out.
    public var skippedCount = 0
    /// What was left out first, at most ``maximumSkips``.
    public var skipped: [Skip] = []

    /// The number of ``skipped`` things that are named; more are only counted.
    public static let maximumSkips = 1_000

    mutating func skip(_ what: String, _ why: String) {
        skippedCount += 1
        if skipped.count < Self.maximumSkips { skipped.append(Skip(what: what, why: why)) }
    }
}

/// What a sync did.
public struct SyncReport: Sendable {
    /// The counts, as the last progress had them.
    public var progress: SyncProgress
    /// How long the sync took, waiting for another process included.
    public var duration: Duration
    /// Whether the sync was cancelled before it had read everything. What had come by then is kept.
    public var wasCancelled: Bool
    /// Why no column could be read, of the one that failed first; `nil` when one was, or none was asked for.
    public var failure: SyncProgress.Skip?
    /// Why the sync stopped asking the site before it had read everything; `nil` when it did not.
    public var interruption: String?
    /// The articles that retention removed.
    public var pruned: Int
    /// The articles that are stored but cannot be found by their words yet.
    public var searchBacklog: Int

    /// The keys of ``newArticles``.
    var newKeys: [ArticleKey] = []

    /// Why an automatic refresh asked the site for nothing, and when the next is due; `nil` when it did ask.
    public var postponed: RefreshWait?

    /// The articles that were not in the store before, in the order in which they came; without those that the site withdrew
    /// during the sync. ``SyncProgress/new`` of ``progress`` counts them.
    public var newArticles: [ArticleID] { newKeys.map(\.id) }

    /// Whether nothing at all had changed since the last sync.
    public var isUnchanged: Bool {
        progress.new == 0 && progress.updated == 0 && progress.withdrawn == 0 && progress.bodies == 0
            && progress.images == 0 && pruned == 0
    }
}
