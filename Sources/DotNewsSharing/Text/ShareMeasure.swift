/// A length, the unit it is counted in, and the most that a service takes.
public struct ShareMeasure: Hashable, Sendable {
    /// What a service counts.
    public enum Unit: String, Hashable, Sendable, Encodable {
        /// X's weighted units: a Latin letter is 1, a Han character 2, a link 23.
        case weighted
        /// Weibo's characters (字): a Han character is 1, a Latin letter a half, a link 10.
        case weibo
        /// Bytes of UTF-8, as WeChat's headers count.
        case bytes
        /// Characters as readers see them.
        case characters
        /// UTF-16 code units.
        case utf16
    }

    /// The length.
    public var length: Int
    /// What it is counted in.
    public var unit: Unit
    /// The most that is taken; `nil` when nothing is limited.
    public var limit: Int?

    /// Creates a length.
    public init(length: Int, unit: Unit, limit: Int?) {
        self.length = length
        self.unit = unit
        self.limit = limit
    }

    /// What is left up to the limit, negative when it is exceeded; `nil` when nothing is limited.
    public var remainder: Int? { limit.map { $0 - length } }

    /// Whether the length is within the limit.
    public var fits: Bool { limit.map { length <= $0 } ?? true }
}

extension ShareMeasure: CustomStringConvertible {
    /// The length and the limit, such as `187 of 280`.
    public var description: String { limit.map { "\(length) of \($0)" } ?? "\(length)" }
}

extension ShareMeasure: Encodable {
    private enum CodingKeys: String, CodingKey {
        case length, unit, limit, remainder
    }

    /// Writes `length`, `unit`, `limit` and `remainder`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(length, forKey: .length)
        try container.encode(unit, forKey: .unit)
        try container.encode(limit, forKey: .limit)
        try container.encode(remainder, forKey: .remainder)
    }
}
