import DotNewsModels
import DotNewsSharing
import Foundation
import Testing

@Suite struct WeiboComposingTests {
    private let composer = ShareComposer(edition: .dotdotnews)

    @Test func `a post has title, summary, topics and link`() throws {
        let draft = try composer.weibo(Articles.traditional)
        #expect(
            draft.text == "【點觀香港｜東橋檢查工程完成】東橋的例行檢查工程今日順利完成，運輸署表示新的交通安排將於下周一起實施。 #香港# #東橋# #2024# \(Articles.share)")
        #expect(draft.measure == WeiboTextMeasurer().measure(draft.text).measure)
        #expect(draft.changes.map(\.subject) == ["C++"])
    }

    @Test func `the share address has every parameter over https, in the edition's language`() throws {
        var options = ShareOptions()
        options.weibo.appKey = "123"
        options.weibo.relatedUserID = "456"
        options.weibo.maximumImages = 2
        var content = Articles.traditional
        content.images.append(ImageAsset(address: try #require(WebAddress("https://example.com/2.jpg?a=b&c"))))
        let address = try ShareComposer(edition: .dotdotnews, options: options).weibo(content).addresses[0].address
        #expect(address.hasPrefix("https://service.weibo.com/share/share.php?url=https%3A%2F%2Fwww"))
        let query = parameters(address)
        #expect(query["appkey"] == "123" && query["ralateUid"] == "456" && query["language"] == "zh_tw")
        #expect(query["pic"] == "https://dw-media.dotdotnews.com/dams/1.jpg||https://example.com/2.jpg?a=b&c")
        #expect(address.contains("%7C%7C") && !address.contains("+"))
        let simplified = try ShareComposer(edition: Articles.simplifiedEdition).weibo(Articles.simplified)
        #expect(parameters(simplified.addresses[0].address)["language"] == "zh_cn")
        let english = try ShareComposer(edition: .dotdotnewsEnglish).weibo(Articles.english)
        #expect(parameters(english.addresses[0].address)["language"] == nil)
    }

    @Test func `a post has eighteen pictures at most`() throws {
        var content = Articles.traditional
        content.images = try (1...20).map {
            ImageAsset(address: try #require(WebAddress("https://example.com/\($0).jpg")))
        }
        for (wanted, count) in [(20, 18), (18, 18), (17, 17), (0, 0), (-1, 0)] {
            var options = ShareOptions()
            options.weibo.maximumImages = wanted
            let draft = try ShareComposer(edition: .dotdotnews, options: options).weibo(content)
            #expect(draft.images == content.images.prefix(count).map(\.address.string))
        }
    }

    @Test func `a sign in the title makes no topic`() throws {
        let draft = try composer.weibo(
            ShareContent(title: "C# 與 #1 鍵#️⃣", articleAddress: Articles.page, keywords: ["香港"]))
        #expect(draft.words == "C＃ 與 ＃1 鍵＃ #香港#")
        #expect(WeiboTextMeasurer().measure(draft.text).hashtags.map(\.text) == ["香港"])
        #expect(draft.changes.map(\.kind) == [.changed])
    }

    @Test func `a link in a title or a summary keeps its fragment`() throws {
        let link = "https://example.com/full?x=1#apply"
        let draft = try composer.weibo(
            ShareContent(title: "申請 \(link) #1", summary: "詳見\(link)。", articleAddress: Articles.page))
        #expect(draft.words == "【申請 \(link) ＃1】詳見\(link)。")
    }

    @Test(arguments: [
        ("【大湾区】深中通道開通", "【大湾区】深中通道開通 記者獲悉 #深中通道#"), ("深中通道【直播】", "深中通道【直播】 記者獲悉 #深中通道#"),
        ("深中通道開通", "【深中通道開通】記者獲悉 #深中通道#"),
    ])
    func `a title with brackets of its own is not put into brackets`(title: String, words: String) throws {
        let draft = try composer.weibo(
            ShareContent(title: title, summary: "記者獲悉", articleAddress: Articles.page, keywords: ["深中通道"]))
        #expect(draft.words == words)
        #expect(draft.measure == WeiboTextMeasurer().measure(draft.text).measure)
    }

    @Test(arguments: [
        ("#銀杏#轉黃", "#銀杏#轉黃"), ("賞 #銀杏 去", "賞 #銀杏# 去"), ("＃銀杏＃轉黃 #1", "#銀杏#轉黃 ＃1"),
        ("#Hong Kong#秋色", "#Hong Kong#秋色 #銀杏#"),
        ("C# 與 F#", "C＃ 與 F＃ #銀杏#"),
    ])
    func `a keyword that is a topic in the title is not added again`(title: String, words: String) throws {
        let draft = try composer.weibo(
            ShareContent(title: title, articleAddress: Articles.page, keywords: ["銀杏", "hong kong"]))
        #expect(draft.words.replacing(" #hong kong#", with: "") == words)
        #expect(draft.topics == WeiboTextMeasurer().measure(draft.text).hashtags.map(\.text))
        #expect(Set(draft.topics.map { $0.lowercased() }) == ["銀杏", "hong kong"])
    }

    @Test func `a topic in a title is not cut`() throws {
        let title = String(repeating: "東橋", count: 4) + "#銀杏大道#" + String(repeating: "轉黃", count: 20)
        for limit in 14...40 {
            var options = ShareOptions()
            options.weibo.limit = limit
            let draft = try ShareComposer(edition: .dotdotnews, options: options).weibo(
                ShareContent(title: title, articleAddress: Articles.page, keywords: ["銀杏大道"]))
            #expect(draft.words.contains("#") == draft.words.contains("#銀杏大道#"))
        }
    }

    @Test func `the summary is shortened first, then dropped, then the title is shortened`() throws {
        let long = String(repeating: "運輸署表示新的交通安排將於下周一起實施。", count: 20)
        let first = try composer.weibo(ShareContent(title: "東橋", summary: long, articleAddress: Articles.page))
        #expect((120...140).contains(first.measure.length) && first.words.hasSuffix("實施。…"))
        #expect(first.text.hasPrefix("【東橋】運輸署") && first.changes.map(\.kind) == [.shortened])
        let second = try composer.weibo(ShareContent(title: long, summary: long, articleAddress: Articles.page))
        #expect(second.measure.length <= 140 && second.changes.map(\.field) == [.title])
    }

    @Test func `the limit is 2,000 at most`() throws {
        var options = ShareOptions()
        options.weibo.limit = 2_000
        let long = String(repeating: "東", count: 5_000)
        let draft = try ShareComposer(edition: .dotdotnews, options: options).weibo(
            ShareContent(title: "題", summary: long, articleAddress: Articles.page))
        #expect((1_995...2_000).contains(draft.measure.length))
        options.weibo.limit = 2_001
        #expect(throws: ShareError.self) {
            try ShareComposer(edition: .dotdotnews, options: options).weibo(Articles.english)
        }
    }
}
