/// A place in a site of the publisher, as a web address or as an address of the app.
///
/// ```swift
/// if let link = DeepLink("https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html?from=timeline") {
///     print(link.destination)  // the article
///     print(link.appAddress)  // dotnews://article/AP690800aae4b0e343b0e2aa01?date=20251103&…
/// }
/// ```
///
/// Everything else is refused: other hosts and those that only look alike, other ports and schemes, credentials, and
/// addresses of the site that show nothing a reader could open.
public struct DeepLink: Hashable, Sendable {
    /// What a link leads to.
    public enum Destination: Hashable, Sendable {
        /// An article; `date` is part of its web addresses and absent when only the id is known.
        case article(ArticleID, date: PathDate?)
        /// A column; pages count from 1.
        case column(ColumnPath, page: Int)
        /// The front page.
        case frontPage
        /// The page that offers the apps.
        case getTheApp
    }

    /// The form of an article's web address.
    public enum ArticleForm: String, Hashable, Sendable, Codable {
        /// The page: `/a/….html`.
        case page
        /// The page for sharing outside of the site: `/s/….html`.
        case share
        /// The article as JSON: `/a/….json`.
        case json
    }

    /// The day in an article's address.
    public struct PathDate: Hashable, Sendable, Comparable {
        /// The day as a number, such as 20251103.
        public let number: Int

        /// Takes a day as a number; `nil` unless it is a possible year (1900 to 2999), month and day.
        public init?(number: Int) {
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
            guard (1_900...2_999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
            self.number = number
        }

        /// The day as the site writes it in paths: `202511/03`.
        public var path: String {
            let digits = String(number)
            return digits.prefix(6) + "/" + digits.suffix(2)
        }

        /// Orders days by time.
        public static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
    }

    /// The scheme of the app's own addresses.
    public static let appScheme = "dotnews"
    /// The sites of the publisher that run on the same CMS as the built-in editions.
    public static let sisterSites = ["https://www.tkww.hk", "https://www.wenweipo.com"].map {
        WebAddress(normalized: $0)
    }
    /// The last page of a column that is taken seriously.
    public static let maximumPage = 100_000

    /// What the link leads to.
    public var destination: Destination
    /// The site: scheme, host and port.
    public var site: WebAddress

    /// Makes a link into `site`, of which only the origin counts.
    public init(_ destination: Destination, site: WebAddress) {
        self.destination = destination
        self.site = site.origin
    }

    /// Reads a web address of a known site or an address of the app; `nil` when it is neither.
    ///
    /// Known are the sites of `editions` and their sibling hosts, and `sisterSites`.
    public init?(
        _ text: String, editions: [Edition] = Edition.builtIn, sisterSites: [WebAddress] = DeepLink.sisterSites
    ) {
        let sites = KnownSites(editions: editions, sisterSites: sisterSites)
        if let rest = Self.appAddressRest(text) {
            self.init(appAddress: rest, sites: sites)
        } else if let address = WebAddress(text) {
            self.init(address, sites: sites)
        } else {
            return nil
        }
    }

    /// Reads a web address of a known site; `nil` when it is not one.
    public init?(
        _ address: WebAddress, editions: [Edition] = Edition.builtIn, sisterSites: [WebAddress] = DeepLink.sisterSites
    ) {
        self.init(address, sites: KnownSites(editions: editions, sisterSites: sisterSites))
    }

    init?(_ address: WebAddress, sites: KnownSites) {
        guard let site = sites.site(of: address), let destination = SitePath.destination(of: address.path) else {
            return nil
        }
        self.init(destination, site: site)
    }

    /// The edition of `editions` whose site the link leads into; `nil` when it is another site.
    public func edition(in editions: [Edition] = Edition.builtIn) -> Edition? {
        editions.first { $0.site == site } ?? editions.first { $0.siblingHosts.contains(site.host) && site.port == nil }
    }

    /// The web address; `nil` for an article whose date is not known.
    public var webAddress: WebAddress? { webAddress(.page) }

    /// The web address, in `form` when it is an article's; `nil` for an article whose date is not known.
    public func webAddress(_ form: ArticleForm) -> WebAddress? {
        switch destination {
        case .article(let id, let date):
            date.flatMap {
                site.resolving(
                    (form == .share ? "/s/" : "/a/") + $0.path + "/" + id.rawValue + (form == .json ? ".json" : ".html")
                )
            }
        case .column(let path, let page):
            site.resolving("/" + path.rawValue + (page > 1 ? "/more_\(page).html" : ""))
        case .frontPage: site.resolving("/")
        case .getTheApp: site.resolving("/share/")
        }
    }
}

/// The sites that links are read of.
struct KnownSites {
    /// Sites that are matched with their port, and whose links may be `http` when the site is.
    private var origins: [WebAddress]
    /// Hosts on the default port, and the site each stands for.
    private var hosts: [String: WebAddress] = [:]

    init(editions: [Edition], sisterSites: [WebAddress]) {
        origins = editions.map(\.site) + sisterSites.map(\.origin)
        for edition in editions {
            for host in edition.siblingHosts { hosts[host] = WebAddress(normalized: "https://" + host) }
        }
        for origin in origins where origin.port == nil {
            hosts[origin.host] = origin
            // The domain without "www." is the same site.
            if origin.host.hasPrefix("www.") { hosts[String(origin.host.dropFirst(4))] = origin }
        }
    }

    /// The site that `address` is of; `nil` when it is not known.
    func site(of address: WebAddress) -> WebAddress? {
        if address.port == nil { return hosts[address.host] }
        let origin = address.origin
        return origins.first { $0 == origin }
    }

    /// The site that the app's addresses call `name`: a host, with a port when it has one; `nil` when not known.
    func site(named name: String) -> WebAddress? {
        WebAddress("https://" + name).flatMap(site(of:)) ?? WebAddress("http://" + name).flatMap(site(of:))
    }

    /// The first site, for addresses of the app that name none.
    var primary: WebAddress? { origins.first }
}

/// The paths of a site.
enum SitePath {
    /// What a path leads to, percent-encoded or not; `nil` when it is nothing a reader could open.
    static func destination(of path: String) -> DeepLink.Destination? {
        let names = path.split(separator: "/", omittingEmptySubsequences: true)
        // More than one slash in a row is not an address of the site.
        guard !path.contains("//") else { return nil }
        guard let first = names.first else { return .frontPage }
        switch first {
        case "a", "s": return article(names[1...], isShare: first == "s")
        case "share": return names.count == 1 ? .getTheApp : nil
        case "index.html": return names.count == 1 ? .frontPage : nil
        case "columns", "channels", "ucs", "uis", "rest", "search": return nil
        default: return column(names)
        }
    }

    private static func article(_ names: ArraySlice<Substring>, isShare: Bool) -> DeepLink.Destination? {
        guard names.count == 3, let name = names.last else { return nil }
        let month = names[names.startIndex]
        let day = names[names.startIndex + 1]
        guard month.utf8.count == 6, day.utf8.count == 2, let date = date(month + day) else { return nil }
        for suffix in isShare ? [".html"] : [".html", ".json"] where name.hasSuffix(suffix) {
            return ArticleID(String(name.dropLast(suffix.count))).map { .article($0, date: date) }
        }
        return nil
    }

    /// A day written with eight digits and nothing else.
    static func date(_ digits: some StringProtocol) -> DeepLink.PathDate? {
        guard digits.utf8.count == 8, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(digits).flatMap(DeepLink.PathDate.init(number:))
    }

    private static func column(_ names: [Substring]) -> DeepLink.Destination? {
        var names = names[...]
        var page = 1
        if let last = names.last, last.hasPrefix("more_"), last.hasSuffix(".html") {
            guard let number = self.page(last.dropFirst(5).dropLast(5)) else { return nil }
            page = number
            names.removeLast()
        } else if names.last == "index.html" {
            names.removeLast()
        }
        return ColumnPath(names.joined(separator: "/")).map { .column($0, page: page) }
    }

    /// A page number without sign and leading zeros.
    static func page(_ digits: some StringProtocol) -> Int? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0", let page = Int(digits),
            page <= DeepLink.maximumPage
        else { return nil }
        return page
    }
}
