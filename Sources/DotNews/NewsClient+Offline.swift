public import DotNewsModels
public import DotNewsSync

/// Taking articles along: what is saved can be read, with its pictures, without network.
extension NewsClient {
    /// Starts fetching the text and the pictures of bookmarked articles, and nothing else. Every sync does this first; an app
    /// calls it when a reader saves an article.
    ///
    /// - Parameters:
    ///   - limit: The number of articles, 1 to 1,000; 200 by default. The bookmarks changed last come first.
    ///   - conditions: The device's connection, for the reader's `Preferences.images`.
    public func completeBookmarks(
        limit: Int = 200, under conditions: RefreshConditions = RefreshConditions()
    ) -> SyncRun {
        sync(SyncPolicy(columns: .none, maximumBookmarks: limit), under: conditions)
    }

    /// Starts fetching the newest articles of a column, and of each column inside it, with their pictures.
    ///
    /// What is saved so is kept like other articles: until retention or the limit of the image cache removes it.
    ///
    /// - Parameters:
    ///   - path: The column.
    ///   - count: The number of articles of each column, 1 to 1,000.
    ///   - conditions: The device's connection, for the reader's `Preferences.images`.
    public func saveOffline(
        _ path: ColumnPath, newest count: Int, under conditions: RefreshConditions = RefreshConditions()
    ) -> SyncRun {
        let count = min(max(count, 1), 1_000)
        return sync(
            SyncPolicy(columns: .paths([path]), bodies: .newest(count), images: .all, newestImages: count),
            under: conditions)
    }
}
