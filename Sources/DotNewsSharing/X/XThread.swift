/// A numbered series of posts for X.
public struct XThread: ShareDraft, Hashable {
    /// One post of a thread.
    public struct Part: Hashable, Sendable, Encodable {
        /// The post, its number included; the link and the hashtags too, in the part that carries them.
        public let text: String
        /// The weighted length.
        public let measure: ShareMeasure
        /// The pictures to attach, four at most, with their alternative texts: those that follow the part in the article.
        public let pictures: [SharePicture]
        /// The web intent and the app's own addresses. The parts after the first are posted as replies to the one
        /// before, whose number only X knows.
        public let addresses: [ShareAddress]

        private enum CodingKeys: String, CodingKey {
            case text, length, unit, limit, remainder, valid, pictures, addresses
        }

        /// Writes `text`, the length with its limit, `pictures` and `addresses`.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(text, forKey: .text)
            try container.encode(measure.length, forKey: .length)
            try container.encode(measure.unit, forKey: .unit)
            try container.encode(measure.limit, forKey: .limit)
            try container.encode(measure.remainder, forKey: .remainder)
            try container.encode(measure.fits, forKey: .valid)
            try container.encode(pictures, forKey: .pictures)
            try container.encode(addresses, forKey: .addresses)
        }
    }

    /// Where it goes.
    public var target: ShareTarget { .x }
    /// The posts, in their order; at least one.
    public let parts: [Part]
    /// The link, as it stands in one of the parts.
    public let link: String?
    /// The names of the hashtags, without signs.
    public let hashtags: [String]
    /// What is not shown as it was.
    public let changes: [ShareChange]

    /// The posts, an empty line between them.
    public var text: String { parts.map(\.text).joined(separator: "\n\n") }
    /// The weighted length of the longest post.
    public var measure: ShareMeasure {
        parts.map(\.measure).max { $0.length < $1.length } ?? ShareMeasure(length: 0, unit: .weighted, limit: nil)
    }
    /// What opens the first post.
    public var addresses: [ShareAddress] { parts.first?.addresses ?? [] }

    private enum CodingKeys: String, CodingKey {
        case parts, hashtags
    }

    /// Writes the fields of every draft, and `parts` and `hashtags`.
    public func encode(to encoder: any Encoder) throws {
        try encodeCommon(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(parts, forKey: .parts)
        try container.encode(hashtags, forKey: .hashtags)
    }
}
