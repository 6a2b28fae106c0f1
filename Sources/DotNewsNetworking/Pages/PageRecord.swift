import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// The record of an article as the CMS would give it, put together from what its page says.
///
/// What the `article` literal has stays; each part that it lacks is taken from the next trusted source that has it.
struct PageRecord {
    var article: StoryRecord
    private(set) var sources: [ArticlePage.Part: PageSource] = [:]
    private(set) var warnings: [String]
    private(set) var layout = PageLayout.unknown
    /// The edition, with the page's own site as the one that relative addresses belong to.
    private(set) var edition: Edition
    let evidence: PageEvidence
    private let asked: WebAddress?
    let date: Date?

    init(_ evidence: PageEvidence, edition: Edition, address: WebAddress?, date: Date?) {
        self.evidence = evidence
        self.edition = edition
        self.date = date
        asked = address
        article = evidence.literal ?? StoryRecord()
        warnings = evidence.warnings
        // The page is served; what the literal said of that when the page was made is of no account.
        article.publishStatus = .null
        article.expired = .null
    }

    var document: HTMLDocument { evidence.document }
    var data: LinkedData? { evidence.linkedData }

    /// The bodies of the sister sites, of 2021, 2025 and 2026.
    static let sisterBody: HTMLSelector =
        """
        main.mainbody .post-body, .mainbody .post-content, #richTextContainer, .content-main-left .content-body-inner
        """

    /// Fills in everything the literal lacks.
    mutating func complete() throws(SiteDocumentError) {
        if document.first("div.mainManuscripts .post-body, .mainManuscripts .post-content") != nil {
            layout = .dotdotnews
        } else if document.first(Self.sisterBody) != nil {
            layout = .sister
        }
        completeColumn()
        try completeAddress()
        let titles = PageTitle(evidence, edition: edition, sections: sections)
        let heading = titles.heading()
        completeTimes(under: heading)
        completeTexts(titles, heading: heading?.text)
        completeWords()
        completeImages()
        completeBody()
    }

    // MARK: Choosing

    mutating func note(_ part: ArticlePage.Part, _ source: PageSource) { sources[part] = source }

    mutating func warn(_ sentence: String) { warnings.append(sentence) }

    /// The first candidate that says something; notes where it was found.
    mutating func choose(
        _ part: ArticlePage.Part, _ candidates: [(PageSource, String?)], where isGood: (String) -> Bool = { _ in true }
    ) -> String? {
        for (source, text) in candidates {
            guard let text = text?.trimmingSpaces(), !text.isEmpty, isGood(String(text)) else { continue }
            sources[part] = source
            return String(text)
        }
        return nil
    }

    func text(_ selectors: HTMLSelector...) -> String? {
        for selector in selectors {
            if let text = document.first(selector)?.text, !text.isEmpty { return text }
        }
        return nil
    }

    func meta(_ names: String...) -> String? {
        names.lazy.compactMap { evidence.meta[$0] }.first
    }

    // MARK: Identity

    private mutating func completeAddress() throws(SiteDocumentError) {
        let base = asked ?? edition.site
        func absolute(_ text: String?) -> WebAddress? { text.flatMap { WebAddress($0, relativeTo: base) } }
        let stated = choose(
            .address,
            [
                (.storyLiteral, absolute(article.url)?.string), (.storyLiteral, absolute(article.prUrl)?.string),
                (.storyLiteral, absolute(article.uri)?.string), (.linkedData, absolute(data?.address)?.string),
                (.meta, absolute(evidence.canonicalAddress)?.string), (.address, asked?.string),
            ])
        var address = stated.flatMap { WebAddress($0) }
        // A page that names its article in its address is trusted over one that gives its home page as its own.
        if let asked, asked.articleID != nil, address?.articleID == nil {
            address = asked
            sources[.address] = .address
        }
        completeID(address: address)
        if address == nil, let id = article.id, let time = statedTime {
            let day = PublicationTime.string(from: time, timeZone: edition.timeZone)
            let month = day.prefix(4) + day.dropFirst(5).prefix(2)
            address = edition.site.resolving("/a/\(month)/\(day.dropFirst(8).prefix(2))/\(id).html")
            sources[.address] = .derived
            warnings.append("The page does not give its address; it was made of the article's id and day.")
        }
        guard let address else {
            throw SiteDocumentError(
                .malformed, kind: .article, reason: "the page does not give its address; say where it comes from")
        }
        if article.id == nil {
            article.id = Self.derivedID(of: address).rawValue
            sources[.id] = .derived
            warnings.append("The page does not give the article's id; one was made of its address.")
        }
        article.url = address.string
        if let asked { edition.site = asked.origin } else { edition.site = address.origin }
        if absolute(article.shareUrl) == nil { article.shareUrl = address.shareSibling?.string }
    }

    private mutating func completeID(address: WebAddress?) {
        let id = choose(
            .id,
            [
                (.storyLiteral, article.id), (.hiddenInput, evidence.inputs["storyId"]),
                (sources[.address] ?? .address, address?.articleID?.rawValue), (.address, asked?.articleID?.rawValue),
            ], where: { ArticleID($0) != nil })
        if let id, let other = asked?.articleID ?? address?.articleID, ArticleID(id) != other {
            warnings.append("The page's address names another article, \(other).")
        }
        article.id = id
    }

    /// An id in the CMS's form for a page that is not the CMS's: the same for the same address, and no article's.
    private static func derivedID(of address: WebAddress) -> ArticleID {
        let hash = StableHash.value(of: Data(address.withoutQuery.string.utf8))
        return ArticleID(validated: "AP00000000" + hash.hexadecimal)
    }

    // MARK: Texts

    private mutating func completeTexts(_ titles: PageTitle, heading: String?) {
        func clean(_ title: String?) -> String? { title.map { titles.title(stated: $0, heading: heading) } }
        article.title = choose(
            .title,
            [
                (.storyLiteral, article.title), (.linkedData, clean(data?.headline)),
                (.meta, clean(meta("og:title", "twitter:title"))), (.markup, heading),
                (.markup, titles.titleOfWindow()),
            ])
        let ownSummary = [article.summary, article.description].lazy.compactMap { $0 }.first { !$0.isEmpty }
        article.summary = choose(
            .summary,
            [
                (.storyLiteral, ownSummary), (.linkedData, data?.description),
                (.meta, meta("og:description", "description", "twitter:description")), (.markup, text(".post-summary")),
            ])
        article.author = choose(
            .author,
            [
                (.storyLiteral, article.author), (.linkedData, data?.authors.joined(separator: ", ")),
                (.meta, meta("author", "article:author")),
            ], where: { WebAddress($0) == nil })
        if article.source?.isEmpty ?? true, article.origin?.isEmpty ?? true { article.source = visibleSource }
        if article.canComment.flag != nil {
            sources[.comments] = .storyLiteral
        } else if evidence.inputs["showSort"] != nil {
            // The order of the comments is only on pages that take them.
            article.canComment = .boolean(true)
            sources[.comments] = .hiddenInput
        }
    }

    /// The source that the page names as such: `來源：大公報`.
    private var visibleSource: String? {
        for element in document.all(".source, .origin, .info-bar > span, .post-meta span", limit: 20) {
            let text = element.text
            guard text.utf8.count <= 200, let mark = text.firstIndex(where: { "：:".contains($0) }),
                ["來源", "来源", "Source"].contains(String(text[..<mark].trimmingSpaces()))
            else { continue }
            let source = text[text.index(after: mark)...].trimmingSpaces()
            if !source.isEmpty { return String(source) }
        }
        return nil
    }

    // MARK: Column

    private mutating func completeColumn() {
        article.channelID = choose(
            .channel, [(.storyLiteral, article.channelID), (.hiddenInput, evidence.inputs["channelId"])],
            where: { ChannelID($0) != nil })
        article.columnID = choose(
            .column,
            [
                (.storyLiteral, article.columnID), (.hiddenInput, evidence.inputs["inputColumnId"]),
                (.hiddenInput, evidence.inputs["columnId"]),
            ], where: { ColumnID($0) != nil })
        let crumbs = document.all(".breadcrumbs a[href]", limit: 20).filter { columnPath($0) != nil }
        let category = document.first("a.category")
        let names = [
            article.columnName, category?.text, evidence.inputs["columnName"], crumbs.last?.text,
            meta("article:section"),
            data?.section,
        ]
        article.columnName = names.lazy.compactMap { $0 }.first { !$0.isEmpty }
        if article.columnDirname?.isEmpty ?? true { article.columnDirname = evidence.inputs["columnDirname"] }
        if article.breadcrumbs.isEmpty {
            let paths = (crumbs + [category].compactMap { $0 }).compactMap(columnPath)
            let stated = evidence.inputs["columnUrl"].flatMap(columnPath(ofAddress:))
            article.breadcrumbs = (paths.isEmpty ? [stated].compactMap { $0 } : paths).map {
                LinkRecord(uri: "/" + $0.rawValue)
            }
        }
    }

    /// The names of the page's columns.
    private var sections: [String] {
        [article.columnName, data?.section, meta("article:section")].compactMap { $0 }
            + document.all(".breadcrumbs a", limit: 20).map(\.text)
    }

    private func columnPath(_ link: HTMLElement) -> ColumnPath? { link["href"].flatMap(columnPath(ofAddress:)) }

    private func columnPath(ofAddress text: String) -> ColumnPath? {
        WebAddress(text, relativeTo: edition.site).flatMap { ColumnPath($0.path) }
    }

    private mutating func completeWords() {
        func firstOf(_ candidates: [(PageSource, [String])]) -> ([String], PageSource?) {
            for (source, words) in candidates where !words.isEmpty { return (words, source) }
            return ([], nil)
        }
        let metaWords = (meta("keywords", "news_keywords") ?? "").split { ",，、;；".contains($0) }.map(String.init)
        (article.keywords, sources[.keywords]) = firstOf(
            [
                (.storyLiteral, article.keywords), (.storyLiteral, evidence.keywords),
                (.linkedData, data?.keywords ?? []), (.meta, metaWords),
            ])
        // What the page shows behind "Tag:" is what the script puts there from the keyword array.
        (article.tags, sources[.tags]) = firstOf(
            [
                (.storyLiteral, article.tags), (.storyLiteral, evidence.keywords),
                (.markup, document.all(".post-footer .tags a, .tags a", limit: 50).map(\.text)),
            ])
    }
}
