package import DotNewsFoundation

extension ArticleID {
    /// The second in which the article was created, as the id tells it: its first 8 hexadecimal digits are a Unix time.
    ///
    /// This was observed of the CMS's ids and is promised by nobody; an id may say anything.
    package var statedCreation: Date {
        Date(timeIntervalSince1970: Double(UInt32(rawValue.dropFirst(2).prefix(8), radix: 16) ?? 0))
    }

    /// The days under which the site is likely to have the article, the likelier first; for an id of which nothing else is
    /// known.
    ///
    /// An article stands under the day of its creation, or under the next when it was written late in the evening.
    ///
    /// - Returns: Two days; none when the id tells a time before 2000 or more than a day after `now`.
    package func likelyDays(in timeZone: TimeZone, now: Date) -> [DeepLink.PathDate] {
        let creation = statedCreation
        let earliest = Date(timeIntervalSince1970: 946_684_800)
        guard creation >= earliest, creation.timeIntervalSince(now) <= 86_400 else { return [] }
        return [0, 86_400].compactMap { DeepLink.PathDate(creation.addingTimeInterval($0), in: timeZone) }
    }
}

extension DeepLink.PathDate {
    /// Creates the day of a time; `nil` for years that no address has.
    package init?(_ date: Date, in timeZone: TimeZone) {
        let seconds = date.timeIntervalSince1970 + Double(timeZone.secondsFromGMT(for: date))
        let day = CivilDate.fromDays(Int((seconds / 86_400).rounded(.down)))
        self.init(number: day.year * 10_000 + day.month * 100 + day.day)
    }
}
