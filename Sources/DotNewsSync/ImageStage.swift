import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Foundation

/// Brings the images of the stories that are in the store into the image cache.
struct ImageStage {
    let engine: SyncEngine
    let cache: ImageCache
    let policy: SyncPolicy
    let tally: SyncTally

    /// The images of how many stories are looked at, newest first; the cache could not hold many more.
    private static let maximumStories = 2_000

    func run(_ columns: [Column]) async throws(SyncError) {
        let wanted = try await engine.storing { () throws(StoreError) in
            try await engine.store.imageAddresses(
                in: policy.columns == .all ? nil : Set(columns.map(\.id)), publishedSince: policy.publishedSince,
                newest: Self.maximumStories, includingBodies: policy.images == .all)
        }
        let missing = try await engine.storing { () throws(StoreError) in try await cache.missing(from: wanted) }
        tally.update { $0.total = missing.count }
        try await forEachConcurrently(missing, limit: policy.maximumConcurrentRequests) { address throws(SyncError) in
            try await fetch(address)
        }
    }

    private func fetch(_ address: WebAddress) async throws(SyncError) {
        guard !Task.isCancelled, !tally.isMediaGone else { return }
        let answer: CMSAnswer<Data>
        do throws(CMSError) {
            answer = try await engine.client.image(address)
        } catch {
            tally.imageFailed(address, error)
            return
        }
        tally.answered(answer)
        guard let data = answer.value else { return }
        _ = try await engine.storing { () throws(StoreError) in try await cache.store(data, for: address) }
        tally.update { $0.images += 1 }
    }
}
