public import DotNewsFoundation
public import DotNewsModels
import DotNewsPersistence
public import DotNewsSync

/// Opening what a link leads to. The site is asked only for what is not stored, or outdated, and what it brings is kept.
extension NewsClient {
    /// The time that the site has to bring what a reader waits for.
    public static let fetchTimeLimit = Duration.seconds(15)

    /// Opens the article that a web address or an address of the app leads to.
    ///
    /// ```swift
    /// let opened = try await client.article(at: url)
    /// show(opened.article)
    /// if let failure = opened.failure { banner = "\(failure)" }
    /// ```
    ///
    /// An article whose text is stored and current is returned without a request. Otherwise the site is asked, conditionally
    /// where a text is stored; the article is kept, with its text. When the site cannot be asked, the stored summary, or the
    /// stored text, is returned with `OpenedArticle.failure`. Neither history nor read mark change; see ``open(_:)``.
    ///
    /// - Parameters:
    ///   - url: The address, such as that of a universal link.
    ///   - timeLimit: The time that the site has to answer, 15 seconds by default.
    /// - Throws: `FetchError` when nothing of the article is stored, and for addresses that lead to no article of this
    ///   edition.
    public func article(
        at url: URL, timeLimit: Duration = NewsClient.fetchTimeLimit
    ) async throws(FetchError) -> OpenedArticle {
        guard let link = DeepLink(url.absoluteString, editions: edition.knownEditions) else {
            throw .notAnArticle(String(url.absoluteString.prefix(200)))
        }
        return try await article(at: link, timeLimit: timeLimit)
    }

    /// Opens the article that a link leads to; see ``article(at:timeLimit:)-(URL,_)``.
    ///
    /// The date of the link is believed; without one, the site is asked as for a bare id.
    public func article(
        at link: DeepLink, timeLimit: Duration = NewsClient.fetchTimeLimit
    ) async throws(FetchError) -> OpenedArticle {
        guard case .article(let id, _) = link.destination else { throw .notAnArticle("\(link)") }
        guard edition.owns(link.site) else {
            // Lists of an edition name articles of sister sites, which are stored like others.
            let stored = try await FetchError.converting { () throws(StoreError) in try await store.article(id) }
            guard stored != nil else { throw .otherSite(link.site) }
            return try await fetcher.article(id, link: nil, timeLimit: timeLimit)
        }
        return try await fetcher.article(id, link: link, timeLimit: timeLimit)
    }

    /// Opens the article with an id; see ``article(at:timeLimit:)-(URL,_)``.
    ///
    /// An id that is not stored tells the day of its article, in most cases. The site is then asked at most twice: under that
    /// day of the edition's time zone, and under the next.
    public func article(
        at id: ArticleID, timeLimit: Duration = NewsClient.fetchTimeLimit
    ) async throws(FetchError) -> OpenedArticle {
        try await fetcher.article(id, link: nil, timeLimit: timeLimit)
    }

    /// Returns an image, from the cache or else from the site, and keeps it in the cache.
    ///
    /// The narrowest cached image that is wide enough is taken. When there is none, the site is asked for this width; when it
    /// does not answer, a narrower cached image stands in. A server that does not scale sends its own width, which is kept.
    ///
    /// ```swift
    /// // A loader for other libraries, here Nuke's:
    /// ImageRequest(id: asset.address.string, data: { try await client.image(asset, width: 828) })
    /// ```
    ///
    /// The reader's `Preferences.images` says whether to call it; ``cachedImage(_:width:)`` does not use the network.
    ///
    /// - Parameters:
    ///   - asset: The image, of an article or a list.
    ///   - width: The width in pixels, 1 to 4,096; `nil` for the image's own.
    ///   - timeLimit: The time that the site has to answer, 15 seconds by default.
    /// - Returns: The content: JPEG, PNG, GIF, WebP, AVIF or HEIC, at most 16 MiB.
    /// - Throws: `FetchError`; `FetchError.noImage(_:)` without a request when the site said within a day that it has
    ///   none.
    public func image(
        _ asset: ImageAsset, width: Int? = nil, timeLimit: Duration = NewsClient.fetchTimeLimit
    ) async throws(FetchError) -> Data {
        try await ImageFetcher(client: cms, cache: images).image(
            ImageRequest(asset.address, width: width), timeLimit: timeLimit)
    }

    /// Returns an image from the cache, in the width that suits best; `nil` when it is not cached. Works without network.
    ///
    /// - Parameters:
    ///   - asset: The image, of an article or a list.
    ///   - width: The width in pixels; `nil` for the image's own.
    public func cachedImage(_ asset: ImageAsset, width: Int? = nil) async throws(FetchError) -> Data? {
        try await ImageFetcher(client: cms, cache: images).cached(ImageRequest(asset.address, width: width))?.data
    }

    private var fetcher: ArticleFetcher { ArticleFetcher(client: cms, store: store) }
}
