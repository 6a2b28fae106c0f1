public import DotNews
public import Observation

/// The bookmarks, those of other devices too.
@Observable
public final class BookmarksModel {
    /// The bookmarks, changed last first.
    public private(set) var bookmarks: [Bookmark] = []
    /// The labels, with the number of bookmarks of each.
    public private(set) var labels: [BookmarkLabelCount] = []
    /// A message for the reader.
    public private(set) var message: ReaderMessage?

    private let reader: ReaderModel

    init(_ reader: ReaderModel) { self.reader = reader }

    /// Follows the store until the task is cancelled.
    public func follow() async {
        do {
            for try await bookmarks in reader.client.observeBookmarks() {
                self.bookmarks = bookmarks
                labels = try await reader.client.store.reader.bookmarkLabels()
            }
        } catch {
            message = reader.message(error)
        }
    }

    /// Removes a bookmark.
    public func remove(_ bookmark: Bookmark) async {
        do {
            try await reader.client.store.reader.setBookmarked(false, for: bookmark.id)
        } catch {
            message = reader.message(error)
        }
    }
}
