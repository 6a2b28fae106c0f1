import DotNewsSharing
import Testing

@Suite struct WeiboTextMeasurerTests {
    private let measurer = WeiboTextMeasurer()

    @Test(arguments: [
        ("", 0), ("a", 1), ("ab", 1), ("abc", 2), ("香港", 2), ("香a", 2), ("ÿ", 1), ("Ā", 1), ("😷", 2), ("👨‍👩‍👧‍👦", 11),
        ("a\r\nb", 2), ("a\nb", 2),
        ("…", 1), ("http://example.com", 10), ("https://example.com/a/b?c=d", 10), ("看https://example.com/a看", 12),
        ("http://t.cn/12345678", 10), ("http://t.cn/1", 7), ("http://weibo.com/1", 9), ("http://localhost/a", 9),
        ("http://a-b.com", 7), ("http://www.a-b.com", 10),
    ])
    func `half-width is a half, links are ten`(text: String, length: Int) {
        #expect(measurer.length(of: text) == length)
    }

    @Test func `a link over 140 characters counts what exceeds`() {
        let link = "https://example.com/" + String(repeating: "a", count: 120)
        #expect(measurer.length(of: link) == 10)
        #expect(measurer.length(of: link + "aa") == 11)
        let own = "http://weibo.com/" + String(repeating: "a", count: 24)
        #expect(measurer.length(of: own) == 21)
        #expect(measurer.length(of: own + "a") == 10)
    }

    @Test func `topics stand between two signs, links aside`() {
        let result = measurer.measure("看#香港#和# # https://example.com/#x #東橋# #")
        #expect(result.hashtags.map(\.text) == ["香港", " ", "東橋"])
        #expect(result.hashtags[0].start == 1 && result.hashtags[0].end == 5)
        #expect(result.links.map(\.text) == ["https://example.com/#x"])
    }

    @Test func `a text is valid up to the limit`() {
        #expect(measurer.measure(String(repeating: "香", count: 140)).isValid)
        #expect(!measurer.measure(String(repeating: "香", count: 140) + "a").isValid)
        #expect(WeiboTextMeasurer(limit: 2_000).measure(String(repeating: "香", count: 2_000)).isValid)
        #expect(!measurer.measure(" ").isValid)
    }

    @Test func `WeChat counts bytes`() {
        let result = WeChatTextMeasurer(limit: 6).measure("香港a")
        #expect(result.measure.length == 7 && !result.isValid)
        #expect(result.measure.description == "7 of 6")
    }
}
