import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ParseCommandTests {
    private let folder: TemporaryDirectory
    private let edition = SampleStore.edition

    init() throws { folder = try TemporaryDirectory() }

    private func parse(_ arguments: String..., input: String = "") async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(["parse"] + arguments, input: input)
    }

    private func write(_ text: String, _ name: String) throws -> String { try folder.write(text, to: name).path }

    private static let articleKeys: Set = [
        "kind", "id", "title", "kicker", "headline", "column", "channelID", "publishedAt", "updatedAt", "url",
        "shareURL", "jsonURL", "summary", "author", "editor", "source", "keywords", "tags", "images", "blocks", "text",
        "related", "canComment", "warnings",
    ]
    private static let itemKeys: Set = ["id", "title", "url", "jsonURL", "summary", "publishedAt", "thumbnail"]

    /// What a site may send, with a name, a time and a folder of a million marks, or a body of as many credits.
    @Test(.timeLimit(.minutes(1))) func `no field makes the program slow`() async throws {
        let marks = String(repeating: "\u{301}\u{327}", count: 300_000)
        let start = #"{"code":0,"data":{"id":"\#(Self.id)","title":"T","url":"/a/202511/01/\#(Self.id).html""#
        for field in [
            #""a\#(marks)":1"#, #""videoTime":"a\#(marks)""#, #""content":"a\#(marks)""#,
            #""columnDirname":"a\#(marks)""#,
            #""content":"<p>x\#(String(repeating: "（來源：a）", count: 50_000))</p>""#,
        ] {
            #expect(try await parse("-", input: start + "," + field + "}}").exitCode == 0)
        }
    }

    // MARK: Pages

    private static let id = "AP690800aae4b0e343b0e2aa01"

    /// An article's page, with markup alone.
    static let article = """
        <!DOCTYPE html><html><head><meta charset="utf-8"><title>Deepline | Harbour 海港 - 點新聞-dotdotnews</title>
        <meta property="og:url" content="https://english.dotdotnews.com/a/202511/03/\(id).html"></head><body>
        <input type="hidden" id="storyId" value="\(id)"><input type="hidden" id="channelId" value="dotnews">
        <div class="mainManuscripts"><h1>Deepline | Harbour 海港</h1><span class="publish-date">2025.11.03 15:29</span>
        <a class="category" href="/deepline">Deepline</a><div class="post-body">
        <p>First paragraph, <strong>with weight</strong>.</p><h2>Subhead</h2>
        <figure><img src="/dams/1.jpg" width="1600" height="900"><figcaption>The pier. (DDN photo)</figcaption></figure>
        <p>第二段。</p><script>alert(1)</script><p>(Source: Harbour Wire; English Editor: Ada)</p>
        <p>Related News:</p><p><a href="/a/202511/02/AP6906c0ffe4b0e343b0e2aa02.html">A map</a></p></div></div></body></html>
        """

    @Test func `an article page gives every member of the documented object`() async throws {
        let outcome = try await parse(
            try write(Self.article, "a.html"), "--url", "https://english.dotdotnews.com/a/202511/03/\(Self.id).html",
            "--json")
        #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
        let object = try outcome.json()
        #expect(Set(object.keys).subtracting(["layout"]) == Self.articleKeys)
        #expect(object["kind"] as? String == "article" && object["id"] as? String == Self.id)
        #expect(object["kicker"] as? String == "Deepline |" && object["headline"] as? String == "Harbour 海港")
        #expect(object["publishedAt"] as? String == "2025-11-03T15:29:00+08:00")
        #expect(object["channelID"] as? String == "dotnews")
        #expect(object["editor"] as? String == "Ada" && object["source"] as? String == "Harbour Wire")
        #expect((object["url"] as? String)?.hasSuffix("/a/202511/03/\(Self.id).html") == true)
        let images = try outcome.objects("images")
        #expect(images.count == 1 && Set(images[0].keys) == ["url", "caption", "width", "height"])
        #expect(images[0]["width"] as? Int == 1600)
        let related = try outcome.objects("related")
        #expect(related.count == 1 && Set(related[0].keys) == ["title", "url"])
        let types = try outcome.objects("blocks").compactMap { $0["type"] as? String }
        #expect(types == ["paragraph", "subhead", "figure", "paragraph"])
        let text = try #require(object["text"] as? String)
        #expect(text.contains("第二段。") && !text.contains("alert") && !text.contains("Related News"))
    }

    @Test func `a page on standard input is read like one in a file`() async throws {
        let file = try await parse(try write(Self.article, "a.html"), "--json")
        let input = try await parse("-", "--json", input: Self.article)
        #expect(input.exitCode == 0 && input.output == file.output)
        #expect(try await parse("-", "--json", "--kind", "article", input: Self.article).output == file.output)
    }

    @Test func `a page of unknown layout gives what it says of itself, and is marked`() async throws {
        let text = String(repeating: "很久以前海港有一座橋，橋上有一盞燈。", count: 20)
        let html = "<html><head><title>另一種頁面</title></head><body><div class=x><p>\(text)</p></div></body></html>"
        let object = try await parse("-", "--json", "--url", "https://www.wenweipo.com/x/1", input: html).json()
        #expect(object["title"] as? String == "另一種頁面" && object["id"] is NSNull)
        #expect((object["text"] as? String)?.contains("橋上有一盞燈") == true)
        #expect((object["warnings"] as? [String])?.isEmpty == false && object["layout"] as? String == "unknown")
    }

    @Test func `a column page and what follows it are lists`() async throws {
        let item = """
            <div class="story-item"><div class="story-item-title"><a href="/a/202511/03/\(Self.id).html">海港</a></div>
            <div class="story-item-time"><span class="time">2025-11-03 15:29</span></div></div>
            """
        let page = """
            <html><body><input type=hidden id=channelId value=dotnews>
            <input type=hidden class=inputColumnId value=5f47252ce4b0e87bc3726930>\(item)</body></html>
            """
        let whole = try await parse("-", "--json", "--url", "https://www.dotdotnews.com/hknews", input: page)
        let object = try whole.json()
        #expect(Set(object.keys) == ["kind", "channelID", "columnID", "nextPage", "items"])
        #expect(object["kind"] as? String == "list" && object["nextPage"] as? Int == 2)
        #expect(object["columnID"] as? String == "5f47252ce4b0e87bc3726930")
        let items = try whole.objects("items")
        #expect(items.count == 1 && Set(items[0].keys) == Self.itemKeys)
        #expect((items[0]["jsonURL"] as? String)?.hasSuffix("\(Self.id).json") == true)
        let more = try await parse(
            "-", "--json", "--url", "https://www.dotdotnews.com/hknews/more_4.html", input: "<div>\(item)</div>")
        #expect(try more.json()["nextPage"] as? Int == 5)
    }

    @Test func `a search page gives its total and its items`() async throws {
        let page = """
            <html><body><div class="searchNumber">共找到 <font>1,234</font> 條</div><div class="searchItem">
            <div class="searchItemTitle"><a href="https://www.dotdotnews.com/a/202511/03/\(Self.id).html"><h3>海港</h3></a>
            <div class="searchNewsnewsContent">摘要</div></div><div class="searchNewsClounm">港聞</div>
            <div class="searchItemTime">2025-11-03 15:29:00</div></div></body></html>
            """
        let outcome = try await parse("-", "--json", input: page)
        let object = try outcome.json()
        #expect(Set(object.keys) == ["kind", "total", "items"])
        #expect(object["kind"] as? String == "search" && object["total"] as? Int == 1_234)
        #expect(try outcome.ids("items") == [Self.id])
        let nothing = try await parse("-", "--json", input: "<div class=searchNumber>共找到 <font>0</font> 條</div>")
        #expect(try nothing.json()["total"] as? Int == 0)
    }

    // MARK: JSON

    @Test(arguments: ["a/202511/03/AP1185bf62049ee40a863215d4.json", "a/202511/03/AP15689ed07e3daec26a3d5a83.json"])
    func `an article as JSON gives the same object as its page would`(path: String) async throws {
        let file = edition.appending(path: path).path
        let outcome = try await parse(file, "--json")
        let object = try outcome.json()
        #expect(Set(object.keys).subtracting(["layout"]) == Self.articleKeys)
        #expect(object["kind"] as? String == "article")
        #expect((object["headline"] as? String)?.isEmpty == false && (object["kicker"] as? String)?.isEmpty == false)
        #expect(try outcome.objects("blocks").count > 3)
        #expect(try await parse(file, "--json", "--kind", "article-json").output == outcome.output)
        #expect(try await parse(file).output.contains(try #require(object["headline"] as? String).prefix(8)))
    }

    @Test func `lists of articles, the hot list and the columns are read`() async throws {
        let columns = try await parse(edition.appending(path: "columns.json").path, "--json")
        #expect(try columns.json()["kind"] as? String == "columns")
        #expect(try columns.objects("columns").count >= 4)
        let hot = edition.appending(path: "channels/dotnews/hotlist/hours/24/stories.json").path
        for arguments in [[hot, "--json"], [hot, "--json", "--kind", "hotlist"]] {
            let outcome = try await DotNewsProcess.run(["parse"] + arguments)
            #expect(try outcome.json()["kind"] as? String == "list")
            #expect(try outcome.objects("items").count >= 3)
        }
        let list = edition.appending(path: "columns/6a1072cb0275780c2afdba3b/dotnews/app/stories.json").path
        for kind in ["auto", "list-json"] {
            let outcome = try await parse(list, "--json", "--kind", kind)
            #expect(try outcome.objects("items").allSatisfy { Set($0.keys) == Self.itemKeys })
            #expect(try outcome.objects("items").count >= 3)
        }
        for file in [hot, list, edition.appending(path: "columns.json").path] {
            let text = try await parse(file)
            #expect(text.exitCode == 0 && text.output.split(separator: "\n").count >= 3)
        }
    }

    // MARK: What is none of these

    @Test(arguments: [
        ("", "empty"), (" \n ", "empty"), ("hello", "neither"), ("{", "JSON"), ("{\"a\":1}", "neither"),
        ("<html><p>short</p></html>", "neither"), ("{\"code\":500,\"msg\":\"系統繁忙\"}", "系統繁忙"),
        ("\u{0}\u{1}\u{2}", "empty"),
        ("%PDF-1.4", "neither"),
    ])
    func `what is not understood exits with 1 and says why`(content: String, reason: String) async throws {
        for options in [[], ["--json"]] {
            let outcome = try await DotNewsProcess.run(["parse", "-"] + options, input: content)
            #expect(outcome.exitCode == 1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains(reason) && outcome.errors.hasPrefix("dotnews: "))
        }
    }

    @Test func `the wrong kind is refused`() async throws {
        let article = edition.appending(path: "a/202511/03/AP1185bf62049ee40a863215d4.json").path
        for kind in ["article", "list", "search", "columns", "list-json", "hotlist"] {
            let outcome = try await parse(article, "--kind", kind, "--json")
            #expect(outcome.exitCode == 1 && outcome.output.isEmpty, "\(kind)")
        }
        for kind in ["article-json", "list-json", "columns", "hotlist", "search"] {
            let outcome = try await parse("-", "--kind", kind, "--json", input: Self.article)
            #expect(outcome.exitCode == 1 && outcome.output.isEmpty, "\(kind)")
        }
    }

    @Test func `a file that cannot be read is named`() async throws {
        for file in [folder.url.path, folder.url.appending(path: "no\u{1B}[2Jsuch.html").path] {
            let outcome = try await parse(file)
            #expect(outcome.exitCode == 1 && outcome.controls.isEmpty)
            #expect(outcome.errors.contains(folder.url.lastPathComponent))
        }
        for arguments in [
            ["parse"], ["parse", "a", "b"], ["parse", "-", "--kind", "x"], ["parse", "-", "--url", "x"],
        ] {
            #expect(try await DotNewsProcess.run(arguments).exitCode == 2)
        }
    }
}
