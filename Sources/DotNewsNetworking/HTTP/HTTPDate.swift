package import DotNewsFoundation
import DotNewsModels

/// Dates as they stand in header fields (RFC 9110, section 5.6.7).
package enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Writes a date in the one form that may be sent, such as `Sun, 06 Nov 1994 08:49:37 GMT`; fractions of a second
    /// are dropped. Years outside 1 to 9999 are moved to the nearest of them.
    package static func string(from date: Date) -> String {
        let seconds = Int(min(max(date.timeIntervalSince1970.rounded(.down), -62_135_596_800), 253_402_300_799))
        let (days, second) = seconds.flooredQuotientAndRemainder(by: 86_400)
        let (year, month, day) = CivilDate.fromDays(days)
        let weekday = (days + 4).flooredQuotientAndRemainder(by: 7).remainder
        let time = [second / 3_600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }.joined(separator: ":")
        return "\(weekdays[weekday]), \(day.padded(to: 2)) \(months[month - 1]) \(year.padded(to: 4)) \(time) GMT"
    }

    /// Reads a date in any of the three forms; `nil` when it is none of them or no such day or time exists.
    ///
    /// - IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`
    /// - RFC 850: `Sunday, 06-Nov-94 08:49:37 GMT`; its two-digit year is taken as the one nearest to `now`, at most 50
    ///   years ahead of it
    /// - asctime: `Sun Nov  6 08:49:37 1994`
    package static func date(from text: String, now: Date = Date()) -> Date? {
        guard text.utf8.count <= 40 else { return nil }
        let words = text.split(separator: " ")
        switch words.count {
        case 6 where words[0].hasSuffix(",") && words[5] == "GMT":
            return date(year: number(words[3], 4), month: words[2], day: number(words[1], 2), time: words[4])
        case 4 where words[0].hasSuffix(",") && words[3] == "GMT":
            let parts = words[1].split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 3, let year = number(parts[2], 2) else { return nil }
            return date(year: fullYear(year, now: now), month: parts[1], day: number(parts[0], 2), time: words[2])
        case 5 where !words[0].hasSuffix(","):
            let day = number(words[2], words[2].count)
            return date(year: number(words[4], 4), month: words[1], day: day, time: words[3])
        default:
            return nil
        }
    }

    private static func date(year: Int?, month: Substring, day: Int?, time: Substring) -> Date? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0, 2) }
        guard let year, year >= 1, let monthIndex = months.firstIndex(of: String(month)), let day, clock.count == 3,
            let hour = clock[0], let minute = clock[1], let second = clock[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = CivilDate.days(year: year, month: monthIndex + 1, day: day)
        // A day that does not exist comes back as another one.
        guard CivilDate.fromDays(days) == (year, monthIndex + 1, day) else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86_400 + hour * 3_600 + minute * 60 + second))
    }

    private static func fullYear(_ twoDigits: Int, now: Date) -> Int {
        let current = CivilDate.fromDays(Int((now.timeIntervalSince1970 / 86_400).rounded(.down))).year
        let year = current - current % 100 + twoDigits
        if year > current + 50 { return year - 100 }
        return year < current - 49 ? year + 100 : year
    }

    private static func number(_ text: Substring, _ digits: Int) -> Int? {
        guard text.utf8.count == digits, (1...4).contains(digits),
            text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        return Int(text)
    }
}
