import DotNewsModels
import Testing

@testable import DotNewsMarkup

@Suite struct PlainTextTests {
    @Test func `an English article is readable as text`() {
        let text = PlainTextRenderer(width: 48).render(TestArticles.article(.english))
        #expect(
            text == """
                Deepline | East span reopens
                Deepline · 2025-11-03 09:30 · Ada

                  "A bridge is only as strong as the people who
                  look after it."

                [Image] The span at dawn. (DDN photo)

                Engineers closed the east span for two hours &
                reopened it before the evening peak.

                ### What the inspection found

                • Two worn bearings
                • One loose rail
                  1. left

                See the map.

                (Source: Harbour Wire; English Editor: Ada)

                Tags: bridge, 東橋

                Related news:
                - East span to close
                  https://www.dotdotnews.com/a/202511/01/AP69056
                  f80e4b0e343b0e2aa03.html

                https://www.dotdotnews.com/a/202511/03/AP690800a
                ae4b0e343b0e2aa01.html

                """)
    }

    @Test(arguments: [LanguageTag.traditionalChinese, .simplifiedChinese])
    func `a Chinese article is wrapped by columns and labelled in its language`(_ language: LanguageTag) {
        let text = PlainTextRenderer(width: 30, language: language).render(TestArticles.article(language))
        for line in text.split(separator: "\n") { #expect(TerminalText.width(of: line) <= 30) }
        #expect(text.contains(language == .traditionalChinese ? "相關新聞：\n- 東橋將封閉" : "相关新闻：\n- 东桥将封闭"))
        #expect(text.contains(language == .traditionalChinese ? "[圖片] 清晨的東橋。" : "[图片] 清晨的东桥。"))
        #expect(text.contains("2025年11月3日 09:30"))
    }

    @Test func `links are numbered when asked for`() {
        let body = parse("<p>See <a href=/x>the map</a>, <a href=/y>more</a> and <a href=/x>again</a>.</p>").body
        #expect(
            PlainTextRenderer(listsLinks: true).render(body) == """
                See the map[1], more[2] and again[1].

                [1] https://www.dotdotnews.com/x
                [2] https://www.dotdotnews.com/y

                """)
    }

    static let wrapped: [(String, Int, [String])] = [
        ("one two three", 7, ["one two", "three"]),
        ("東橋封閉兩小時", 8, ["東橋封閉", "兩小時"]),
        ("東橋封閉，兩小時", 8, ["東橋封", "閉，兩小", "時"]),
        ("他說「東橋封閉」。", 8, ["他說「東", "橋封", "閉」。"]),
        ("見（圖）", 4, ["見", "（圖", "）"]),
        ("MTR東橋station", 8, ["MTR東橋", "station"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("a\nb", 10, ["a", "b"]),
        ("a  ", 10, ["a"]),
        ("👩‍💻👩‍💻👩‍💻", 4, ["👩‍💻👩‍💻", "👩‍💻"]),
        ("뉴스 속보 뉴스", 9, ["뉴스 속보", "뉴스"]),
        ("", 10, [""]),
    ]

    @Test(arguments: wrapped) func `lines break where typography lets them`(
        _ text: String, _ width: Int, _ lines: [String]
    ) {
        #expect(LineWrapper(width: width).wrap(text) == lines)
    }

    static let widths: [(String, Int)] = [
        ("abc", 3), ("東橋", 4), ("ａＢ", 4), ("ｱ", 1), ("한", 2), ("é", 1), ("e\u{301}", 1), ("👍", 2), ("👨‍👩‍👧", 2), ("🇭🇰", 2),
        ("❤️", 2), ("☺", 1), ("…", 1), ("“", 1), ("\u{200B}", 0), ("𠮷", 2), ("、", 2), ("", 0),
    ]

    @Test(arguments: widths) func `width is counted in columns`(_ text: String, _ width: Int) {
        #expect(TerminalText.width(of: text) == width)
    }

    @Test func `a title for a terminal holds nothing a terminal obeys`() {
        #expect(TerminalText.sanitized("\u{1B}[2J點\u{7}新聞\r\n\u{202E}x\u{9B}31m\t y \u{0}") == "[2J點新聞 x31m y")
        #expect(TerminalText.sanitized("點新聞") == "點新聞")
        #expect(TerminalText.truncated("東橋封閉", to: 5) == "東橋…")
        #expect(TerminalText.truncated("東橋", to: 4) == "東橋")
        #expect(TerminalText.padded("東橋", to: 6) == "東橋  ")
    }

    @Test func `tables stand in columns where they fit`() {
        let body = parse("<table><tr><th>站</th><th>Fare</th></tr><tr><td>東橋站</td><td>3</td></tr></table>").body
        #expect(PlainTextRenderer(width: 40).render(body) == "站     │ Fare\n東橋站 │ 3\n")
    }
}
