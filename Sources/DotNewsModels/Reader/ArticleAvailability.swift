/// The part of an article that can be read without network.
///
/// Lists show it beside an article, so that readers see before they leave what they can read on the way.
public enum ArticleAvailability: String, Sendable, Hashable, Codable, CaseIterable {
    /// The current text, and every picture that the site has of it.
    case complete
    /// The text, which may be older than the site's; pictures are missing.
    case text
    /// The fields that lists show: title, summary, address. The text is missing.
    case listed
    /// The site has taken the article off, or has none under this id. What was stored of it before can still be read.
    case gone
    /// Nothing: the article is not stored, and the site has not been asked for it.
    case unknown

    /// Whether the article's text can be read without network, as far as the store knows. A ``gone`` article that was
    /// bookmarked may have its text too.
    public var hasText: Bool { self == .complete || self == .text }
}
