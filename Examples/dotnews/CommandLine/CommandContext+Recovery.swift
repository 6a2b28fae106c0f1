import DotNews

extension CommandContext {
    /// Opens the store to write; one that is damaged or has an earlier format is replaced first, and the user is told.
    func openStoreRecovering() async throws -> ArticleStore {
        do {
            return try openStore()
        } catch let error as StoreError where [.corrupt, .notADatabase, .earlierFormat].contains(error.code) {
            guard ArticleStore.looksLikeAStore(options.storeFile) else { throw error }
            _ = try await recoverStore(after: error.code)
            return try openStore()
        }
    }

    /// Replaces a store that cannot be used, and says what became of it.
    ///
    /// - Parameter code: The reason, which is damage unless it is ``StoreError/Code/earlierFormat``.
    @discardableResult
    func recoverStore(after code: StoreError.Code = .corrupt, isQuiet: Bool = false) async throws -> StoreRecovery {
        let recovery = try await ArticleStore.recover(at: options.storeFile)
        guard !isQuiet else { return recovery }
        let found =
            recovery.isComplete
            ? "All of your own was kept" : "Of your own, what could be read was kept"
        let reason = code == .earlierFormat ? "had an earlier format" : "was damaged"
        terminal.report(
            """
            The store \(reason). It is now \(TerminalText.sanitized(recovery.damagedFile.path)), and a new one is in its \
            place. \(found): \(recovery.rescued) entries. Articles come back with the next sync.
            """)
        return recovery
    }
}
