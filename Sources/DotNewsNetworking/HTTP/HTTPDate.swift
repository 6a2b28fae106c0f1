public import Foundation

/// Dates as they stand in header fields (RFC 9110, section 5.6.7).
public enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Writes a date in the one form that may be sent, such as `Sun, 06 Nov 1994 08:49:37 GMT`; fractions of a second
    /// are dropped. Years outside 1 to 9999 are moved to the nearest of them.
    public static func string(from date: Date) -> String {
        let seconds = Int64(min(max(date.timeIntervalSince1970.rounded(.down), -62_135_596_800), 253_402_300_799))
        let (days, second) = seconds.flooredQuotientAndRemainder(by: 86_400)
        let (year, month, day) = civil(fromDays: days)
        let weekday = Int((days + 4).flooredQuotientAndRemainder(by: 7).remainder)
        let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(weekdays[weekday]), \(padded(day, 2)) \(months[Int(month) - 1]) \(padded(year, 4)) \(time) GMT"
    }

    /// Reads a date in any of the three forms; `nil` when it is none of them or no such day or time exists.
    ///
    /// - IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`
    /// - RFC 850: `Sunday, 06-Nov-94 08:49:37 GMT`; its two-digit year is taken as the one nearest to `now`, at most 50
    ///   years ahead of it
    /// - asctime: `Sun Nov  6 08:49:37 1994`
    public static func date(from text: String, now: Date = Date()) -> Date? {
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

    private static func date(year: Int64?, month: Substring, day: Int64?, time: Substring) -> Date? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0, 2) }
        guard let year, year >= 1, let monthIndex = months.firstIndex(of: String(month)), let day, clock.count == 3,
            let hour = clock[0], let minute = clock[1], let second = clock[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = days(year: year, month: Int64(monthIndex + 1), day: day)
        // A day that does not exist comes back as another one.
        guard civil(fromDays: days) == (year, Int64(monthIndex + 1), day) else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86_400 + hour * 3_600 + minute * 60 + second))
    }

    private static func fullYear(_ twoDigits: Int64, now: Date) -> Int64 {
        let current = civil(fromDays: Int64((now.timeIntervalSince1970 / 86_400).rounded(.down))).year
        let year = current - current % 100 + twoDigits
        if year > current + 50 { return year - 100 }
        return year < current - 49 ? year + 100 : year
    }

    private static func number(_ text: Substring, _ digits: Int) -> Int64? {
        guard text.utf8.count == digits, (1...4).contains(digits),
            text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        return Int64(text)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

// MARK: The calendar

extension HTTPDate {
    /// Days from 1 January 1970 to a day of the Gregorian calendar. Counts in eras of 400 years that begin in March,
    /// so that the leap day is the last of its year.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.flooredQuotientAndRemainder(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day of the Gregorian calendar that lies `days` after 1 January 1970.
    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).flooredQuotientAndRemainder(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func flooredQuotientAndRemainder(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
