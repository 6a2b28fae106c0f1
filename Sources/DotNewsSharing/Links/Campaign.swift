import DotNewsFoundation
public import DotNewsModels

/// The publisher's own campaign, written into shared links so that visits can be told apart.
public struct Campaign: Hashable, Sendable {
    /// The campaign (`utm_campaign`).
    public var name: String
    /// Where the visitor comes from (`utm_source`); `nil` takes the name of the target, such as `weibo`.
    public var source: String?
    /// How the visitor comes (`utm_medium`).
    public var medium: String

    /// Creates a campaign.
    public init(name: String, source: String? = nil, medium: String = "social") {
        self.name = name
        self.source = source
        self.medium = medium
    }

    /// `address` with the campaign's parameters at the end of its query, in place of those of another campaign.
    ///
    /// No other byte of the query is touched. `fallbackSource` stands for ``source`` when that is `nil`.
    public func applied(to address: WebAddress, fallbackSource: String) -> WebAddress {
        let parameters = [
            ("utm_source", source ?? fallbackSource), ("utm_medium", medium), ("utm_campaign", name),
        ].filter { !$0.1.isEmpty }
        var pieces = (address.query ?? "").split(separator: "&", omittingEmptySubsequences: false)
            .filter { piece in !parameters.contains { piece == $0.0 || piece.hasPrefix($0.0 + "=") } }
            .map(String.init)
        if pieces.last?.isEmpty == true { pieces.removeLast() }
        pieces += parameters.map { $0.0 + "=" + PercentEncoding.encode($0.1) }
        return address.replacingQuery(pieces.joined(separator: "&"), fragment: address.fragment)
    }
}
