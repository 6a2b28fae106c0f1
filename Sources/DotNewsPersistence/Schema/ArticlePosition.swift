import DotNewsFoundation

/// An article's place in the newest-first order, which is its row id.
///
/// A place is the second of publication times 16, plus the order of arrival inside that second; newest first is then
/// a walk along the table, without a sort. When more than 16 articles share a second, the rest take free places
/// after it. Articles without a time share a range before all others.
///
/// Few places a second, because full-text indexes store the distance between row ids.
enum ArticlePosition {
    /// The places of one second.
    static let placesPerSecond: Int64 = 16
    /// The first place of an article with a time; those before are for articles without one.
    static let firstDated: Int64 = 1 << 28

    /// The distance at which the search for a free place ends. Only the numbers of a damaged file reach it.
    static let largestReach: Int64 = 1 << 40

    private static let seconds: ClosedRange<Double> = Double(firstDated / placesPerSecond)...Double(1 << 40)

    /// The places for an article published at `date`, before those that are taken are left out.
    ///
    /// Times before mid-July 1970 count as that, times after the year 36,800 as that.
    static func range(for date: Date?) -> Range<Int64> {
        guard let date else { return 1..<firstDated }
        let second = Int64(
            min(max(date.timeIntervalSince1970.rounded(.down), seconds.lowerBound), seconds.upperBound))
        return second * placesPerSecond..<(second + 1) * placesPerSecond
    }

    /// The first place after all articles published before `date`, unless more than 28,800 of them share a second.
    static func upperBound(publishedBefore date: Date) -> Int64 {
        range(for: date.addingTimeInterval(3_601)).lowerBound
    }
}

extension Date {
    /// Milliseconds since 1970, as times are stored. Times farther than some 300,000 years count as that far.
    var storedMilliseconds: Int64 {
        Int64(min(max((timeIntervalSince1970 * 1_000).rounded(), -1e16), 1e16))
    }

    /// Reads what ``storedMilliseconds`` wrote.
    init(storedMilliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(storedMilliseconds) / 1_000)
    }
}
