import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

@Suite("Content of unknown kind")
struct WireFileTests {
    private static let article = StoryFixture().json
    private static let articles = #"{"name":"Deepline","stories":[\#(article)]}"#
    private static let columns =
        #"[{"uuid":"5f47252ce4b0e87bc3726930","name":"港聞","dirname":"hknews","url":"https://www.dotdotnews.com/hknews","children":[]}]"#

    static let contents: [(name: String, text: String, kind: SiteDocumentKind)] =
        ArticleFixture.all.map { ($0.testDescription, $0.html, .article) }
        + ListFixture.Form.allCases.map { ($0.rawValue, ListFixture(form: $0).html, .list) }
        + ListFixture.Form.allCases.map { ("more " + $0.rawValue, ListFixture(form: $0).fragment, .list) }
        + [
            ("search", SearchFixture().html, .search),
            ("empty search", SearchFixture(total: "0", articles: []).html, .search),
            ("article", #"{"code":0,"msg":"ok","data":\#(article)}"#, .articleJSON),
            ("bare article", article, .articleJSON),
            ("articles", #"{"code":0,"data":\#(articles)}"#, .listJSON), ("bare articles", articles, .listJSON),
            ("columns", #"{"data":\#(columns),"code":0}"#, .columns), ("bare columns", columns, .columns),
            ("hot list", #"{"data":[\#(article)]}"#, .hotlist), ("bare hot list", "[\(article)]", .hotlist),
        ]

    @Test(arguments: contents.indices)
    func `content is known by what is in it`(_ index: Int) throws {
        let content = Self.contents[index]
        #expect(SiteDocumentKind.detected(in: Data(content.text.utf8)) == content.kind, "\(content.name)")
        let file = try SiteDocument.read(Data(content.text.utf8))
        #expect(file == (try SiteDocument.read(Data(content.text.utf8), kind: content.kind)), "\(content.name)")
        // A byte order mark and white space in front change nothing.
        #expect(file == (try SiteDocument.read(Data("\u{FEFF}\(content.text)\n".utf8))), "\(content.name)")
    }

    private func json(_ file: SiteDocument) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(file))
        return try #require(object as? [String: Any])
    }

    private static let articleMembers = [
        "kind", "id", "title", "kicker", "headline", "column", "channelID", "publishedAt", "updatedAt", "url",
        "shareURL",
        "jsonURL", "summary", "author", "editor", "source", "keywords", "tags", "images", "blocks", "text", "related",
        "canComment", "layout", "warnings",
    ]

    @Test func `an article's JSON and its page have the same members, none of them missing`() throws {
        let page = try json(SiteDocument.read(Data(ArticleFixture.english.html.utf8)))
        let article = try json(SiteDocument.read(Data(Self.article.utf8)))
        let minimal = try json(
            SiteDocument.read(
                Data(
                    #"{"id":"AP68f0a1b2e4b0c0ffee000001","title":"T","url":"https://x.example/t.html"}"#.utf8)))
        for object in [page, article, minimal] {
            #expect(Set(object.keys) == Set(Self.articleMembers))
            #expect(object["kind"] as? String == "article")
        }
        #expect(page["kicker"] as? String == "Deepline |")
        #expect(page["headline"] as? String == "Ferry \"Lark\" & the missing pier: a harbour's tale")
        #expect(page["publishedAt"] as? String == "2025-10-16T09:30:00+08:00")
        #expect(minimal["publishedAt"] is NSNull)
        #expect(minimal["column"] is NSNull)
        let column = try #require(page["column"] as? [String: Any])
        #expect(Set(column.keys) == ["id", "name", "path"])
        let images = try #require(page["images"] as? [[String: Any]])
        #expect(images.allSatisfy { Set($0.keys) == ["url", "caption", "width", "height"] })
        #expect(images.count == 1)
    }

    @Test func `an id that was made of the address is not printed`() throws {
        let html = "<html><h1>T</h1><div><p>\(String(repeating: "渡輪找不到碼頭。", count: 9))</p></div></html>"
        let object = try json(
            SiteDocument.read(Data(html.utf8), address: WebAddress("https://news.example.org/x"), kind: .article))
        #expect(object["id"] is NSNull)
        #expect(object["url"] as? String == "https://news.example.org/x")
        #expect(object["layout"] as? String == "unknown")
    }

    @Test func `lists, searches and columns have the members they are documented with`() throws {
        let list = try json(SiteDocument.read(Data(ListFixture(form: .articleItem).html.utf8)))
        #expect(Set(list.keys) == ["kind", "channelID", "columnID", "nextPage", "items"])
        #expect(list["nextPage"] as? Int == 2)
        let items = try #require(list["items"] as? [[String: Any]])
        let members: Set = ["id", "title", "url", "jsonURL", "summary", "publishedAt", "thumbnail"]
        #expect(items.allSatisfy { Set($0.keys) == members })
        let fragment = try json(SiteDocument.read(Data(ListFixture(form: .text).fragment.utf8)))
        #expect(fragment["nextPage"] is NSNull && fragment["channelID"] is NSNull)
        let search = try json(SiteDocument.read(Data(SearchFixture().html.utf8)))
        #expect(Set(search.keys) == ["kind", "total", "items"])
        #expect((search["items"] as? [[String: Any]])?.allSatisfy { Set($0.keys) == members.union(["column"]) } == true)
        let columns = try json(SiteDocument.read(Data(Self.columns.utf8)))
        #expect(Set(columns.keys) == ["kind", "columns"])
    }

    @Test func `a list as JSON names its site and its column`() throws {
        let data = Data(#"{"data":\#(Self.articles)}"#.utf8)
        guard case .list(let page) = try SiteDocument.read(data) else {
            throw SiteDocumentError(.wrongKind, kind: .list, reason: "")
        }
        #expect(page.channelID?.rawValue == "dotnews")
        #expect(page.columnID?.rawValue == "5f47252ce4b0e87bc3726930")
        let address = WebAddress("https://x.example/columns/0123/other/app/stories.json")
        guard case .list(let named) = try SiteDocument.read(data, address: address) else {
            throw SiteDocumentError(.wrongKind, kind: .list, reason: "")
        }
        #expect(named.channelID?.rawValue == "other")
        #expect(named.columnID?.rawValue == "0123")
    }

    @Test(arguments: [
        ("", SiteDocumentKind.auto, SiteDocumentError.Code.empty), (" \n\t", .auto, .empty),
        ("Hello, world.", .auto, .unrecognised),
        ("<html><body><p>short</p></body></html>", .auto, .unrecognised), (#"["a","b"]"#, .auto, .unrecognised),
        (#"{"a":1}"#, .auto, .unrecognised), ("{", .auto, .unrecognised), ("{}", .article, .wrongKind),
        ("<p>x</p>", .articleJSON, .wrongKind), (#"{"id":"AP1","title":"T"}"#, .auto, .malformed),
        (#"{"code":500,"msg":"down"}"#, .auto, .malformed),
        (#"{"data":{"id":"AP68f0a1b2e4b0c0ffee00"#, .articleJSON, .malformed),
        (#"{"data":[]}"#, .articleJSON, .malformed), ("<p>x</p>", .search, .malformed), ("\0\u{1}\u{2}", .auto, .empty),
        (#"{"id":"AP68f0a1b2e4b0c0ffee000001","title":"T","uri":"/t","publishStatus":3}"#, .auto, .withdrawn),
    ])
    func `what cannot be read is refused with a sentence`(
        _ text: String, _ kind: SiteDocumentKind, _ code: SiteDocumentError.Code
    ) {
        let error = #expect(throws: SiteDocumentError.self) { try SiteDocument.read(Data(text.utf8), kind: kind) }
        #expect(error?.code == code)
        #expect(error?.description.hasPrefix("cannot read the content") == true)
    }

    @Test func `a server's error is told in its own words`() {
        let error = #expect(throws: SiteDocumentError.self) {
            try SiteDocument.read(Data(#"{"code":500,"msg":"網站維護中"}"#.utf8))
        }
        #expect(error?.reason == "it reports error 500: 網站維護中")
    }
}
