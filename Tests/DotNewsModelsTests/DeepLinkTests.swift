import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct DeepLinkTests {
    private static let id = ArticleID("AP690800aae4b0e343b0e2aa01")!
    private static let date = DeepLink.PathDate(number: 20_251_103)!
    private static let chinese = Edition.dotdotnews.site
    private static let english = Edition.dotdotnewsEnglish.site

    @Test(arguments: [
        "https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.json",
        "http://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "https://dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "HTTPS://WWW.DotDotNews.COM:443/a/202511/03/AP690800AAE4B0E343B0E2AA01.html",
        "//www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html",
        " https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html?from=timeline&isappinstalled=0#top ",
        "https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html?utm_source=x&x=社",
        "dotnews://article/AP690800aae4b0e343b0e2aa01?date=20251103&site=www.dotdotnews.com",
        "DotNews://article/AP690800aae4b0e343b0e2aa01?utm_source=x&date=20251103",
        "dotnews://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html?from=timeline#top",
    ])
    func `every address of an article leads to it`(text: String) {
        #expect(DeepLink(text) == DeepLink(.article(Self.id, date: Self.date), site: Self.chinese))
    }

    @Test(arguments: [
        ("https://english.dotdotnews.com/deepline", "deepline", 1, english),
        ("https://english.dotdotnews.com/opinion/HarbourNotes/", "opinion/HarbourNotes", 1, english),
        ("https://www.dotdotnews.com/immed/hknews/more_2.html", "immed/hknews", 2, chinese),
        ("https://www.dotdotnews.com/immed/hknews/more_17.html?_=1#x", "immed/hknews", 17, chinese),
        ("https://www.dotdotnews.com/finance/index.html", "finance", 1, chinese),
        ("https://www.tkww.hk/china", "china", 1, WebAddress("https://www.tkww.hk")!),
        ("https://wenweipo.com/immed", "immed", 1, WebAddress("https://www.wenweipo.com")!),
        (
            "dotnews://column/opinion/HarbourNotes?page=3&site=english.dotdotnews.com", "opinion/HarbourNotes", 3,
            english
        ),
        ("dotnews://column/immed", "immed", 1, chinese),
    ])
    func `every address of a column leads to it`(text: String, path: String, page: Int, site: WebAddress) throws {
        #expect(DeepLink(text) == DeepLink(.column(try #require(ColumnPath(path)), page: page), site: site))
    }

    @Test(arguments: [
        ("https://www.dotdotnews.com", DeepLink.Destination.frontPage),
        ("https://www.dotdotnews.com/?utm_source=x", .frontPage), ("https://www.dotdotnews.com/index.html", .frontPage),
        ("dotnews://home", .frontPage), ("https://www.dotdotnews.com/share/", .getTheApp),
        ("https://www.dotdotnews.com/share", .getTheApp), ("dotnews://apps?site=www.dotdotnews.com", .getTheApp),
    ])
    func `the front page and the page with the apps are known`(text: String, destination: DeepLink.Destination) {
        #expect(DeepLink(text) == DeepLink(destination, site: Self.chinese))
    }

    @Test(arguments: [
        // Look-alike hosts
        "https://www.dotdotnews.com.evil.example/a/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "https://wwwdotdotnews.com/immed", "https://evil-dotdotnews.com/immed", "https://dotdotnews.co/immed",
        "https://www.dоtdotnews.com/immed", "https://www.dotdotnews.com./immed", "https://evil.example/immed",
        "https://evil.example/?u=https://www.dotdotnews.com/immed", "https://m.dotdotnews.com/immed",
        // Credentials, ports, schemes
        "https://www.dotdotnews.com@evil.example/immed", "https://user:secret@www.dotdotnews.com/immed",
        "https://www.dotdotnews.com:8443/immed", "ftp://www.dotdotnews.com/immed", "javascript:alert(1)",
        "https://www.dotdotnews.com\\@evil.example/immed", "file:///a/202511/03/AP690800aae4b0e343b0e2aa01.html",
        // Nothing that a reader could open
        "https://www.dotdotnews.com/a/202511/03/AP1.html", "https://www.dotdotnews.com/a/202511/03",
        "https://www.dotdotnews.com/a/202513/03/AP690800aae4b0e343b0e2aa01.html",
        "https://www.dotdotnews.com/a/202511/3/AP690800aae4b0e343b0e2aa01.html",
        "https://www.dotdotnews.com/a/202511/03/x/AP690800aae4b0e343b0e2aa01.html",
        "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.json",
        "https://www.dotdotnews.com/a//202511/03/AP690800aae4b0e343b0e2aa01.html",
        "https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html/..%2f..",
        "https://www.dotdotnews.com/columns.json", "https://www.dotdotnews.com/search?query=x",
        "https://www.dotdotnews.com/immed/more_0.html", "https://www.dotdotnews.com/immed/more_x.html",
        "https://www.dotdotnews.com/immed/more_-2.html", "https://www.dotdotnews.com/more_2.html",
        "https://www.dotdotnews.com/immed/more_99999999999999999999.html", "https://www.dotdotnews.com/a",
        "https://www.dotdotnews.com/%E7%A4%BE", "https://www.dotdotnews.com/x/index.php",
        // The app's scheme
        "dotnews:", "dotnews://", "dotnews:article/AP690800aae4b0e343b0e2aa01", "dotnews://article/AP1",
        "dotnews://article/AP690800aae4b0e343b0e2aa01?site=evil.example",
        "dotnews://article/AP690800aae4b0e343b0e2aa01?date=20251399", "dotnews://article", "dotnews://pay?to=x",
        "dotnews://evil.example/a/202511/03/AP690800aae4b0e343b0e2aa01.html", "dotnews://home/x",
        "dotnews://user@www.dotdotnews.com/immed", "dotnews://column/immed?page=0", "dotnews://column/immed?page=",
        "xdotnews://home", "", " ",
        // Encoded slashes and dots, fragments, ports and hosts that are not what they seem
        "https://www.dotdotnews.com/a%2F202511%2F03%2FAP690800aae4b0e343b0e2aa01.html",
        "https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01%2Ehtml",
        "https://www.dotdotnews.com/a/202511/03/%2e%2e/AP690800aae4b0e343b0e2aa01.html",
        "https://evil.example#@www.dotdotnews.com/immed", "https://evil.example?@www.dotdotnews.com/immed",
        "https://evil.example\\.www.dotdotnews.com/immed", "https://www.dotdotnews.com:0443/../immed:x",
        "https://www.dotdotnews.com:80/immed", "http://www.dotdotnews.com:443/immed",
        "https://www.dotdotnews.com:99999/immed", "https://www.dotdotnews.com%2eevil.example/immed",
        "https://www.dotdotnews.com%00.evil.example/immed", "https://xn--www-dotdotnews.com/immed",
        "https://www.xn--dtdotnews-1ec.com/immed", "https://www.dotdotnews\u{200B}.com.evil.example/immed",
        "https://www.dotdotnеws.com/immed", "https:///www.dotdotnews.com/immed", "https:www.dotdotnews.com/immed",
        "//evil.example/www.dotdotnews.com/immed", "https://[www.dotdotnews.com]/immed",
        "dotnews://column/immed?site=www.dotdotnews.com.evil.example", "dotnews://column/immed%2Fhknews",
        "dotnews://www.dotdotnews.com:8443/immed", "dotnews://article/AP690800aae4b0e343b0e2aa01%2F..",
        "dotnews:///article/AP690800aae4b0e343b0e2aa01", "dotnews://column/../article/x?site=evil.example",
        "dotnews://column/share", "dotnews://column/search", "dotnews://column/a/b/c", "dotnews://column/columns/x",
        "dotnews://article/AP690800aae4b0e343b0e2aa01?site=",
    ])
    func `anything else is refused`(text: String) {
        #expect(DeepLink(text) == nil)
    }

    @Test(arguments: [
        "HTTPS://WWW.DotDotNews.COM/immed", "https://www.dotdotnews.com:443/immed",
        "http://www.dotdotnews.com:80/immed",
        "//www.dotdotnews.com/immed", " https://www.dotdotnews.com/immed ", "https://www.dotdotnews.com/x/../immed",
        "https://www.dotdotnews.com/immed#@evil.example/", "https://www.dotdotnews.com/immed?u=https://evil.example/@",
        "https://ｗｗｗ.dotdotnews.com/immed", "DotNews://column/immed", "dotnews://column/immed?site=WWW.dotdotnews.com",
        "dotnews://WWW.DOTDOTNEWS.COM/immed/",
    ])
    func `what only looks odd is the site's own`(text: String) throws {
        let link = try #require(DeepLink(text))
        #expect(link.webAddress?.string == "https://www.dotdotnews.com/immed")
    }

    @Test func `a link writes the addresses that lead to it`() throws {
        let link = DeepLink(.article(Self.id, date: Self.date), site: Self.chinese)
        #expect(
            link.webAddress?.string == "https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html")
        #expect(
            link.webAddress(.share)?.string == "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html")
        #expect(
            link.webAddress(.json)?.string == "https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.json")
        #expect(
            link.appAddress
                == "dotnews://article/AP690800aae4b0e343b0e2aa01?date=20251103&site=www.dotdotnews.com")
        let path = try #require(ColumnPath("immed/hknews"))
        #expect(
            DeepLink(.column(path, page: 2), site: Self.chinese).webAddress?.string
                == "https://www.dotdotnews.com/immed/hknews/more_2.html")
        let unknownDate = DeepLink(.article(Self.id, date: nil), site: Self.chinese)
        #expect(unknownDate.webAddress == nil)
        #expect(DeepLink(unknownDate.appAddress) == unknownDate)
    }

    @Test func `every link is read back from all it writes`() throws {
        var generator = SeededGenerator(seed: 3)
        let sites = [Self.chinese, Self.english] + DeepLink.sisterSites
        let names = ["immed", "hknews", "opinion", "HarbourNotes", "en-video", "x_1", "home", "article"]
        for _ in 0..<2_000 {
            let site = try #require(sites.randomElement(using: &generator))
            let destination: DeepLink.Destination
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: destination = .frontPage
            case 1: destination = .getTheApp
            case 2:
                let path = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                    names.randomElement(using: &generator)!
                }
                destination = .column(
                    try #require(ColumnPath(path.joined(separator: "/"))),
                    page: Int.random(in: 1...300, using: &generator))
            default:
                let hex = (0..<24).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16) }.joined()
                let day = Int.random(in: 2_015...2_030, using: &generator) * 10_000 + 1_231
                destination = .article(try #require(ArticleID("AP" + hex)), date: DeepLink.PathDate(number: day))
            }
            let link = DeepLink(destination, site: site)
            for text in [link.webAddress?.string, link.webAddress(.share)?.string, link.appAddress] {
                #expect(DeepLink(try #require(text)) == link, "\(text ?? "")")
            }
            // A web address with the app's scheme in place of its own.
            let hostForm = "dotnews" + (try #require(link.webAddress)).string.dropFirst(5)
            #expect(DeepLink(hostForm) == link)
        }
    }

    @Test func `an edition of one's own is known with its port`() throws {
        let site = try #require(WebAddress("http://127.0.0.1:8080"))
        let edition = Edition(id: "test", name: "Test", language: .english, site: site)
        let link = try #require(DeepLink("http://127.0.0.1:8080/deepline", editions: [edition]))
        #expect(link.site == site)
        #expect(link.edition(in: [edition]) == edition)
        #expect(DeepLink(link.appAddress, editions: [edition]) == link)
        #expect(DeepLink("http://127.0.0.1:8081/deepline", editions: [edition]) == nil)
        #expect(DeepLink("http://127.0.0.1:8080/deepline") == nil)
        #expect(DeepLink("https://english.dotdotnews.com/x")?.edition() == .dotdotnewsEnglish)
        #expect(DeepLink("https://www.tkww.hk/x")?.edition() == nil)
    }

    @Test func `the JSON form says what a link is`() throws {
        let link = try #require(DeepLink("https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(link)) as? [String: Any])
        #expect(object["kind"] as? String == "article")
        #expect(object["date"] as? String == "2025-11-03")
        #expect(object["app"] as? String == link.appAddress)
    }
}
