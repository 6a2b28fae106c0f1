import DotNewsDatabase
import Dispatch
public import DotNewsFoundation

/// A damaged store that a new one has replaced, and what became of its content.
public struct StoreRecovery: Hashable, Sendable {
    /// The damaged file, which lies beside the store; its write-ahead log lies beside it.
    public var damagedFile: URL
    /// Read marks, bookmarks, labels, positions, visits, searches, preferences and unsent entries that were found and
    /// kept.
    public var rescued = 0
    /// Whether all of the reader's own that the file held could be read.
    public var isComplete = true
    /// Whether nothing has been taken over of the file yet: ``ArticleStore/rescueReaderState(from:)`` does.
    public var isPending = false
}

extension ArticleStore {
    private static let activity = "recovering the store"

    /// Replaces a damaged store by a new one that has everything of the reader's own that can still be read.
    ///
    /// The new store is made complete in a file of its own, flushed to the medium, before it takes the place of the damaged
    /// one, which is moved aside into the same folder and never changed. A recovery that ends early, killed or for want of
    /// space, costs nothing: the damaged store is in its place, and whoever opens it next finishes the recovery.
    ///
    /// Articles, columns and what is known of the site's resources are not taken over, since a sync fetches them again, whole.
    /// Bookmarks of articles that the site lists no more stay, without the articles. A device that takes part in
    /// replication is a new one afterwards.
    ///
    /// Stores of the file that are open, in this process or another, go over to the new one with their next use. Once it has
    /// begun the recovery goes on to its end, also when the task is cancelled.
    ///
    /// - Throws: ``StoreError/Code/notAStore`` when the file is no store (``looksLikeAStore(_:)``), which is then left as it
    ///   is; ``StoreError/Code/busy`` when another process is recovering it; ``StoreError/Code/cancelled`` when nothing was
    ///   begun; ``StoreError/Code/diskFull`` and others when the new store could not be made.
    public static func recover(
        at file: URL, options: ArticleStoreOptions = .init()
    ) async throws(StoreError) -> StoreRecovery {
        let activity = Self.activity
        if Task.isCancelled { throw StoreError(.cancelled, while: activity, file: file.path) }
        let result = await withCheckedContinuation { continuation in
            DispatchQueue(label: "dotnews.recovery").async {
                continuation.resume(returning: Result { () throws(StoreError) in try recoverNow(file, options) })
            }
        }
        return try result.get()
    }

    private static func recoverNow(
        _ file: URL, _ options: ArticleStoreOptions
    ) throws(StoreError) -> StoreRecovery {
        let file = StoreFile(file)
        do {
            // Before a lock is left beside it.
            guard try file.isStore() else { throw StoreError(.notAStore, while: activity, file: file.path) }
            let lock = try StoreRepair.acquireLock(of: file, timeout: .zero)
            defer { lock.release() }
            return try StoreRepair(of: file, options: options).run()
        } catch {
            throw StoreError(error, while: activity, file: file.path)
        }
    }

    /// Takes over what can be read of the reader's own in another store's file, damaged or not, which is not changed.
    ///
    /// What this store knows already stays as it is. Of a file that lies aside, ``recoveries()`` then says what became of it.
    ///
    /// - Throws: ``StoreError/Code/busy`` when another process is recovering the store.
    public func rescueReaderState(from damaged: URL) async throws(StoreError) -> StoreRecovery {
        let lock = try StoreRepair.acquireLock(of: storeFile, timeout: .zero)
        defer { lock.release() }
        return try await write("recovering the reader's state") { connection in
            let source = try DamagedFile(SymbolicLinks.resolve(damaged.path), keepsOthersFromWriting: false)
            defer { source.close() }
            return try connection.takeOver(source, of: damaged, isReplacing: false)
        }
    }

    /// Returns the damaged files that lie beside the store, the oldest first, each with what was taken over of it.
    ///
    /// A file of which all was taken over, or that is wanted no more, may be deleted, with its log.
    public func recoveries() async throws(StoreError) -> [StoreRecovery] {
        let files = RepairFiles(file: storeFile).damagedFiles
        guard !files.isEmpty else { return [] }
        return try await read("looking for damaged files") { reader in
            try files.map { try reader.recovery(of: URL(filePath: $0)) }
        }
    }

    /// Whether a file is a store, damaged or not: by the mark in its header (`application_id`). Of a header that is destroyed
    /// only a file whose first page names the store's tables is one.
    public static func looksLikeAStore(_ file: URL) -> Bool { (try? StoreFile(file).isStore()) ?? false }
}
