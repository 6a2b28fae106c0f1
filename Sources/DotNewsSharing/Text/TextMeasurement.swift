/// What a service counts of a text, and what it finds in it.
public struct TextMeasurement: Hashable, Sendable {
    /// Something a service finds in a text.
    public struct Entity: Hashable, Sendable, Encodable {
        /// The link as it is written, or the name of the hashtag without its signs.
        public var text: String
        /// Where it starts, in UTF-16 units of the text, signs included.
        public var start: Int
        /// Where it ends, in UTF-16 units of the text, signs included; the unit there is no part of it.
        public var end: Int

        /// Creates a find.
        public init(text: String, start: Int, end: Int) {
            self.text = text
            self.start = start
            self.end = end
        }
    }

    /// The length, its unit and its limit.
    public var measure: ShareMeasure
    /// Whether the service would take the text.
    public var isValid: Bool
    /// The links, in their order.
    public var links: [Entity]
    /// The hashtags or topics, in their order.
    public var hashtags: [Entity]

    /// Creates a measurement.
    public init(measure: ShareMeasure, isValid: Bool, links: [Entity] = [], hashtags: [Entity] = []) {
        self.measure = measure
        self.isValid = isValid
        self.links = links
        self.hashtags = hashtags
    }
}

extension TextMeasurement: Encodable {
    private enum CodingKeys: String, CodingKey {
        case length, unit, limit, remainder, valid, links, hashtags
    }

    /// Writes `length`, `unit`, `limit`, `remainder`, `valid`, `links` and `hashtags`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(measure.length, forKey: .length)
        try container.encode(measure.unit, forKey: .unit)
        try container.encode(measure.limit, forKey: .limit)
        try container.encode(measure.remainder, forKey: .remainder)
        try container.encode(isValid, forKey: .valid)
        try container.encode(links, forKey: .links)
        try container.encode(hashtags, forKey: .hashtags)
    }
}

/// A way to measure a text as one service does.
public protocol TextMeasurer: Sendable {
    /// Measures `text`, and finds its links and hashtags.
    func measure(_ text: String) -> TextMeasurement
    /// The length of `text` in the service's unit; cheaper than ``measure(_:)``.
    func length(of text: String) -> Int
    /// The most the service takes, in its unit.
    var limit: Int { get }
}
