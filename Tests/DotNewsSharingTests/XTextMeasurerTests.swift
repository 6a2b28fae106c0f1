import DotNewsSharing
import Testing

@Suite struct XTextMeasurerTests {
    private let measurer = XTextMeasurer()

    @Test(arguments: [
        ("abc", 3), ("a\nb", 3), ("a\r\nb", 4), ("é — “”‘’ ′", 10), ("Привет", 6), ("مرحبا", 5), ("ไทย", 3),
        ("香港", 4), ("かな", 4), ("한국", 4), ("！，。「」【】", 14), ("\u{3000}", 2), ("…", 2), ("...", 3), ("€™•", 6), ("𠮷", 2),
        ("ế", 2), ("e\u{302}\u{301}", 2), ("e\u{301}", 1), ("\u{1112}\u{1161}\u{11AB}", 2), ("\u{200B}\u{200D}", 2),
        ("\u{200E}\u{2060}\u{2028}", 6), ("\u{0}", 1),
    ])
    func `characters weigh one or two, after composition`(text: String, length: Int) {
        #expect(measurer.length(of: text) == length)
    }

    @Test(arguments: [
        ("🇭🇰", 2), ("1️⃣", 2), ("#️⃣", 2), ("1⃣", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("🇭🇰🇨", 4), ("©️", 2), ("©", 1), ("☺️", 2),
        ("☺\u{FE0E}", 4), ("🐕‍🦺", 2), ("🐈‍⬛", 2), ("❤️‍🔥", 2), ("🏳️‍⚧️", 2), ("🍋‍🟩", 2), ("🫱🏻‍🫲🏿", 2), ("😷😷", 4), ("👍\u{200D}", 3),
        ("1", 1), ("🏽", 2),
    ])
    func `an emoji sequence weighs two`(text: String, length: Int) {
        #expect(measurer.length(of: text) == length)
    }

    @Test func `version 2 counts the parts of an emoji`() {
        #expect(XTextMeasurer(rules: .version2).length(of: "👨‍👩‍👧‍👦") == 11)
    }

    @Test(arguments: [
        ("看https://example.com/a", ["https://example.com/a"], 25),
        ("https://example.com/a看这里", ["https://example.com/a"], 29),
        ("看example.com看", ["example.com"], 27), ("🙂https://example.com", ["https://example.com"], 25),
        ("ahttps://example.com", [], 20), ("#https://example.com", [], 20), ("@example.com", [], 12),
        ("readme.md", ["readme.md"], 23), ("foo.zip x.ai", ["foo.zip", "x.ai"], 47), ("First sentence.Second", [], 21),
        ("joe@example.com", [], 15), ("localhost 127.0.0.1", [], 19), ("https://foo.music/a", [], 19),
        ("HTTPS://EXAMPLE.COM/A", ["HTTPS://EXAMPLE.COM/A"], 23),
        ("https://hk01.com/社會新聞/1234/abc", ["https://hk01.com/"], 40),
        ("https://hk01.com/%E7%A4%BE/1", ["https://hk01.com/%E7%A4%BE/1"], 23),
        ("https://新华网.cn/a", ["https://新华网.cn/a"], 23), ("例子.中国", [], 9),
        ("https://example.com#x", ["https://example.com"], 25),
        ("https://example.com/#x", ["https://example.com/#x"], 23),
        ("https://example.com/a.", ["https://example.com/a"], 24),
        ("https://example.com/(a)", ["https://example.com/(a)"], 23),
        ("https://example.com/a.(b)", ["https://example.com/a"], 27),
        ("https://example.com/a`b", ["https://example.com/a"], 25),
        ("https://example.com:8080/a?b=c&d=-", ["https://example.com:8080/a?b=c&d=-"], 23),
        ("-example.com", [], 12), ("a_b.example.com", ["b.example.com"], 25),
        ("http://a_b.example.com", ["http://a_b.example.com"], 23),
        ("http://a.ex_ample.com", [], 21), ("http://xn--fiqs8s.xn--fiqs8s", ["http://xn--fiqs8s.xn--fiqs8s"], 23),
    ])
    func `links weigh 23 where X finds them`(text: String, links: [String], length: Int) {
        let result = measurer.measure(text)
        #expect(result.links.map(\.text) == links)
        #expect(result.measure.length == length)
    }

    @Test func `a link longer than X takes counts by its characters`() {
        let path = String(repeating: "a", count: 4_088 - 20)
        #expect(measurer.length(of: "https://example.com/" + path) == 23)
        #expect(measurer.length(of: "https://example.com/" + path + "a") == 4_089)
    }

    @Test func `a host label is no longer than 63 bytes in Punycode`() {
        #expect(measurer.measure("http://" + String(repeating: "a", count: 63) + ".com").links.count == 1)
        #expect(measurer.measure("http://" + String(repeating: "a", count: 64) + ".com").links.isEmpty)
        #expect(measurer.measure("http://" + String(repeating: "あいうえお", count: 12) + ".com").links.isEmpty)
    }

    @Test func `indices count UTF-16 units of the text as it was given`() throws {
        let result = measurer.measure("😷e\u{301} #香港 https://example.com/a ＃标签")
        let link = try #require(result.links.first)
        #expect([link.start, link.end] == [9, 30])
        #expect(result.hashtags.map { [$0.start, $0.end] } == [[5, 8], [31, 34]])
        #expect(result.hashtags.map(\.text) == ["香港", "标签"])
    }

    @Test(arguments: [
        ("", false), (" \n", false), ("a", true), ("a\u{FEFF}", false), ("a\u{FFFE}", false), ("a\u{FFFF}", false),
        ("\u{202E}a", true), (String(repeating: "a", count: 280), true), (String(repeating: "a", count: 281), false),
        (String(repeating: "香", count: 140), true), (String(repeating: "香", count: 141), false),
    ])
    func `a post is valid when X would take it`(text: String, isValid: Bool) {
        #expect(measurer.measure(text).isValid == isValid)
    }

    @Test(arguments: [
        ("#香港", true), ("＃香港", true), ("#2024年", true), ("#1a", true), ("#a_b", true), ("#中·文", true), ("#한국", true),
        ("#ไทย", true),
        ("#々", true), ("#ｱｲ", true), ("#𠀡", true), ("#2024", false), ("#１２３", false), ("#٣", false), ("#Ⅷ", false),
        ("#①", false),
        ("#_", false), ("#😷", false), ("#C++", false), ("#a-b", false), ("#香港。", false), ("香港", false), ("", false),
        ("#", false),
    ])
    func `hashtags are valid as a whole or not`(text: String, isValid: Bool) {
        #expect(XHashtag.isValid(text) == isValid)
    }

    @Test(
        arguments: [
            ("中#香港", []), ("a#b", []), ("。#香港", ["香港"]), ("#a#b", []), ("#a://b", []), ("&#a", []), ("##a", ["a"]),
            ("#C++", ["C"]),
            ("✌️#tag", ["tag"]), ("example.com/#tag", []), ("#️⃣", []), ("(#a)(#b)", ["a", "b"]),
        ] as [(String, [String])])
    func `hashtags need a boundary before and after`(text: String, tags: [String]) {
        #expect(measurer.measure(text).hashtags.map(\.text) == tags)
    }

    @Test func `hostile texts are measured in one pass`() {
        let long = 20_000
        for piece in ["a.", "中.", "a.com_", "http://", "((((", "#a", "….", "a.com中", "@", "xn--"] {
            let text = String(repeating: piece, count: long)
            #expect(measurer.length(of: text) > 0)
        }
    }
}
