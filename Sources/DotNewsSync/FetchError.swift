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
