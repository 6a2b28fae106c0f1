import DotNewsFoundation

/// Reads an absolute time from its parts: a day, a clock, a zone and words that say no more, each at most once.
///
/// The order of the parts is free, as pages write them in every order; the parts themselves are not.
struct PublicationTimeScanner {
    private var rest: ArraySlice<UInt8>
    private var year: Int?
    private var month: Int?
    private var day: Int?
    private var clock: (hour: Int, minute: Int, second: Int, fraction: Double)?
    private var zone: Int?
    /// Whether ``zone`` is the zone of a word that an offset may make more exact: `GMT+08:00`.
    private var isZoneOpen = false
    private var half: Half?
    /// Whether `T` came last, which needs a clock behind it.
    private var needsClock = false

    private enum Half { case morning, noon, afternoon }

    /// The longest text that is a time.
    private static let maximumLength = 120
    /// The length of text that is searched for a time, in bytes.
    private static let maximumSearched = 400

    init(_ text: String) { self.init(Array(text.trimmingSpaces().utf8.prefix(Self.maximumLength + 1))[...]) }

    private init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The time that the whole text is.
    func wholeDate(defaultZone: TimeZone) -> Date? {
        guard rest.count <= Self.maximumLength else { return nil }
        var scanner = self
        while !scanner.rest.isEmpty {
            guard scanner.takePart() else { return nil }
        }
        return scanner.needsClock ? nil : scanner.date(defaultZone: defaultZone)
    }

    /// The first time that stands anywhere in `text`.
    static func firstDate(in text: String, defaultZone: TimeZone) -> (date: Date, hasClock: Bool)? {
        let bytes = Array(text.utf8.prefix(maximumSearched))
        var previous: UInt8 = 0x20
        for index in bytes.indices {
            let byte = bytes[index]
            defer { previous = byte }
            guard isDigit(byte) ? !isDigit(previous) : isLetter(byte) && !isLetter(previous) else { continue }
            let scanner = PublicationTimeScanner(bytes[index...].prefix(maximumLength)).takingParts()
            if let date = scanner.date(defaultZone: defaultZone) { return (date, scanner.clock != nil) }
        }
        return nil
    }

    /// This scanner behind all parts that can be read.
    private func takingParts() -> PublicationTimeScanner {
        var scanner = self
        while !scanner.rest.isEmpty {
            var next = scanner
            guard next.takePart() else { break }
            scanner = next
        }
        return scanner
    }

    // MARK: Parts

    private mutating func takePart() -> Bool {
        guard let byte = rest.first else { return false }
        if needsClock, !Self.isDigit(byte) { return false }
        if takeSeparator() { return true }
        if Self.isDigit(byte) { return takeNumber() }
        if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { return takeOffset() }
        return Self.isLetter(byte) ? takeWord() : takeBracket() || takeChinese()
    }

    private mutating func takeSeparator() -> Bool {
        ["\u{20}", "\t", "\n", "\r", ",", "\u{A0}", "\u{3000}", "，", "|", "·"].contains { take($0) }
    }

    private mutating func takeNumber() -> Bool {
        let count = rest.prefix { Self.isDigit($0) }.count
        let next = rest.dropFirst(count).first
        switch (count, next) {
        case (1...2, UInt8(ascii: ":")): return takeClock()
        case (4, UInt8(ascii: "-")), (4, UInt8(ascii: ".")), (4, UInt8(ascii: "/")): return takeNumericDate()
        case (1...2, UInt8(ascii: ".")): return takeDayFirstDate()
        case (8, _): return takeCompactDate()
        case (4, _):
            guard let number = digits(4...4), year == nil else { return false }
            year = number
            var next = self
            next.skipSpaces()
            guard next.take("年") else { return true }
            self = next
            return takeChineseDay()
        case (1...2, _):
            guard let number = digits(1...2) else { return false }
            if take("時") || take("时") || take("點") || take("点") { return takeChineseClock(hour: number) }
            guard day == nil else { return false }
            day = number
            _ = ["st", "nd", "rd", "th"].contains { take($0) }
            return true
        default: return false
        }
    }

    private mutating func setDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard self.year == nil, self.month == nil, self.day == nil else { return false }
        (self.year, self.month, self.day) = (year, month, day)
        return true
    }

    /// `2025-05-20`, `2025.5.20`, `2025/05/20`; of ISO 8601 the `T` too.
    private mutating func takeNumericDate() -> Bool {
        guard let year = digits(4...4), let mark = rest.first else { return false }
        rest = rest.dropFirst()
        guard let month = digits(1...2), rest.first == mark else { return false }
        rest = rest.dropFirst()
        guard let day = digits(1...2), setDate(year, month, day) else { return false }
        takeMarkOfClock()
        return true
    }

    private mutating func takeCompactDate() -> Bool {
        guard let year = digits(4...4), let month = digits(2...2), let day = digits(2...2), setDate(year, month, day)
        else { return false }
        takeMarkOfClock()
        // Eight digits alone may number anything.
        guard needsClock else { return false }
        guard rest.prefix(while: { Self.isDigit($0) }).count == 6 else { return true }
        guard let hour = digits(2...2), let minute = digits(2...2), let second = digits(2...2) else { return false }
        return setClock(hour, minute, second, fraction: 0)
    }

    private mutating func takeMarkOfClock() {
        if take("T") || take("t") { needsClock = true }
    }

    private mutating func takeDayFirstDate() -> Bool {
        guard let day = digits(1...2), take("."), let month = digits(1...2), take("."), let year = digits(4...4) else {
            return false
        }
        return setDate(year, month, day)
    }

    private mutating func takeChineseDay() -> Bool {
        skipSpaces()
        guard let month = digits(1...2) else { return false }
        skipSpaces()
        guard take("月") else { return false }
        skipSpaces()
        guard let day = digits(1...2) else { return false }
        skipSpaces()
        guard take("日") || take("號") || take("号"), self.month == nil, self.day == nil else { return false }
        (self.month, self.day) = (month, day)
        return true
    }

    private mutating func skipSpaces() { while take(" ") || take("\u{A0}") {} }

    // MARK: Clock and zone

    private mutating func setClock(_ hour: Int, _ minute: Int, _ second: Int, fraction: Double) -> Bool {
        guard clock == nil else { return false }
        clock = (hour, minute, second, fraction)
        needsClock = false
        return true
    }

    private mutating func takeClock() -> Bool {
        guard let hour = digits(1...2), take(":"), let minute = digits(2...2) else { return false }
        guard take(":") else { return setClock(hour, minute, 0, fraction: 0) }
        guard let second = digits(2...2) else { return false }
        var fraction = 0.0
        if let next = rest.dropFirst().first, Self.isDigit(next), take(".") || take(",") {
            let before = rest.count
            guard let value = digits(1...9) else { return false }
            var scale = 1.0
            for _ in 0..<(before - rest.count) { scale *= 10 }
            fraction = Double(value) / scale
        }
        return setClock(hour, minute, second, fraction: fraction)
    }

    private mutating func takeChineseClock(hour: Int) -> Bool {
        guard let minute = digits(2...2) ?? digits(1...1), take("分") else {
            return setClock(hour, 0, 0, fraction: 0)
        }
        guard let second = digits(1...2) else { return setClock(hour, minute, 0, fraction: 0) }
        return take("秒") && setClock(hour, minute, second, fraction: 0)
    }

    /// `+08:00`, `-0500`, `+8`.
    private mutating func takeOffset() -> Bool {
        guard clock != nil, zone == nil || isZoneOpen else { return false }
        let sign = take("-") ? -1 : 1
        if sign == 1 { rest = rest.dropFirst() }
        guard let hours = digits(2...2) ?? (isZoneOpen ? digits(1...1) : nil), hours <= 18 else { return false }
        var minutes = 0
        if take(":") || rest.first.map(Self.isDigit) == true {
            guard let value = digits(2...2), value < 60 else { return false }
            minutes = value
        }
        zone = sign * (hours * 3_600 + minutes * 60)
        isZoneOpen = false
        return true
    }

    // MARK: Words

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    /// Hours from Greenwich. `CST` is China's, as the CMS means it.
    private static let zones = [
        "hkt": 8, "cst": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "gmt": 0, "utc": 0, "z": 0,
        "wet": 0, "bst": 1, "cet": 1, "west": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4,
        "cdt": -5,
        "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    ]

    private mutating func takeWord() -> Bool {
        let letters = rest.prefix(12).prefix { Self.isLetter($0) }
        let word = String(decoding: letters, as: UTF8.self).lowercased()
        rest = rest.dropFirst(letters.count)
        if word.utf8.count >= 3 {
            if let index = Self.months.firstIndex(where: { $0.hasPrefix(word) || word == "sept" && $0 == "september" })
            {
                guard month == nil else { return false }
                month = index + 1
                _ = take(".")
                return true
            }
            if Self.weekdays.contains(where: { $0.hasPrefix(word) }) {
                _ = take(".")
                return true
            }
        }
        switch word {
        case "am", "pm": return setHalf(word == "am" ? .morning : .afternoon)
        case "a", "p": return take(".m.") && setHalf(word == "a" ? .morning : .afternoon)
        case "at": return true
        default: break
        }
        guard zone == nil, let hours = Self.zones[word] else { return false }
        zone = hours * 3_600
        isZoneOpen = word == "gmt" || word == "utc"
        return true
    }

    private mutating func setHalf(_ half: Half) -> Bool {
        guard self.half == nil else { return false }
        self.half = half
        return true
    }

    /// A bracket without digits: a weekday, or the zone's name.
    private mutating func takeBracket() -> Bool {
        guard take("(") || take("（") else { return false }
        for _ in 0..<60 {
            if take(")") || take("）") { return true }
            guard let byte = rest.popFirst(), !Self.isDigit(byte) else { return false }
        }
        return false
    }

    private mutating func takeChinese() -> Bool {
        if take("星期") || take("週") || take("周") || take("禮拜") || take("礼拜") {
            return ["一", "二", "三", "四", "五", "六", "日", "天"].contains { take($0) }
        }
        if take("上午") || take("早上") || take("凌晨") { return setHalf(.morning) }
        if take("中午") { return setHalf(.noon) }
        return (take("下午") || take("晚上")) && setHalf(.afternoon)
    }

    // MARK: Bytes

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard rest.count >= count,
            text.withUTF8Buffer({ rest.starts(with: $0) })
        else { return false }
        rest = rest.dropFirst(count)
        return true
    }

    private mutating func digits(_ count: ClosedRange<Int>) -> Int? {
        let found = rest.prefix(count.upperBound).prefix { Self.isDigit($0) }
        guard found.count >= count.lowerBound else { return nil }
        rest = rest.dropFirst(found.count)
        return found.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    // MARK: The time

    private func date(defaultZone: TimeZone) -> Date? {
        guard let year, let month, let day, year >= 1970, (1...12).contains(month),
            (1...CivilDate.daysInMonth(month, year: year)).contains(day)
        else { return nil }
        var (hour, minute, second, fraction) = clock ?? (0, 0, 0, 0)
        switch half {
        case .morning where hour == 12: hour = 0
        case .noon where hour < 11, .afternoon where hour < 12: hour += 12
        default: break
        }
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        let local =
            CivilDate.days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
        let offset = zone ?? defaultZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(local)))
        return Date(timeIntervalSince1970: Double(local - offset) + fraction)
    }
}
