/// An address with places for values, such as `{site}/comments/{articleID}?page={page}`.
public struct AddressTemplate: Hashable, Sendable {
    /// A value that has its place in an address.
    public enum Placeholder: String, Hashable, Sendable, CaseIterable {
        /// The id of the article.
        case articleID
        /// The id of the comment.
        case commentID
        /// Which page, from 0.
        case page
        /// The order: 0 for new to old, 1 for old to new.
        case order
    }

    /// The template.
    public let text: String

    /// Reads a template; `nil` unless it begins with `{site}/` or is an `https` address (or `http` on this machine, for
    /// tests), and its placeholders, each in braces, are known.
    public init?(_ text: String) {
        guard text.utf8.count <= 2_000 else { return nil }
        self.init(checked: text)
        guard let site = WebAddress("https://site.example"), let address = address(on: site, [:]),
            !address.string.contains("%7B"), !address.string.contains("{")
        else { return nil }
        if text.hasPrefix("{site}") {
            // Not the beginning of another host's name.
            guard text.hasPrefix("{site}/") else { return nil }
            return
        }
        guard address.scheme == "https" || address.host == "127.0.0.1" else { return nil }
    }

    private init(checked text: String) { self.text = text }

    /// The page of an article's comments in the contract.
    public static let standardThread = AddressTemplate(
        checked: "{site}/comments/api/v1/articles/{articleID}/comments?page={page}&order={order}")
    /// Where the contract has comments posted.
    public static let standardPost = AddressTemplate(
        checked: "{site}/comments/api/v1/private/articles/{articleID}/comments")
    /// Where the contract has likes and dislikes.
    public static let standardReaction = AddressTemplate(
        checked: "{site}/comments/api/v1/private/comments/{commentID}/reaction")
    /// Where the contract has favourites.
    public static let standardFavourite = AddressTemplate(
        checked: "{site}/uis/api/v1/private/favorite-articles/{articleID}")

    /// Whether every placeholder of another template has its place in this one.
    func hasPlaceholders(of other: AddressTemplate) -> Bool {
        Placeholder.allCases.allSatisfy {
            !other.text.contains("{\($0.rawValue)}") || text.contains("{\($0.rawValue)}")
        }
    }

    /// The address with these values; a placeholder without one becomes `0`. Values are ids and numbers, which need no
    /// encoding.
    package func address(on site: WebAddress, _ values: [Placeholder: String]) -> WebAddress? {
        var result = text
        if result.hasPrefix("{site}") { result = site.origin.string + result.dropFirst(6) }
        for placeholder in Placeholder.allCases {
            result = result.replacing("{\(placeholder.rawValue)}", with: values[placeholder] ?? "0")
        }
        return WebAddress(result)
    }
}
