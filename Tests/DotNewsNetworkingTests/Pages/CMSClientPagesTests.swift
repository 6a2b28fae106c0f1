import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

@Suite("The client and the site's pages")
struct CMSClientPagesTests {
    private static let html: HTTPHeaders = [
        "Content-Type": "text/html; charset=utf-8", "ETag": "\"1\"", "Date": "Tue, 04 Nov 2025 04:00:00 GMT",
    ]
    private let column = SiteColumn(
        id: CannedSite.column, name: "Harbour Notes", path: ColumnPath("opinion/HarbourNotes")!)
    private let listed = ArticleSummary(
        id: ArticleID(ArticleFixture.english.id)!, title: "Listed",
        address: WebAddress(ArticleFixture.english.address)!,
        updatedAt: CannedSite.now)

    @Test func `an article is read from its page, and what the page lacks from the list`() async throws {
        let site = CannedSite()
        site.transport.answer(ArticleFixture.english.address, ArticleFixture.english.html, headers: Self.html)
        let answer = try await site.client.articlePage(for: listed)
        let page = try #require(answer.value)
        #expect(page.article.title == ArticleFixture.english.title)
        #expect(page.article.summary.updatedAt == CannedSite.now)
        #expect(answer.version.entityTag == "\"1\"")
        #expect(site.transport.requests.last?.headers["Accept"] == "text/html")
    }

    @Test func `a mirror is asked for the page by its path`() async throws {
        let mirror = Edition(
            id: "m", name: "m", language: .english, site: try #require(WebAddress("http://127.0.0.1:8080")))
        let site = CannedSite(edition: mirror)
        let address = "http://127.0.0.1:8080/a/202510/16/\(ArticleFixture.english.id).html"
        site.transport.answer(address, ArticleFixture.english.html, headers: Self.html)
        let page = try await site.client.articlePage(for: listed).value
        #expect(page?.article.address == listed.address)
    }

    @Test func `another article's page is refused`() async throws {
        let site = CannedSite()
        site.transport.answer(ArticleFixture.english.address, ArticleFixture.traditional.html, headers: Self.html)
        await #expect {
            try await site.client.articlePage(for: listed)
        } throws: { error in
            if case .wrongArticle(let expected, let found, _)? = error as? CMSError {
                expected == listed.id && found.rawValue == ArticleFixture.traditional.id
            } else {
                false
            }
        }
    }

    @Test func `a page that is gone says so`() async {
        let site = CannedSite()
        site.transport.answer(ArticleFixture.english.address, "", status: 404)
        let error = await #expect(throws: CMSError.self) { try await site.client.articlePage(for: listed) }
        #expect(error?.isGone == true)
    }

    @Test func `an article in the encoding its answer names is read`() async throws {
        // 東橋 in Big5.
        var bytes = Data("<html><head><title>x</title></head><h1>".utf8) + Data([0xAA, 0x46, 0xBE, 0xF4])
        bytes += Data("</h1><div class=\"mainManuscripts\"><div class=\"post-body\"><p>".utf8)
        bytes += Data([0xAA, 0x46, 0xBE, 0xF4]) + Data("</p></div></div></html>".utf8)
        let site = CannedSite()
        site.transport.answer(
            ArticleFixture.english.address,
            with: .init(headers: ["Content-Type": "text/html; charset=\"Big5\""], body: bytes))
        let page = try #require(await site.client.articlePage(for: listed).value)
        #expect(page.article.title == "東橋")
        #expect(page.article.body.text == "東橋")
    }

    @Test func `a column is read page by page until there are no more`() async throws {
        let site = CannedSite()
        let start = "https://english.dotdotnews.com/opinion/HarbourNotes"
        let fixture = ListFixture(form: .articleItem, exactTime: nil)
        site.transport.answer(start, fixture.html, headers: Self.html)
        site.transport.answer(start + "/more_2.html", fixture.fragment, headers: Self.html)
        site.transport.answer(start + "/more_3.html", "", status: 404)
        var next: Int? = 1
        var counts: [Int] = []
        while let page = next {
            let list = try #require(await site.client.columnPage(column, page: page).value)
            counts.append(list.items.count)
            #expect(list.columnID == column.id)
            #expect(list.items.allSatisfy { $0.publishedAt == CannedSite.now.addingTimeInterval(-960) })
            next = list.nextPage
        }
        #expect(counts == [3, 3, 0])
    }

    @Test(arguments: ["", "<div class=\"content-list\"></div>", "<html><body>沒有更多了</body></html>"])
    func `an empty following page is the end`(_ html: String) async throws {
        let site = CannedSite()
        site.transport.answer(
            "https://english.dotdotnews.com/opinion/HarbourNotes/more_2.html", html, headers: Self.html)
        let list = try #require(await site.client.columnPage(column, page: 2).value)
        #expect(list.items.isEmpty)
        #expect(list.nextPage == nil)
    }

    @Test func `a first page that fails is an error, and so is no answer at all`() async {
        let site = CannedSite()
        site.transport.answer("https://english.dotdotnews.com/opinion/HarbourNotes", "", status: 503)
        await #expect(throws: CMSError.self) { try await site.client.columnPage(column) }
        await #expect(throws: CMSError.self) { try await site.client.columnPage(column, page: 2) }
    }

    @Test func `an unchanged column page is not read again`() async throws {
        let site = CannedSite()
        site.transport.answer("https://english.dotdotnews.com/opinion/HarbourNotes", "", status: 304)
        let answer = try await site.client.columnPage(column, ifNewerThan: ResourceVersion(entityTag: "\"1\""))
        #expect(answer.isNotModified)
    }

    // MARK: Search

    private func searchSite() -> CannedSite {
        var edition = Edition.dotdotnewsEnglish
        edition.searchSite = WebAddress("https://search.dotdotnews.com")
        return CannedSite(edition: edition)
    }

    @Test(arguments: [
        ("east span", "east%20span"), ("渡輪", "%E6%B8%A1%E8%BC%AA"), ("a&b=c#+%", "a%26b%3Dc%23%2B%25"),
        ("码头", "%E7%A0%81%E5%A4%B4"),
    ])
    func `a search is asked of the search service`(_ query: String, _ encoded: String) async throws {
        let site = searchSite()
        site.transport.answer(
            "https://search.dotdotnews.com/search?query=\(encoded)&page=2&f=all&start_date=2025-10-16",
            SearchFixture().html,
            headers: Self.html)
        let page = try await site.client.search(query, page: 2, since: Date(timeIntervalSince1970: 1_760_578_200))
        #expect(page.total == 1_234)
        #expect(page.items.count == 3)
    }

    @Test func `suggestions and hot words are read as plain lines, each once`() async throws {
        let site = searchSite()
        site.transport.answer(
            "https://search.dotdotnews.com/rest/suggest?size=10&word=east",
            #"["east span","east rail","east span",7,null,""]"#)
        site.transport.answer("https://search.dotdotnews.com/rest/topWords", #"{"code":0,"data":["東橋\n","渡輪"]}"#)
        #expect(try await site.client.suggestions(word: "east") == ["east span", "east rail", "7"])
        #expect(try await site.client.topSearchWords() == ["東橋", "渡輪"])
    }

    @Test func `an edition without a search service says so`() async {
        let site = CannedSite()
        let error = await #expect(throws: CMSError.self) { try await site.client.search("x") }
        #expect(error?.description.contains("no search service") == true)
        #expect(site.transport.requests.isEmpty)
    }

    @Test func `a page that is no search page is an error`() async throws {
        let site = searchSite()
        site.transport.answer(
            "https://search.dotdotnews.com/search?query=x&page=1&f=all", "<html><p>Welcome</p></html>",
            headers: Self.html)
        await #expect(throws: CMSError.self) { try await site.client.search("x") }
    }
}
