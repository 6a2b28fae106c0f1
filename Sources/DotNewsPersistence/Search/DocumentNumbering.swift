import DotNewsDatabase

/// The numbers of articles in the search index, which ascend with their minute of publication.
///
/// A minute has ``numbersPerMinute`` numbers, given in the order of arrival. An article whose minute is full gets a
/// number of the minutes after it. An article keeps its number until it leaves the index, so nothing ever moves.
/// Articles without a time have negative numbers of their own, in the order of their positions.
///
/// Minutes and not seconds, because the index stores the distances between numbers.
struct DocumentNumbering {
    let connection: Connection

    static let numbersPerMinute: Int64 = 4
    private static let positionsPerMinute = ArticlePosition.placesPerSecond * 60
    /// The distance at which the search for a number ends. Only the numbers of a damaged file reach it.
    private static let largestReach: Int64 = 1 << 40

    /// Returns the first number of the minute to which an article's position belongs.
    static func firstNumber(at position: Int64) -> Int64 {
        // Positions of a damaged file are any numbers.
        guard position >= ArticlePosition.firstDated else { return position &- ArticlePosition.firstDated }
        return position / positionsPerMinute * numbersPerMinute
    }

    /// Returns a position after those of all articles whose numbers are less than `number`.
    static func positionBound(below number: Int64) -> Int64 {
        // Numbers of a damaged file are any numbers.
        guard number > 0 else { return number &+ ArticlePosition.firstDated }
        let (bound, isTooLarge) = ((number - 1) / numbersPerMinute + 1).multipliedReportingOverflow(
            by: positionsPerMinute)
        return isTooLarge ? .max : bound
    }

    /// Returns the number for an article that is new to the index.
    ///
    /// - Throws: ``StoreError/Code/unreadableContent`` when a damaged file leaves no number.
    /// - Complexity: O(log² *n*) for the *n*th article of a minute: each range of numbers that is looked into is twice as
    ///   large as the last.
    func freeNumber(at position: Int64) throws -> Int64 {
        let first = Self.firstNumber(at: position)
        guard position >= ArticlePosition.firstDated else { return first }
        var range = first..<first + Self.numbersPerMinute
        while range.upperBound - first <= Self.largestReach {
            if let number = try firstNumberAfterLast(in: range) {
                try extendReach(to: range.upperBound - first)
                return number
            }
            range = range.upperBound..<range.upperBound + (range.upperBound - first)
        }
        throw connection.unreadable("the search index has no number left for an article")
    }

    /// Returns the number after the last that is taken in a range; `nil` when the range ends there.
    private func firstNumberAfterLast(in range: Range<Int64>) throws -> Int64? {
        let last = try connection.requiredRow(
            "SELECT max(doc) FROM search_document WHERE doc >= ? AND doc < ?", range.lowerBound, range.upperBound
        ) { $0.optionalInteger(0) }
        guard let last else { return range.lowerBound }
        return last + 1 < range.upperBound ? last + 1 : nil
    }

    // MARK: Documents

    /// Records that an article is indexed under a number.
    func add(_ number: Int64, of article: Int64) throws {
        try connection.execute("INSERT INTO search_document (doc, article) VALUES (?, ?)", number, article)
    }

    /// Records that no article is indexed under a number any more.
    func remove(_ number: Int64) throws {
        try connection.execute("DELETE FROM search_document WHERE doc = ?", number)
    }

    // MARK: Reach

    /// Returns a number after those of all articles whose positions come before `position`.
    func upperBound(before position: Int64) throws -> Int64 {
        Self.firstNumber(at: position) &+ (try reach())
    }

    /// Returns the largest distance between an article's number and the first number of its minute, or more.
    private func reach() throws -> Int64 {
        let stored = try StoreReader(connection: connection).setting(.searchReach).flatMap { Int64($0) } ?? 0
        return min(max(stored, Self.numbersPerMinute), Self.largestReach)
    }

    private func extendReach(to distance: Int64) throws {
        guard distance > Self.numbersPerMinute, try distance > reach() else { return }
        try connection.setSetting(.searchReach, to: String(distance))
    }
}

extension StoreSetting {
    /// The largest distance between an article's number in the search index and the first number of its minute.
    static let searchReach = StoreSetting(rawValue: "search.reach")
}
