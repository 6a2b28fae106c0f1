import DotNewsModels
import DotNewsSharing
import Testing

/// What editors, feeds and attackers put where a title, a keyword or a link is expected.
@Suite struct HostileContentTests {
    private let composer = ShareComposer(edition: .dotdotnews)

    // MARK: The link, once

    @Test(arguments: [
        ("東橋 https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html", "東橋"),
        ("東橋https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html重開", "東橋重開"),
        ("HTTP://WWW.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html?from=timeline#x 東橋", "東橋"),
        ("東橋（www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html）。", "東橋。"),
        ("See https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html, please.", "See , please."),
        (
            "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html "
                + "(https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html?utm_source=x)", ""
        ),
    ])
    func `the article's own links are taken out of its title, however they are written`(
        title: String, expected: String
    ) throws {
        var content = Articles.traditional
        content.title = title
        content.summary = ""
        for target in [ShareTarget.system, .plain, .x, .weibo, .wechat] {
            let draft = try composer.draft(of: content, for: target)
            #expect(draft.text.components(of: "dotdotnews.com/") == (target == .system ? 0 : 1), "\(draft.text)")
            #expect(draft.changes.contains { $0.field == .title && $0.kind == .changed })
        }
        #expect(try composer.system(content).text == expected)
        #expect(try composer.system(content).link == Articles.share.string)
    }

    @Test(arguments: [
        "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html2",
        "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html?page=2",
        "https://www.dotdotnews.com.evil.example/s/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "evil-www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "x@www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "https://www.dotdotnews.com/immed", "www.dotdotnews.com", "3.14 e.g. U.S.",
    ])
    func `other links stay whole`(text: String) throws {
        var content = Articles.traditional
        content.title = "東橋 \(text) 重開"
        let draft = try composer.system(content)
        #expect(draft.text == content.title && draft.changes.isEmpty)
    }

    // MARK: Links

    @Test func `a link of 4,088 units is one link to X, a longer one is its characters`() throws {
        let longest = "https://example.com/" + String(repeating: "a", count: 4_068)
        #expect(try composer.x(ShareContent(title: "題", link: longest)).measure.length == 26)
        let error = #expect(throws: ShareError.self) { try composer.x(ShareContent(title: "題", link: longest + "a")) }
        #expect(error?.code == .linkTooLong && error?.description.contains("4089 of 280") == true)
    }

    @Test func `a link of 10,240 bytes is taken by WeChat, and leaves no room beside it`() throws {
        let longest = "https://example.com/" + String(repeating: "a", count: 10_220)
        let draft = try composer.weChat(ShareContent(title: "題", link: longest))
        #expect(draft.text == longest && draft.measure.remainder == 0)
        #expect(draft.webPage?.title == "題" && draft.changes.map(\.field) == [.text])
        #expect(throws: ShareError.self) { try composer.weChat(ShareContent(title: "題", link: longest + "a")) }
    }

    @Test func `Han in a link is encoded before it meets a text`() throws {
        let content = try ShareContent(title: "東橋", link: "https://example.com/社會/港聞?題=一 二#節")
        let link = "https://example.com/%E7%A4%BE%E6%9C%83/%E6%B8%AF%E8%81%9E?%E9%A1%8C=%E4%B8%80%20%E4%BA%8C#%E7%AF%80"
        for draft in try composer.drafts(of: content) {
            #expect(draft.link == link && (draft.target == .system || draft.text.contains(link)))
        }
        #expect(try composer.x(content).measure.length == 28)
    }

    @Test func `without a title the link stands alone`() throws {
        let content = try ShareContent(title: "", link: "https://example.com/a")
        #expect(try composer.x(content).text == "https://example.com/a")
        #expect(
            try composer.x(content).addresses[0].address
                == "https://x.com/intent/tweet?url=https%3A%2F%2Fexample.com%2Fa")
        #expect(try composer.weibo(content).text == "https://example.com/a")
        #expect(try composer.weChat(content).webPage?.title == "點新聞")
        #expect(try composer.system(content).text.isEmpty)
        #expect(try composer.html(content).text == "<a href=\"https://example.com/a\">https://example.com/a</a>")
        #expect(try composer.plain(content).text == "https://example.com/a\n來源：點新聞")
    }

    @Test(arguments: ["two words", "秋天 & 冬天", "a=b&c#d?e", "100%", "😀", "+"])
    func `a campaign of any name comes back from the link as it was`(name: String) throws {
        var options = ShareOptions()
        options.campaign = Campaign(name: name)
        let composer = ShareComposer(edition: .dotdotnews, options: options)
        let draft = try composer.x(ShareContent(title: "題", link: "https://example.com/a?x=%2B+y#z"))
        let link = try #require(draft.link)
        #expect(link.hasPrefix("https://example.com/a?x=%2B+y&utm_source=x&") && link.hasSuffix("#z"))
        #expect(parameters(link)["utm_campaign"] == name)
        #expect(XTextMeasurer().measure(draft.text).links.map(\.text) == [link])
    }

    // MARK: Keywords and accounts

    @Test func `keywords that differ in width, case, signs or spaces are one`() throws {
        let content = ShareContent(
            title: "題", articleAddress: Articles.page,
            keywords: ["AI", "ＡＩ", "ai", "#AI#", "＃ai", " Hong  Kong ", "HongKong", "香港", "香港", "Ａ１"])
        var options = ShareOptions()
        options.x.maximumHashtags = nil
        #expect(
            try ShareComposer(edition: .dotdotnews, options: options).x(content).hashtags
                == ["AI", "HongKong", "香港", "Ａ１"])
        #expect(try composer.x(content).hashtags == ["AI", "HongKong"])
        #expect(try composer.weibo(content).topics == ["AI", "Hong Kong", "HongKong"])
        let titled = ShareContent(title: "#ＡＩ and #香港", articleAddress: Articles.page, keywords: ["ai", "香港", "x"])
        #expect(try composer.x(titled).hashtags.isEmpty)
        #expect(try ShareComposer(edition: .dotdotnews, options: options).x(titled).hashtags == ["x"])
    }

    @Test(arguments: [("dotdotnews", "dotdotnews"), ("@dotdotnews", "dotdotnews"), ("＠dotdotnews", "dotdotnews")])
    func `an account is named with or without its sign`(name: String, expected: String) throws {
        var options = ShareOptions()
        options.x.via = name
        let draft = try ShareComposer(edition: .dotdotnews, options: options).x(Articles.english)
        #expect(draft.via == expected && draft.text.hasSuffix(" via @dotdotnews"))
    }

    @Test(arguments: ["@@a", "點新聞", "a b", "https://x.com/a", "sixteen_letters_", "@", "a-b"])
    func `what is no account is dropped, and said so`(name: String) throws {
        var options = ShareOptions()
        options.x.via = name
        let draft = try ShareComposer(edition: .dotdotnews, options: options).x(Articles.english)
        #expect(draft.via == nil && !draft.text.contains("via"))
        #expect(draft.changes.contains { $0.field == .via && $0.kind == .dropped })
    }

    // MARK: Texts

    @Test func `right-to-left text keeps its marks and loses what overrides the rest`() throws {
        let content = try ShareContent(
            title: "\u{202E}خبر: قال \u{200F}«نعم»\u{200F}\u{202C}", link: "https://example.com/a")
        #expect(try composer.x(content).words == "خبر: قال \u{200F}«نعم»\u{200F}")
    }

    @Test func `a joined emoji at the cut goes or stays as one`() throws {
        let family = "👨‍👩‍👧‍👦"
        for count in 0..<8 {
            var options = ShareOptions()
            options.x.limit = 40
            let title = String(repeating: "點", count: count) + String(repeating: family, count: 20)
            let draft = try ShareComposer(edition: .dotdotnews, options: options).x(
                ShareContent(title: title, articleAddress: Articles.page))
            #expect(draft.measure.length <= 40 && draft.measure.length >= 39)
            #expect(
                draft.words.dropFirst(count).dropLast().allSatisfy { String($0) == family } && draft.words.last == "…")
        }
    }

    @Test func `a word longer than the post is cut inside`() throws {
        let word = String(repeating: "Donaudampfschifffahrt", count: 100)
        let draft = try composer.x(ShareContent(title: word, articleAddress: Articles.page))
        #expect(draft.measure.length == 280 && draft.words.hasSuffix("…") && word.hasPrefix(draft.words.dropLast()))
    }

    @Test func `ten megabytes cost no more than the longest post, and are reported`() throws {
        var options = ShareOptions()
        options.x.limit = ShareOptions.X.highestLimit
        let composer = ShareComposer(edition: .dotdotnews, options: options)
        let texts = [
            String(repeating: "點新聞 dot #a https://a.b/c ", count: 300_000), String(repeating: "a", count: 10_000_000),
            "e" + String(repeating: "\u{301}", count: 5_000_000),
        ]
        for text in texts {
            let content = ShareContent(
                title: text, summary: text, articleAddress: Articles.page, body: ArticleBody(lines: text))
            for draft in try composer.drafts(of: content) {
                #expect(draft.measure.fits && draft.text.utf8.count < 1_000_000)
                #expect(draft.changes.contains { $0.field == .title && $0.kind != .changed })
            }
            let thread = try composer.xThread(content)
            #expect(thread.parts.allSatisfy { $0.measure.fits })
            #expect(thread.changes.contains { $0.field == .text && $0.kind == .shortened })
        }
    }

    @Test func `a title that X's highest limit takes is not shortened`() throws {
        var options = ShareOptions()
        options.x.limit = ShareOptions.X.highestLimit
        let title = String(repeating: "word ", count: 4_990) + "end"
        let draft = try ShareComposer(edition: .dotdotnews, options: options).x(
            ShareContent(title: title, articleAddress: Articles.page))
        #expect(draft.words == title && draft.changes.isEmpty)
    }
}

extension String {
    /// How often `part` stands in the text.
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
