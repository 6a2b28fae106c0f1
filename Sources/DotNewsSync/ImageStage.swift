import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// Brings the images of the stories that are in the store into the image cache.
struct ImageStage {
    let engine: SyncEngine
    let cache: ImageCache
    let policy: SyncPolicy
    let tally: SyncTally

    /// How many images of one sync are looked at, newest stories first; the cache could not hold more anyway.
    private static let maximumImages = 5_000

    func run(_ columns: [Column]) async throws(SyncError) {
        let wanted = try await engine.storing { () throws(StoreError) in
            try await engine.store.imageAddresses(
                in: Set(columns.map(\.id)), publishedSince: policy.publishedSince,
                includingBodies: policy.images == .all, limit: Self.maximumImages)
        }
        let missing = try await engine.storing { () throws(StoreError) in try await cache.missing(from: wanted) }
        tally.update { $0.total = missing.count }
        try await forEachConcurrently(missing, limit: policy.maximumConcurrentRequests) { address in
            try await fetch(address)
        }
    }

    private func fetch(_ address: WebAddress) async throws(SyncError) {
        guard !Task.isCancelled, tally.interruption == nil else { return }
        do throws(CMSError) {
            let answer = try await engine.client.image(address)
            tally.answered(answer)
            guard let data = answer.value else { return }
            _ = try await engine.storing { () throws(StoreError) in try await cache.store(data, for: address) }
            tally.update { $0.images += 1 }
        } catch let error as CMSError {
            tally.failed(address.withoutQuery.string, error)
        }
    }
}
