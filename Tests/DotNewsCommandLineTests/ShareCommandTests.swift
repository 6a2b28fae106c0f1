import DotNewsModels
import DotNewsSharing
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ShareCommandTests {
    private let folder: TemporaryDirectory
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL.path
    private static let english = "AP15689ed07e3daec26a3d5a83"
    private static let englishPage = "https://english.dotdotnews.com/a/202511/03/\(english).html"
    private static let englishLink = "https://english.dotdotnews.com/s/202511/03/\(english).html"
    private static let englishTitle = "Deepline | East span reopens after two-hour check: what the engineers found"

    init() throws { folder = try TemporaryDirectory() }

    private var database: String { path("news.sqlite") }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func share(_ arguments: String...) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(["share"] + arguments, environment: ["DOTNEWS_DB": database])
    }

    private func article(_ json: String) throws -> String {
        try Data(json.utf8).write(to: folder.url.appending(path: "article.json"))
        return path("article.json")
    }

    private func sync() async throws {
        let arguments = ["sync", "--from", sample, "--quiet", "--bodies", "100"]
        let sync = try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
        try #require(sync.exitCode == 0)
    }

    // MARK: Where the article comes from

    @Test func `an article of the store is shared by its ID and by its address`() async throws {
        try await sync()
        for operand in [Self.english, Self.englishPage, "dotnews://article/\(Self.english)", Self.englishLink + "?x=1"]
        {
            let outcome = try await share(operand)
            #expect(outcome.exitCode == 0)
            let lines = outcome.output.split(separator: "\n")
            #expect(lines.first == "\(Self.englishTitle) #EastSpan #bridge \(Self.englishLink)")
            #expect(lines.dropFirst().first == "117 of 280 units")
            #expect(lines.last?.hasPrefix("Open: https://x.com/intent/tweet?text=Deepline%20%7C%20East") == true)
        }
        // The article's edition decides on the language, unless another is asked for.
        let plain = try await share(Self.english, "--to", "plain")
        #expect(plain.output.contains("\nSource: dotdotnews\n"))
        let chinese = try await share(Self.english, "--to", "plain", "--edition", "dotdotnews")
        #expect(chinese.output.contains("\n來源：點新聞\n"))
    }

    @Test func `an article that is not in the store is asked for, of a folder and of another site`() async throws {
        let fromFolder = try await share(Self.englishPage, "--from", sample, "--to", "plain")
        #expect(fromFolder.exitCode == 0 && fromFolder.output.hasPrefix(Self.englishTitle + "\nEngineers closed"))
        #expect(fromFolder.output.contains("Source: dotdotnews"))

        let origin = try LoopbackOrigin(serving: URL(filePath: sample))
        defer { origin.stop() }
        let page = origin.address("/a/202511/03/\(Self.english).html").string
        let fromSite = try await share(page, "--site", origin.baseAddress.string, "--to", "system", "--json")
        #expect(fromSite.exitCode == 0, "\(fromSite.errors)")
        #expect(try fromSite.json()["title"] as? String == Self.englishTitle)

        let gone = try await share(
            "https://www.dotdotnews.com/a/202511/03/AP00000000000000000000beef.html", "--from", sample)
        #expect(gone.exitCode == 1 && gone.errors.hasPrefix("dotnews: "))
    }

    @Test func `of any other page the address is shared, without tracking`() async throws {
        let outcome = try await share("https://example.com/社會?id=1&utm_source=x", "--to", "x", "--json")
        #expect(outcome.exitCode == 0)
        let draft = try outcome.json()
        #expect(draft["text"] as? String == "https://example.com/%E7%A4%BE%E6%9C%83?id=1")
        #expect(draft["length"] as? Int == 23 && draft["limit"] as? Int == 280)
        let changes = try #require(draft["changes"] as? [[String: String]])
        #expect(changes.first?["field"] == "link" && changes.first?["kind"] == "changed")
        let column = try await share("dotnews://column/deepline?site=english.dotdotnews.com", "--to", "plain")
        #expect(column.output.hasPrefix("https://english.dotdotnews.com/deepline\nSource: dotdotnews\n"))
    }

    @Test func `an article in a file is shared, as JSON, as a page and by hand`() async throws {
        let json = sample + "/a/202511/03/\(Self.english).json"
        let fromJSON = try await share("--article", json, "--json").json()
        #expect(fromJSON["link"] as? String == Self.englishLink)
        #expect(fromJSON["words"] as? String == Self.englishTitle)

        let page = """
            <!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title>
            <meta property="og:title" content="點觀香港｜東橋檢查後重開"><meta property="og:type" content="article">
            <meta property="og:url" content="https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html">
            <meta name="keywords" content="香港,東橋"></head><body><h1>點觀香港｜東橋檢查後重開</h1>
            <div class="post-content"><div class="post-body"><p>東橋星期一關閉兩小時後重開。</p></div></div></body></html>
            """
        try Data(page.utf8).write(to: folder.url.appending(path: "page.html"))
        let fromPage = try await share("--article", path("page.html"), "--json")
        #expect(fromPage.exitCode == 0, "\(fromPage.errors)")
        #expect(try fromPage.json()["words"] as? String == "點觀香港｜東橋檢查後重開")
        #expect(
            try fromPage.json()["link"] as? String
                == "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html")

        let byHand = try article(
            #"{"title": "東橋重開 #1", "link": "https://example.com/a", "keywords": ["東橋"], "image": null}"#)
        let weibo = try await share("--article", byHand, "--to", "weibo")
        #expect(weibo.output.hasPrefix("東橋重開 ＃1 #東橋# https://example.com/a\n20 of 140 字\n"))
        #expect(weibo.output.contains("title changed: # would start a topic"))
    }

    // MARK: Targets and options

    @Test func `each target has its JSON form, and all of them together too`() async throws {
        try await sync()
        let targets = ShareTarget.allCases.map(\.rawValue)
        let common = [
            "target", "text", "link", "length", "unit", "limit", "remainder", "valid", "changes", "addresses",
        ]
        let all = try await share(Self.english, "--to", "all", "--json").json()
        #expect(Set(all.keys) == Set(targets))
        for target in targets {
            let one = try await share(Self.english, "--to", target, "--json").json()
            #expect(one["target"] as? String == target && one["valid"] as? Bool == true)
            #expect(Set(one.keys).isSuperset(of: common), "\(target)")
            #expect(one as NSDictionary == all[target] as? NSDictionary)
        }
        let x = try #require(all["x"] as? [String: Any])
        #expect(
            x["hashtags"] as? [String] == ["EastSpan", "bridge"] && x["unit"] as? String == "weighted")
        let weibo = try #require(all["weibo"] as? [String: Any])
        #expect(weibo["topics"] as? [String] == ["east span", "bridge", "inspection"])
        let system = try #require(all["system"] as? [String: Any])
        #expect(system["url"] as? String == Self.englishLink)
        #expect((system["text"] as? String)?.contains("http") == false)

        let people = try await share(Self.english, "--to", "all")
        #expect(people.exitCode == 0)
        for heading in ["— X —", "— Weibo —", "— WeChat —", "— the share sheet —", "— Markdown —", "— HTML —"] {
            #expect(people.output.contains("\n\(heading)\n") || people.output.hasPrefix("\(heading)\n"))
        }
        #expect(people.output.contains("title 75 of 512 bytes, webpageUrl 74 of 10240 bytes\n"))
    }

    @Test func `limit, via and campaign are respected`() async throws {
        let file = try article(
            #"{"title": "The Harbour council brings back the night ferries", "link": "https://example.com/a"}"#)
        let short = try await share("--article", file, "--limit", "50", "--json").json()
        #expect(short["text"] as? String == "The Harbour council… https://example.com/a")
        #expect(short["length"] as? Int == 45 && short["limit"] as? Int == 50)
        let via = try await share("--article", file, "--via", "@dotdotnews").output
        #expect(
            via.hasPrefix("The Harbour council brings back the night ferries https://example.com/a via @dotdotnews\n"))
        let campaign = try await share("--article", file, "--campaign", "autumn 秋", "--to", "all", "--json").json()
        for target in ["x", "weibo", "wechat", "plain"] {
            let draft = try #require(campaign[target] as? [String: Any])
            #expect(
                draft["link"] as? String
                    == "https://example.com/a?utm_source=\(target)&utm_medium=social&utm_campaign=autumn%20%E7%A7%8B")
        }
    }

    @Test func `tags, several targets, a quotation and a server are respected`() async throws {
        let file = try article(
            #"{"title": "Night ferries", "link": "https://example.com/a", "keywords": ["trade war", "piers", "fares"]}"#
        )
        let drafts = try await share(
            "--article", file, "--to", "x,mastodon", "--tags", "1", "--quote", "Bicycles travel free.", "--mastodon",
            "https://mastodon.example", "--edition", "dotdotnews-english", "--json"
        ).json()
        #expect(Set(drafts.keys) == ["x", "mastodon"])
        let x = try #require(drafts["x"] as? [String: Any])
        #expect(
            x["text"] as? String
                == "“Bicycles travel free.” — dotdotnews #TradeWar "
                + "https://example.com/a#:~:text=Bicycles%20travel%20free%2E")
        let mastodon = try #require(drafts["mastodon"] as? [String: Any])
        let addresses = try #require(mastodon["addresses"] as? [[String: Any]])
        #expect((addresses[0]["address"] as? String)?.hasPrefix("https://mastodon.example/share?text=") == true)
    }

    @Test func `what is handed over beside the text is shown`() async throws {
        let file = try article(#"{"title": "Night ferries", "summary": "Free.", "link": "https://example.com/a"}"#)
        let sheet = try await share("--article", file, "--to", "system").output
        #expect(sheet == "Night ferries\n13 characters\nTitle: Night ferries\nLink: https://example.com/a\n")
        let weChat = try await share("--article", file, "--to", "wechat").output
        #expect(weChat.contains("\nTitle: Night ferries\nDescription: Free.\n"))
        let long = try article(
            #"{"title": "\#(String(repeating: "東橋", count: 900))", "link": "https://example.com/a"}"#)
        let post = try await share("--article", long, "--limit", "25000").output
        #expect(post.contains("\nCopy the text: ") && !post.contains("Open: "))
    }

    @Test func `a thread is numbered`() async throws {
        try await sync()
        let thread = try await share(Self.english, "--thread", "--json").json()
        let parts = try #require(thread["parts"] as? [[String: Any]])
        #expect(parts.count > 2)
        for (index, part) in parts.enumerated() {
            #expect(part["valid"] as? Bool == true)
            #expect((part["text"] as? String)?.contains("(\(index + 1)/\(parts.count))") == true)
        }
        #expect((parts[0]["text"] as? String)?.contains(Self.englishLink) == true)
        let text = try await share(Self.english, "--thread").output
        #expect(text.contains("(\(parts.count)/\(parts.count))"))
    }

    @Test func `a QR code is drawn in the terminal and into files`() async throws {
        let file = try article(#"{"title": "東橋", "link": "https://example.com/a"}"#)
        let terminal = try await share("--article", file, "--qr", "terminal")
        #expect(terminal.exitCode == 0 && terminal.output.contains("\n████ ▄▄▄▄▄ █"))
        let svg = try await share("--article", file, "--qr", "svg", "-o", path("a.svg"))
        #expect(svg.exitCode == 0 && !svg.output.contains("<svg"))
        #expect(try String(contentsOfFile: path("a.svg"), encoding: .utf8).hasPrefix("<svg "))
        let png = try await share("--article", file, "--qr", "png", "-o", path("a.png"))
        #expect(png.exitCode == 0)
        let image = try Data(contentsOf: URL(filePath: path("a.png")))
        #expect(image.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let json = try await share("--article", file, "--qr", "png", "--json").json()
        #expect((json["qr"] as? String).flatMap { Data(base64Encoded: $0) } == image)
        #expect(json["target"] as? String == "x")

        let unwritable = try await share("--article", file, "--qr", "svg", "-o", path("none/a.svg"))
        #expect(unwritable.exitCode == 1 && unwritable.errors.hasPrefix("dotnews: Writing "))
    }

    @Test func `a link too long for a QR code does not take the draft away`() async throws {
        let link = "https://example.com/" + String(repeating: "a", count: 3_000)
        let file = try article(#"{"title": "東橋", "link": "\#(link)"}"#)
        let outcome = try await share("--article", file, "--to", "wechat")
        #expect(outcome.exitCode == 0 && outcome.output.contains(link) && outcome.errors.hasPrefix("Warning: "))
        let asked = try await share("--article", file, "--to", "wechat", "--qr", "terminal")
        #expect(asked.exitCode == 1 && asked.errors.hasPrefix("dotnews: "))
    }

    // MARK: Failures

    @Test(arguments: [
        #"{"title": "x", "link": "javascript:alert(1)"}"#, #"{"title": "x", "link": "ftp://example.com/a"}"#,
        #"{"title": "x", "link": "https://u:secret@example.com/"}"#, #"{"title": " ", "summary": ""}"#, "{}", "[]", "",
        #"{"title": 1}"#,
    ])
    func `what cannot be shared is a sentence and exit code 1`(json: String) async throws {
        let outcome = try await share("--article", try article(json))
        #expect(outcome.exitCode == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("dotnews: ") && outcome.errors.split(separator: "\n").count == 1)
        #expect(!outcome.errors.contains("secret"))
    }

    @Test(arguments: [
        "javascript:alert(1)", "ftp://example.com/a", "https://user:secret@example.com/", "http://", "a:b",
    ])
    func `an address that is not http or https is a sentence and exit code 1`(address: String) async throws {
        let outcome = try await share(address)
        #expect(outcome.exitCode == 1 && outcome.output.isEmpty && !outcome.errors.contains("secret"))
        #expect(outcome.errors.hasPrefix("dotnews: Cannot compose a share: the link is not an absolute http or https"))
    }

    @Test func `no link to make a code of, no such article, no such file, and a limit below the link`() async throws {
        let file = try article(#"{"title": "東橋", "link": "https://example.com/a"}"#)
        let limit = try await share("--article", file, "--limit", "20")
        #expect(limit.exitCode == 1)
        #expect(limit.errors == "dotnews: Cannot compose a share for X: the link alone counts 23 of 20 units.\n")
        let linkless = try article(#"{"title": "東橋"}"#)
        #expect(try await share("--article", linkless, "--to", "wechat").output == "東橋\n6 of 10240 bytes\n")
        let code = try await share("--article", linkless, "--qr", "terminal")
        #expect(code.exitCode == 1 && code.errors == "dotnews: There is no link to make a QR code of.\n")
        #expect(try await share(Self.english).exitCode == 1)
        try await sync()
        #expect(try await share("AP00000000000000000000beef").exitCode == 1)
        #expect(try await share("--article", path("none.json")).exitCode == 1)
    }

    @Test(arguments: [
        [], ["--to", "x"], ["not an id"], ["https://example.com/", "--to", "x,myspace"],
        ["https://example.com/", "--tags", "-1"],
        ["https://example.com/", "--mastodon", "x"],
        ["https://example.com/", "https://example.com/"], ["https://example.com/", "--article", "x.json"],
        ["https://example.com/", "--limit", "0"], ["https://example.com/", "--limit", "25001"],
        ["https://example.com/", "--to", "weibo", "--limit", "2001"], ["https://example.com/", "--limit", "x"],
        ["https://example.com/", "--to", "plain", "--limit", "10"],
        ["https://example.com/", "--to", "weibo", "--thread"],
        ["https://example.com/", "--qr", "gif"], ["https://example.com/", "--qr", "png"],
        ["https://example.com/", "-o", "x.svg"], ["https://example.com/", "--facebook"],
    ])
    func `wrong usage is exit code 2`(arguments: [String]) async throws {
        let outcome = try await DotNewsProcess.run(["share"] + arguments, environment: ["DOTNEWS_DB": database])
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.hasSuffix("Try \"dotnews share --help\".\n"))
    }
}
