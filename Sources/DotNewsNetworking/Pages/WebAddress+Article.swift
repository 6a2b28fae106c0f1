import DotNewsModels

extension WebAddress {
    /// The id of the article whose page, JSON or share page this is; `nil` when it is another address.
    var articleID: ArticleID? {
        guard let name = path.split(separator: "/").last else { return nil }
        let parts = name.split(separator: ".", maxSplits: 1)
        guard let stem = parts.first, parts.count == 1 || parts[1] == "html" || parts[1] == "json" else { return nil }
        return ArticleID(String(stem))
    }

    /// The article's page for sharing; `nil` when this is no article's page.
    var shareSibling: WebAddress? { articleID == nil ? nil : sharePage }

    /// The page number in the name of a column's following page, such as 2 in `more_2.html`.
    var morePageNumber: Int? {
        guard let name = path.split(separator: "/").last, name.hasPrefix("more_"), name.hasSuffix(".html") else {
            return nil
        }
        let digits = name.dropFirst(5).dropLast(5)
        guard (1...5).contains(digits.count), digits.allSatisfy(\.isASCII), let number = Int(digits), number > 0 else {
            return nil
        }
        return number
    }
}
