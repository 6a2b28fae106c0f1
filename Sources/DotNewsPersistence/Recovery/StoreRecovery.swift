import DotNewsDatabase
public import DotNewsFoundation

/// What became of a damaged store.
public struct StoreRecovery: Hashable, Sendable {
    /// Where the damaged file is now; its write-ahead log lies beside it.
    public var damagedFile: URL
    /// Read marks, bookmarks, labels, positions, visits, searches, preferences and unsent entries that were found and
    /// kept.
    public var rescued = 0
    /// Whether all of the reader's own that the file held could be read.
    public var isComplete = true
}

extension ArticleStore {
    /// Replaces a damaged store by a new one that has everything of the reader's own that can still be read.
    ///
    /// The damaged file is moved aside, into the same folder, and never changed. Articles, columns and what is known of
    /// the site's resources are not taken over, since a sync fetches them again, whole. Bookmarks of articles that the site
    /// lists no more stay, without the articles. A device that takes part in replication is a new one afterwards.
    ///
    /// Nobody else may have the file open; of several who recover it at once, one does. Once it has begun it goes on to its
    /// end, also when the task is cancelled: what the reader did must not be left aside. Killed, it leaves the damaged file
    /// aside and the new one incomplete; ``rescueReaderState(from:)`` then goes on with the one that was moved.
    ///
    /// - Throws: ``StoreError/Code/notAStore`` when there is no trace of a store in the file, which is then left as it is;
    ///   ``StoreError/Code/busy`` when another process is recovering it; ``StoreError/Code/cancelled`` when nothing was
    ///   begun.
    public static func recover(
        at file: URL, options: ArticleStoreOptions = .init()
    ) async throws(StoreError) -> StoreRecovery {
        let activity = "recovering the store"
        if Task.isCancelled { throw StoreError(.cancelled, while: activity, file: file.path) }
        // Before a lock is left beside it.
        guard looksLikeAStore(file) else { throw StoreError(.notAStore, while: activity, file: file.path) }
        let lock: ProcessLock?
        do throws(ProcessLock.Failure) {
            lock = try ProcessLock.tryAcquire(at: file.appendingPathExtension("repair-lock"))
        } catch {
            throw StoreError(.cannotOpen, while: activity, file: error.path, reason: error.reason)
        }
        guard let lock else { throw StoreError(.busy, while: activity, file: file.path) }
        defer { lock.release() }
        let damaged = try DamagedFile.moveAside(file, now: options.now())
        let store = try ArticleStore(at: file, options: options)
        do throws(StoreError) {
            var recovery = try await uncancelled { () throws(StoreError) in
                try await store.rescueReaderState(from: damaged)
            }
            recovery.damagedFile = damaged
            await store.close()
            return recovery
        } catch {
            await store.close()
            throw error
        }
    }

    /// Takes over what can be read of the reader's own in another store's file, damaged or not, which is not changed.
    ///
    /// What this store knows already stays as it is.
    public func rescueReaderState(from damaged: URL) async throws(StoreError) -> StoreRecovery {
        let path = damaged.path
        let readable = try DamagedFile.readable(path, likeTheStoreAt: file.path)
        defer { if readable != path { DamagedFile.remove(readable) } }
        return try await write("recovering the reader's state") { connection in
            var recovery = StoreRecovery(damagedFile: damaged)
            let source: Connection
            do {
                source = try Connection(
                    path: readable, access: .readOnly, busyTimeout: .seconds(1), activity: "reading the damaged store")
                try source.allowDamagedSchema()
            } catch {
                recovery.isComplete = false
                return recovery
            }
            for table in ReaderTable.all {
                let rescue = TableRescue(table, from: source, to: connection)
                let outcome = try rescue.run()
                recovery.rescued += outcome.rows
                if !outcome.isComplete { recovery.isComplete = false }
            }
            return recovery
        }
    }

    /// Whether a file holds a trace of a store: its mark in the header, or the name of one of its tables in the first
    /// megabyte.
    public static func looksLikeAStore(_ file: URL) -> Bool {
        guard let start = FileFacts.start(of: file.path, count: 1 << 20) else { return false }
        if start.count >= 72, start[68..<72].elementsEqual("DNws".utf8) { return true }
        return start.firstRange(of: "reader_state".utf8) != nil
    }
}
