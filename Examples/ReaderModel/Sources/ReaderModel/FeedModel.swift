public import DotNews
public import Observation

/// A list of articles, newest first, that follows the store and can be refreshed.
@Observable
public final class FeedModel {
    /// The articles.
    public private(set) var rows: [ArticleRow] = []
    /// The number of unread articles, for the badge of the list.
    public private(set) var unreadCount = 0
    /// The news since the reader was here last; `nil` until ``beginVisit()``.
    public private(set) var visit: NewSinceLastVisit?
    /// The sync under way, for a progress bar; `nil` when there is none.
    public private(set) var progress: SyncProgress?
    /// A message for the reader, such as that the site did not answer.
    public var message: ReaderMessage?
    /// The last marking as read, which can be undone.
    public private(set) var lastMarking: ReadMarkChange?

    private let reader: ReaderModel
    private let column: ColumnID?
    /// The rows that the list shows; grows as the reader scrolls.
    private var limit = FeedModel.pageSize
    private static let pageSize = 50

    init(_ reader: ReaderModel, column: ColumnID?) {
        self.reader = reader
        self.column = column
    }

    private var query: ArticleQuery { ArticleQuery(column: column) }

    /// Follows the store until the task is cancelled.
    public func follow() async {
        async let counts: Void = followCounts()
        while !Task.isCancelled {
            let shown = limit
            do {
                for try await rows in reader.client.observeArticles(query, limit: shown) {
                    self.rows = rows
                    if limit != shown { break }
                }
            } catch {
                message = reader.message(error)
                break
            }
        }
        await counts
    }

    private func followCounts() async {
        do {
            for try await counts in reader.client.observeUnread() {
                unreadCount = column.map { counts.columns[$0, default: 0] } ?? counts.total
            }
        } catch {
            message = reader.message(error)
        }
    }

    /// Shows more rows, when the reader comes to the end of the list.
    public func loadMore() async {
        guard rows.count == limit else { return }
        limit += Self.pageSize
        await perform { rows = try await reader.client.articles(query, limit: limit).items }
    }

    /// Notes that the reader has come to the list.
    public func beginVisit() async {
        await perform { visit = try await reader.client.store.reader.beginVisit() }
    }

    /// Brings what is new, with the text of the newest articles.
    public func refresh() async {
        let run = reader.client.sync(SyncPolicy(bodies: .newest(20)))
        async let following: Void = follow(run)
        await perform {
            let report = try await run.report
            message = ReaderMessage(report, in: reader.language)
        }
        await following
    }

    private func follow(_ run: SyncRun) async {
        for await progress in run.progress { self.progress = progress }
        progress = nil
    }

    /// Marks what the list shows as read.
    public func markAllAsRead() async {
        await perform {
            lastMarking = try await reader.client.store.reader.setRead(true, in: .articles(rows.map(\.id)))
        }
    }

    /// Takes the last marking back.
    public func undoMarking() async {
        guard let marking = lastMarking else { return }
        lastMarking = nil
        await perform { try await reader.client.store.reader.undo(marking) }
    }

    private func perform(_ action: () async throws -> Void) async {
        do { try await action() } catch { message = reader.message(error) }
    }
}
