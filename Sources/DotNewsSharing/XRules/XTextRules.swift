/// How X counts a post: the configuration of twitter-text.
package struct XTextRules: Hashable, Sendable {
    /// Code points that weigh other than ``defaultWeight``.
    package struct WeightRange: Hashable, Sendable {
        /// The code points.
        package var codePoints: ClosedRange<UInt32>
        /// What each weighs, in units of 1 / ``XTextRules/scale``.
        package var weight: Int

        /// Creates a range.
        package init(_ codePoints: ClosedRange<UInt32>, weight: Int) {
            self.codePoints = codePoints
            self.weight = weight
        }
    }

    /// The number of the configuration.
    package var version: Int
    /// The most a post may weigh, in weighted units.
    package var limit: Int
    /// How many parts a weighted unit has.
    package var scale: Int
    /// What a code point weighs that no range names.
    package var defaultWeight: Int
    /// The ranges, the first that holds a code point decides.
    package var ranges: [WeightRange]
    /// Whether an emoji sequence weighs ``defaultWeight`` as a whole.
    package var countsEmojiAsOne: Bool
    /// What a link weighs, in weighted units, however long it is.
    package var linkLength: Int

    /// Creates a configuration; the defaults are those of version 3.
    package init(
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
    package static let lightRanges = [
        WeightRange(0...4_351, weight: 100), WeightRange(8_192...8_205, weight: 100),
        WeightRange(8_208...8_223, weight: 100), WeightRange(8_242...8_247, weight: 100),
    ]

    /// Version 3, in force since 2018: 280 units, emoji sequences count 2.
    package static let version3 = XTextRules()

    /// Version 2: as version 3, but each code point of an emoji sequence counts.
    package static let version2 = XTextRules(version: 2, countsEmojiAsOne: false)

    /// The same rules with another limit.
    package func limited(to limit: Int) -> XTextRules {
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
