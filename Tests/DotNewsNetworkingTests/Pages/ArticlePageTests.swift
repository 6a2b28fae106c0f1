import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// Reads a fixture; the edition does not matter where the page gives its address.
private func read(_ fixture: ArticleFixture, address: String? = nil, date: Date? = nil) throws -> ArticlePage {
    try ArticlePageReader(edition: .dotdotnews).read(
        Data(fixture.html.utf8), address: address.flatMap { WebAddress($0) }, date: date)
}

@Suite("Article pages")
struct ArticlePageTests {
    /// 2025-10-16 09:30 in Hong Kong.
    private let published = Date(timeIntervalSince1970: 1_760_578_200)

    @Test(arguments: ArticleFixture.all)
    func `a page gives title, times, column, people, words and text in every layout and language`(
        _ fixture: ArticleFixture
    ) throws {
        let page = try read(fixture)
        let article = page.article
        #expect(article.id.rawValue == fixture.id)
        #expect(article.title == fixture.title)
        #expect(article.address.string == fixture.address)
        #expect(article.summary.shareAddress?.string == fixture.address.replacing("/a/", with: "/s/"))
        #expect(article.summary.jsonAddress?.string == fixture.address.replacing(".html", with: ".json"))
        #expect(article.summary.summary == fixture.summary)
        #expect(article.summary.publishedAt == published)
        #expect(article.summary.author == fixture.author)
        #expect(article.credits.author == fixture.author)
        #expect(article.channelID?.rawValue == "dotnews")
        #expect(article.summary.column?.id.rawValue == "5f47252ce4b0e87bc3726930")
        #expect(article.summary.column?.path?.rawValue == fixture.path)
        #expect(article.summary.keywords == fixture.keywords)
        #expect(article.summary.tags == fixture.keywords)
        #expect(article.summary.thumbnail?.address.string == fixture.image)
        #expect(article.images.map(\.address.string) == [fixture.image])
        #expect(article.summary.allowsComments)
        #expect(page.layout?.rawValue == fixture.layout.rawValue)
        #expect(page.hasOwnID)
        #expect(article.body.blocks.count == 4)
        #expect(article.body.blocks.contains { if case .subhead = $0 { true } else { false } })
        #expect(!article.body.text.contains("rights"))
        if fixture.layout != .unknown {
            #expect(article.credits.editor == fixture.editor)
            #expect(page.warnings.isEmpty)
            #expect(article.summary.column?.name == fixture.column)
        } else {
            #expect(page.warnings.contains { $0.contains("layout is not known") })
        }
    }

    @Test(arguments: ArticleFixture.all)
    func `without its literal a page gives the same text from its markup`(_ fixture: ArticleFixture) throws {
        var plain = fixture
        plain.hasLiteral = false
        let page = try read(plain)
        #expect(page.article.body == (try read(fixture)).article.body)
        #expect(page.sources[.body] == .markup)
        #expect(page.sources[.title] == .linkedData)
        #expect(page.sources[.id] == .hiddenInput)
        #expect(page.article.title == fixture.title)
        #expect(page.article.summary.keywords == fixture.keywords)
    }

    @Test(arguments: ArticleFixture.all)
    func `with its literal alone a page gives the text of the literal`(_ fixture: ArticleFixture) throws {
        var bare = fixture
        bare.hasBody = false
        let page = try read(bare)
        #expect(page.article.body == (try read(fixture)).article.body)
        #expect(page.sources[.body] == .storyLiteral)
    }

    @Test(arguments: ArticleFixture.all)
    func `with its metadata alone a page still gives title, address, time and image`(_ fixture: ArticleFixture) throws {
        var bare = fixture
        bare.hasLiteral = false
        bare.hasBody = false
        bare.hasInputs = false
        let article = try read(bare).article
        #expect(article.title == fixture.title)
        #expect(article.address.string == fixture.address)
        #expect(article.id.rawValue == fixture.id)
        #expect(article.summary.publishedAt == published)
        #expect(article.summary.thumbnail?.address.string == fixture.image)
    }

    @Test(arguments: ArticleFixture.all)
    func `with its markup alone a page gives title, time and text`(_ fixture: ArticleFixture) throws {
        var bare = fixture
        bare.hasLiteral = false
        bare.hasLinkedData = false
        bare.hasInputs = false
        bare.hasMeta = false
        let page = try read(bare, address: fixture.address)
        #expect(page.article.title == fixture.title)
        #expect(page.article.id.rawValue == fixture.id)
        #expect(page.article.summary.publishedAt == published)
        #expect(page.article.body == (try read(fixture)).article.body)
        #expect(page.sources[.title] == .markup)
        #expect(page.sources[.address] == .address)
        #expect(page.sources[.publishedAt] == .markup)
    }

    // MARK: Trust

    @Test func `the literal is trusted over JSON-LD, and JSON-LD over meta and markup`() throws {
        var fixture = ArticleFixture.english
        fixture.literalMembers = #"'publishTime':'2025-10-16T08:00:00.000+08:00','summary':'From the literal',"#
        let page = try read(fixture)
        #expect(page.article.summary.publishedAt == published.addingTimeInterval(-5_400))
        #expect(page.article.summary.summary == "From the literal")
        #expect(page.sources[.publishedAt] == .storyLiteral)
        fixture.literalMembers = ""
        fixture.publishDate = "2025.10.16 11:11"
        #expect(try read(fixture).article.summary.publishedAt == published)
        fixture.hasLinkedData = false
        #expect(try read(fixture).article.summary.publishedAt == published.addingTimeInterval(6_060))
    }

    @Test func `a literal with less text than the page loses to the page`() throws {
        var fixture = ArticleFixture.traditional
        fixture.literalBody = "<p>渡輪</p>"
        let page = try read(fixture)
        #expect(page.article.body == (try read(.traditional)).article.body)
        #expect(page.sources[.body] == .markup)
        #expect(page.warnings.contains { $0.contains("less text") })
    }

    @Test func `a literal that is cut off is not used, and said so`() throws {
        let html = ArticleFixture.english.html
        let cut = html[..<html.range(of: "'wordCount'")!.lowerBound]
        let page = try ArticlePageReader(edition: .dotdotnewsEnglish).read(Data(cut.utf8))
        #expect(page.sources[.title] == .linkedData)
        #expect(page.article.body == (try read(.english)).article.body)
        #expect(page.warnings.contains { $0.contains("cut off") })
    }

    @Test func `an article the literal calls unpublished is read all the same, as its page is served`() throws {
        var fixture = ArticleFixture.english
        fixture.literalMembers = "'publishStatus':3,'expired':true,"
        #expect(try read(fixture).article.title == fixture.title)
    }

    @Test func `an address on the page that is not acceptable is not taken`() throws {
        var fixture = ArticleFixture.english
        fixture.site = "javascript:alert(1)//english.dotdotnews.com"
        fixture.literalMembers = "'url':'data:text\\/html,x','shareUrl':'file:\\/\\/\\/etc\\/passwd',"
        let page = try read(fixture, address: "https://english.dotdotnews.com/a/202510/16/\(fixture.id).html")
        #expect(page.article.address.string == "https://english.dotdotnews.com/a/202510/16/\(fixture.id).html")
        #expect(page.article.summary.shareAddress?.scheme == "https")
    }

    @Test func `an address that names another article is warned of`() throws {
        let page = try read(
            .english, address: "https://english.dotdotnews.com/a/202510/16/AP68f0a1b2e4b0c0ffee00000f.html")
        #expect(page.article.id.rawValue == ArticleFixture.english.id)
        #expect(page.warnings.contains { $0.contains("AP68f0a1b2e4b0c0ffee00000f") })
    }

    @Test func `without an address on the page or given, the address is made of id and day`() throws {
        var fixture = ArticleFixture.english
        fixture.hasMeta = false
        let page = try read(fixture)
        #expect(page.article.address.string == "https://www.dotdotnews.com/a/202510/16/\(fixture.id).html")
        #expect(page.sources[.address] == .derived)
    }

    @Test func `relative times are resolved against the response's date, and left out without one`() throws {
        var fixture = ArticleFixture.simplified
        fixture.hasLiteral = false
        fixture.hasLinkedData = false
        for (text, seconds) in [("16分鐘前", 960.0), ("2小时前", 7_200), ("38 minutes ago", 2_280)] {
            fixture.publishDate = text
            let now = Date(timeIntervalSince1970: 1_762_228_800)
            #expect(try read(fixture, date: now).article.summary.publishedAt == now.addingTimeInterval(-seconds))
            let page = try read(fixture)
            #expect(page.article.summary.publishedAt == nil)
            #expect(page.warnings.contains { $0.contains("when the article was published") })
        }
    }

    @Test func `JSON-LD that cannot be read is warned of, and one of several that can is enough`() throws {
        let broken = ArticleFixture.english.html.replacing("\"@context\": \"http", with: "\"@context\": }{ \"http")
        let page = try ArticlePageReader(edition: .dotdotnewsEnglish).read(Data(broken.utf8))
        #expect(page.warnings == ["The JSON-LD names no article, or cannot be read."])
        #expect(page.article.summary.publishedAt == published)
        let doubled = ArticleFixture.english.html.replacing(
            "</head>", with: "<script type=\"application/ld+json\">{\"@type\":\"WebSite\"}</script></head>")
        #expect(try ArticlePageReader(edition: .dotdotnewsEnglish).read(Data(doubled.utf8)).warnings.isEmpty)
    }

    // MARK: Pages of others

    @Test(arguments: ["zh", "en"])
    func `a page of another site gives what its metadata and densest part say`(_ language: String) throws {
        let text =
            language == "zh"
            ? ["海港昨日迎來今年第一艘冰船，岸邊擠滿了看熱鬧的人群。", "船上載著三千噸冰，準備送往南方的魚市場，預計三日後抵達。"]
            : [
                "The year's first ice ship came into the harbour yesterday, and the quay was full of people.",
                "It carries three thousand tons of ice for the fish markets of the south, three days away.",
            ]
        let html = """
            <html><head><title>Ice ship - News - Somewhere</title><meta property="og:type" content="article">
            <meta property="og:title" content="Ice ship"><meta property="og:image" content="/pictures/ice.png">
            <meta property="article:published_time" content="2025-01-02T03:04:05+00:00">
            <link rel="canonical" href="https://news.example.org/2025/ice-ship"></head>
            <body><header><p>\(String(repeating: "Menu of a long kind ", count: 30))</p></header>
            <div class="list">\(String(repeating: "<p><a href='/other'>Another article with a long title</a></p>", count: 20))</div>
            <div class="x1"><div class="x2"><h1>Ice ship</h1><p>\(text[0])</p><div class="ad"><p>Buy!</p></div>
            <p>\(text[1])</p><script>track()</script></div></div></body></html>
            """
        let page = try ArticlePageReader(edition: .dotdotnews).read(Data(html.utf8))
        #expect(page.layout == .unknown)
        #expect(page.article.title == "Ice ship")
        #expect(page.article.address.string == "https://news.example.org/2025/ice-ship")
        #expect(page.article.summary.publishedAt == Date(timeIntervalSince1970: 1_735_787_045))
        #expect(page.article.allImages.map(\.address.string) == ["https://news.example.org/pictures/ice.png"])
        #expect(text.allSatisfy { page.article.body.text.contains($0) })
        #expect(!page.article.body.text.contains("Another"))
        #expect(!page.article.body.text.contains("Menu"))
        #expect(!page.article.body.text.contains("track"))
        #expect(!page.hasOwnID)
        #expect(page.article.summary.jsonAddress == nil)
        #expect(page.warnings.contains { $0.contains("one was made of its address") })
    }

    @Test func `a page without title or without address is refused with what to do`() {
        let reader = ArticlePageReader(edition: .dotdotnews)
        let address = WebAddress("https://www.dotdotnews.com/a/202510/16/AP68f0a1b2e4b0c0ffee000001.html")
        let untitled = #expect(throws: SiteDocumentError.self) {
            try reader.read(Data("<p>Text</p>".utf8), address: address)
        }
        #expect(untitled?.description == "cannot read the content as an article page: the page has no title")
        let nowhere = #expect(throws: SiteDocumentError.self) {
            try reader.read(Data("<h1>Title</h1><p>Text</p>".utf8))
        }
        #expect(nowhere?.reason == "the page does not give its address; say where it comes from")
    }
}
