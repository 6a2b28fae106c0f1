package import DotNewsFoundation
import DotNewsMarkup
package import DotNewsModels

/// Reads an article page of the site into the article that the article's JSON would give.
///
/// A part that is found in several places is taken from the most trusted one, in the order of ``PageSource``; the body is
/// the longer of the literal's and the visible one. ``ArticlePage/sources`` says what was taken from where.
package struct ArticlePageReader: Sendable {
    /// The edition whose page it is; relative addresses belong to its site when the page's own address is not known.
    package let edition: Edition

    /// Makes a reader of pages of `edition`.
    package init(edition: Edition) { self.edition = edition }

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - data: The page as it came, at most 4 MiB; what is behind that is left out.
    ///   - charset: What the `Content-Type` field says of the encoding; `nil` when it says nothing.
    ///   - address: The address the page was asked of; `nil` when that is not known.
    ///   - date: When the page was made, best taken from the answer's `Date` field; `nil` leaves relative times unread.
    /// - Throws: ``SiteDocumentError`` when the page has no title, no address is given by the page or here, or its body takes
    ///   too long to read.
    package func read(
        _ data: Data, charset: String? = nil, address: WebAddress? = nil, date: Date? = nil
    ) throws(SiteDocumentError) -> ArticlePage {
        try read(HTMLDocument(data, charset: charset), address: address, date: date)
    }

    func read(_ document: HTMLDocument, address: WebAddress?, date: Date?) throws(SiteDocumentError) -> ArticlePage {
        var record = PageRecord(
            PageEvidence(document, address: address), edition: edition, address: address, date: date)
        try record.complete()
        let decoder = StoryDecoder(edition: record.edition, now: date ?? .distantPast)
        guard case .article(var summary) = decoder.outcome(of: record.article, position: 1) else {
            throw SiteDocumentError(.malformed, kind: .article, reason: "the page has no title")
        }
        if record.sources[.id] == .derived { summary.jsonAddress = nil }
        let parsed: ParsedBody
        do throws(CMSError) {
            parsed = try decoder.parsedBody(of: record.article, summary: summary, at: summary.address)
        } catch {
            throw SiteDocumentError(.slow, kind: .article, reason: SiteDocumentError.slowBody)
        }
        var article = decoder.article(of: record.article, summary: summary, parsed: parsed)
        article.removeRepeatedTitle()
        var warnings = record.warnings + parsed.warnings
        if summary.publishedAt == nil { warnings.append("The page does not say when the article was published.") }
        if article.body.blocks.isEmpty { warnings.append("The page has no main text.") }
        return ArticlePage(article: article, layout: record.layout, sources: record.sources, warnings: warnings)
    }
}

extension Article {
    /// Takes the title from the start of the body, where a page of unknown layout may repeat it.
    fileprivate mutating func removeRepeatedTitle() {
        guard let first = body.blocks.first, case .subhead(let text, _) = first, text.text == title else { return }
        body.blocks.removeFirst()
    }
}
