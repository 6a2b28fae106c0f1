import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Synchronization

/// Brings the images of the articles that are in the store into the image cache.
struct ImageStage {
    let engine: SyncEngine
    let cache: ImageCache
    let policy: SyncPolicy
    let tracker: SyncProgressTracker

    /// The images of how many articles are looked at, newest first; the cache could not hold many more.
    private static let maximumArticles = 2_000

    func run(_ columns: [Column]) async throws(SyncError) {
        let wanted = try await engine.storing { () throws(StoreError) in
            try await engine.store.imageAddresses(
                in: policy.columns == .all ? nil : Set(columns.map(\.id)), publishedSince: policy.publishedSince,
                newest: Self.maximumArticles, includingBodies: policy.images == .all)
        }
        let missing = try await engine.storing { () throws(StoreError) in try await cache.missing(from: wanted) }
        tracker.update { $0.total = missing.count }
        let unavailable = Unavailable()
        try await forEachConcurrently(missing, limit: policy.maximumConcurrentRequests) { address throws(SyncError) in
            if try await !fetch(address) { unavailable.add(address) }
        }
        try await remember(unavailable.addresses)
    }

    /// Fetches an image; `false` when there is none, or none that is kept, and asking again would bring the same.
    private func fetch(_ address: WebAddress) async throws(SyncError) -> Bool {
        guard !Task.isCancelled, !tracker.isMediaGone else { return true }
        let answer: CMSAnswer<Data>
        do throws(CMSError) {
            answer = try await engine.client.image(address)
        } catch {
            tracker.imageFailed(address, error)
            return !error.saysThereIsNoImage
        }
        tracker.answered(answer)
        guard let data = answer.value else { return true }
        do throws(StoreError) {
            try await cache.store(data, for: address)
        } catch {
            // The cache looks closer than the client, and what it does not take is no fault of the store.
            guard error.code == .notAnImage else { throw .store(error) }
            tracker.update { $0.skip(address.withoutQuery.string, "\(error)") }
            return false
        }
        tracker.update { $0.images += 1 }
        return true
    }

    private func remember(_ unavailable: [WebAddress]) async throws(SyncError) {
        guard !unavailable.isEmpty else { return }
        // So that what was learnt before the sync was cancelled is kept.
        try await engine.storing { [cache] () throws(StoreError) in
            try await uncancelled { () throws(StoreError) in try await cache.noteUnavailable(unavailable) }
        }
    }
}

/// The addresses at which several tasks found no image.
private final class Unavailable: Sendable {
    private let state = Mutex<[WebAddress]>([])

    var addresses: [WebAddress] { state.withLock { $0 } }

    func add(_ address: WebAddress) { state.withLock { $0.append(address) } }
}

extension CMSError {
    /// Whether the answer is that there is no image, or one that is never kept, rather than that it could not be had now.
    fileprivate var saysThereIsNoImage: Bool {
        switch self {
        case .notImage: true
        case .http(let error): error.code == .tooLarge
        default: isGone
        }
    }
}
