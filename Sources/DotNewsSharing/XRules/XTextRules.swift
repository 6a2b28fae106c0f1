/// How X counts a post: the configuration of twitter-text.
public struct XTextRules: Hashable, Sendable {
    /// Code points that weigh other than ``defaultWeight``.
    public struct WeightRange: Hashable, Sendable {
        /// The code points.
        public var codePoints: ClosedRange<UInt32>
        /// What each weighs, in units of 1 / ``XTextRules/scale``.
        public var weight: Int

        /// Creates a range.
        public init(_ codePoints: ClosedRange<UInt32>, weight: Int) {
            self.codePoints = codePoints
            self.weight = weight
        }
    }

    /// The number of the configuration.
    public var version: Int
    /// The most a post may weigh, in weighted units.
    public var limit: Int
    /// How many parts a weighted unit has.
    public var scale: Int
    /// What a code point weighs that no range names.
    public var defaultWeight: Int
    /// The ranges, the first that holds a code point decides.
    public var ranges: [WeightRange]
    /// Whether an emoji sequence weighs ``defaultWeight`` as a whole.
    public var countsEmojiAsOne: Bool
    /// What a link weighs, in weighted units, however long it is.
    public var linkLength: Int

    /// Creates a configuration; the defaults are those of version 3.
    public init(
        version: Int = 3, limit: Int = 280, scale: Int = 100, defaultWeight: Int = 200,
        ranges: [WeightRange] = XTextRules.lightRanges, countsEmojiAsOne: Bool = true, linkLength: Int = 23
    ) {
        self.version = version
        self.limit = limit
        self.scale = scale
        self.defaultWeight = defaultWeight
        self.ranges = ranges
        self.countsEmojiAsOne = countsEmojiAsOne
        self.linkLength = linkLength
    }

    /// The code points that weigh one unit since version 2: Latin to Georgian, and general punctuation that
    /// is not Chinese.
    public static let lightRanges = [
        WeightRange(0...4_351, weight: 100), WeightRange(8_192...8_205, weight: 100),
        WeightRange(8_208...8_223, weight: 100), WeightRange(8_242...8_247, weight: 100),
    ]

    /// Version 3, in force since 2018: 280 units, emoji sequences count 2.
    public static let version3 = XTextRules()

    /// Version 2: as version 3, but each code point of an emoji sequence counts.
    public static let version2 = XTextRules(version: 2, countsEmojiAsOne: false)

    /// The same rules with another limit.
    public func limited(to limit: Int) -> XTextRules {
        var rules = self
        rules.limit = limit
        return rules
    }

    @inline(__always)
    func weight(of value: UInt32) -> Int {
        for range in ranges where range.codePoints.contains(value) { return range.weight }
        return defaultWeight
    }
}
