import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// What becomes of the fields of a listed article.
@Suite struct ArticleSummaryTests {
    private let site = CannedSite()

    @Test func `an article is read with all that lists show`() async throws {
        let article = try await site.summary(StoryFixture())
        #expect(article.id.rawValue == StoryFixture.id)
        #expect(article.title == "Deepline | East span reopens 1")
        #expect(article.kicker == "Deepline |")
        #expect(article.summary == "Engineers closed the east span for two hours.")
        #expect(
            article.column == ColumnReference(id: CannedSite.column, name: "Deepline", path: ColumnPath("deepline")))
        #expect(article.publishedAt == PublicationTime.date(from: "2025-11-03T15:29:00+08:00"))
        #expect(article.updatedAt == PublicationTime.date(from: "2025-11-03T16:00:00.250+08:00"))
        #expect(article.address.string == "https://english.dotdotnews.com\(StoryFixture.path).html")
        #expect(article.jsonAddress?.string == "https://english.dotdotnews.com\(StoryFixture.path).json")
        #expect(article.shareAddress?.path == "/s/202511/03/\(StoryFixture.id).html")
        #expect(article.author == "Ada")
        #expect(article.source == "Harbour Wire")
        #expect(article.keywords == ["east span", "bridge", "harbour"])
        #expect(article.tags.isEmpty)
        #expect(article.thumbnail?.address.string == "https://dw-media.dotdotnews.com/dams/1.jpg")
        #expect(article.articleType == .article)
        #expect(article.mediaDuration == nil)
        #expect(article.allowsComments)
    }

    @Test func `the other dialect of the CMS is read as well`() async throws {
        let article = try await site.list(
            json: """
                {"data":{"stories":[{"id":"AP690800aae4b0e343b0e2aa01","title":"港灣大橋重開","type":1,"status":3,
                "channelId":1001,"url":"http://127.0.0.1:8081/a/202506/30/AP690800aae4b0e343b0e2aa01.html",
                "jsonUrl":"http://127.0.0.1:8081/a/202506/30/AP690800aae4b0e343b0e2aa01.json",
                "publishTime":"2025-06-30T22:00:00+08:00","tags":[{"id":7,"name":"交通"},{"id":8,"name":"無"}],
                "columnId":"0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f","columnName":"港聞","allowComment":true,
                "thumbnails":[{"url":"http://127.0.0.1:8081/r/x.jpg?w=600","proportion":"4:3"}],"weight":3}]}}
                """
        ).articles[0]
        #expect(article.title == "港灣大橋重開")
        #expect(article.tags == ["交通"])
        #expect(article.column?.id.rawValue == "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f")
        #expect(article.column?.path == nil)
        #expect(article.publishedAt == PublicationTime.date(from: "2025-06-30T22:00:00+08:00"))
        #expect(article.thumbnail?.address.query == "w=600")
        #expect(article.articleType == .article)
        #expect(article.allowsComments)
    }

    // MARK: Text

    @Test(arguments: [
        ("  點觀香港｜東橋檢查後重開　工程師：一周內可修妥\u{3000}", "點觀香港｜東橋檢查後重開　工程師：一周內可修妥"),
        ("\u{FEFF}简体标题", "简体标题"), ("Two\r\nlines\tand more", "Two lines and more"),
        ("Fish &amp; chips &lt;cheap&gt; &quot;now&quot; it&#39;s&nbsp;here", "Fish & chips <cheap> \"now\" it's here"),
        ("&amp;lt; stays a reference &eacute; &", "&lt; stays a reference é &"),
        ("bell\u{7} esc\u{1B}[31m nul\0 c1\u{9B} bidi\u{202E}", "bell esc[31m nul c1 bidi"), ("🚀 發射", "🚀 發射"),
        ("line\u{2028}separator", "line separator"), ("a  b", "a  b"), ("臺灣\n", "臺灣"),
    ])
    func `titles become one clean line`(wire: String, title: String) async throws {
        #expect(try await site.summary(StoryFixture().with(["title": .text(wire)])).title == title)
    }

    @Test func `long texts are cut`() async throws {
        let article = try await site.summary(
            StoryFixture().with([
                "title": .text(String(repeating: "長", count: 5_000)),
                "keywords": [
                    .text(String(repeating: "a\u{301}", count: 9_000)),
                    .text("a" + String(repeating: "\u{301}", count: 9_000)),
                ],
            ]))
        #expect(article.title.count == 1_000)
        #expect(article.keywords[0].unicodeScalars.count == 100)
        // More marks on one letter make Swift slow (UAX #15, section 13).
        #expect(article.keywords[1].unicodeScalars.count == 31)
    }

    @Test(
        arguments: [
            ("summary", nil as Wire), ("summary", ""), ("summary", " \u{3000}\n"), ("summary", [1]), ("summary", true),
        ] as [(String, Wire)])
    func `the description stands in for a missing summary`(name: String, value: Wire) async throws {
        let article = try await site.summary(StoryFixture().with([name: value]))
        #expect(article.summary == "Engineers closed the east span.")
    }

    @Test func `the origin stands in for a missing source`() async throws {
        #expect(try await site.summary(StoryFixture().with(["source": "", "origin": "港灣通訊社"])).source == "港灣通訊社")
    }

    @Test(
        arguments: [
            (["無"] as Wire, [] as [String]), (["无", "None", "", "\u{3000}", "NONE"], []),
            (["交通\u{3000}", "交通", " 橋 "], ["交通", "橋"]),
            ([12, true, nil, ["x"], "北"], ["12", "北"]), ([["id": 1, "name": "交通"], ["name": "無"], ["id": 2]], ["交通"]),
            ("東橋,檢查、港灣；無", ["東橋", "檢查", "港灣"]), (nil, []), (17, []), (["name": "單個"], ["單個"]),
        ] as [(Wire, [String])])
    func `keywords and tags are words, not the absence of words`(wire: Wire, words: [String]) async throws {
        let article = try await site.summary(StoryFixture().with(["keywords": wire, "tags": wire]))
        #expect(article.keywords == words)
        #expect(article.tags == words)
    }

    // MARK: Addresses

    @Test func `a missing address is built from what else the article says`() async throws {
        let page = "https://english.dotdotnews.com\(StoryFixture.path).html"
        for article in [
            StoryFixture().without("url"), StoryFixture().with(["url": ""]), StoryFixture().without("url", "prUrl"),
            StoryFixture().with(["url": "javascript:alert(1)", "prUrl": "無"]),
            StoryFixture().with(["url": 7, "prUrl": ["x"]]),
            StoryFixture().with(["url": "//english.dotdotnews.com\(StoryFixture.path).html"]),
        ] {
            #expect(try await site.summary(article).address.string == page)
        }
    }

    @Test func `a path is on the host of the article's other addresses, when that is the publisher's`() async throws {
        let article = StoryFixture().without("url", "prUrl")
        let chinese = CannedSite(edition: .dotdotnews)
        #expect(try await chinese.summary(article).address.host == "english.dotdotnews.com")
        let elsewhere = article.with(["jsonUrl": "https://elsewhere.example/a.json"])
        #expect(try await chinese.summary(elsewhere).address.host == "www.dotdotnews.com")
    }

    @Test func `a missing JSON address is the page's with another ending`() async throws {
        let article = try await site.summary(
            StoryFixture().with(["jsonUrl": nil, "url": "\(site.edition.site)\(StoryFixture.path).html?from=app"]))
        #expect(article.jsonAddress?.string == "https://english.dotdotnews.com\(StoryFixture.path).json")
        let odd = try await site.summary(
            StoryFixture().with(["jsonUrl": "", "url": "\(site.edition.site)/special/bridge"]))
        #expect(odd.jsonAddress == nil)
    }

    @Test func `the picture for lists comes from the first place that has one`() async throws {
        func thumbnail(_ changes: [String: Wire]) async throws -> String? {
            try await site.summary(StoryFixture().with(changes)).thumbnail?.address.string
        }
        let host = "https://dw-media.dotdotnews.com"
        #expect(
            try await thumbnail(["thumbnails": [["url": ""], ["prUrl": "//dw-media.dotdotnews.com/p.jpg"]]]) == host
                + "/p.jpg")
        #expect(try await thumbnail(["thumbnails": nil]) == host + "/dams/cover.jpg")
        #expect(try await thumbnail(["thumbnails": ["\(host)/plain.jpg"]]) == host + "/plain.jpg")
        #expect(try await thumbnail(["thumbnails": [["url": "data:image/png;base64,AA"]], "coverImages": []]) == nil)
        #expect(
            try await thumbnail([
                "thumbnails": [], "coverImages": nil, "mediaStream": ["previewUrl": "\(host)/still.jpg"],
            ]) == host + "/still.jpg")
    }

    // MARK: Times

    @Test(
        arguments: [
            ("2025-11-03 15:29:00" as Wire), "2025.11.03 15:29", "Mon Nov 03 15:29:00 HKT 2025", "2025-11-03T07:29:00Z",
            1_762_154_940, 1_762_154_940_000, 1_762_154_940_000_000, "1762154940000",
        ] as [Wire])
    func `a time is read in each of its forms`(wire: Wire) async throws {
        let article = try await site.summary(
            StoryFixture().with(["publishTime": wire, "published": nil, "order": nil]))
        #expect(article.publishedAt == Date(timeIntervalSince1970: 1_762_154_940))
    }

    @Test func `a time that cannot be read is absent, or said elsewhere`() async throws {
        let bad: [String: Wire] = ["publishTime": "2025-02-30T00:00:00+08:00"]
        #expect(
            try await site.summary(StoryFixture().with(bad)).publishedAt == Date(timeIntervalSince1970: 1_762_154_940))
        let worse = bad.merging(["published": "soon", "order": "1762154940000000"]) { $1 }
        #expect(
            try await site.summary(StoryFixture().with(worse)).publishedAt == Date(timeIntervalSince1970: 1_762_154_940)
        )
        for order in [17, 0, -1, 1e300, "x", true, nil] as [Wire] {
            let article = StoryFixture().with(["publishTime": true, "published": "", "order": order, "updated": [1]])
            let summary = try await site.summary(article)
            #expect(summary.publishedAt == nil)
            #expect(summary.updatedAt == nil)
        }
    }

    @Test func `a time without zone is the edition's`() async throws {
        var edition = Edition.dotdotnewsEnglish
        edition.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let article = try await CannedSite(edition: edition).summary(
            StoryFixture().with(["publishTime": "2025-11-03 15:29:00"]))
        #expect(article.publishedAt == Date(timeIntervalSince1970: 1_762_154_940 + 8 * 3_600))
    }

    // MARK: SiteColumn, media, comments

    @Test func `the column's path is what is known of it`() async throws {
        func path(_ changes: [String: Wire]) async throws -> String? {
            try await site.summary(StoryFixture().with(changes)).column?.path?.rawValue
        }
        let inner: Wire = ["name": "港聞", "url": "https://english.dotdotnews.com/immed/hknews"]
        #expect(try await path(["breadcrumbs": [inner]]) == "immed/hknews")
        #expect(try await path(["breadcrumbs": nil]) == "deepline")
        #expect(try await path(["breadcrumbs": [["uri": "/"]], "columnDirname": ""]) == nil)
        #expect(try await path(["breadcrumbs": "deepline", "columnDirname": "../etc"]) == nil)
        #expect(try await site.summary(StoryFixture().with(["columnId": 5])).column?.id.rawValue == "5")
        #expect(try await site.summary(StoryFixture().with(["columnId": "a/b"])).column == nil)
    }

    @Test(
        arguments: [
            (["duration": 95, "url": "x"] as Wire, "00:00" as Wire, 95 as Double?),
            (["duration": "95.5"], "1:00", 95.5),
            (["duration": 0], "12:05", 725), (nil, "1:02:05", 3_725), (nil, "00:00", nil), ("x", "soon", nil),
            (["duration": -3], "1:-2", nil), (nil, 125, nil),
        ] as [(Wire, Wire, Double?)])
    func `a video's length is the stream's or the one shown`(stream: Wire, shown: Wire, seconds: Double?) async throws {
        let article = StoryFixture().with(["mediaStream": stream, "videoTime": shown, "storyType": "VIDEO"])
        let summary = try await site.summary(article)
        #expect(summary.mediaDuration == seconds)
        #expect(summary.articleType == .video)
    }

    @Test(
        arguments: [
            (1 as Wire, nil as Wire, true), (0, true, false), ("1", nil, true), ("true", nil, true), (true, 0, true),
            (nil, true, true), ("perhaps", "1", true), (nil, nil, false), ([1], false, false),
        ] as [(Wire, Wire, Bool)])
    func `comments are allowed when the article says so`(can: Wire, allow: Wire, isAllowed: Bool) async throws {
        let article = StoryFixture().with(["canComment": can, "allowComment": allow])
        #expect(try await site.summary(article).allowsComments == isAllowed)
    }
}
