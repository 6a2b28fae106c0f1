public import DotNewsFoundation

/// The forms in which the CMS writes times, and the one in which this package writes them.
///
/// Reading never guesses: what is not one of the forms, or names a day that does not exist, is `nil`.
public enum PublicationTime {
    /// Reads a time in one of the absolute forms:
    ///
    /// - ISO 8601, with or without seconds, fraction and zone: `2025-05-20T15:29:00.000+08:00`
    /// - `2025-05-20 15:29:00`, `2025.05.20 15:29`, `2025/05/20 15:29`, and the date alone
    /// - `Tue May 20 15:29:00 HKT 2025`, as Java prints dates; the zones `HKT`, `CST` (China), `GMT` and `UTC`
    ///
    /// - Parameters:
    ///   - text: The time as the server wrote it; white space around it is ignored.
    ///   - timeZone: The zone of a time that names none.
    public static func date(from text: String, timeZone: TimeZone = .hongKong) -> Date? {
        var scanner = Scanner(text)
        scanner.skipSpaces()
        guard let first = scanner.peek else { return nil }
        return first >= 0x30 && first <= 0x39
            ? scanner.numericDate(defaultZone: timeZone) : scanner.javaDate(defaultZone: timeZone)
    }

    /// Reads one of the relative times of lists: `16分鐘前`, `2小時前`, `3天前`, `剛剛`, `38 minutes ago`, `an hour ago`,
    /// `just now`, in Traditional Chinese, Simplified Chinese and English.
    ///
    /// - Parameters:
    ///   - text: The time as the server wrote it; white space around it is ignored.
    ///   - now: The time the answer was made, best taken from its `Date` header.
    public static func date(fromRelative text: String, to now: Date) -> Date? {
        let trimmed = text.trimmingSpaces()
        // Longer than any of the forms; comparing a text of nothing but marks would take the square of its length.
        guard trimmed.utf8.count <= 64 else { return nil }
        let words = trimmed.lowercased()
        if ["剛剛", "刚刚", "just now"].contains(words) { return now }
        let number: Int
        var rest = words[...]
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        if digits.isEmpty {
            guard rest.hasPrefix("a ") || rest.hasPrefix("an ") else { return nil }
            number = 1
            rest = rest.drop { $0 != " " }
        } else {
            guard digits.count <= 6, let value = Int(digits) else { return nil }
            number = value
            rest = rest.dropFirst(digits.count)
        }
        guard let seconds = relativeUnits[String(rest.trimmingSpaces())] else { return nil }
        return now.addingTimeInterval(-Double(number) * seconds)
    }

    private static let relativeUnits: [String: Double] = {
        var units = [String: Double]()
        let names: [(Double, english: String, chinese: [String])] = [
            (1, "second", ["秒", "秒鐘", "秒钟"]), (60, "minute", ["分鐘", "分钟"]), (3_600, "hour", ["小時", "小时"]),
            (86_400, "day", ["天", "日"]), (604_800, "week", ["週", "周", "星期"]),
        ]
        for (seconds, english, chinese) in names {
            units[english + " ago"] = seconds
            units[english + "s ago"] = seconds
            for name in chinese {
                units[name + "前"] = seconds
                units["個" + name + "前"] = seconds
                units["个" + name + "前"] = seconds
            }
        }
        return units
    }()

    /// Writes a time as ISO 8601 with zone and whole seconds, such as `2025-05-20T15:29:00+08:00`.
    public static func string(from date: Date, timeZone: TimeZone = .hongKong) -> String {
        let offset = timeZone.secondsFromGMT(for: date)
        // Far outside any calendar a fixed form could not hold the year.
        let bounded = min(max(date.timeIntervalSince1970, -62_135_596_800), 253_402_214_400)
        let seconds = Int(bounded.rounded(.down)) + offset
        let (day, second) = seconds.flooredQuotientAndRemainder(by: 86_400)
        let (year, month, dayOfMonth) = CivilDate.fromDays(day)
        let zone =
            offset == 0
            ? "Z"
            : "\(offset < 0 ? "-" : "+")\((abs(offset) / 3_600).padded(to: 2)):\((abs(offset) / 60 % 60).padded(to: 2))"
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }.joined(separator: ":")
        return "\(year.padded(to: 4))-\(month.padded(to: 2))-\(dayOfMonth.padded(to: 2))T\(clock)\(zone)"
    }
}

/// Reads the absolute forms from UTF-8 bytes.
private struct Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var peek: UInt8? { rest.first }

    mutating func skipSpaces() {
        let trimmed = Substring(rest).trimmingSpaces()
        rest = trimmed.utf8
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard let ascii = byte.asciiValue, rest.first == ascii else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func digits(_ count: ClosedRange<Int>) -> Int? {
        var value = 0
        var seen = 0
        while seen < count.upperBound, let byte = rest.first, byte >= 0x30, byte <= 0x39 {
            value = value * 10 + Int(byte - 0x30)
            rest = rest.dropFirst()
            seen += 1
        }
        return seen >= count.lowerBound ? value : nil
    }

    private mutating func word() -> String {
        let letters = rest.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        rest = rest.dropFirst(letters.count)
        return String(Substring(letters))
    }

    mutating func numericDate(defaultZone: TimeZone) -> Date? {
        guard let year = digits(4...4), let separator = rest.first, "-./".utf8.contains(separator) else { return nil }
        let mark = Character(Unicode.Scalar(separator))
        guard take(mark), let month = digits(1...2), take(mark), let day = digits(1...2) else { return nil }
        var time = (hour: 0, minute: 0, second: 0, fraction: 0.0)
        var zone: Int?
        if take("T") || take("t") || take(" ") {
            guard let clock = clock() else { return nil }
            time = clock
            guard let parsed = zoneOffset() else { return nil }
            zone = parsed.offset
        }
        guard rest.isEmpty else { return nil }
        return date(year, month, day, time, zone: zone, defaultZone: defaultZone)
    }

    mutating func javaDate(defaultZone: TimeZone) -> Date? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].contains(word()), take(" "),
            let month = months.firstIndex(of: word()), take(" "), let day = digits(1...2), take(" "),
            let time = clock(), take(" ")
        else { return nil }
        let zones = ["HKT": 8, "CST": 8, "GMT": 0, "UTC": 0]
        guard let hours = zones[word()], take(" "), let year = digits(4...4), rest.isEmpty else { return nil }
        return date(year, month + 1, day, time, zone: hours * 3_600, defaultZone: defaultZone)
    }

    private mutating func clock() -> (hour: Int, minute: Int, second: Int, fraction: Double)? {
        guard let hour = digits(1...2), take(":"), let minute = digits(2...2) else { return nil }
        var second = 0
        var fraction = 0.0
        if take(":") {
            guard let value = digits(2...2) else { return nil }
            second = value
            if take(".") || take(",") {
                let before = rest.count
                guard let value = digits(1...9) else { return nil }
                var scale = 1.0
                for _ in 0..<(before - rest.count) { scale *= 10 }
                fraction = Double(value) / scale
            }
        }
        return (hour, minute, second, fraction)
    }

    /// The zone after a clock; a `nil` offset when there is none, `nil` when it is unreadable.
    private mutating func zoneOffset() -> (offset: Int?, Void)? {
        if rest.isEmpty { return (nil, ()) }
        if take("Z") || take("z") { return (0, ()) }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = digits(2...2), hours <= 18 else { return nil }
        _ = take(":")
        guard let minutes = rest.isEmpty ? 0 : digits(2...2), minutes < 60 else { return nil }
        return (sign * (hours * 3_600 + minutes * 60), ())
    }

    private func date(
        _ year: Int, _ month: Int, _ day: Int, _ time: (hour: Int, minute: Int, second: Int, fraction: Double),
        zone: Int?, defaultZone: TimeZone
    ) -> Date? {
        guard year >= 1970, (1...12).contains(month), (1...CivilDate.daysInMonth(month, year: year)).contains(day),
            time.hour < 24, time.minute < 60, time.second <= 60
        else { return nil }
        let local =
            CivilDate.days(year: year, month: month, day: day) * 86_400 + time.hour * 3_600 + time.minute * 60
            + time.second
        let offset = zone ?? defaultZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(local)))
        return Date(timeIntervalSince1970: Double(local - offset) + time.fraction)
    }
}
