import DotNewsFoundation

/// A post for X.
public struct XDraft: ShareDraft, Hashable {
    /// Where it goes.
    public var target: ShareTarget { .x }
    /// The post as X joins it: words, hashtags, link and account. The link comes last where X shows a card in its place.
    public let text: String
    /// The words alone.
    public let words: String
    /// The link, as it is handed over.
    public let link: String?
    /// The names of the hashtags, without signs.
    public let hashtags: [String]
    /// The account named at the end, without `@`.
    public let via: String?
    /// The weighted length.
    public let measure: ShareMeasure
    /// What is not shown as it was.
    public let changes: [ShareChange]
    /// The web intent, and the app's own addresses.
    public let addresses: [ShareAddress]

    private enum CodingKeys: String, CodingKey {
        case words, hashtags, via
    }

    /// Writes the fields of every draft, and `words`, `hashtags` and `via`.
    public func encode(to encoder: any Encoder) throws {
        try encodeCommon(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(words, forKey: .words)
        try container.encode(hashtags, forKey: .hashtags)
        try container.encode(via, forKey: .via)
    }
}

/// The addresses that hand a post to X.
enum XAddresses {
    /// The documented host of web intents; `twitter.com` is the older one, `x.com/intent/post` where both lead.
    private static let webIntent = "https://x.com/intent/tweet"

    /// Addresses with the parts of a post in parameters of their own, from which X joins the post.
    static func parts(words: String, link: String?, hashtags: [String], via: String?, text: String) -> [ShareAddress] {
        // The intent's own parameter would put the hashtags behind the link.
        let tagged = ([words].filter { !$0.isEmpty } + hashtags.map { "#" + $0 }).joined(separator: " ")
        let web = PercentEncoding.address(webIntent, [("text", tagged), ("url", link ?? ""), ("via", via ?? "")])
        return [ShareAddress(.web, web, isDocumented: true)] + apps(text)
    }

    /// Addresses with the whole post as one text, which keeps its order.
    static func whole(_ text: String) -> [ShareAddress] {
        [ShareAddress(.web, PercentEncoding.address(webIntent, [("text", text)]), isDocumented: true)] + apps(text)
    }

    private static func apps(_ text: String) -> [ShareAddress] {
        let message = PercentEncoding.encode(text)
        return [
            ShareAddress(.app, "twitter://post?message=" + message, isDocumented: false),
            ShareAddress(
                .androidIntent,
                "intent://post?message=" + message + "#Intent;scheme=twitter;package=com.twitter.android;end",
                isDocumented: false),
        ]
    }
}
