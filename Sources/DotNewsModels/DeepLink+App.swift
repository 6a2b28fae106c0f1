/// The app's own addresses:
///
/// - `dotnews://article/AP690800aae4b0e343b0e2aa01?date=20251103&site=www.dotdotnews.com`
/// - `dotnews://column/opinion/HarbourNotes?page=2&site=english.dotdotnews.com`
/// - `dotnews://home?site=…` and `dotnews://apps?site=…`
/// - `dotnews://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html`: a web address with the app's scheme.
///
/// `date`, `page` and `site` may be missing; the site is then that of the first edition.
extension DeepLink {
    /// The address that opens the link in the app.
    public var appAddress: String {
        var path: String
        var query: [String] = []
        switch destination {
        case .article(let id, let date):
            path = "article/" + id.rawValue
            if let date { query.append("date=\(date.number)") }
        case .column(let column, let page):
            path = "column/" + column.rawValue
            if page > 1 { query.append("page=\(page)") }
        case .frontPage: path = "home"
        case .getTheApp: path = "apps"
        }
        query.append("site=" + site.host + (site.port.map { ":\($0)" } ?? ""))
        return Self.appScheme + "://" + path + "?" + query.joined(separator: "&")
    }

    /// What follows the scheme of an address of the app, without fragment; `nil` when it is not one.
    static func appAddressRest(_ text: String) -> Substring? {
        let prefix = appScheme + "://"
        guard text.utf8.count <= WebAddress.maximumLength, text.prefix(prefix.count).lowercased() == prefix,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x40 })
        else { return nil }
        return text.dropFirst(prefix.count).prefix { $0 != "#" }
    }

    init?(appAddress rest: Substring, sites: KnownSites) {
        let path = rest.prefix { $0 != "?" }
        let names = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let first = names.first, !path.hasPrefix("/"), !path.contains("//") else { return nil }
        if first.contains(".") || first.contains(":") {
            self.init(hostForm: rest, sites: sites)
            return
        }
        var parameters = AppParameters(rest.dropFirst(path.count + 1))
        guard let site = parameters.site(in: sites),
            let destination = Self.destination(String(first), names.dropFirst(), &parameters)
        else { return nil }
        self.init(destination, site: site)
    }

    /// A web address with the app's scheme; whether its site is `http` or `https` is known of the site.
    private init?(hostForm rest: Substring, sites: KnownSites) {
        guard let address = WebAddress("https://" + rest) else { return nil }
        if sites.site(of: address) != nil {
            self.init(address, sites: sites)
        } else if let address = WebAddress("http://" + rest) {
            self.init(address, sites: sites)
        } else {
            return nil
        }
    }

    private static func destination(
        _ kind: String, _ names: ArraySlice<Substring>, _ parameters: inout AppParameters
    ) -> Destination? {
        switch kind.lowercased() {
        case "article":
            guard names.count == 1, let id = names.first.flatMap({ ArticleID(String($0)) }), !parameters.hasBadDate
            else { return nil }
            return .article(id, date: parameters.date)
        case "column":
            // Some paths are not columns of a site but its other pages; there the link would lead elsewhere on the web.
            guard let path = ColumnPath(names.joined(separator: "/")), let page = parameters.page,
                SitePath.destination(of: "/" + path.rawValue) == .column(path, page: 1)
            else { return nil }
            return .column(path, page: page)
        case "home": return names.isEmpty ? .frontPage : nil
        case "apps": return names.isEmpty ? .getTheApp : nil
        default: return nil
        }
    }
}

/// The query of an address of the app. What is not known is ignored, so that tracking does no harm.
private struct AppParameters {
    private var values: [Substring: Substring] = [:]

    init(_ query: Substring) {
        for parameter in query.split(separator: "&") {
            let name = parameter.prefix { $0 != "=" }
            // The first of a name counts.
            if values[name] == nil { values[name] = parameter.dropFirst(name.count + 1) }
        }
    }

    var date: DeepLink.PathDate? { values["date"].flatMap { SitePath.date($0) } }
    var hasBadDate: Bool { values["date"] != nil && date == nil }
    /// The page, 1 when none is named; `nil` when it is not a page.
    var page: Int? {
        guard let digits = values["page"] else { return 1 }
        return digits.isEmpty ? nil : SitePath.page(digits)
    }

    /// The site that is named, or the first; `nil` when the one that is named is not known.
    func site(in sites: KnownSites) -> WebAddress? {
        values["site"].map { sites.site(named: String($0)) } ?? sites.primary
    }
}

extension DeepLink: CustomStringConvertible {
    /// The web address, or the app's own when there is none.
    public var description: String { webAddress?.string ?? appAddress }
}

extension DeepLink: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, id, date, column, page, site, url, shareURL, jsonURL, app
    }

    /// Writes `kind` (`article`, `column`, `home` or `apps`), what belongs to it, and the addresses.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch destination {
        case .article(let id, let date):
            try container.encode("article", forKey: .kind)
            try container.encode(id, forKey: .id)
            try container.encode(date.map(\.isoString), forKey: .date)
            try container.encode(webAddress(.share), forKey: .shareURL)
            try container.encode(webAddress(.json), forKey: .jsonURL)
        case .column(let path, let page):
            try container.encode("column", forKey: .kind)
            try container.encode(path, forKey: .column)
            try container.encode(page, forKey: .page)
        case .frontPage: try container.encode("home", forKey: .kind)
        case .getTheApp: try container.encode("apps", forKey: .kind)
        }
        try container.encode(site, forKey: .site)
        try container.encode(webAddress, forKey: .url)
        try container.encode(appAddress, forKey: .app)
    }
}

extension DeepLink.PathDate {
    /// The day as ISO 8601 writes it: `2025-11-03`.
    public var isoString: String {
        let digits = Array(String(number))
        return String(digits[..<4]) + "-" + String(digits[4..<6]) + "-" + String(digits[6...])
    }
}
