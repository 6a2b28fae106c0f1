import DotNewsDatabase

/// The bytes that a store's content takes, by kind. Indexes and free pages come on top.
public struct StorageUse: Hashable, Sendable {
    /// Texts of articles, as they are compressed.
    public var texts: Int64 = 0
    /// Texts of bookmarked articles, which are part of ``texts``.
    public var bookmarkedTexts: Int64 = 0
    /// The search index.
    public var searchIndex: Int64 = 0
    /// Images, each file once.
    public var images: Int64 = 0
    /// Images of bookmarked articles, which are part of ``images`` and never evicted.
    public var bookmarkedImages: Int64 = 0

    /// Creates an empty use.
    public init() {}
}

extension StoreReader {
    /// Returns the bytes that the store's content takes, by kind.
    ///
    /// - Complexity: In proportion to the texts, whose lengths it looks at.
    public func storageUse() throws(StoreError) -> StorageUse {
        try connection.converting {
            var use = StorageUse()
            use.texts = try connection.integer("SELECT coalesce(sum(length(blocks) + length(details)), 0) FROM body")
            use.bookmarkedTexts = try connection.integer(
                """
                SELECT coalesce(sum(length(b.blocks) + length(b.details)), 0)
                FROM reader_state AS s INDEXED BY reader_state_bookmarked
                CROSS JOIN article AS a ON a.key = s.key CROSS JOIN body AS b ON b.article = a.id
                WHERE s.is_bookmarked = 1
                """)
            use.searchIndex = try connection.integer(
                "SELECT coalesce(sum(length(block)), 0) FROM search_index_data")
            let bookmarked = try connection.imageNamesOfBookmarkedArticles()
            try connection.forEachRow("SELECT name, max(size) FROM image WHERE name != '' GROUP BY name") { row in
                use.images += row.integer(1)
                if let name = ImageName(stored: row.text(0)), bookmarked.contains(name) {
                    use.bookmarkedImages += row.integer(1)
                }
            }
            return use
        }
    }
}
