import DotNews

extension CommandContext {
    /// Opens the store to write; one that is damaged or has an earlier format is replaced first, and the user is told.
    func openStoreRecovering() async throws -> ArticleStore {
        do {
            return try openStore()
        } catch let error as StoreError where [.corrupt, .notADatabase, .earlierFormat].contains(error.code) {
            guard ArticleStore.looksLikeAStore(options.storeFile) else { throw error }
            do {
                _ = try await recoverStore(after: error.code)
            } catch let failure as StoreError where failure.code == .busy {
                // Another program has noticed it too. Opening waits for its repair.
            }
            return try openStore()
        }
    }

    /// Replaces a store that cannot be used, and says what became of it.
    ///
    /// - Parameter code: The reason, which is damage unless it is ``StoreError/Code/earlierFormat``.
    @discardableResult
    func recoverStore(after code: StoreError.Code = .corrupt, isQuiet: Bool = false) async throws -> StoreRecovery {
        let recovery = try await ArticleStore.recover(at: options.storeFile)
        if !isQuiet {
            report(
                recovery, what: code == .earlierFormat ? "The store had an earlier format." : "The store was damaged.")
        }
        return recovery
    }

    /// Opens the store, and says when that has finished a repair that was interrupted.
    func openReporting() throws -> ArticleStore {
        let store = try ArticleStore(at: options.storeFile)
        if let recovery = store.finishedRecovery, !options.isQuiet {
            report(recovery, what: "A repair of the store was interrupted, and is finished now.")
        }
        return store
    }

    private func report(_ recovery: StoreRecovery, what: String) {
        let found =
            recovery.isComplete
            ? "All of your own was kept" : "Of your own, what could be read was kept"
        terminal.report(
            """
            \(what) It is now \(TerminalText.sanitized(recovery.damagedFile.path)), and a new one is in its \
            place. \(found): \(recovery.rescued) entries. Articles come back with the next sync.
            """)
    }
}

/// A damaged file that lies beside the store, as commands show it.
struct FileAside: Encodable {
    let file: String
    let rescued: Int
    let complete, pending: Bool

    init(_ recovery: StoreRecovery) {
        file = recovery.damagedFile.path
        rescued = recovery.rescued
        complete = recovery.isComplete
        pending = recovery.isPending
    }

    /// The file and what became of its content, in a sentence.
    var sentence: String {
        let content =
            if pending {
                "nothing of it has been taken over; \"dotnews repair\" does"
            } else if complete {
                "all of your own in it has been taken over; it may be deleted"
            } else {
                "not all of your own in it could be read"
            }
        return "\(TerminalText.sanitized(file)): \(content)."
    }
}
