package import DotNewsModels

/// Where the CMS is asked: the keys under which versions are kept.
extension CMSClient {
    /// The address of the column tree.
    package var columnTreeAddress: WebAddress { address("/columns.json") }

    /// The address of a column's newest articles.
    package func articlesAddress(of column: ColumnID, channel: ChannelID) -> WebAddress {
        address("/columns/\(column)/\(channel)/app/stories.json")
    }

    /// The address of the most read articles of the last 24 hours.
    package func hotListAddress(of channel: ChannelID) -> WebAddress {
        address("/channels/\(channel)/hotlist/hours/24/stories.json")
    }

    /// The address of an article's JSON: what the list says, else beside the article page.
    ///
    /// Asked of a sibling host when it is there, and of the edition's own site by its path otherwise, so that a mirror
    /// serves all it lists and no list can send a client elsewhere.
    package func articleAddress(for summary: ArticleSummary) -> WebAddress {
        let stated = summary.jsonAddress ?? summary.address.jsonSibling ?? summary.address
        guard stated.host != edition.site.host, edition.siblingHosts.contains(stated.host) else {
            return stated.moved(to: edition.site)
        }
        // A link written before the sites spoke TLS is no reason to ask without it.
        return edition.site.scheme == "https" && stated.scheme == "http" && stated.port == nil
            ? stated.moved(to: WebAddress(normalized: "https://" + stated.host)) : stated.withoutFragment
    }

    /// The address an image is asked of: its own, or the same path on the edition's media site.
    package func imageAddress(for address: WebAddress) -> WebAddress {
        edition.mediaSite.map { address.moved(to: $0) } ?? address.withoutFragment
    }

    /// The address of `path` (with its leading slash) on the edition's site.
    func address(_ path: String) -> WebAddress {
        WebAddress(normalized: edition.site.origin.string + path)
    }
}

extension WebAddress {
    /// The same path and query on another scheme, host and port.
    fileprivate func moved(to site: WebAddress) -> WebAddress {
        let path = path.isEmpty ? "/" : path
        return WebAddress(normalized: site.origin.string + path + (query.map { "?" + $0 } ?? ""))
    }

    fileprivate var withoutFragment: WebAddress {
        fragment == nil ? self : replacingQuery(query, fragment: nil)
    }
}
