public import DotNewsFoundation

/// The forms in which the CMS writes times, and the one in which this package writes them.
///
/// Reading never guesses: what is not one of the forms, or names a day that does not exist, is `nil`.
public enum PublicationTime {
    /// Reads a time in one of the absolute forms:
    ///
    /// - ISO 8601, with or without seconds, fraction and zone: `2025-05-20T15:29:00.000+08:00`, `20250520T152900+0800`
    /// - `2025-05-20 15:29:00`, `2025.05.20 15:29`, `2025/05/20 15:29`, and the date alone; the zone may stand before the
    ///   clock or behind it
    /// - `2025年5月20日 星期二 15:29`, `2025年5月20日下午3時29分`
    /// - `20.05.2025 15:29`
    /// - `Tue, 20 May 2025 15:29:00 +0800`, `May 20, 2025, 3:29 pm HKT`, and the forms in which Java and JavaScript print
    ///   dates: `Tue May 20 15:29:00 HKT 2025`, `Tue May 20 2025 15:29:00 GMT+0800`
    ///
    /// - Parameters:
    ///   - text: The time as the server wrote it; white space around it is ignored.
    ///   - timeZone: The zone of a time that names none.
    public static func date(from text: String, timeZone: TimeZone = .hongKong) -> Date? {
        PublicationTimeScanner(text).wholeDate(defaultZone: timeZone)
    }

    /// Finds the first absolute time in a short text, such as `發佈時間：2025-05-20 15:29　來源：本報`.
    ///
    /// - Parameters:
    ///   - text: The text; only its first 400 bytes are looked at.
    ///   - timeZone: The zone of a time that names none.
    /// - Returns: The time, and whether it names an hour; `nil` when there is none.
    package static func date(
        within text: String, timeZone: TimeZone = .hongKong
    ) -> (date: Date, hasClock: Bool)? {
        PublicationTimeScanner.firstDate(in: text, defaultZone: timeZone)
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
