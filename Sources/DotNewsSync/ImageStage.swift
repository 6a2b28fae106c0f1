import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Synchronization

/// Brings the images of the articles that are in the store into the image cache.
struct ImageStage {
    let session: SyncSession
    let cache: ArticleImageCache

    func run(_ columns: [SiteColumn]) async throws {
        let policy = session.policy
        try await fetch(
            await session.store.imageRequests(
                in: policy.columns == .all ? nil : Set(columns.map(\.id)), publishedSince: policy.publishedSince,
                newest: policy.newestImages, widths: policy.widths, includingBodies: policy.images == .all))
    }

    /// Brings those of some images that are missing.
    func fetch(_ wanted: [ImageRequest]) async throws {
        let missing = try await cache.missing(from: wanted)
        session.tracker.update { $0.total += missing.count }
        let failures = ImageFailures()
        _ = try await mapConcurrently(missing, limit: session.policy.maximumConcurrentRequests) { request in
            try await fetch(request, failures)
        }
        try await remember(failures.unavailable)
    }

    private func fetch(_ request: ImageRequest, _ failures: ImageFailures) async throws {
        guard !Task.isCancelled, !failures.areTooMany else { return }
        let name = request.address.withoutQuery.string
        let image: (address: WebAddress, answer: CMSAnswer<Data>)
        do throws(CMSError) {
            image = try await session.client.image(request)
        } catch {
            guard !Task.isCancelled else { return }
            session.tracker.failed(name, error)
            return failures.note(error, at: request.address)
        }
        session.answered(image.answer)
        failures.noteAnswer()
        guard let data = image.answer.value else { return }
        do throws(StoreError) {
            try await cache.store(data, for: image.address)
        } catch {
            // The cache looks closer than the client, and what it does not take is no fault of the store.
            guard error.code == .notAnImage else { throw error }
            session.tracker.update { $0.skip(name, "\(error)") }
            return failures.noteUnavailable(request.address)
        }
        session.tracker.update { $0.images += 1 }
    }

    private func remember(_ unavailable: [WebAddress]) async throws {
        guard !unavailable.isEmpty else { return }
        // So that what was learnt before the sync was cancelled is kept.
        try await uncancelled { [cache] in try await cache.noteUnavailable(unavailable) }
    }
}

/// The images that could not be had, as several tasks find out.
///
/// The host of images is often another than the site's, so failures say nothing of the site; but after
/// ``SiteAvailability/failureLimit`` in a row no more images are asked for.
private final class ImageFailures: Sendable {
    private struct State {
        var unavailable: [WebAddress] = []
        var consecutive = 0
    }

    private let state = Mutex(State())

    /// The addresses at which there is no image, or none that is kept, and asking again would bring the same.
    var unavailable: [WebAddress] { state.withLock { $0.unavailable } }

    /// Whether no more images are worth asking for.
    var areTooMany: Bool { state.withLock { $0.consecutive >= SiteAvailability.failureLimit } }

    func noteAnswer() { state.withLock { $0.consecutive = 0 } }

    func note(_ error: CMSError, at address: WebAddress) {
        state.withLock { state in
            state.consecutive = error.meansSiteIsUnavailable ? state.consecutive + 1 : 0
            if error.saysThereIsNoImage { state.unavailable.append(address) }
        }
    }

    func noteUnavailable(_ address: WebAddress) { state.withLock { $0.unavailable.append(address) } }
}

extension CMSError {
    /// Whether the answer is that there is no image, or one that is never kept, rather than that it could not be had now.
    var saysThereIsNoImage: Bool {
        switch self {
        case .notImage: true
        case .http(let error): error.code == .tooLarge
        default: isGone
        }
    }
}
