public import DotNewsModels
public import DotNewsNetworking
public import DotNewsPersistence

/// The reason why an article or an image could not be brought from the site.
public enum FetchError: Error, Sendable {
    /// The link does not lead to an article.
    case notAnArticle(String)
    /// The link leads to a site of another edition, which is read with that edition's client.
    case otherSite(WebAddress)
    /// The site has no article of this id, under the days on which it may have been published.
    case notFound(ArticleID)
    /// Nothing tells the day of the article, without which the site cannot be asked for it; nothing was asked.
    case unknownDate(ArticleID)
    /// The site has taken the article off.
    case withdrawn(ArticleID)
    /// The site has no image at this address, or none of a kind that is kept.
    case noImage(WebAddress)
    /// The site could not be asked, or its answer is of no use.
    case site(CMSError)
    /// The site took longer than the time limit.
    case timedOut(Duration)
    /// The store could not be read or written.
    case store(StoreError)
}

extension FetchError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch self {
        case .notAnArticle: .invalidInput
        case .otherSite: .unsupported
        case .notFound, .unknownDate, .withdrawn, .noImage: .notFound
        case .site(let error): error.kind
        case .timedOut: .offline
        case .store(let error): error.kind
        }
    }

    /// `fetch.` and the case, or the name of the site's or the store's failure.
    public var qualifiedCode: String {
        switch self {
        case .notAnArticle: "fetch.notAnArticle"
        case .otherSite: "fetch.otherSite"
        case .notFound: "fetch.notFound"
        case .unknownDate: "fetch.unknownDate"
        case .withdrawn: "fetch.withdrawn"
        case .noImage: "fetch.noImage"
        case .site(let error): error.qualifiedCode
        case .timedOut: "fetch.timedOut"
        case .store(let error): error.qualifiedCode
        }
    }

    /// The time for which the site asks to be left alone; `nil` when it does not.
    public var retryAfter: Duration? {
        if case .site(let error) = self { error.retryAfter } else { nil }
    }
}

extension FetchError {
    /// Asks the store.
    package static func converting<Value>(
        _ body: () async throws(StoreError) -> Value
    ) async throws(FetchError) -> Value {
        do { return try await body() } catch { throw .store(error) }
    }

    /// Asks the site, and cancels the request when it takes longer than `limit`.
    static func answer<Value: Sendable>(
        within limit: Duration, clock: any Clock<Duration>,
        _ request: @escaping @Sendable () async throws(CMSError) -> Value
    ) async throws(FetchError) -> Value {
        let answer = await withTaskGroup(of: Result<Value, CMSError>?.self) { group in
            group.addTask {
                do throws(CMSError) { return .success(try await request()) } catch { return .failure(error) }
            }
            group.addTask {
                try? await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        switch answer {
        case nil: throw .timedOut(limit)
        case .failure(let error): throw .site(error)
        case .success(let value): return value
        }
    }
}

extension FetchError: CustomStringConvertible {
    /// One sentence: what failed, and why.
    public var description: String {
        switch self {
        case .notAnArticle(let link): "\"\(link)\" is not the address of an article."
        case .otherSite(let site): "The link leads to \(site), which is not this edition's site."
        case .notFound(let id): "The site has no article \(id)."
        case .unknownDate(let id): "The site cannot be asked for article \(id), as its day is not known."
        case .withdrawn(let id): "Article \(id) is no longer published."
        case .noImage(let address): "The site has no image at \(address.withoutQuery)."
        case .site(let error): "\(error)"
        case .timedOut(let limit): "The site did not answer within \(limit.components.seconds) seconds."
        case .store(let error): "\(error)"
        }
    }
}
