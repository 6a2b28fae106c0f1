import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// Times of publication and change.
extension PageRecord {
    /// Names of `<meta>` elements that state the time of publication, the most usual first.
    private static let published = [
        "article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "publish-date",
        "article:published", "article.published", "og:article:published_time", "og:pubdate", "dc.date.issued",
        "dcterms.issued", "dcterms.created", "dc.date", "sailthru.date", "parsely-pub-date",
        "cxenseparse:recs:publishtime",
        "bytedance:published_time", "apub:time", "date",
    ]
    private static let updated = [
        "article:modified_time", "datemodified", "og:updated_time", "bytedance:updated_time", "lastmod",
        "last-modified",
    ]

    /// The time of publication that the literal, the JSON-LD or the metadata state.
    var statedTime: Date? {
        [article.publishTime.text, article.published.text, data?.datePublished, firstTime(Self.published)].lazy
            .compactMap { $0.flatMap { PublicationTime.date(from: $0, timeZone: edition.timeZone) } }.first
    }

    /// Fills in the times; `heading` is the visible title.
    mutating func completeTimes(under heading: HTMLElement?) {
        // Numbers, in which the CMS orders its articles, are the decoder's to read.
        let ownTime = [article.publishTime, article.published, article.order].lazy.compactMap(\.text)
            .first { Double($0) != nil || normal($0) != nil }
        if let time = choose(
            .publishedAt,
            [
                (.storyLiteral, ownTime), (.linkedData, data?.datePublished.flatMap(normal)),
                (.meta, firstTime(Self.published)),
            ])
        {
            article.publishTime = .string(time)
        } else if let time = VisibleTime(document, timeZone: edition.timeZone, now: date).time(under: heading) {
            article.publishTime = .string(PublicationTime.string(from: time))
            note(.publishedAt, .markup)
        }
        let ownUpdate = article.updated.text.flatMap { Double($0) != nil || normal($0) != nil ? $0 : nil }
        if let time = choose(
            .updatedAt,
            [
                (.storyLiteral, ownUpdate), (.linkedData, data?.dateModified.flatMap(normal)),
                (.meta, firstTime(Self.updated)),
            ])
        {
            article.updated = .string(time)
        }
    }

    private func firstTime(_ names: [String]) -> String? {
        names.lazy.compactMap { evidence.meta[$0] }.compactMap(normal).first
    }

    /// A time in the package's own form; `nil` when the text is none, or the day that programs write for none.
    private func normal(_ text: String) -> String? {
        guard let time = PublicationTime.date(from: text, timeZone: edition.timeZone), VisibleTime.isStated(time) else {
            return nil
        }
        return text
    }
}
