import DotNewsDatabase
public import DotNewsModels

/// The number of articles that are neither read nor withdrawn, of one moment. Muted articles count.
public struct UnreadCounts: Hashable, Sendable {
    /// The unread articles of all columns and of none.
    public var total = 0
    /// The unread articles of each column and of the columns inside it, each article once. Columns without any are left out.
    public var columns: [ColumnID: Int] = [:]
    /// The bookmarked articles that are not read, stored or not.
    public var bookmarked = 0

    /// Creates counts of nothing.
    public init() {}
}

extension StoreReader {
    /// Counts the unread articles.
    ///
    /// - Complexity: In proportion to the columns and to the bookmarks, whatever the number of articles.
    public func unreadCounts() throws(StoreError) -> UnreadCounts {
        try connection.converting {
            let sets = try connection.rows("SELECT columns, unread FROM column_set WHERE unread > 0") { row in
                CountedColumnSet(columns: row.text(0), count: Int(clamping: row.integer(1)))
            }
            var counts = UnreadCounts()
            (counts.total, counts.columns) = try connection.counts(of: sets)
            counts.bookmarked = Int(
                try connection.integer(
                    """
                    SELECT count(*) FROM reader_state INDEXED BY reader_state_bookmarked_unread
                    WHERE is_bookmarked = 1 AND is_read = 0
                    """))
            return counts
        }
    }
}

extension ReaderState {
    /// Counts the unread articles; see ``StoreReader/unreadCounts()``.
    public func unreadCounts() async throws(StoreError) -> UnreadCounts {
        try await store.read("counting unread articles") { reader in try reader.unreadCounts() }
    }
}

/// Columns in which articles stand together, and the number of those articles.
struct CountedColumnSet {
    /// The rows of the columns, as `column_set` has them.
    let columns: String
    var count: Int
}

extension Connection {
    /// Adds up sets of columns: all together, and by column with the columns inside it, each article once.
    func counts(of sets: [CountedColumnSet]) throws -> (total: Int, columns: [ColumnID: Int]) {
        guard !sets.isEmpty else { return (0, [:]) }
        var columns: [Int64: (id: ColumnID, parent: Int64?)] = [:]
        try forEachRow("SELECT id, key, parent FROM site_column") { row in
            guard let id = ColumnID(row.text(1)) else { throw row.unreadable("a column's id is not acceptable") }
            columns[row.integer(0)] = (id, row.optionalInteger(2))
        }
        var total = 0
        var counts: [ColumnID: Int] = [:]
        for set in sets {
            total += set.count
            var met: Set<Int64> = []
            for column in set.columns.split(separator: ",") {
                var next = Int64(column)
                // Also ends where a damaged file has columns inside each other.
                while let row = next, met.insert(row).inserted { next = columns[row]?.parent }
            }
            for row in met {
                if let id = columns[row]?.id { counts[id, default: 0] += set.count }
            }
        }
        return (total, counts)
    }
}
