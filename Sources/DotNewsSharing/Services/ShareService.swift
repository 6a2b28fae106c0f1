import DotNewsFoundation

/// A service that takes a text and a link by an address.
///
/// WhatsApp, Telegram, Threads, Facebook, LINE, Bluesky and Mastodon are such services. Conform a type to add another,
/// and compose for it with ``ShareComposer/draft(of:for:)-(ShareContent,ShareService)``.
public protocol ShareService: Sendable {
    /// The name of the service.
    var target: ShareTarget { get }
    /// The unit that the service counts in.
    var unit: ShareMeasure.Unit { get }
    /// The most a text may count; `nil` when the service documents no limit.
    var limit: Int? { get }
    /// The most hashtags a text gets; 0 by default.
    var maximumHashtags: Int { get }
    /// Returns the length of `text` in the service's unit.
    func length(of text: String) -> Int
    /// Returns by how much `text` exceeds what the service takes, 0 or less when it fits. By default the length less the
    /// limit.
    func excess(of text: String) -> Int
    /// Returns the post as its readers see it. By default words, hashtags and link, with spaces between them.
    func text(_ parts: SharePostParts) -> String
    /// Returns the addresses that hand over a post, the recommended one first.
    func addresses(for parts: SharePostParts) -> [ShareAddress]
}

/// The parts that a post is joined from.
public struct SharePostParts: Hashable, Sendable {
    /// The title or the quotation; empty when the service takes none.
    public var words: String
    /// The names of the hashtags, without signs.
    public var hashtags: [String]
    /// The link; `nil` when nothing is linked.
    public var link: String?

    /// Creates the parts of a post.
    public init(words: String, hashtags: [String] = [], link: String? = nil) {
        self.words = words
        self.hashtags = hashtags
        self.link = link
    }

    /// The words and the hashtags with their signs, with spaces between them.
    public var taggedWords: String {
        ([words].filter { !$0.isEmpty } + hashtags.map { "#" + $0 }).joined(separator: " ")
    }

    /// The parts that are not empty, with `separator` between words and link.
    func joined(by separator: String) -> String {
        [taggedWords, link ?? ""].filter { !$0.isEmpty }.joined(separator: separator)
    }
}

extension ShareService {
    /// No hashtags.
    public var maximumHashtags: Int { 0 }
    /// The length less the limit; 0 without a limit.
    public func excess(of text: String) -> Int { limit.map { length(of: text) - $0 } ?? 0 }
    /// The words, the hashtags and the link, with spaces between them.
    public func text(_ parts: SharePostParts) -> String { parts.joined(by: " ") }
}

/// A post for a ``ShareService``.
public struct ServiceDraft: ShareDraft, Hashable {
    /// The service.
    public let target: ShareTarget
    /// The post as its readers see it.
    public let text: String
    /// The words alone; empty when the service takes none.
    public let words: String
    /// The link, as it is handed over.
    public let link: String?
    /// The names of the hashtags, without signs.
    public let hashtags: [String]
    /// The length as the service counts.
    public let measure: ShareMeasure
    /// The changes that the service made necessary.
    public let changes: [ShareChange]
    /// The addresses that hand the post over, the recommended one first; empty when one is not known.
    public let addresses: [ShareAddress]

    private enum CodingKeys: String, CodingKey {
        case words, hashtags
    }

    /// Writes the fields of every draft, and `words` and `hashtags`.
    public func encode(to encoder: any Encoder) throws {
        try encodeCommon(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(words, forKey: .words)
        try container.encode(hashtags, forKey: .hashtags)
    }
}
