/// A post for Weibo.
public struct WeiboDraft: ShareDraft, Hashable {
    /// Where it goes.
    public var target: ShareTarget { .weibo }
    /// The post as Weibo joins it: words, topics and link. Also what the app's SDK takes as its text.
    public let text: String
    /// The words and the topics, without the link.
    public let words: String
    /// The link, which Weibo shortens.
    public let link: String?
    /// The topics, without signs.
    public let topics: [String]
    /// The pictures, at most 18.
    public let images: [String]
    /// The length in 字.
    public let measure: ShareMeasure
    /// What is not shown as it was.
    public let changes: [ShareChange]
    /// The share page, and the app's own address.
    public let addresses: [ShareAddress]

    private enum CodingKeys: String, CodingKey {
        case words, topics, images
    }

    /// Writes the fields of every draft, and `words`, `topics` and `images`.
    public func encode(to encoder: any Encoder) throws {
        try encodeCommon(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(words, forKey: .words)
        try container.encode(topics, forKey: .topics)
        try container.encode(images, forKey: .images)
    }
}
