import DotNewsModels
import DotNewsSharing
import Foundation
import Testing

@Suite struct XComposingTests {
    private let composer = ShareComposer(edition: .dotdotnews)

    private func composer(_ change: (inout ShareOptions) -> Void) -> ShareComposer {
        var options = ShareOptions()
        change(&options)
        return ShareComposer(edition: .dotdotnews, options: options)
    }

    @Test func `a post has title, link and valid hashtags, each once`() throws {
        let draft = try composer.x(Articles.traditional)
        #expect(draft.text == "點觀香港｜東橋檢查工程完成 #香港 #東橋 \(Articles.share)")
        #expect(draft.measure.description == "62 of 280")
        #expect(draft.measure.remainder == 218)
        #expect(draft.changes.map(\.subject) == ["2024", "C++"])
        #expect(draft.changes.allSatisfy { $0.kind == .dropped && $0.field == .hashtag })
        #expect(try composer.x(Articles.simplified).text == "东桥检查工程完成 #香港 #东桥 \(Articles.page)")
        #expect(
            try composer.x(Articles.english).text == "Deepline | Two-hour phone call #trade #HongKong \(Articles.page)")
    }

    @Test func `the account comes last, and only when X could have it`() throws {
        let named = try composer { $0.x.via = "@dotdotnews" }.x(Articles.english)
        #expect(named.text.hasSuffix(" #HongKong \(Articles.page) via @dotdotnews"))
        let impossible = try composer { $0.x.via = "點新聞" }.x(Articles.english)
        #expect(impossible.via == nil && impossible.changes.contains { $0.field == .via && $0.kind == .dropped })
    }

    @Test func `the account leaves the title at least twelve characters, or goes`() throws {
        let content = ShareContent(title: String(repeating: "東橋重開", count: 20), articleAddress: Articles.page)
        // Beside the link with its space (24) and the account (16) there is room for 10 characters, or for 13.
        for (limit, via) in [(60, nil), (66, "dotdotnews")] {
            let draft = try composer {
                $0.x.limit = limit
                $0.x.via = "dotdotnews"
            }.x(content)
            #expect(draft.via == via && draft.measure.length <= limit && draft.measure.length >= limit - 2)
            #expect(draft.changes.contains { $0.field == .via } == (via == nil))
        }
    }

    @Test func `hashtags are as many as are wanted, and none is there twice in another case`() throws {
        let content = ShareContent(
            title: "Bridge", articleAddress: Articles.page, keywords: ["Hong Kong", "HONGKONG", "hongkong", "Ferry"])
        #expect(try composer.x(content).hashtags == ["HongKong", "Ferry"])
        let one = try composer { $0.x.maximumHashtags = 1 }.x(content)
        #expect(one.hashtags == ["HongKong"] && one.changes.map(\.subject) == ["Ferry"])
        #expect(try composer { $0.x.maximumHashtags = 0 }.x(content).hashtags.isEmpty)
    }

    @Test func `the intent has each parameter encoded once`() throws {
        let content = ShareContent(
            title: "A & B: 100% + c\u{2028}#1 港", articleAddress: Articles.page, keywords: ["香港", "x"])
        let address = try composer { $0.x.via = "dotdotnews" }.x(content).addresses[0]
        #expect(address.kind == .web && address.isDocumented)
        #expect(
            address.address
                == "https://x.com/intent/tweet?text=A%20%26%20B%3A%20100%25%20%2B%20c%20%231%20%E6%B8%AF%20%23%E9%A6%99%E6%B8%AF%20%23x"
                + "&url=https%3A%2F%2Fwww.dotdotnews.com%2Fa%2F202511%2F03%2FAP690800aae4b0e343b0e2aa01.html"
                + "&via=dotdotnews")
    }

    @Test func `empty parameters are left out`() throws {
        let draft = try composer.x(ShareContent(title: "", articleAddress: Articles.page))
        #expect(draft.text == Articles.page.string)
        #expect(parameters(draft.addresses[0].address).keys.sorted() == ["url"])
    }

    @Test func `the app's address carries the whole post`() throws {
        let draft = try composer.x(Articles.traditional)
        let app = try #require(draft.addresses.first { $0.kind == .app })
        #expect(app.address.hasPrefix("twitter://post?message=") && !app.isDocumented)
        #expect(parameters(app.address)["message"] == draft.text)
    }

    @Test func `a long title is cut between Han characters, and says so`() throws {
        let title = String(repeating: "東橋檢查工程（第一期）完成，", count: 20)
        let draft = try composer.x(ShareContent(title: title, articleAddress: Articles.page, keywords: ["香港"]))
        #expect(draft.measure.length <= 280 && draft.measure.length > 240)
        #expect(draft.words.hasSuffix("…") && !draft.words.hasSuffix("（…") && !draft.words.hasSuffix("，…"))
        #expect(draft.changes.map(\.kind) == [.shortened, .dropped])
        #expect(draft.link == Articles.page.string)
    }

    @Test func `a long English title is cut between words`() throws {
        let title = String(repeating: "Committee considers (again) infrastructure, ", count: 10)
        let draft = try composer.x(ShareContent(title: title, articleAddress: Articles.page))
        let last = try #require(draft.words.dropLast().split(separator: " ").last)
        #expect(["Committee", "considers", "(again)", "infrastructure"].contains(last))
    }

    @Test func `links, tags and mentions in a title are not cut`() throws {
        let title = "看 https://example.com/a/very/long/path/to/a/page #香港特別行政區 @dotdotnews_official 完"
        for limit in 24...110 {
            let draft = try composer { $0.x.limit = limit }.x(ShareContent(title: title, articleAddress: Articles.page))
            for piece in ["https://example.com/a/very/long/path/to/a/page", "#香港特別行政區", "@dotdotnews_official"] {
                let start = String(piece.prefix(3))
                let words = draft.words
                #expect(!words.contains(start) || words.contains(piece), "\(words)")
            }
        }
    }

    @Test func `the summary is shortened before the title`() throws {
        let summary = String(repeating: "運輸署表示新的交通安排將於下周一起實施。", count: 10)
        let content = ShareContent(title: "東橋檢查工程完成", summary: summary, articleAddress: Articles.page)
        let draft = try composer { $0.x.includesSummary = true }.x(content)
        #expect(draft.words.hasPrefix("東橋檢查工程完成\n運輸署"))
        #expect(draft.changes.map(\.field) == [.summary])
        #expect((240...280).contains(draft.measure.length) && draft.words.hasSuffix("實施。…"))
    }

    @Test func `a link is written so that X links all of it`() throws {
        for (link, form) in [
            ("https://example.com#part", "https://example.com/#part"),
            ("https://example.com/a_(b", "https://example.com/a_%28b"),
            ("https://example.com/end.", "https://example.com/end%2E"),
            ("https://example.com/a_(b)", "https://example.com/a_(b)"),
            ("https://example.com/s/a.?q=1", "https://example.com/s/a%2E?q=1"),
            ("https://example.com/s/a.;?q=1.", "https://example.com/s/a%2E%3B?q=1%2E"),
            ("https://example.com/(a.?q=(b", "https://example.com/%28a%2E?q=%28b"),
            ("https://example.com/社會?標題=一", "https://example.com/%E7%A4%BE%E6%9C%83?%E6%A8%99%E9%A1%8C=%E4%B8%80"),
        ] {
            let draft = try composer.x(ShareContent(title: "標題", link: link))
            #expect(draft.link == form)
            #expect(XTextMeasurer().measure(draft.text).links.map(\.text) == [form])
            #expect(draft.measure.length == 28)
        }
    }

    @Test(arguments: [
        ".", "!", "*", ":", "~", ";", ",", "'", "%", "$", "&", "]", "[", "@", "|", "(", ")", "^", "`", "{", "\\",
    ])
    func `a link is whole in every position of every sign`(sign: String) throws {
        let address = "https://example.com"
        for link in [
            "\(address)/a\(sign)", "\(address)/a\(sign)?q=1", "\(address)/\(sign)?q=1",
            "\(address)/a\(sign)b?q=\(sign)",
            "\(address)/a?\(sign)=1", "\(address)/a#\(sign)", "\(address)/a\(sign)\(sign)?\(sign)#\(sign)",
        ] {
            let draft = try composer.x(ShareContent(title: "標題", link: link))
            #expect(XTextMeasurer().measure(draft.text).links.map(\.text) == [draft.link], "\(link)")
            #expect(draft.measure.length == 28)
        }
    }

    @Test(arguments: ["https://localhost/a", "https://192.168.1.2/a", "https://band.music/a", "https://t.co/abc/d"])
    func `a link that X does not make one of is said`(link: String) throws {
        let draft = try composer.x(ShareContent(title: "標題", link: link))
        #expect(draft.changes.map(\.reason) == ["X does not make a link of all of it"])
    }

    @Test func `names in a title of which X makes links are said`() throws {
        let draft = try composer.x(
            ShareContent(title: "Booking.com裁員 ChatGPT.com宕機 第3.5版", articleAddress: Articles.page))
        #expect(draft.changes.map(\.subject) == ["Booking.com", "ChatGPT.com"])
        #expect(draft.changes.allSatisfy { $0.field == .title && $0.kind == .changed })
    }

    @Test(arguments: [
        ("👍️", 4), ("✌🏿️", 4), ("😀‍👩", 5), ("🤌🏽", 4), ("👫🏽", 4), ("🐕‍🦺", 5), ("👩‍🚀", 2), ("👨🏽‍🚀", 2), ("👨‍👩‍👧‍👦", 2),
        ("❤️", 2), ("🏳️‍🌈", 2), ("🇭🇰", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("1️⃣", 2), ("🕵️‍♀️", 2), ("👩‍❤️‍💋‍👨", 2), ("🧑‍🚀", 5),
    ])
    func `an emoji is fitted by the larger count, and counted as X documents`(emoji: String, price: Int) throws {
        #expect(XTextMeasurer().length(of: emoji) == 2)
        // "…" and the link with its space take 26.
        let limit = 26 + 10 * price
        let title = String(repeating: emoji, count: 12)
        let draft = try composer { $0.x.limit = limit }.x(ShareContent(title: title, articleAddress: Articles.page))
        #expect(draft.words == String(repeating: emoji, count: 10) + "…")
    }

    @Test func `an address that is longer than servers take says so`() throws {
        let long = try composer { $0.x.limit = 25_000 }.x(
            ShareContent(title: String(repeating: "東", count: 1_000), articleAddress: Articles.page))
        #expect(long.addresses[0].isTooLong && long.addresses[0].url != nil)
        #expect(try !composer.x(Articles.traditional).addresses[0].isTooLong)
    }

    @Test func `a limit that the link alone exceeds is an error`() {
        let error = #expect(throws: ShareError.self) { try composer { $0.x.limit = 22 }.x(Articles.english) }
        #expect(error?.code == .linkTooLong)
        #expect(error?.description == "Cannot compose a share for X: the link alone counts 23 of 22 units.")
        #expect(throws: ShareError.self) { try composer { $0.x.limit = 0 }.x(Articles.english) }
    }

    @Test func `a thread is numbered, valid, and carries the link once`() throws {
        let body = (1...12).map { "第\($0)段。" + String(repeating: "運輸署表示新的交通安排將於下周一起實施。", count: 4) }
        var content = Articles.traditional
        content.body = ArticleBody(lines: body.joined(separator: "\n"))
        for position in ShareOptions.X.ThreadLinkPosition.allCases {
            let thread = try composer { $0.x.threadLinkPosition = position }.xThread(content)
            let count = thread.parts.count
            #expect(count > 3)
            for (index, part) in thread.parts.enumerated() {
                #expect(XTextMeasurer().measure(part.text).isValid)
                #expect(part.text.contains("(\(index + 1)/\(count))"))
                let carries = index == (position == .first ? 0 : count - 1)
                #expect(part.text.contains(Articles.share.string) == carries)
            }
            for number in 1...12 { #expect(thread.text.contains("第\(number)段。")) }
        }
    }

    @Test func `a thread that fits in one post has no number`() throws {
        let thread = try composer.xThread(Articles.english)
        #expect(thread.parts.count == 1)
        #expect(!thread.text.contains("(1/1)") && thread.text.contains("The leaders spoke"))
    }

    @Test func `a thread has no more parts than allowed`() throws {
        var content = Articles.english
        content.body = ArticleBody(
            lines: String(repeating: "The committee will meet again on Monday to talk about trade. ", count: 200))
        let thread = try composer { $0.x.maximumThreadParts = 12 }.xThread(content)
        #expect(thread.parts.count == 12)
        #expect(thread.parts[11].text.hasSuffix("… (12/12)"))
        #expect(thread.changes.contains { $0.field == .text && $0.kind == .shortened })
    }

    @Test(arguments: ShareOptions.X.ThreadLinkPosition.allCases)
    func `a link that leaves no room for a number makes a thread of one post`(
        position: ShareOptions.X.ThreadLinkPosition
    ) throws {
        // X knows no such top-level domain, so that the link counts by its letters: 90 of 94.
        let link = "https://a.c/" + String(repeating: "x", count: 78)
        let content = try ShareContent(title: String(repeating: "東橋重開", count: 20), link: link)
        var options = ShareOptions()
        options.x.limit = 94
        options.x.threadLinkPosition = position
        let thread = try ShareComposer(edition: .dotdotnews, options: options).xThread(content)
        #expect(thread.parts.count == 1 && thread.text.contains(link))
        #expect(thread.parts.allSatisfy { XTextMeasurer(limit: 94).measure($0.text).isValid }, "\(thread.text)")
    }
}
