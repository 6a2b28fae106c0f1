import DotNewsFoundation
public import DotNewsModels

extension AccountClient {
    /// How many articles are asked about in one request.
    static let maximumFavourites = 100

    /// Who the token belongs to. Asking this is how a token is checked.
    ///
    /// - Throws: ``AccountError``; ``AccountError/Code/signInNeeded`` for a token that the site does not accept.
    public func profile() async throws(AccountError) -> ReaderProfile {
        let exchange = AccountExchange(
            activity: "reading the profile", address: siteAddress("/ucs/api/v1/private/profile"))
        let body = try await exchange.send(by: self)
        var id: String?
        var name = ""
        try exchange.read(body) { (scanner: inout JSONScanner) throws(JSONFault) in
            guard try scanner.nextKind() == .object else { return try scanner.skip() }
            try scanner.enterObject()
            while let member = try scanner.nextName() {
                if member == "uuid" {
                    id = try scanner.text()?.plainLine(maximumLength: 100)
                } else if member == "username" {
                    name = try scanner.text()?.plainLine(maximumLength: 100) ?? ""
                } else {
                    try scanner.skip()
                }
            }
        }
        guard let id, !id.isEmpty else { throw exchange.unreadable("it has no reader") }
        return ReaderProfile(id: id, name: name)
    }

    /// Which of some articles are favourites of the reader. Those of which the site does not say are left out.
    ///
    /// - Throws: ``AccountError``
    public func favourites(among ids: [ArticleID]) async throws(AccountError) -> [ArticleID: Bool] {
        var result: [ArticleID: Bool] = [:]
        var rest = ids[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.maximumFavourites))
            rest = rest.dropFirst(part.count)
            for (id, flag) in zip(part, try await favouriteFlags(of: part)) { result[id] = flag }
        }
        return result
    }

    /// The answer lists one object for each article in the order of the question; one that names its article is believed.
    private func favouriteFlags(of ids: [ArticleID]) async throws(AccountError) -> [Bool?] {
        let activity = "reading which articles are favourites"
        let content: Data
        do {
            content = try JSONEncoder().encode(ids)
        } catch {
            throw AccountError(.refused, while: activity, reason: "it cannot be written as JSON", underlying: error)
        }
        let exchange = AccountExchange(
            activity: activity,
            address: siteAddress("/uis/api/v1/private/favorite-articles/comment-favorite-status"), method: .post,
            content: content)
        let body = try await exchange.send(by: self)
        var flags = [Bool?](repeating: nil, count: ids.count)
        let places = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var index = 0
        try exchange.read(body) { (scanner: inout JSONScanner) throws(JSONFault) in
            guard try scanner.nextKind() == .array else { return try scanner.skip() }
            try scanner.enterArray()
            while try scanner.nextElement() {
                defer { index += 1 }
                guard try scanner.nextKind() == .object else {
                    try scanner.skip()
                    continue
                }
                var flag: Bool?
                var place = index
                try scanner.enterObject()
                while try scanner.nextName() != nil {
                    switch scanner.currentName {
                    case "articleFavoriteFlag": flag = try scanner.scalar().flag
                    case "storyId", "articleId", "id":
                        if let id = try scanner.text().flatMap({ ArticleID($0) }) { place = places[id] ?? -1 }
                    default: try scanner.skip()
                    }
                }
                if flags.indices.contains(place) { flags[place] = flag }
            }
        }
        return flags
    }

    /// Makes an article a favourite of the reader, or no longer one.
    ///
    /// - Parameters:
    ///   - flag: Whether it is to be one.
    ///   - id: The article.
    ///   - key: Names the choice: sent twice with the same key, it counts once.
    /// - Throws: ``AccountError``
    public func setFavourite(
        _ flag: Bool, for id: ArticleID, idempotencyKey key: String
    ) async throws(AccountError) {
        let activity = "changing a favourite"
        let service = try configuredService(while: activity)
        let exchange = AccountExchange(
            activity: activity,
            address: try address(service.favouriteAddress, [.articleID: id.rawValue], while: activity), method: .post,
            content: try content(
                [(.articleID, id.rawValue), (.favourite, flag ? "1" : "0")], service, while: activity),
            idempotencyKey: key)
        let body = try await exchange.send(by: self)
        try exchange.read(body) { (scanner: inout JSONScanner) throws(JSONFault) in try scanner.skip() }
    }

    private func siteAddress(_ path: String) -> WebAddress {
        WebAddress(normalized: edition.site.origin.string + path)
    }
}
