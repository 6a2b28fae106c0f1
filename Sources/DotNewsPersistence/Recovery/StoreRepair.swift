import DotNewsDatabase
import DotNewsFoundation

/// Replaces a damaged store by a new one with all of the reader's own that can still be read.
///
/// The new store is made complete beside the damaged one, which keeps its name until then, so whatever interrupts a repair
/// leaves either the damaged store with nothing lost, or a new one that is complete. Whoever opens the store next finishes it.
struct StoreRepair {
    let files: RepairFiles
    let options: ArticleStoreOptions

    private static let activity = "recovering the store"
    private var file: StoreFile { files.file }

    init(of file: StoreFile, options: ArticleStoreOptions) {
        files = RepairFiles(file: file)
        self.options = options
    }

    /// Takes the lock of repairs, for at most `timeout`.
    ///
    /// - Throws: ``StoreError/Code/busy`` when another process is repairing the store.
    static func acquireLock(of file: StoreFile, timeout: Duration) throws(StoreError) -> ProcessLock {
        do throws(ProcessLock.Failure) {
            if let lock = try ProcessLock.acquireBlocking(at: file.repairLock, timeout: timeout) { return lock }
        } catch {
            throw StoreError(.cannotOpen, while: activity, file: error.path, reason: error.reason)
        }
        throw StoreError(.busy, while: activity, file: file.path, reason: "it is being repaired")
    }

    /// Finishes a repair that another process began and did not finish; `nil` when there is none.
    func finishInterrupted() throws -> StoreRecovery? {
        guard StoreFile.exists(file.repairLock.path), files.isUnfinished, file.isWritable else { return nil }
        let lock = try Self.acquireLock(of: file, timeout: options.busyTimeout)
        defer { lock.release() }
        // Asked again under the lock: a repair was under way, and is done.
        guard files.isUnfinished else { return nil }
        guard StoreFile.exists(files.draft) || files.completeTime != nil, try file.isStore() else {
            files.removeLeftovers()
            return nil
        }
        return try run()
    }

    /// Makes the new store and puts it in the place of the damaged one; goes on where it was interrupted. To be called under
    /// the lock.
    func run() throws -> StoreRecovery {
        files.removeLeftovers()
        if let time = files.completeTime {
            let recovery = try Self.record(files.complete(time), of: files.damaged(time))
            try files.putInPlace(time)
            return recovery
        }
        let time = files.freeTime(now: options.now())
        do {
            let (source, recovery) = try fillDraft(time)
            // To the end: whoever waits to write to the damaged file finds then that there is another.
            defer { source.close() }
            try files.completeDraft(time)
            try files.putInPlace(time)
            return recovery
        } catch {
            files.removeLeftovers()
            throw error
        }
    }

    /// Makes the new store in the draft, and closes it.
    private func fillDraft(_ time: String) throws -> (DamagedFile, StoreRecovery) {
        let draft = StoreFile(URL(filePath: files.draft))
        let writer = try StoreOpening(file: draft, options: options, suspension: Suspension()).openWriter()
        let source = try DamagedFile(file.path, keepsOthersFromWriting: true)
        let recovery = try writer.transaction {
            try writer.takeOver(source, of: URL(filePath: files.damaged(time)), isReplacing: true)
        }
        try writer.emptyLog()
        return (source, recovery)
    }

    /// What a new store that is complete says of the file that it was made from.
    private static func record(_ path: String, of damaged: String) throws -> StoreRecovery {
        let connection = try Connection(path: path, access: .immutable, busyTimeout: .zero, activity: activity)
        return try StoreReader(connection: connection).recovery(of: URL(filePath: damaged))
    }
}

extension Connection {
    /// Brings the whole log into the file, flushed to the medium.
    fileprivate func emptyLog() throws {
        let isBusy = try requiredRow("PRAGMA wal_checkpoint(TRUNCATE)") { $0.flag(0) }
        if isBusy { throw error(.busy) }
    }

    /// Takes over all of the reader's own that can be read in a damaged file, and notes it. To be called in a transaction.
    ///
    /// - Parameters:
    ///   - damaged: The file, under the name that it will have.
    ///   - isReplacing: Whether this store will be in the place of the damaged one, and remembers what that one did.
    func takeOver(_ source: DamagedFile, of damaged: URL, isReplacing: Bool) throws -> StoreRecovery {
        var recovery = StoreRecovery(damagedFile: damaged)
        recovery.isComplete = source.connection != nil
        if let source = source.connection {
            for table in ReaderTable.all {
                let outcome = try TableRescue(table, from: source, to: self).run()
                recovery.rescued += outcome.rows
                if !outcome.isComplete { recovery.isComplete = false }
            }
            if isReplacing { _ = try TableRescue(ReaderTable.recoveries, from: source, to: self).run() }
        }
        try setSetting(.recovery(of: damaged), to: "\(recovery.rescued) \(recovery.isComplete ? "all" : "part")")
        return recovery
    }
}

extension StoreReader {
    /// What is known of a damaged file: what was taken over of it, or that nothing was.
    func recovery(of damaged: URL) throws -> StoreRecovery {
        var recovery = StoreRecovery(damagedFile: damaged)
        let words = try setting(.recovery(of: damaged))?.split(separator: " ") ?? []
        recovery.isPending = words.isEmpty
        recovery.rescued = words.first.flatMap { Int($0) } ?? 0
        recovery.isComplete = words.last == "all"
        return recovery
    }
}

extension StoreSetting {
    static let recoveryPrefix = "recovery."

    /// What was taken over of a damaged file.
    static func recovery(of damaged: URL) -> StoreSetting {
        StoreSetting(rawValue: recoveryPrefix + damaged.lastPathComponent)
    }
}
