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
    private let date: Date?

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

    private var document: HTMLDocument { evidence.document }
    private var data: LinkedData? { evidence.linkedData }

    /// Fills in everything the literal lacks.
    mutating func complete() throws(SiteDocumentError) {
        if document.first("div.mainManuscripts .post-body, .mainManuscripts .post-content") != nil {
            layout = .dotdotnews
        } else if document.first("main.mainbody .post-body, .mainbody .post-content") != nil {
            layout = .sister
        }
        completeTimes()
        try completeAddress()
        completeTexts()
        completeColumn()
        completeWords()
        completeImages()
        completeBody()
    }

    // MARK: Choosing

    mutating func note(_ part: ArticlePage.Part, _ source: PageSource) { sources[part] = source }

    mutating func warn(_ sentence: String) { warnings.append(sentence) }

    /// The first candidate that says something; notes where it was found.
    private mutating func choose(
        _ part: ArticlePage.Part, _ candidates: [(PageSource, String?)], where isGood: (String) -> Bool = { _ in true }
    ) -> String? {
        for (source, text) in candidates {
            guard let text = text?.trimmingSpaces(), !text.isEmpty, isGood(String(text)) else { continue }
            sources[part] = source
            return String(text)
        }
        return nil
    }

    private func text(_ selectors: HTMLSelector...) -> String? {
        for selector in selectors {
            if let text = document.first(selector)?.text, !text.isEmpty { return text }
        }
        return nil
    }

    private func meta(_ names: String...) -> String? {
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
        if address == nil, let id = article.id, let time = PublicationTime.date(from: article.publishTime.text ?? "") {
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

    // MARK: Times

    private mutating func completeTimes() {
        let zone = edition.timeZone
        let isTime: (String) -> Bool = { PublicationTime.date(from: $0, timeZone: zone) != nil }
        // Numbers, in which the CMS orders its articles, are the decoder's to read.
        let ownTime = [article.publishTime, article.published, article.order].lazy.compactMap(\.text)
            .first { isTime($0) || Double($0) != nil }
        if let time = choose(
            .publishedAt,
            [
                (.storyLiteral, ownTime), (.linkedData, data?.datePublished),
                (
                    .meta,
                    meta("article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "date")
                ),
                (.markup, visibleTime(isTime)),
            ], where: { isTime($0) || Double($0) != nil })
        {
            article.publishTime = .string(time)
        }
        if let time = choose(
            .updatedAt,
            [
                (.storyLiteral, article.updated.text), (.linkedData, data?.dateModified),
                (.meta, meta("article:modified_time", "datemodified", "og:updated_time", "lastmod")),
            ], where: { isTime($0) || Double($0) != nil })
        {
            article.updated = .string(time)
        }
    }

    private func visibleTime(_ isTime: (String) -> Bool) -> String? {
        if let machine = document.first("time[datetime]")?["datetime"], isTime(machine) { return machine }
        let places: [HTMLSelector] = [
            ".publish-date", ".post-meta .date", ".post-meta .time", ".publish-time", ".pubtime",
            ".story-item-time .time",
            "time", ".date", ".time",
        ]
        for place in places {
            guard let text = document.first(place)?.text, text.utf8.count < 100 else { continue }
            if isTime(text) { return text }
            if let date, let time = PublicationTime.date(fromRelative: text, to: date) {
                return PublicationTime.string(from: time)
            }
        }
        return nil
    }

    // MARK: Texts

    private mutating func completeTexts() {
        article.title = choose(
            .title,
            [
                (.storyLiteral, article.title), (.linkedData, data?.headline),
                (.meta, meta("og:title", "twitter:title")),
                (.markup, text(".mainManuscripts h1", ".mainbody h1", "article h1", "main h1", "h1")),
                (.markup, titleOfWindow),
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
        if article.canComment.flag != nil {
            sources[.comments] = .storyLiteral
        } else if evidence.inputs["showSort"] != nil {
            // The order of the comments is only on pages that take them.
            article.canComment = .boolean(true)
            sources[.comments] = .hiddenInput
        }
    }

    /// The page's `<title>`, `{title} - {column} - {site}`, without column and site.
    private var titleOfWindow: String? {
        guard let title = document.first("title")?.rawText.trimmingSpaces(), !title.isEmpty else { return nil }
        let parts = String(title).components(separatedBy: " - ")
        guard parts.count > 1 else { return String(title) }
        return parts.dropLast(min(2, parts.count - 1)).joined(separator: " - ")
    }

    // MARK: SiteColumn

    private mutating func completeColumn() {
        article.channelID = choose(
            .channel, [(.storyLiteral, article.channelID), (.hiddenInput, evidence.inputs["channelId"])],
            where: { ChannelID($0) != nil })
        article.columnID = choose(
            .column, [(.storyLiteral, article.columnID), (.hiddenInput, evidence.inputs["inputColumnId"])],
            where: { ColumnID($0) != nil })
        let crumbs = document.all(".breadcrumbs a[href]", limit: 20).filter { columnPath($0) != nil }
        let category = document.first("a.category[href]")
        let names = [article.columnName, category?.text, crumbs.last?.text, meta("article:section"), data?.section]
        article.columnName = names.lazy.compactMap { $0 }.first { !$0.isEmpty }
        if article.columnDirname?.isEmpty ?? true { article.columnDirname = evidence.inputs["columnDirname"] }
        if article.breadcrumbs.isEmpty {
            article.breadcrumbs = (crumbs + [category].compactMap { $0 }).compactMap { element in
                columnPath(element).map { LinkRecord(uri: "/" + $0.rawValue) }
            }
        }
    }

    private func columnPath(_ link: HTMLElement) -> ColumnPath? {
        link["href"].flatMap { WebAddress($0, relativeTo: edition.site) }.flatMap { ColumnPath($0.path) }
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
