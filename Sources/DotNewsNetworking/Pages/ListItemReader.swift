import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// Finds the items of a list and reads what each says of its article.
struct ListItemReader {
    let base: WebAddress
    let timeZone: TimeZone
    /// When the page was made.
    let date: Date?
    /// The column the page belongs to, for items that name it by id alone.
    let column: ColumnReference?

    private static let container: HTMLSelector =
        """
        .story-item, .columnList.item, .flex-between .item, div.text, .Share_Article[data-href], [data-itemid]
        """
    private static let titleLink: HTMLSelector =
        ".story-item-title a[href], h1 a[href], h2 a[href], h3 a[href], h4 a[href]"
    private static let marked: HTMLSelector = "[data-itemid], .Share_Article[data-href]"

    struct Fault: Error {
        let skipped: SkippedArticle
    }

    /// The elements that hold one article each, in the page's order.
    ///
    /// An element that holds several articles is no item; what is inside it is looked at instead.
    static func items(of document: HTMLDocument) -> [HTMLElement] {
        let own = items(of: document, inSidebars: false)
        return own.isEmpty ? items(of: document, inSidebars: true) : own
    }

    /// Words in the classes and ids of what stands beside a list, such as a list of the most read videos.
    private static let sidebars = HTMLNameWords("aside sidebar")

    private static func items(of document: HTMLDocument, inSidebars: Bool) -> [HTMLElement] {
        var items = [HTMLElement]()
        document.root?.walk { element in
            guard items.count < ArticleListPage.maximumItems else { return false }
            if !inSidebars, element.name == "aside" || sidebars.name(element) { return false }
            guard element.matches(container) else { return true }
            switch articleCount(in: element) {
            case 0:
                // A box of text without an article is not a broken item, unless it is made to be one.
                if element.matches(".story-item, .columnList.item, .Share_Article, [data-itemid]") {
                    items.append(element)
                    return false
                }
                return true
            case 1:
                items.append(element)
                return false
            default: return true
            }
        }
        return items
    }

    /// How many different articles an element names: 0, 1, or 2 for more.
    private static func articleCount(in element: HTMLElement) -> Int {
        var ids = Set<String>()
        func note(_ element: HTMLElement) {
            if let id = articleName(of: element) { ids.insert(id) }
        }
        note(element)
        element.walk { inner in
            if inner.matches(titleLink) || inner.matches(marked) { note(inner) }
            return ids.count < 2
        }
        return ids.count
    }

    /// What tells the article an element names from others.
    private static func articleName(of element: HTMLElement) -> String? {
        let texts = [element["data-itemid"], element["data-url"], element["data-href"], element["href"]]
        for case let text? in texts {
            if let id = ArticleID(text) ?? anywhere.resolving(text)?.articleID { return id.rawValue }
        }
        return nil
    }

    /// Stands in for the site where only the path of an address is looked at.
    private static let anywhere = WebAddress(normalized: "https://localhost")

    /// What an item says of its article.
    func article(in item: HTMLElement, position: Int) -> Result<ArticleSummary, Fault> {
        let data = item.matches("[data-itemid]") ? item : item.first("[data-itemid]")
        let share = item.matches(".Share_Article[data-href]") ? item : item.first(".Share_Article[data-href]")
        let link = item.first(Self.titleLink) ?? item.first("a[href][title]")
        let title = [data?["data-title"], share?["data-title"], link?["title"], link?.text].lazy
            .compactMap { $0?.plainLine() }.first { !$0.isEmpty }
        let addresses = addresses(data?["data-url"], share?["data-href"], link?["href"])
        func skip(_ why: String) -> Result<ArticleSummary, Fault> {
            .failure(
                Fault(
                    skipped: SkippedArticle(what: title.map { String($0.prefix(80)) } ?? "item \(position)", why: why)))
        }
        guard let title else { return skip("it has no title") }
        guard let address = addresses.first(where: { $0.articleID != nil }) ?? addresses.first else {
            return skip("it has no acceptable address")
        }
        guard let id = data?["data-itemid"].flatMap({ ArticleID(String($0.trimmingSpaces())) }) ?? address.articleID
        else {
            return skip("its address names no article")
        }
        return .success(
            ArticleSummary(
                id: id, title: title, address: address, summary: summary(of: item, titled: title),
                column: column(of: data), publishedAt: time(of: item, data: data),
                shareAddress: address.shareSibling,
                jsonAddress: data?["data-jsonurl"].flatMap { WebAddress($0, relativeTo: base) } ?? address.jsonSibling,
                thumbnail: thumbnail(of: item)))
    }

    /// The acceptable addresses among `texts`, those with a host of their own first: the page may be read without its
    /// address.
    private func addresses(_ texts: String?...) -> [WebAddress] {
        let all = texts.compactMap { $0 }
        let absolute = all.compactMap { WebAddress($0) }
        return absolute + all.compactMap { WebAddress($0, relativeTo: base) }.filter { !absolute.contains($0) }
    }

    private func summary(of item: HTMLElement, titled title: String) -> String {
        for selector in [".story-item-summary", ".summary", "div.text > p", "p"] as [HTMLSelector] {
            if let text = item.first(selector)?.text.plainLine(maximumLength: 4_000), !text.isEmpty, text != title {
                return text
            }
        }
        return ""
    }

    private func column(of data: HTMLElement?) -> ColumnReference? {
        guard let data, let id = data["data-columnid"].flatMap({ ColumnID(String($0.trimmingSpaces())) }) else {
            return nil
        }
        return ColumnReference(
            id: id, name: data["data-columnname"]?.plainLine(maximumLength: 200) ?? "",
            path: id == column?.id ? column?.path : nil)
    }

    /// The time an item gives: its exact one, else the visible one, which may be relative.
    func time(of item: HTMLElement, data: HTMLElement?) -> Date? {
        let visible = item.first(".story-item-time .time, .time, .searchItemTime, .date, time")
        for text in [data?["data-publishtime"], visible?["datetime"], visible?.text] {
            guard let text, text.utf8.count <= 100 else { continue }
            if let time = PublicationTime.date(from: text, timeZone: timeZone) { return time }
            if let date, let time = PublicationTime.date(fromRelative: text, to: date) { return time }
        }
        return nil
    }

    /// The item's image in its original size.
    func thumbnail(of item: HTMLElement) -> ImageAsset? {
        for image in item.all("img", limit: 5) {
            for name in ["data-src", "data-original", "src"] {
                guard let text = image[name], !text.isEmpty, let address = WebAddress(text, relativeTo: base) else {
                    continue
                }
                return ImageAsset(
                    address: address.withoutImageProcessing,
                    alternativeText: image["alt"]?.plainLine(maximumLength: 500) ?? "")
            }
        }
        return nil
    }
}

extension WebAddress {
    /// The address without the parameter that asks the CMS's image service for another size.
    var withoutImageProcessing: WebAddress {
        guard let query, query.hasPrefix("x-oss-process=") || query.contains("&x-oss-process=") else { return self }
        let kept = query.split(separator: "&").filter { !$0.hasPrefix("x-oss-process=") }
        return replacingQuery(kept.isEmpty ? nil : kept.joined(separator: "&"), fragment: fragment)
    }
}
