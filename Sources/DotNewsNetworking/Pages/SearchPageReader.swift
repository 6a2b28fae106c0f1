package import DotNewsFoundation
import DotNewsMarkup
package import DotNewsModels

/// Reads a page of the site's search.
package struct SearchPageReader: Sendable {
    /// The edition whose page it is; relative addresses belong to its site.
    package let edition: Edition

    /// Makes a reader of pages of `edition`.
    package init(edition: Edition) { self.edition = edition }

    /// What says that nothing was found, in the words of the sites.
    private static let emptyWords = ["No Result found", "沒有找到", "没有找到", "暫無結果", "暂无结果"]

    /// How much text a page may have that says that nothing was found, in bytes of UTF-8.
    private static let maximumEmptyLength = 2_000

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - data: The page as it came, at most 4 MiB; what is behind that is left out.
    ///   - charset: What the `Content-Type` field says of the encoding; `nil` when it says nothing.
    ///   - date: When the page was made, best taken from the answer's `Date` field; `nil` leaves relative times unread.
    /// - Throws: ``SiteDocumentError`` when it is no page of the search: neither results, nor their number, nor a word that there
    ///   are none.
    package func read(
        _ data: Data, charset: String? = nil, date: Date? = nil
    ) throws(SiteDocumentError) -> SearchPage {
        try read(HTMLDocument(data, charset: charset), date: date)
    }

    /// Whether a page holds results of a search, or their number.
    ///
    /// Every page of the sister site carries an empty number and a hidden template of a result.
    static func isSearch(_ document: HTMLDocument) -> Bool {
        !results(of: document).isEmpty || document.all(".searchNumber", limit: 10).contains { !$0.text.isEmpty }
    }

    /// The elements of a page that hold one result each.
    private static func results(of document: HTMLDocument) -> [HTMLElement] {
        var found = [HTMLElement]()
        document.root?.walk { element in
            if found.count >= ArticleListPage.maximumItems || element.matches(".searchTemplate") || element.isHidden {
                return false
            }
            guard element.matches(".searchItem") else { return true }
            found.append(element)
            return false
        }
        return found
    }

    func read(_ document: HTMLDocument, date: Date?) throws(SiteDocumentError) -> SearchPage {
        let elements = Self.results(of: document)
        var page = SearchPage(total: total(of: document))
        guard !elements.isEmpty || page.total != nil else {
            throw SiteDocumentError(
                .malformed, kind: .search, reason: "the page has neither results nor their number; is it a search page?"
            )
        }
        let reader = ListItemReader(base: edition.site, timeZone: edition.timeZone, date: date, column: nil)
        var seen = Set<ArticleID>()
        for (index, element) in elements.enumerated() {
            switch item(in: element, position: index + 1, reader) {
            case .success(let item):
                if seen.insert(item.article.id).inserted { page.items.append(item) }
            case .failure(let fault): page.skipped.append(fault.skipped)
            }
        }
        return page
    }

    /// The number of articles in all, written as `1,234` too.
    private func total(of document: HTMLDocument) -> Int? {
        for selector in [".searchNumber font", ".searchNumber"] as [HTMLSelector] {
            guard let text = document.first(selector)?.text else { continue }
            let digits = text.drop { !$0.isASCII || !$0.isNumber }.prefix { $0.isASCII && $0.isNumber || $0 == "," }
                .filter(\.isNumber)
            if digits.count <= 9, let number = Int(digits) { return number }
        }
        // Every page of the site has the words in its search box; only on a page with little else do they answer.
        guard let text = document.root?.text, text.utf8.count <= Self.maximumEmptyLength else { return nil }
        return Self.emptyWords.contains { text.contains($0) } ? 0 : nil
    }

    private func item(
        in element: HTMLElement, position: Int, _ reader: ListItemReader
    ) -> Result<SearchPage.Item, ListItemReader.Fault> {
        let link = element.first(".searchItemTitle a[href], h3 a[href], a[href]")
        let title = (element.first(".searchItemTitle h3, .searchNewsTitle, h3") ?? link)?.text.plainLine() ?? ""
        func skip(_ why: String) -> Result<SearchPage.Item, ListItemReader.Fault> {
            let what = title.isEmpty ? "result \(position)" : String(title.prefix(80))
            return .failure(.init(skipped: SkippedArticle(what: what, why: why)))
        }
        guard !title.isEmpty else { return skip("it has no title") }
        guard let address = link?["href"].flatMap({ WebAddress($0, relativeTo: edition.site) }) else {
            return skip("it has no acceptable address")
        }
        guard let id = address.articleID else { return skip("its address names no article") }
        let snippet = element.first(".searchNewsnewsContent")?.text.plainLine(maximumLength: 4_000) ?? ""
        return .success(
            .init(
                article: ArticleSummary(
                    id: id, title: title, address: address, summary: snippet,
                    publishedAt: reader.time(of: element, data: nil), shareAddress: address.shareSibling,
                    jsonAddress: address.jsonSibling, thumbnail: reader.thumbnail(of: element)),
                columnName: element.first(".searchNewsClounm")?.text.plainLine(maximumLength: 200) ?? ""))
    }
}
