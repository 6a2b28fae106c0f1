public import DotNewsModels

/// Why the CMS's answer is of no use.
public enum CMSError: Error, Sendable {
    /// There was no answer.
    case http(HTTPError)
    /// The answer's status is neither success nor "not modified"; with how long a 429 or 503 asks to be left alone.
    case status(Int, WebAddress, retryAfter: Duration? = nil)
    /// The answer is not JSON, such as an HTML page instead; with what its `Content-Type` says.
    case notJSON(contentType: String, WebAddress)
    /// The answer is not an image of a known kind; with what its `Content-Type` says.
    case notImage(contentType: String, WebAddress)
    /// The answer says itself that it is an error; with its code and message, cleaned and at most 200 characters long.
    case envelope(code: String, message: String, WebAddress)
    /// The answer is JSON only in part, or has not what was asked for; with what is wrong.
    case malformed(String, WebAddress)
    /// The answer is another article than the one asked for.
    case wrongArticle(expected: ArticleID, found: ArticleID, WebAddress)
    /// The article's body took too much processor time to read, and was left out.
    case slowBody(WebAddress)
    /// "Not modified", though no version was sent to compare with.
    case unexpectedNotModified(WebAddress)
    /// The edition has no search service; nothing was asked. With the edition's site.
    case noSearch(WebAddress)
    /// The link is to no article, or without the date that an article's address has; nothing was asked. With the link's
    /// site.
    case noArticle(WebAddress)

    /// The address that was asked.
    public var address: WebAddress {
        switch self {
        case .http(let error): error.address
        case .status(_, let address, _), .notJSON(_, let address), .notImage(_, let address),
            .envelope(_, _, let address),
            .malformed(_, let address), .wrongArticle(_, _, let address), .slowBody(let address),
            .unexpectedNotModified(let address), .noSearch(let address), .noArticle(let address):
            address
        }
    }

    /// Whether the server says that there is nothing at the address, or no longer (404, 410).
    public var isGone: Bool {
        if case .status(let code, _, _) = self { code == 404 || code == 410 } else { false }
    }

    /// Whether the server refuses for lack of a right to ask (401, 403).
    public var isAuthorization: Bool {
        if case .status(let code, _, _) = self { code == 401 || code == 403 } else { false }
    }

    /// How long the server asks to be left alone (`Retry-After` of 429 and 503); `nil` when it does not.
    public var retryAfter: Duration? {
        if case .status(_, _, let retryAfter) = self { retryAfter } else { nil }
    }
}

extension CMSError: CustomStringConvertible {
    /// One sentence: what was asked, and what is wrong with the answer. The query of the address is left out, as it may
    /// hold secrets.
    public var description: String {
        switch self {
        case .http(let error): error.description
        case .status(let code, _, _) where isGone: "\(place): there is no such page (status \(code))"
        case .status(let code, _, _) where isAuthorization: "\(place): the server refuses to answer (status \(code))"
        case .status(let code, _, _): "\(place): the server answered with status \(code)"
        case .notJSON(let contentType, _) where contentType.contains("json"):
            "\(place): the answer says it is \(contentType), but it is no JSON; it begins with neither { nor ["
        case .notJSON(let contentType, _):
            "\(place): the answer is \(Self.kind(contentType)) instead of JSON; is this a site of the CMS?"
        case .notImage(let contentType, _):
            "\(place): the answer is \(Self.kind(contentType)) instead of an image (JPEG, PNG, GIF, WebP or AVIF)"
        case .envelope(let code, let message, _):
            "\(place): the server reports error \(code)" + (message.isEmpty ? "" : ": \(message)")
        case .malformed(let reason, _): "\(place): the answer cannot be read: \(reason)"
        case .wrongArticle(let expected, let found, _):
            "\(place): the answer is article \(found) instead of \(expected)"
        case .slowBody(_): "\(place): the article's body takes too long to read; it was left out"
        case .unexpectedNotModified(_):
            "\(place): the server answered 304 (not modified) without a cached copy to keep"
        case .noSearch(let site):
            "cannot search online: the edition at \(site) has no search service; set its search site or search offline"
        case .noArticle(let site):
            "cannot ask \(site) for an article: the link leads to none, or does not say its date"
        }
    }

    private var place: String { "GET \(address.withoutQuery)" }

    private static func kind(_ contentType: String) -> String {
        contentType.isEmpty ? "something without a content type" : contentType
    }
}
