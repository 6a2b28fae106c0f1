import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

@Suite("Column pages")
struct ListPageTests {
    private let reader = ListPageReader(edition: .dotdotnewsEnglish)
    private let now = Date(timeIntervalSince1970: 1_762_228_800)
    private let published = Date(timeIntervalSince1970: 1_760_578_200)

    @Test(arguments: ListFixture.Form.allCases)
    func `every form of list gives its articles in order`(_ form: ListFixture.Form) {
        let fixture = ListFixture(form: form)
        for (html, isWhole) in [(fixture.html, true), (fixture.fragment, false)] {
            let page = reader.read(Data(html.utf8))
            #expect(page.items.map(\.id.rawValue) == fixture.articles.map(\.id))
            #expect(page.items.map(\.title) == fixture.articles.map(\.title))
            #expect(page.items.map(\.address.string) == fixture.articles.map { ListFixture.site + $0.path })
            #expect(
                page.items.map { $0.jsonAddress?.string }
                    == fixture.articles.map { ListFixture.site + $0.path.replacing(".html", with: ".json") })
            #expect(page.skipped.isEmpty)
            #expect(page.nextPage == (isWhole ? 2 : nil))
            #expect(page.channelID?.rawValue == (isWhole ? "dotnews" : nil))
            #expect(page.columnID?.rawValue == (isWhole ? "5f47252ce4b0e87bc3726930" : nil))
        }
    }

    @Test func `an item gives summary, exact time, column and the image in its original size`() throws {
        let page = reader.read(Data(ListFixture(form: .articleItem).html.utf8), date: now)
        let item = try #require(page.items.first)
        #expect(item.summary == "A ferry looks for its pier.")
        #expect(item.publishedAt == published)
        #expect(item.column?.name == "Deepline")
        #expect(item.column?.path?.rawValue == "deepline")
        #expect(item.thumbnail?.address.string == "https://dw-media.dotdotnews.com/\(item.id).jpg")
        #expect(item.shareAddress?.path == "/s/202510/16/\(item.id).html")
    }

    @Test(arguments: [
        ("16分鐘前", 960.0), ("16分钟前", 960), ("2小時前", 7_200), ("38 minutes ago", 2_280), ("剛剛", 0), ("just now", 0),
    ])
    func `relative times are resolved against the response's date`(_ text: String, _ seconds: Double) {
        for form in [ListFixture.Form.articleItem, .flexBetween] {
            let fixture = ListFixture(form: form, time: text, exactTime: nil)
            #expect(
                reader.read(Data(fixture.html.utf8), date: now).items.map(\.publishedAt)
                    == Array(repeating: now.addingTimeInterval(-seconds), count: 3))
            #expect(reader.read(Data(fixture.html.utf8)).items.map(\.publishedAt) == [nil, nil, nil])
        }
    }

    @Test func `a page without items is one, and there are no more`() {
        for html in ["", " \n", "<div class=\"content-list\"></div>", "<html><body><p>404</p></body></html>"] {
            let page = reader.read(
                Data(html.utf8), address: WebAddress("https://english.dotdotnews.com/deepline/more_9.html"))
            #expect(page.items.isEmpty)
            #expect(page.nextPage == nil)
        }
    }

    @Test func `the next page is told by the caller, the address, the page and its being whole, in this order`() {
        let fixture = ListFixture(form: .text)
        let more = WebAddress("https://english.dotdotnews.com/opinion/HarbourNotes/more_4.html")
        let first = WebAddress("https://english.dotdotnews.com/opinion/HarbourNotes")
        #expect(reader.read(Data(fixture.fragment.utf8), address: more, page: 7).nextPage == 8)
        #expect(reader.read(Data(fixture.fragment.utf8), address: more).nextPage == 5)
        #expect(reader.read(Data(fixture.html.utf8), address: first).nextPage == 2)
        let unnumbered = fixture.html.replacing("pageNo", with: "other")
        #expect(reader.read(Data(unnumbered.utf8)).nextPage == 2)
        #expect(reader.read(Data(fixture.fragment.utf8)).nextPage == nil)
    }

    @Test func `an item that names no article is skipped with the reason, and the others are kept`() {
        var fixture = ListFixture(form: .articleItem)
        fixture.articles[1].id = "AP123"
        fixture.articles[2].title = " "
        let page = reader.read(Data(fixture.html.utf8))
        #expect(page.items.map(\.id.rawValue) == [fixture.articles[0].id])
        #expect(page.skipped.map(\.why) == ["its address names no article", "it has no title"])
    }

    @Test func `an article listed twice counts once`() {
        let fixture = ListFixture(form: .columnList)
        let page = reader.read(Data((fixture.fragment + fixture.fragment).utf8))
        #expect(page.items.count == 3)
    }

    @Test func `an address that leads elsewhere than to the web is not taken`() {
        let page = reader.read(
            Data(
                """
                <div class="text"><h2><a href="javascript:alert('/AP68f0a1b2e4b0c0ffee000001.html')">A</a></h2></div>
                <a class="Share_Article" data-title="B" data-href="file:///a/AP68f0a1b2e4b0c0ffee000002.html"></a>
                """.utf8))
        #expect(page.items.isEmpty)
    }

    // MARK: Search

    @Test func `a search page gives total, articles, snippets, columns and images`() throws {
        let fixture = SearchFixture()
        let page = try SearchPageReader(edition: .dotdotnewsEnglish).read(Data(fixture.html.utf8), date: now)
        #expect(page.total == 1_234)
        #expect(page.items.map(\.article.id.rawValue) == fixture.articles.map(\.id))
        #expect(page.items.map(\.article.title) == fixture.articles.map(\.title))
        #expect(page.items.map(\.snippet) == fixture.articles.map(\.summary))
        #expect(page.items.map(\.columnName) == ["Deepline", "Deepline", "Deepline"])
        #expect(page.items.map(\.article.publishedAt) == [published, published, published])
        #expect(
            page.items.map(\.article.thumbnail?.address.string)
                == [nil] + fixture.articles.dropFirst().map { "https://dw-media.dotdotnews.com/\($0.id).jpg" })
    }

    @Test(arguments: [
        "<html><body><div class=\"searchNumber\">共找到 <font>0</font> 條</div></body></html>",
        "<div><p>No Result found</p></div>", "<p>沒有找到相關內容</p>", "<p>没有找到相关内容</p>",
    ])
    func `an empty search is a page without results`(_ html: String) throws {
        let page = try SearchPageReader(edition: .dotdotnews).read(Data(html.utf8))
        #expect(page.total == 0)
        #expect(page.items.isEmpty)
    }

    @Test func `a page that is no search page is refused`() {
        let box =
            "<div class=\"box\"><p>No Result found</p></div>"
            + String(repeating: "<p>A page with text.</p>", count: 200)
        for html in [ListFixture(form: .text).html, ArticleFixture.english.html, box] {
            let error = #expect(throws: SiteDocumentError.self) {
                try SearchPageReader(edition: .dotdotnews).read(Data(html.utf8))
            }
            #expect(error?.code == .malformed)
        }
    }
}
