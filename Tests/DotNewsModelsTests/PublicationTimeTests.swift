import DotNewsModels
import Foundation
import Testing

@Suite struct PublicationTimeTests {
    @Test(arguments: [
        ("2025-05-20T15:29:00.000+08:00", "2025-05-20T15:29:00+08:00"),
        ("2025-05-20T07:29:00Z", "2025-05-20T15:29:00+08:00"),
        ("2025-05-20T15:29:00+0800", "2025-05-20T15:29:00+08:00"),
        ("Wed Jun 25 19:29:33 HKT 2025", "2025-06-25T19:29:33+08:00"),
        ("2025.05.20 15:29", "2025-05-20T15:29:00+08:00"),
        (" 2021-03-01 10:52:32\u{3000}", "2021-03-01T10:52:32+08:00"),
        ("2024-02-29", "2024-02-29T00:00:00+08:00"), ("2025-05-20T03:59:00-03:30", "2025-05-20T15:29:00+08:00"),
        ("2025-05-20T15:29:00 UTC", "2025-05-20T23:29:00+08:00"), ("20250520T152900+0800", "2025-05-20T15:29:00+08:00"),
        ("2025-05-20 15:29:00 -0400", "2025-05-21T03:29:00+08:00"),
        ("2025-05-20 HKT 15:29", "2025-05-20T15:29:00+08:00"),
        ("2025年5月20日", "2025-05-20T00:00:00+08:00"), ("2025年05月20日 15:29", "2025-05-20T15:29:00+08:00"),
        ("2025 年 5 月 20 日（星期二）15:29:01", "2025-05-20T15:29:01+08:00"),
        ("2025年5月20日 星期二 下午3時29分", "2025-05-20T15:29:00+08:00"), ("2025-05-20\u{A0}15:29", "2025-05-20T15:29:00+08:00"),
        ("20.05.2025 15:29", "2025-05-20T15:29:00+08:00"),
        ("Tue, 20 May 2025 15:29:00 -0600", "2025-05-21T05:29:00+08:00"),
        ("20 May 2025 07:29 GMT", "2025-05-20T15:29:00+08:00"),
        ("May 20th, 2025 at 3:29 p.m.", "2025-05-20T15:29:00+08:00"), ("Sept. 3, 2025", "2025-09-03T00:00:00+08:00"),
        ("12:05 am, May 20, 2025", "2025-05-20T00:05:00+08:00"),
        ("Tue May 20 2025 07:29:00 GMT+0000 (Coordinated Universal Time)", "2025-05-20T15:29:00+08:00"),
        ("Tue May 20 15:29:00 GMT+08:00 2025", "2025-05-20T15:29:00+08:00"),
        ("Tue May 20 09:29:00 CEST 2025", "2025-05-20T15:29:00+08:00"),
    ])
    func `every absolute form of the CMS is read`(text: String, expected: String) throws {
        let date = try #require(PublicationTime.date(from: text))
        #expect(PublicationTime.string(from: date) == expected)
    }

    @Test(arguments: [
        "", "now", "2025-02-29", "2025-13-01 00:00", "2025-05-20T24:00:00Z", "2025-05-20T15:29:00+99:00",
        "2025-05-20T15:29:00+19:00",
        "2025-05-20T15:29:00.000+08:00 extra", "0", "1747726140000", "Wed Jun 31 19:29:33 HKT 2025", "無", "2025-05.20",
        "20250520", "2025-05-20T", "20 May", "May 2025", "2025-05-20 15:29 15:30", "2025年5月", "2025-05-20+08:00",
        "32.05.2025",
        "20 May 2025 May", "2025-05-20 15:29 +08:00 +08:00", "第20號", "2025年13月1日", "2025-05-20 (5)",
    ])
    func `what is not a time is absent, never now`(text: String) {
        #expect(PublicationTime.date(from: text) == nil)
    }

    @Test(arguments: [(".5", 0.5), (".25", 0.25), (",125", 0.125), (".000", 0), (".500000000", 0.5)])
    func `fractions of a second have any number of digits`(fraction: String, seconds: Double) {
        let date = PublicationTime.date(from: "2025-05-20T07:29:00\(fraction)Z")
        #expect(date == Date(timeIntervalSince1970: 1_747_726_140 + seconds))
    }

    @Test func `a time is written in zones on both sides of Greenwich`() throws {
        let date = try #require(PublicationTime.date(from: "2025-05-20T07:29:00Z"))
        for (offset, text) in [(-12_600, "03:59:00-03:30"), (20_700, "13:14:00+05:45"), (-36_000, "21:29:00-10:00")] {
            let zone = try #require(TimeZone(secondsFromGMT: offset))
            let written = PublicationTime.string(from: date, timeZone: zone)
            #expect(written.hasSuffix("T" + text) && PublicationTime.date(from: written) == date)
        }
    }

    @Test(arguments: [
        ("發佈時間：2025-05-20 15:29　來源：本報", "2025-05-20T15:29:00+08:00", true),
        ("Posted on May 20, 2025 by 3 people", "2025-05-20T00:00:00+08:00", false),
        ("No. 7 2025/05/20 15:29:01 所屬分類", "2025-05-20T15:29:01+08:00", true),
    ])
    func `a time is found among other words`(text: String, expected: String, hasClock: Bool) throws {
        let found = try #require(PublicationTime.date(within: text))
        #expect(PublicationTime.string(from: found.date) == expected)
        #expect(found.hasClock == hasClock)
    }

    @Test(arguments: ["", "共 20 頁", "12025-05-20", "May be 3 of 2025", "3:29", "2025年度預算"])
    func `words without a whole day hold no time`(text: String) {
        #expect(PublicationTime.date(within: text) == nil)
    }

    @Test(arguments: [
        ("16分鐘前", 960.0), ("2小時前", 7_200), ("2小时前", 7_200), ("38 minutes ago", 2_280), ("an hour ago", 3_600),
        ("1 day ago", 86_400), ("3天前", 259_200), ("剛剛", 0), ("just now", 0), ("\n 5分钟前 ", 300),
    ])
    func `relative times of lists count back from the answer`(text: String, seconds: Double) {
        let now = Date(timeIntervalSince1970: 1_762_156_920)
        #expect(PublicationTime.date(fromRelative: text, to: now) == now.addingTimeInterval(-seconds))
    }

    @Test func `writing and reading agree over a century`() {
        for day in stride(from: 0, to: 36_525, by: 13) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 43_261)
            #expect(PublicationTime.date(from: PublicationTime.string(from: date)) == date)
            #expect(PublicationTime.date(from: PublicationTime.string(from: date, timeZone: .gmt)) == date)
        }
    }
}
