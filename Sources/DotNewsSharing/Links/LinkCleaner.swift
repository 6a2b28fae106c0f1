import DotNewsFoundation
public import DotNewsModels

/// Takes out of an address what only says where a reader came from, and nothing else.
public struct LinkCleaner: Sendable {
    /// The hosts of the publisher: on these `from`, `isappinstalled` and `scene` are known to be WeChat's tracking.
    public var ownHosts: Set<String>

    /// Cleans for a publisher whose pages are on `ownHosts`, in lower case.
    public init(ownHosts: Set<String>) { self.ownHosts = ownHosts }

    /// Cleans for `editions`: their sites and sibling hosts are the own ones.
    public init(editions: [Edition] = Edition.builtIn) {
        ownHosts = editions.reduce(into: []) { $0.formUnion($1.siblingHosts.union([$1.site.host])) }
    }

    /// An address without tracking.
    public struct Result: Hashable, Sendable {
        /// The address; the one given when there was nothing to take out.
        public var address: WebAddress
        /// The names of what was taken out, in their order, as they were written.
        public var removed: [String]
    }

    /// Takes tracking parameters out of the query of `address`; what remains keeps its bytes and its order.
    public func clean(_ address: WebAddress) -> Result {
        guard let query = address.query, !query.isEmpty else { return Result(address: address, removed: []) }
        let host = address.host
        let isOwn = ownHosts.contains(host)
        var removed: [String] = []
        let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { parameter in
            let written = parameter.prefix { $0 != "=" }
            let name = String(decoding: PercentEncoding.decodeLeniently(written.utf8), as: UTF8.self).lowercased()
            guard
                TrackingParameters.isTracking(name)
                    || TrackingParameters.isTracking(name, host: host, isOwn: isOwn)
            else { return true }
            removed.append(String(written))
            return false
        }
        guard !removed.isEmpty else { return Result(address: address, removed: []) }
        let rest = kept.joined(separator: "&")
        return Result(
            address: address.replacingQuery(rest.isEmpty ? nil : rest, fragment: address.fragment), removed: removed)
    }
}
