import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@Suite
struct HTTPDateTests {
    private let example = Date(timeIntervalSince1970: 784_111_777)

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func `the three forms of the standard's own example are one date`(_ text: String) {
        #expect(HTTPDate.date(from: text, now: Date(timeIntervalSince1970: 1_700_000_000)) == example)
    }

    @Test func `a date is written in the first form`() {
        #expect(HTTPDate.string(from: example) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.string(from: example + 0.9) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.string(from: Date(timeIntervalSince1970: 0)) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.string(from: Date(timeIntervalSince1970: -1)) == "Wed, 31 Dec 1969 23:59:59 GMT")
        #expect(HTTPDate.string(from: Date(timeIntervalSince1970: 1_709_210_096)) == "Thu, 29 Feb 2024 12:34:56 GMT")
    }

    @Test func `what is written is read back, over ten thousand dates`() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<10_000 {
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator)
            let date = Date(timeIntervalSince1970: Double(seconds))
            let text = HTTPDate.string(from: date)
            #expect(HTTPDate.date(from: text) == date, "\(text)")
        }
    }

    @Test func `it agrees with Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "GMT"))
        let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        var generator = SeededGenerator(seed: 43)
        for _ in 0..<500 {
            let date = Date(timeIntervalSince1970: Double(Int64.random(in: 0...4_102_444_800, using: &generator)))
            let parts = calendar.dateComponents([.year, .day, .weekday, .hour, .minute, .second], from: date)
            let words = HTTPDate.string(from: date).split(separator: " ")
            #expect(words[0] == names[try #require(parts.weekday) - 1] + ",")
            #expect(Int(words[1]) == parts.day)
            #expect(Int(words[3]) == parts.year)
            #expect(words[4].split(separator: ":").map { Int($0) } == [parts.hour, parts.minute, parts.second])
        }
    }

    @Test func `a year of two digits is the nearest one`() {
        let now = Date(timeIntervalSince1970: 1_700_000_000)  // 2023
        func year(_ digits: String) -> String? {
            HTTPDate.date(from: "Sunday, 06-Nov-\(digits) 08:49:37 GMT", now: now)
                .map { String(HTTPDate.string(from: $0).split(separator: " ")[3]) }
        }
        #expect(year("23") == "2023")
        #expect(year("73") == "2073")
        #expect(year("74") == "1974")
        #expect(year("00") == "2000")
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 2024 00:00:00 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 0000 08:49:37 GMT", "Sun, 06 Nov 19941 08:49:37 GMT", "2024-02-29T12:34:56Z",
        "Sun, ０６ Nov 1994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        "Thu, 29 Feb 2023 12:34:56 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
    ])
    func `anything else is no date`(_ text: String) {
        #expect(HTTPDate.date(from: text) == nil)
    }

    @Test func `a leap second is the first of the next minute`() {
        #expect(
            HTTPDate.date(from: "Sat, 31 Dec 2016 23:59:60 GMT") == HTTPDate.date(from: "Sun, 01 Jan 2017 00:00:00 GMT")
        )
    }
}
