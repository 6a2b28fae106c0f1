import DotNews

extension CommandContext {
    /// Opens the store to write; one that turns out to be damaged is replaced first, and the user is told.
    func openStoreRecovering() async throws -> ArticleStore {
        do {
            return try openStore()
        } catch let error as StoreError where error.code == .corrupt || error.code == .notADatabase {
            guard ArticleStore.looksLikeAStore(options.storeFile) else { throw error }
            _ = try await recoverStore()
            return try openStore()
        }
    }

    /// Replaces the damaged store, and says what became of it.
    @discardableResult
    func recoverStore(isQuiet: Bool = false) async throws -> StoreRecovery {
        let recovery = try await ArticleStore.recover(at: options.storeFile)
        guard !isQuiet else { return recovery }
        let found =
            recovery.isComplete
            ? "All of your own was kept" : "Of your own, what could be read was kept"
        terminal.report(
            """
            The store was damaged. It is now \(TerminalText.sanitized(recovery.damagedFile.path)), and a new one is in its \
            place. \(found): \(recovery.rescued) entries. Stories come back with the next sync.
            """)
        return recovery
    }
}
