import DotNewsDatabase
import DotNewsFoundation
public import DotNewsModels

/// How many searches are kept.
enum SearchBounds {
    /// Searches that are shown, the newest.
    static let shown = 100
    /// Searches that are kept, removed ones included, so that a removal is known to other devices for a while.
    static let kept = 200
}

extension ReaderState {
    /// Remembers what was looked for. The same words count once, with the time of the last search; the newest 100 are
    /// remembered. A sudden loss of power may take the last of them.
    ///
    /// - Returns: Whether the words are remembered: not when nothing is left without white space, or when they are longer
    ///   than 256 bytes.
    @discardableResult
    public func recordSearch(_ text: String) async throws(StoreError) -> Bool {
        guard let text = ReaderWord.normalized(text) else { return false }
        let now = store.now.changeTime
        return try await store.write("remembering a search") { connection in
            let time = try connection.timeAfterClearing(.searches, now: now)
            try connection.set(
                ReaderRegister(kind: .search, subject: text, value: ReaderRegister.present, changedAt: time),
                touches: true)
            try connection.trimSearches()
            return true
        }
    }

    /// Forgets a search.
    public func removeSearch(_ text: String) async throws(StoreError) {
        guard let text = ReaderWord.normalized(text) else { return }
        let now = store.now.changeTime
        _ = try await store.write("forgetting a search") { connection in
            try connection.set(ReaderRegister(kind: .search, subject: text, value: nil, changedAt: now))
        }
    }

    /// Forgets all searches so far.
    public func clearRecentSearches() async throws(StoreError) {
        let now = store.now.changeTime
        try await store.write("forgetting all searches") { connection in
            try connection.clear(.searches, now: now)
        }
    }

    /// Returns the recent searches; see ``StoreReader/recentSearches()``.
    public func recentSearches() async throws(StoreError) -> [RecentSearch] {
        try await store.read("reading the recent searches") { reader in try reader.recentSearches() }
    }
}

extension StoreReader {
    /// What was looked for, the last first, at most 100.
    public func recentSearches() throws(StoreError) -> [RecentSearch] {
        try connection.converting {
            try connection.rows(
                """
                SELECT subject, changed_at FROM reader_register WHERE kind = 'search' AND value IS NOT NULL
                ORDER BY changed_at DESC, subject DESC LIMIT ?1
                """, SearchBounds.shown
            ) { row in
                RecentSearch(
                    text: row.text(0), searchedAt: Date(storedMilliseconds: row.integer(1)))
            }
        }
    }
}

extension Connection {
    /// Keeps the newest searches only.
    func trimSearches() throws {
        try execute(
            """
            DELETE FROM reader_register WHERE kind = 'search' AND (changed_at, subject) <= (
                SELECT changed_at, subject FROM reader_register WHERE kind = 'search'
                ORDER BY changed_at DESC, subject DESC LIMIT 1 OFFSET ?1)
            """, SearchBounds.kept)
    }
}
