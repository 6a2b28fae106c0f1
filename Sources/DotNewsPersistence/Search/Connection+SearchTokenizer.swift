import DotNewsDatabase

extension Connection {
    /// Makes the tokenizer known, without which the index can be neither read nor written.
    ///
    /// - Throws: ``StoreError/Code/unsupportedLibrary`` when SQLite was built without FTS5.
    func registerSearchTokenizer() throws {
        guard SearchTokenizer.register(with: handle) else {
            throw StoreError(
                .unsupportedLibrary, while: activity, file: path, reason: "it was built without full-text search (FTS5)"
            )
        }
    }
}
