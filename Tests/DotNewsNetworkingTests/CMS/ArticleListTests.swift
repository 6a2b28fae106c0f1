import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

/// How a list survives what is wrong with it.
@Suite struct ArticleListTests {
    private let site = CannedSite()

    private func ids(_ list: ArticleList) -> [String] { list.articles.map(\.id.rawValue) }
    private func id(_ number: Int) -> String { "AP690800aae4b0e343b0e2a" + String(format: "%03x", 0xA00 + number) }

    @Test func `a list is read in its order, with its name`() async throws {
        let list = try await site.list([3, 1, 2].map { StoryFixture(number: $0) })
        #expect(list.name == "Deepline")
        #expect(ids(list) == [3, 1, 2].map(id))
        #expect(list.isComplete)
        #expect(list.skipped.isEmpty)
        #expect(list.withdrawn.isEmpty)
    }

    @Test(arguments: [
        #"{"code":0,"data":{"stories":[]}}"#, #"{"data":{"stories":null,"name":"x"}}"#, #"{"data":[]}"#, "[]",
        #"{"code":200,"msg":"success","data":[]}"#, #"{"code":"0","data":[]}"#, #"{"code":null,"data":{"list":[]}}"#,
        #"{"code":"SUCCESS","data":[]}"#, " \n{\"data\":[]}\n",
    ])
    func `an empty list is no error`(json: String) async throws {
        let list = try await site.list(json: json)
        #expect(list.articles.isEmpty)
        #expect(list.isComplete)
    }

    @Test func `an article without id, title or address is skipped, with the reason`() async throws {
        let list = try await site.list([
            StoryFixture(number: 1), StoryFixture(number: 2).without("id"),
            StoryFixture(number: 3).with(["id": "AP12"]),
            StoryFixture(number: 4).with(["title": "\u{3000}\n"]), StoryFixture(number: 5).without("title"),
            StoryFixture(number: 6).with(["url": "ftp://x/", "prUrl": nil, "uri": ""]),
            StoryFixture(number: 7).without("id", "title"), StoryFixture(number: 8),
        ])
        #expect(ids(list) == [1, 8].map(id))
        #expect(
            list.skipped == [
                SkippedArticle(what: "Deepline | East span reopens 2", why: "it has no id"),
                SkippedArticle(
                    what: "Deepline | East span reopens 3", why: "its id is not AP and 24 hexadecimal digits"),
                SkippedArticle(what: id(4), why: "it has no title"),
                SkippedArticle(what: id(5), why: "it has no title"),
                SkippedArticle(what: id(6), why: "it has no acceptable address"),
                SkippedArticle(what: "article 7", why: "it has no id"),
            ])
        #expect(list.isComplete)
    }

    @Test func `elements that are no articles are skipped`() async throws {
        let good = StoryFixture().json
        let list = try await site.list(json: #"{"data":{"stories":[null,7,"x",[{"id":1}],NaN,\#(good),true]}}"#)
        #expect(ids(list) == [id(1)])
        #expect(
            list.skipped.map(\.what) == ["article 1", "article 2", "article 3", "article 4", "article 5", "article 7"])
        #expect(list.isComplete)
    }

    @Test func `an article comes once, as it came first`() async throws {
        let list = try await site.list([
            StoryFixture(), StoryFixture().with(["title": "Again"]), StoryFixture().with(["publishStatus": 2]),
        ])
        #expect(list.articles.map(\.title) == ["Deepline | East span reopens 1"])
        #expect(list.withdrawn.isEmpty)
    }

    @Test(
        arguments: [
            (["publishStatus": 0] as [String: Wire], true), (["publishStatus": 2], true),
            (["publishStatus": "3"], true),
            (["publishStatus": false], true), (["publishStatus": 1.5], true), (["publishStatus": "1"], false),
            (["publishStatus": nil], false), (["publishStatus": true], false), (["publishStatus": "published"], false),
            (["publishStatus": [2]], false), (["status": 3, "publishStatus": nil], false),
            (["expired": true], true), (["expired": 1], true), (["expired": "1"], true), (["expired": false], false),
            (["expired": "0"], false), (["expired": ""], false), (["expired": "2025-11-03T00:00:00.000+08:00"], true),
            (["expired": "2025-11-05T00:00:00.000+08:00"], false), (["expired": 1_762_100_000_000], true),
            (["expired": 1_762_300_000_000], false), (["expired": "never"], false), (["expired": [1]], false),
        ] as [([String: Wire], Bool)])
    func `an article that is not for readers is withdrawn`(changes: [String: Wire], isWithdrawn: Bool) async throws {
        let list = try await site.list([StoryFixture().with(changes), StoryFixture(number: 2)])
        #expect(list.withdrawn.map(\.rawValue) == (isWithdrawn ? [id(1)] : []))
        #expect(ids(list) == (isWithdrawn ? [id(2)] : [id(1), id(2)]))
        #expect(list.skipped.isEmpty)
    }

    @Test func `a withdrawn article needs no title`() async throws {
        let list = try await site.list([StoryFixture().with(["publishStatus": 2, "title": nil, "url": nil])])
        #expect(list.withdrawn.map(\.rawValue) == [id(1)])
    }

    @Test func `an expiry is measured by the server's clock`() async throws {
        let address = site.client.hotListAddress(of: CannedSite.channel).string
        let json = #"{"data":[\#(StoryFixture().with(["expired": "2025-11-05T00:00:00.000+08:00"]).json)]}"#
        site.transport.answer(address, json, headers: ["Date": "Tue, 04 Nov 2025 20:49:37 GMT"])
        let answer = try await site.client.hotList(channel: CannedSite.channel)
        #expect(answer.date == PublicationTime.date(from: "2025-11-04T20:49:37Z"))
        #expect(answer.value?.withdrawn.count == 1)
    }

    @Test func `a server's clock that is far ahead has nothing expire`() async throws {
        let address = site.client.hotListAddress(of: CannedSite.channel).string
        let json = #"{"data":[\#(StoryFixture().with(["expired": "2025-11-05T00:00:00.000+08:00"]).json)]}"#
        site.transport.answer(address, json, headers: ["Date": "Fri, 31 Dec 9999 23:59:59 GMT"])
        #expect(try await site.client.hotList(channel: CannedSite.channel).value?.withdrawn.isEmpty == true)
    }

    @Test func `of a field that comes twice the last counts`() async throws {
        let article = StoryFixture().json.dropLast() + #","title":"Second","keywords":["second"],"summary":null}"#
        let list = try await site.list(json: #"{"data":{"stories":[1]},"data":{"stories":[\#(article)]}}"#)
        #expect(list.articles.map(\.title) == ["Second"])
        #expect(list.articles.first?.keywords == ["second"])
        #expect(list.articles.first?.summary == "Engineers closed the east span.")
        #expect(list.skipped.isEmpty)
    }

    // MARK: Cut off and broken

    @Test func `what came before the cut arrives, without a version`() async throws {
        let articles = (1...3).map { StoryFixture(number: $0).json }
        let whole = #"{"code":0,"data":{"name":"Deepline","stories":[\#(articles.joined(separator: ","))]}}"#
        let cut = String(whole.dropLast(articles[2].count / 2))
        let address = site.client.articlesAddress(of: CannedSite.column, channel: CannedSite.channel).string
        site.transport.answer(address, cut, headers: ["ETag": "\"v1\""])
        let answer = try await site.client.articles(in: CannedSite.column, channel: CannedSite.channel)
        let list = try #require(answer.value)
        #expect(ids(list) == [1, 2].map(id))
        #expect(!list.isComplete)
        #expect(
            list.skipped == [
                SkippedArticle(what: "the list after article 2", why: "it is cut off after \(cut.utf8.count) bytes")
            ])
        #expect(answer.version == ResourceVersion())
        site.transport.answer(address, whole, headers: ["ETag": "\"v1\""])
        let second = try await site.client.articles(in: CannedSite.column, channel: CannedSite.channel)
        #expect(second.version == ResourceVersion(entityTag: "\"v1\""))
        #expect(second.value?.isComplete == true)
    }

    @Test func `a list cut off anywhere brings whole articles or an error, never half an article`() async throws {
        let articles = (1...3).map { StoryFixture(number: $0).without("article", "mapProperties", "images").json }
        let whole = Array(#"{"code":0,"data":{"name":"D","stories":[\#(articles.joined(separator: ","))]}}"#.utf8)
        let expected = try await site.list(json: String(decoding: whole, as: UTF8.self)).articles
        #expect(expected.count == 3)
        let address = site.client.hotListAddress(of: CannedSite.channel).string
        for count in stride(from: 0, to: whole.count, by: 7) {
            site.transport.answer(address, with: CannedTransport.Answer(body: Data(whole[..<count])))
            do {
                let list = try #require(try await site.client.hotList(channel: CannedSite.channel).value)
                #expect(list.articles == Array(expected.prefix(list.articles.count)))
                #expect(!list.isComplete)
                #expect(list.skipped.count == 1)
            } catch let error as CMSError {
                guard case .malformed = error else {
                    Issue.record(error)
                    return
                }
            }
        }
    }

    @Test(arguments: [
        #"{"code":0}"#, #"{"code":0,"data":null}"#, #"{"data":{}}"#, #"{"data":{"stories":7}}"#,
        #"{"data":{"stories":{"id":"AP690800aae4b0e343b0e2aa01"}}}"#, #"{"data":"x"}"#, "{", #"{"code":0,"da"#, "",
        "  ", "{}",
    ])
    func `an answer without a list is an error`(json: String) async throws {
        let error = await #expect(throws: CMSError.self) { try await site.list(json: json) }
        guard case .malformed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `something behind the end makes the list incomplete`() async throws {
        let list = try await site.list(json: #"{"data":{"stories":[\#(StoryFixture().json)]}} <!-- cached -->"#)
        #expect(ids(list) == [id(1)])
        #expect(!list.isComplete)
    }

    @Test func `an error envelope is an error, before or behind the data`() async throws {
        for json in [
            #"{"code":500,"msg":"Column &amp; channel\n do not match","data":{"stories":[]}}"#,
            #"{"data":[],"message":"Column & channel do not match","code":"500"}"#,
            #"{"code":500,"msg":"Column & channel do not match"}"#,
        ] {
            let error = await #expect(throws: CMSError.self) { try await site.list(json: json) }
            guard case .envelope(let code, let message, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(code == "500")
            #expect(message == "Column & channel do not match")
        }
        let long = String(repeating: "錯", count: 9_000)
        let error = await #expect(throws: CMSError.self) {
            try await site.list(json: #"{"code":"E-7","msg":"\#(long)"}"#)
        }
        #expect(error?.description.count ?? 0 < 400)
    }

    @Test func `a list has a limit, and says so`() async throws {
        let list = try await site.list(json: "[" + String(repeating: "1,", count: 10_000) + StoryFixture().json + ",2]")
        #expect(list.articles.isEmpty)
        #expect(list.skipped.count == ArticleList.maximumSkipped)
        #expect(!list.isComplete)
    }

    // MARK: Wrong types everywhere

    private static let junk: [Wire] = [
        nil, true, false, 0, -1, 7, 2.5, 1e300, "", "無", "x", "1", "\u{3000}", [], [[]], .object([:]),
        [1, "a", nil, ["b": []]], "{\"id\":1}",
        ["url": 7], ["url": ["url": "x"]], ["stories": [1]], .raw("NaN"), .raw("01"), .raw("undefined"),
        .raw(#""\ud800 \x""#),
        "//", "http://", "https://a@b/", "javascript:1", "\0\u{1B}[2J", .text(String(repeating: "長", count: 3_000)),
        "2025-13-45T99:00:00Z", "12:60:99", "999:999:999",
    ]

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `a field of a wrong type never loses the other articles`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let names = StoryFixture().fields.keys.sorted() + ["allowComment", "unknownField"]
        for _ in 0..<60 {
            var article = StoryFixture(number: 2)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let name = names.randomElement(using: &generator)!
                article.fields[name] = Self.junk.randomElement(using: &generator)!
            }
            let list = try await site.list([StoryFixture(number: 1), article, StoryFixture(number: 3)])
            #expect(list.isComplete, "\(article.json)")
            #expect(Set(ids(list)).isSuperset(of: [id(1), id(3)]), "\(article.json)")
            #expect(list.articles.count + list.withdrawn.count + list.skipped.count == 3, "\(article.json)")
            #expect(list.articles.allSatisfy { !$0.title.isEmpty && !$0.tags.contains("無") })
            #expect(list.articles.first == (try await site.summary(StoryFixture(number: 1))))
        }
    }

    @Test(arguments: [15, 16] as [UInt64])
    func `a wrong type deeper inside never loses the other articles`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let names = [
            "thumbnails", "coverImages", "images", "breadcrumbs", "mediaStream", "tags", "keywords", "relatedStories",
        ]
        for _ in 0..<60 {
            var article = StoryFixture(number: 2)
            for name in names {
                let inner = ["url", "prUrl", "uri", "name", "title", "width", "duration", "previewUrl", "comment"]
                var object: [String: Wire] = [:]
                for key in inner { object[key] = Self.junk.randomElement(using: &generator)! }
                article.fields[name] =
                    Bool.random(using: &generator) ? .object(object) : [.object(object), nil, .object(object)]
            }
            let list = try await site.list([StoryFixture(number: 1), article, StoryFixture(number: 3)])
            #expect(ids(list) == [1, 2, 3].map(id), "\(article.json)")
            let answer = try await site.answer(article.with(["id": .text(StoryFixture.id)]))
            #expect(answer.id.rawValue == StoryFixture.id)
        }
    }
}
