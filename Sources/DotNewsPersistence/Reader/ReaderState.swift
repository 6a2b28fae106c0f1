/// What belongs to the reader: bookmarks and labels, read marks, history, reading positions, preferences and searches.
///
/// Get it from ``ArticleStore/reader``. Every call is one transaction. Articles need not be stored: what the reader did
/// with them outlives them. To read several things of one moment, or to observe them, use the methods of ``StoreReader``
/// of the same names:
///
/// ```swift
/// _ = try await store.reader.setBookmarked(true, for: id)
/// let (bookmarks, labels) = try await store.read { reader in
///     (try reader.bookmarks(), try reader.bookmarkLabels())
/// }
/// ```
public struct ReaderState: Sendable {
    let store: ArticleStore
}

extension ArticleStore {
    /// Bookmarks, read marks, history, reading positions, preferences and searches.
    public var reader: ReaderState { ReaderState(store: self) }
}
