import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// Brings the text and the pictures of bookmarked articles that miss them, before anything else of a sync.
struct BookmarkStage {
    let session: SyncSession
    private let writer: BatchWriter
    private let fetcher: ArticleFetcher

    init(session: SyncSession) {
        self.session = session
        writer = BatchWriter(store: session.store, tracker: session.tracker, clock: session.engine.clock)
        fetcher = ArticleFetcher(
            client: session.client, store: session.store, clock: session.engine.clock, session: session)
    }

    /// Returns whether articles were stored.
    func run() async throws -> Bool {
        guard session.policy.maximumBookmarks > 0 else { return false }
        let cache = session.allowsImages ? session.engine.images : nil
        let wanted = try await session.store.reader.incompleteBookmarks(
            limit: session.policy.maximumBookmarks, includingPictures: cache != nil)
        guard !wanted.isEmpty else { return false }
        session.tracker.begin(.bookmarks, total: wanted.count)
        let texts: Result<[BookmarkAttempt?], any Error>
        do {
            let limit = session.policy.maximumConcurrentRequests
            let directory = ColumnDirectory(try await session.store.columns())
            texts = .success(
                try await mapConcurrently(wanted.filter(\.needsText), limit: limit) { bookmark in
                    try await fetchText(bookmark, directory)
                })
        } catch {
            texts = .failure(error)
        }
        try await writer.flush()
        var attempts = try texts.get().compactMap { $0 }
        if let cache { attempts += try await fetchPictures(of: wanted.map(\.id), failed: attempts, into: cache) }
        // So that what was learnt before the sync was cancelled is kept.
        try await uncancelled { [attempts, store = session.store] in try await store.reader.note(attempts) }
        return await writer.hasStored
    }

    /// Brings an article's text; returns what to note, or `nil` when nothing was learnt of the article.
    private func fetchText(
        _ bookmark: IncompleteBookmark, _ directory: ColumnDirectory
    ) async throws -> BookmarkAttempt? {
        guard !session.shouldStop else { return nil }
        let id = bookmark.id
        let candidates = try await fetcher.candidates(for: id, link: nil)
        guard !candidates.isEmpty else {
            return BookmarkAttempt(id, .unknownDate, reason: "\(FetchError.unknownDate(id))")
        }
        let isStored = try await session.store.pendingBody(of: id) != nil
        let answer: StoreChange?
        do throws(CMSError) {
            answer = try await fetcher.ask(for: candidates)
        } catch {
            guard !Task.isCancelled, !error.meansSiteIsUnavailable else { return nil }
            return BookmarkAttempt(id, .text, reason: "\(error)")
        }
        guard let change = answer ?? (isStored ? .withdrawn(id) : nil) else {
            return BookmarkAttempt(id, .gone, reason: "\(FetchError.notFound(id))")
        }
        try await writer.submit(change.corrected(by: directory))
        return BookmarkAttempt(id)
    }

    /// Brings the pictures of articles; returns which are missing still.
    private func fetchPictures(
        of ids: [ArticleID], failed: [BookmarkAttempt], into cache: ArticleImageCache
    ) async throws -> [BookmarkAttempt] {
        guard !session.shouldStop else { return [] }
        let requests = try await session.store.imageRequests(of: ids, widths: session.policy.widths)
        try await ImageStage(session: session, cache: cache).fetch(requests)
        guard !session.shouldStop else { return [] }
        let availability = try await session.store.read { reader in try reader.availability(of: ids) }
        let failed = Set(failed.filter { $0.code != nil }.map(\.id))
        return ids.compactMap { id in
            guard !failed.contains(id) else { return nil }
            switch availability[id] {
            case .complete: return BookmarkAttempt(id)
            case .text: return BookmarkAttempt(id, .pictures, reason: "Pictures of the article could not be fetched.")
            default: return nil
            }
        }
    }
}
