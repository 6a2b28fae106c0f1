package import DotNewsFoundation
package import DotNewsModels
package import DotNewsNetworking
package import DotNewsPersistence

/// Brings one image, from the cache or from the site, when a reader looks at it.
package struct ImageFetcher: Sendable {
    let client: CMSClient
    let cache: ArticleImageCache?
    let clock: any Clock<Duration>

    /// Creates a fetcher; without a cache, every image comes from the site.
    package init(client: CMSClient, cache: ArticleImageCache?, clock: any Clock<Duration> = ContinuousClock()) {
        self.client = client
        self.cache = cache
        self.clock = clock
    }

    /// Returns an image: a cached one that is wide enough, else the site's, else a narrower cached one.
    package func image(_ request: ImageRequest, timeLimit: Duration) async throws(FetchError) -> Data {
        let cached = try await cached(request)
        if let cached, cached.isWideEnough { return cached.data }
        do throws(FetchError) {
            return try await fetch(request, timeLimit: timeLimit)
        } catch {
            guard let cached else { throw error }
            return cached.data
        }
    }

    /// Returns an image from the cache, in the width that suits best.
    package func cached(
        _ request: ImageRequest
    ) async throws(FetchError) -> (data: Data, isWideEnough: Bool)? {
        guard let cache else { return nil }
        let found = try await FetchError.converting { () throws(StoreError) in
            try await cache.file(for: request.address, width: request.width)
        }
        // Another process may have evicted it meanwhile.
        guard let found, let data = try? Data(contentsOf: found.file) else { return nil }
        return (data, found.isWideEnough)
    }

    private func fetch(_ request: ImageRequest, timeLimit: Duration) async throws(FetchError) -> Data {
        if let cache {
            let isAbsent = try await FetchError.converting { () throws(StoreError) in
                try await cache.isUnavailable(request.address)
            }
            if isAbsent { throw .noImage(request.address) }
        }
        let image: (address: WebAddress, answer: CMSAnswer<Data>)
        do throws(FetchError) {
            image = try await FetchError.answer(within: timeLimit, clock: clock) { () throws(CMSError) in
                try await client.image(request)
            }
        } catch {
            if case .site(let cause) = error, cause.saysThereIsNoImage { try await noteAbsence(of: request) }
            throw error
        }
        guard let data = image.answer.value else { throw .site(.unexpectedNotModified(image.address)) }
        try await keep(data, under: image.address, for: request)
        return data
    }

    private func keep(_ data: Data, under address: WebAddress, for request: ImageRequest) async throws(FetchError) {
        do throws(StoreError) {
            try await cache?.store(data, for: address)
        } catch {
            // The cache looks closer than the client; what it does not keep is no image that a reader should see.
            guard error.code == .notAnImage else { throw .store(error) }
            try await noteAbsence(of: request)
            throw .noImage(request.address)
        }
    }

    private func noteAbsence(of request: ImageRequest) async throws(FetchError) {
        guard let cache else { return }
        try await FetchError.converting { () throws(StoreError) in try await cache.noteUnavailable([request.address]) }
    }
}
