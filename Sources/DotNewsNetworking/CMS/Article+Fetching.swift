public import DotNewsModels

extension Article {
    /// Asks a site for the article that a link leads to, without a store; `nil` when it is no longer published.
    ///
    /// - Parameters:
    ///   - link: A link to an article, with its date.
    ///   - edition: The edition whose site is asked.
    ///   - transport: Carries the request; ``PlatformTransport`` with retries when `nil`.
    /// - Throws: ``CMSError``; ``CMSError/noArticle(_:)`` when the link leads to no article, or does not say its date.
    public static func fetch(
        _ link: DeepLink, of edition: Edition, transport: (any HTTPTransport)? = nil
    ) async throws(CMSError) -> Article? {
        guard case .article(let id, _) = link.destination, let page = link.webAddress else {
            throw .noArticle(link.site)
        }
        let client = CMSClient(edition: edition, transport: transport ?? PlatformTransport().withRetries())
        let known = ArticleSummary(
            id: id, title: "", address: page, shareAddress: link.webAddress(.share), jsonAddress: link.webAddress(.json)
        )
        guard case .published(let article) = try await client.article(known).value else { return nil }
        return article
    }
}
