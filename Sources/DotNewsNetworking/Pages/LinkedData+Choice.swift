import DotNewsFoundation
import DotNewsModels

/// Tells the JSON-LD that describes a page from that of other articles on it.
struct PageIdentity {
    /// The addresses that are the page's.
    var addresses: [WebAddress]
    /// The titles that the page itself gives.
    var titles: [String]

    /// Whether an address is one of the page's, whatever its scheme, fragment and tracking.
    func names(_ address: WebAddress) -> Bool { addresses.contains { Self.isSame($0, address) } }

    private static func isSame(_ first: WebAddress, _ second: WebAddress) -> Bool {
        guard key(first) == key(second) else { return false }
        // A page that is told by its query has one in both.
        guard let query = first.query, let other = second.query else { return true }
        return query == other
    }

    private static func key(_ address: WebAddress) -> String {
        var host = address.host[...]
        if host.hasPrefix("www.") { host = host.dropFirst(4) }
        var path = address.path[...]
        while path.last == "/" { path = path.dropLast() }
        return String(host + path)
    }

    /// Whether a headline is in one of the titles, or the reverse.
    func hasTitle(_ headline: String) -> Bool {
        let headline = Self.letters(of: headline)
        guard !headline.isEmpty else { return false }
        return titles.contains {
            let title = Self.letters(of: $0)
            return title.hasPrefix(headline) || !title.isEmpty && headline.hasPrefix(title)
        }
    }

    /// The letters and digits of a title, in lower case.
    static func letters(of title: String) -> String {
        String(
            title.plainLine().lowercased().unicodeScalars.filter {
                $0.properties.isAlphabetic || ("0"..."9").contains($0)
            })
    }
}

extension LinkedData {
    /// The object that describes the page, with what it lacks taken from others that do.
    ///
    /// An article whose address is the page's counts most, then one that has its title; a video or the page itself is better
    /// than nothing. What has neither the page's address nor its title but an address of its own is another article, unless
    /// it is the only one.
    static func describing(_ page: PageIdentity, among objects: [LinkedData]) -> LinkedData? {
        let isAlone = objects.count(where: \.isText) == 1
        let ranks = objects.map { $0.rank(on: page, isAlone: isAlone && $0.isText) }
        guard let rank = ranks.max(), rank > 0, let best = ranks.firstIndex(of: rank) else { return nil }
        var data = objects[best]
        for (index, object) in objects.enumerated() where index != best && ranks[index] > 0 {
            if object.isPage || object.isText && data.isSame(as: object, on: page) { data.fill(from: object) }
        }
        return data
    }

    private func rank(on page: PageIdentity, isAlone: Bool) -> Int {
        var rank = isText ? 8 : isArticle ? 4 : isPage ? 1 : headline == nil ? 0 : 2
        guard rank > 0 else { return 0 }
        let isTitled = (headline ?? name).map(page.hasTitle) ?? false
        // Some give the home page as every article's address.
        let own = addresses.compactMap { WebAddress($0, relativeTo: page.addresses.first) }.filter { $0.path.count > 1 }
        if own.contains(where: page.names) {
            rank += 16
        } else if !own.isEmpty, !page.addresses.isEmpty, !isTitled, !page.titles.isEmpty {
            return isAlone ? 1 : 0
        }
        if isTitled { rank += 8 }
        return rank
    }

    private func isSame(as other: LinkedData, on page: PageIdentity) -> Bool {
        if let headline, let title = other.headline {
            return PageIdentity.letters(of: headline) == PageIdentity.letters(of: title)
        }
        return other.addresses.contains { WebAddress($0, relativeTo: page.addresses.first).map(page.names) ?? false }
    }

    private mutating func fill(from other: LinkedData) {
        datePublished = datePublished ?? other.datePublished
        dateModified = dateModified ?? other.dateModified
        description = description ?? other.description
        if images.isEmpty { images = other.images }
        guard other.isText else { return }
        headline = headline ?? other.headline
        section = section ?? other.section
        publisher = publisher ?? other.publisher
        articleBody = articleBody ?? other.articleBody
        if authors.isEmpty { authors = other.authors }
        if keywords.isEmpty { keywords = other.keywords }
    }
}
