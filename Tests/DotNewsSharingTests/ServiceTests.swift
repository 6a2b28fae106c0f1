import DotNewsModels
import DotNewsSharing
import Foundation
import Testing

/// WhatsApp, Telegram, Threads, Facebook, LINE, Bluesky and Mastodon: their counts, limits and addresses.
@Suite struct ServiceTests {
    private static let link = "https://www.dotdotnews.com/immed"

    private func composer(_ change: (inout ShareOptions) -> Void = { _ in }) -> ShareComposer {
        var options = ShareOptions()
        change(&options)
        return ShareComposer(edition: .dotdotnews, options: options)
    }

    private func content(_ title: String = "東橋重開 & more") throws -> ShareContent {
        try ShareContent(title: title, link: Self.link, keywords: ["東橋", "Hong Kong", "交通"])
    }

    @Test(
        arguments: [
            (.whatsApp, "東橋重開 & more\n\(link)", "https://wa.me/", true),
            (.telegram, "\(link)\n東橋重開 & more", "https://t.me/share/url", true),
            (.threads, "東橋重開 & more \(link)", "https://www.threads.com/intent/post", true),
            (.facebook, link, "https://www.facebook.com/sharer/sharer.php", false),
            (.line, "東橋重開 & more\n\(link)", "https://social-plugins.line.me/lineit/share", true),
            (.bluesky, "東橋重開 & more #東橋 #HongKong \(link)", "https://bsky.app/intent/compose", true),
            (.mastodon, "東橋重開 & more #東橋 #HongKong \(link)", "https://mastodon.example/share", false),
        ] as [(ShareTarget, String, String, Bool)])
    func `each service has its text and its address`(
        target: ShareTarget, text: String, page: String, isDocumented: Bool
    ) throws {
        let composer = composer { $0.mastodonServer = WebAddress("https://mastodon.example/@reader") }
        let draft = try composer.draft(of: content(), for: target)
        #expect(draft.target == target && draft.text == text && draft.link == Self.link && draft.measure.fits)
        let address = try #require(draft.addresses.first)
        #expect(address.address.hasPrefix(page + "?") && address.isDocumented == isDocumented && address.url != nil)
        let values = parameters(address.address).values.joined(separator: "\n")
        #expect(values.contains(Self.link))
        #expect(values.contains("東橋重開 & more") == (target != .facebook))
    }

    @Test func `each parameter of a service has its name`() throws {
        func query(_ target: ShareTarget) throws -> [String: String] {
            parameters(try composer { $0.facebookAppID = "42" }.draft(of: content(), for: target).addresses[0].address)
        }
        let words = "東橋重開 & more"
        #expect(try query(.telegram) == ["url": Self.link, "text": words])
        #expect(try query(.threads) == ["url": Self.link, "text": words, "tag": "東橋"])
        #expect(try query(.line) == ["url": Self.link, "text": words])
        #expect(try query(.facebook) == ["app_id": "42", "display": "page", "href": Self.link])
        #expect(try composer().draft(of: content(), for: .mastodon).addresses.isEmpty)
    }

    @Test(
        arguments: [
            (.threads, "東橋", 2), (.threads, "a👨‍👩‍👧", 19), (.threads, "👍🏽", 8), (.bluesky, "👨‍👩‍👧é", 2), (.mastodon, "👨‍👩‍👧é", 2),
            (.mastodon, "看 https://example.com/a/very/long/address/of/a/page 和 https://a.com", 51),
            (.mastodon, "example.com", 11), (.telegram, "東👍🏽", 5), (.whatsApp, "👨‍👩‍👧", 1),
        ] as [(ShareTarget, String, Int)])
    func `each service counts as it does`(target: ShareTarget, text: String, length: Int) throws {
        #expect(try #require(composer().service(for: target)).length(of: text) == length)
    }

    @Test(arguments: [(.telegram, 4_096), (.threads, 500), (.bluesky, 300), (.mastodon, 500)] as [(ShareTarget, Int)])
    func `a long title is cut to the limit of its service`(target: ShareTarget, limit: Int) throws {
        let draft = try composer().draft(of: content(String(repeating: "東橋", count: 3_000)), for: target)
        #expect(draft.measure.limit == limit && (limit - 1...limit).contains(draft.measure.length))
        #expect(draft.text.contains("…") && draft.text.contains(Self.link) && draft.changes.map(\.kind) == [.shortened])
    }

    @Test func `Bluesky takes 3,000 bytes too`() throws {
        let family = "👩🏽‍❤️‍💋‍👨🏽"
        let draft = try composer().draft(of: content(String(repeating: family, count: 200)), for: .bluesky)
        #expect(draft.text.utf8.count <= 3_000 && draft.text.utf8.count > 2_900)
    }

    @Test func `a link that alone exceeds the limit is an error`() throws {
        let content = try ShareContent(title: "題", link: "https://example.com/" + String(repeating: "a", count: 600))
        let error = #expect(throws: ShareError.self) { try composer().draft(of: content, for: .bluesky) }
        #expect(error?.code == .linkTooLong && error?.target == .bluesky)
    }

    private struct Pager: ShareService {
        let target = ShareTarget(rawValue: "pager")
        let unit = ShareMeasure.Unit.bytes
        let limit: Int? = 40
        func length(of text: String) -> Int { text.utf8.count }
        func addresses(for parts: SharePostParts) -> [ShareAddress] {
            [ShareAddress(.app, "pager:" + (parts.link ?? ""), isDocumented: false)]
        }
    }

    @Test func `an app adds a service of its own`() throws {
        let draft = try composer().draft(of: content(), for: Pager())
        #expect(draft.text == "東… \(Self.link)" && draft.target.displayName == "pager" && draft.measure.length == 39)
        let error = #expect(throws: ShareError.self) { try composer().draft(of: content(), for: Pager().target) }
        #expect(error?.code == .unknownTarget)
    }

    // MARK: The share sheet

    @Test func `each activity of the share sheet gets what it makes a card of`() throws {
        var content = Articles.traditional
        content.images[0].caption = "東橋"
        let sheet = try composer().system(content)
        #expect(sheet.linkURL?.absoluteString == Articles.share.string)
        #expect(sheet.picture == SharePicture(address: content.images[0].address, alternativeText: "東橋"))
        for activity in [ShareActivity.messages, .airDrop, .weChat, .readingList, ShareActivity(rawValue: "other")] {
            #expect(sheet.item(for: activity) == ShareItem(link: Articles.share.string))
        }
        for activity in [ShareActivity.copy, .whatsApp, .telegram] {
            #expect(sheet.item(for: activity) == ShareItem(text: "\(content.title)\n\(Articles.share)"))
        }
        #expect(
            sheet.item(for: .mail)
                == ShareItem(text: "\(content.summary)\n\n\(Articles.share)", subject: content.title))
        let linkless = try composer().system(ShareContent(title: "題"))
        #expect(linkless.item(for: .weChat) == ShareItem(text: "題"))
    }

    // MARK: Quotations

    private func quoting(_ passage: String, _ content: ShareContent = Articles.traditional) -> ShareContent {
        var content = content
        content.quote = passage
        return content
    }

    @Test(arguments: [
        ("交通安排下周一起實施", Edition.dotdotnews, "「交通安排下周一起實施」——點新聞"), ("「安排」", .dotdotnews, "「安排」——點新聞"),
        ("他說「好」並“走”了", .dotdotnews, "「他說『好』並『走』了」——點新聞"), ("安排“下周”实施", Articles.simplifiedEdition, "“安排‘下周’实施”——点新闻"),
        ("They said “yes”, didn’t they", .dotdotnewsEnglish, "“They said ‘yes’, didn’t they” — dotdotnews"),
    ])
    func `a passage stands between the language's marks, with its source`(
        passage: String, edition: Edition, words: String
    ) throws {
        let composer = ShareComposer(edition: edition)
        let content = quoting(passage)
        for target in [ShareTarget.x, .whatsApp, .bluesky, .mastodon, .system, .wechat] {
            let draft = try composer.draft(of: content, for: target)
            #expect(draft.text.contains(words), "\(draft.text)")
            #expect(draft.link?.hasPrefix("\(Articles.share)#:~:text=") == true)
        }
        #expect(try composer.weibo(content).words.hasPrefix("【\(content.title)】\(words)"))
        #expect(try composer.weChat(content).webPage?.description == words)
        #expect(try composer.plain(content).text.hasPrefix("\(words)\n\(content.title)\n"))
        #expect(try composer.markdown(content).text.hasPrefix("> \(words)\n\n["))
        #expect(try composer.html(content).text.hasPrefix("<blockquote>\(words)</blockquote><a href="))
    }

    @Test(arguments: ShareTarget.allCases)
    func `a long passage is cut between its marks`(target: ShareTarget) throws {
        let passage = String(repeating: "運輸署表示新的交通安排將於下周一起實施。", count: 300)
        let draft = try composer().draft(of: quoting(passage), for: target)
        #expect(draft.measure.fits)
        let isCut = draft.changes.contains { $0.kind == .shortened }
        #expect(draft.text.contains("…」——點新聞") == isCut)
        // A link that is counted by its letters leads to the page, so that the passage has room.
        let isCounted = [.weibo, .bluesky, .threads].contains(target)
        #expect(draft.link?.contains(":~:text=") == !isCounted)
        if target == .x { #expect(XTextMeasurer().measure(draft.text).links.map(\.text) == [draft.link]) }
    }

    @Test(arguments: [
        ("Free.", "Free."), ("a-b, c & d", "a%2Db%2C%20c%20%26%20d"),
        ("運輸署表示新的交通安排將於下周一起實施，屆時東橋的三條行車線將會全部重開，離島渡輪也會同日恢復服務。", "運輸署表示新的交通安排將於下周一起實施,離島渡輪也會同日恢復服務"),
        (
            "Fares stay as they were for now. Bicycles travel free of charge on weekdays and nights.",
            "Fares stay as they were for,of charge on weekdays and nights."
        ),
        ("First line of it\nsecond, and last line", "First line of it,and last line"),
    ])
    func `the link leads to the passage`(passage: String, directive: String) throws {
        let link = try #require(try composer().system(quoting(passage)).link)
        let encoded = directive.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.contains("%") ? String($0) : parametersEncoded(String($0)) }.joined(separator: ",")
        #expect(link == "\(Articles.share)#:~:text=" + encoded)
    }

    @Test func `the start of a passage is told from an earlier place of the body`() throws {
        let passage = "The council said so, ferries return on Friday, and fares stay as they were."
        var content = quoting(passage)
        content.body = ArticleBody(lines: "The council said so, again.\n" + passage)
        #expect(
            try composer().system(content).link?.hasSuffix(
                ":~:text=The%20council%20said%20so%2C%20ferries%20return%20on%20Friday,and%20fares%20stay%20as%20they%20were."
            )
                == true)
    }

    private func parametersEncoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? ""
    }
}
