package import DotNewsFoundation
import DotNewsMarkup
package import DotNewsModels

/// The pages of the site, for what the CMS does not give as JSON.
extension CMSClient {
    /// The address of an article's page, asked of the same host as its JSON.
    package func pageAddress(for summary: ArticleSummary) -> WebAddress {
        var page = summary
        page.jsonAddress = summary.address
        return articleAddress(for: page)
    }

    /// The address of a page of a column, the first being 1.
    package func pageAddress(of column: SiteColumn, page: Int) -> WebAddress {
        address("/\(column.path)" + (page > 1 ? "/more_\(page).html" : ""))
    }

    /// Reads an article from its page, as the CMS's JSON would give it. What the page does not say is filled from `summary`.
    ///
    /// - Throws: ``CMSError``, of which ``CMSError/isGone`` means that the article has been taken off the site.
    package func articlePage(
        for summary: ArticleSummary, ifNewerThan version: ResourceVersion? = nil
    ) async throws(CMSError) -> CMSAnswer<ArticlePage> {
        let address = pageAddress(for: summary)
        return try await fetch(address, as: .page, ifNewerThan: version).map { body throws(CMSError) in
            var page: ArticlePage
            do throws(SiteDocumentError) {
                page = try ArticlePageReader(edition: edition).read(
                    body.content, charset: body.charset, address: summary.address, date: body.date)
            } catch {
                throw .malformed(error.reason, address)
            }
            guard page.article.id == summary.id else {
                throw .wrongArticle(expected: summary.id, found: page.article.id, address)
            }
            page.article.fill(from: summary, siblings: edition.siblingHosts.union([edition.site.host]))
            return page
        }
    }

    /// Reads a page of a column, the first being 1.
    ///
    /// Behind the last page the site answers with nothing, with a page without items or with an error; all of them are a
    /// page without items and without ``ArticleListPage/nextPage``.
    ///
    /// - Throws: ``CMSError``; of a page behind the first only when there is no answer at all.
    package func columnPage(
        _ column: SiteColumn, page: Int = 1, ifNewerThan version: ResourceVersion? = nil
    ) async throws(CMSError) -> CMSAnswer<ArticleListPage> {
        let number = max(1, page)
        let address = pageAddress(of: column, page: number)
        let exchange: CMSExchange
        do throws(CMSError) {
            exchange = try await fetch(address, as: .page, ifNewerThan: version)
        } catch {
            guard number > 1, case .status = error else { throw error }
            return CMSAnswer(value: ArticleListPage(columnID: column.id), version: ResourceVersion(), address: address)
        }
        return try exchange.map { body throws(CMSError) in
            var list = ListPageReader(edition: edition).read(
                body.content, charset: body.charset, address: address, page: number, date: body.date)
            list.columnID = list.columnID ?? column.id
            list.channelID = list.channelID ?? edition.channelID
            return list
        }
    }

    // MARK: Search

    /// The longest query sent, in characters; longer ones are cut.
    package static let maximumQueryLength = 200

    /// Asks the site's search for articles, ``SearchPage/size`` a page, the first being 1.
    ///
    /// - Parameters:
    ///   - query: What is looked for, in any of the languages.
    ///   - page: The number of the page; the last is reached when ``SearchPage/total`` is, or a page has no items.
    ///   - start: The earliest day of publication; `nil` for all.
    /// - Throws: ``CMSError``; also when the edition has no search service.
    package func search(_ query: String, page: Int = 1, since start: Date? = nil) async throws(CMSError) -> SearchPage {
        var parameters = [("query", String(query.prefix(Self.maximumQueryLength))), ("page", String(max(1, page)))]
        parameters.append(("f", "all"))
        if let start {
            parameters.append(
                ("start_date", String(PublicationTime.string(from: start, timeZone: edition.timeZone).prefix(10))))
        }
        let address = try searchAddress("/search", parameters)
        let exchange = try await fetch(address, as: .page, ifNewerThan: nil)
        guard let body = exchange.body else { return SearchPage() }
        do throws(SiteDocumentError) {
            return try SearchPageReader(edition: edition).read(body.content, charset: body.charset, date: body.date)
        } catch {
            throw .malformed(error.reason, address)
        }
    }

    /// Asks for words that a person who has typed `word` may mean, at most 10.
    ///
    /// - Throws: ``CMSError``; also when the edition has no search service.
    package func suggestions(word: String) async throws(CMSError) -> [String] {
        let typed = String(word.prefix(Self.maximumQueryLength))
        return try await words(at: searchAddress("/rest/suggest", [("size", "10"), ("word", typed)]), limit: 10)
    }

    /// Asks for the words that are looked for most, at most 50.
    ///
    /// - Throws: ``CMSError``; also when the edition has no search service.
    package func topSearchWords() async throws(CMSError) -> [String] {
        try await words(at: searchAddress("/rest/topWords", []), limit: 50)
    }

    private func words(at address: WebAddress, limit: Int) async throws(CMSError) -> [String] {
        let exchange = try await fetch(address, as: .json, ifNewerThan: nil)
        var envelope = Envelope()
        var words = [String]()
        do throws(JSONFault) {
            try (exchange.body?.content ?? Data()).scanningJSON { (scanner: inout JSONScanner) throws(JSONFault) in
                try envelope.read(from: &scanner) { (scanner: inout JSONScanner) throws(JSONFault) in
                    try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
                        let word = try scanner.text()?.plainLine(maximumLength: 100) ?? ""
                        if !word.isEmpty, words.count < limit, !words.contains(word) { words.append(word) }
                    }
                }
            }
        } catch {
            throw .malformed(error.description, address)
        }
        if let failure = envelope.failure(at: address) { throw failure }
        return words
    }

    private func searchAddress(_ path: String, _ parameters: [(String, String)]) throws(CMSError) -> WebAddress {
        guard let site = edition.searchSite else { throw .noSearch(edition.site) }
        let query = parameters.map { "\($0)=" + PercentEncoding.encode($1) }.joined(separator: "&")
        return WebAddress(normalized: site.origin.string + path + (query.isEmpty ? "" : "?" + query))
    }
}

extension Article {
    /// Takes from what a list said what the page does not say, and the list's address when the page gives another host's.
    fileprivate mutating func fill(from listed: ArticleSummary, siblings: Set<String>) {
        if !siblings.contains(summary.address.host) { summary.address = listed.address }
        if summary.summary.isEmpty { summary.summary = listed.summary }
        summary.column = summary.column ?? listed.column
        summary.publishedAt = summary.publishedAt ?? listed.publishedAt
        summary.updatedAt = summary.updatedAt ?? listed.updatedAt
        summary.jsonAddress = listed.jsonAddress ?? summary.jsonAddress
        summary.shareAddress = summary.shareAddress ?? listed.shareAddress
        summary.thumbnail = summary.thumbnail ?? listed.thumbnail
        if summary.author.isEmpty { summary.author = listed.author }
        if summary.source.isEmpty { summary.source = listed.source }
    }
}
