import DotNewsFoundation
import DotNewsModels

/// The time of a change as exports write it: ISO 8601 in UTC with milliseconds, such as `2025-11-03T08:15:30.250Z`.
struct ReaderTimestamp: Codable, Hashable, Sendable {
    /// Milliseconds since 1970, to the end of the year 9999.
    let milliseconds: Int64

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard text.utf8.count <= 40, text.contains("T"),
            let date = PublicationTime.date(from: text, timeZone: TimeZone(secondsFromGMT: 0) ?? .gmt),
            (0...Date.maximumChangeTime).contains(date.storedMilliseconds)
        else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a time in ISO 8601 from 1970 to 9999")
        }
        milliseconds = date.storedMilliseconds
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private var text: String {
        let (days, rest) = Int(milliseconds).flooredQuotientAndRemainder(by: 86_400_000)
        let (year, month, day) = CivilDate.fromDays(days)
        let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60)
        return "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))T\(hour.padded(to: 2))"
            + ":\(minute.padded(to: 2)):\(second.padded(to: 2)).\((rest % 1_000).padded(to: 3))Z"
    }
}
