import DotNewsTestSupport

/// Texts of many scripts mixed with links, tags, emoji and what breaks careless code; the same for the same seed.
struct MixedTexts {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private static let pieces: [String] = [
        "社會新聞", "點觀香港｜", "「東橋檢查」", "（圖）", "香港", "简体中文报道", "，", "。", "！", "：", "《書名》", "二〇二五年",
        "こんにちは", "カタカナ", "ｶﾞ", "안녕하세요", "한국어", "각", "Hong Kong ", "The Standing Committee ", "don't ", "re-elect ",
        "café ", "cafe\u{301} ", "naïve ", "Tiếng Việt ", "Đặng Thị ", "điện thoại ", "ภาษาไทย", "สวัสดี ", "مرحبا ",
        "العربية ",
        "می\u{200C}خواهم ", "שלום ", "हिन्दी ", "ශ්‍රී ", "👍", "👍🏽", "👨‍👩‍👧‍👦", "🇭🇰", "🇭🇰🇨🇳", "1️⃣", "#️⃣", "☺️", "☺\u{FE0E}", "🐈‍⬛",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "©", "™", "…", "—", "“", "”", "https://example.com/a", "http://新华网.cn/a ", "readme.md ", "foo.news",
        "www.dotdotnews.com/a/1 ", "https://hk01.com/社會/1", "#香港 ", "#hashtag ", "#1 ", " #C++ ", "＃標籤 ", "@name ",
        "@人民日報 ",
        "a@b.com ", "$TSLA ", "&amp; ", "<b>", "\"", "'", "%20", "+", "=", "\\", "|", "\n", "\r\n", "\t", "  ",
        "\u{3000}",
        "\u{A0}", "\u{200B}", "\u{FEFF}", "\u{202E}", "\u{2066}", "\u{200E}", "\u{0}", "\u{7}", "\u{FFFE}", "\u{FFFD}",
        "\u{AD}",
        "\u{301}", "\u{FE0F}", "\u{200D}", "\u{E0061}", "𠮷", "𠀀𪚥", "1", "2025", "3.14 ",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "的",
    ]

    private static let links = [
        "https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "https://english.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html?from=timeline&isappinstalled=0",
        "https://www.dotdotnews.com/社會/港聞?標題=一&utm_source=x", "http://example.com", "https://example.com#part",
        "https://example.com/a_(b", "https://example.com/end.", "https://example.com/?a=b&c=(d)!", "https://例子.中国/路",
        "https://sub.example.co.uk:8443/p/q;r=1,2?x[]=1#f/g", "https://www.wenweipo.com/%E7%A4%BE?%20=~",
    ]

    /// A text of at most `most` pieces. Three of four are short, so that there is time for many; the others are as long as
    /// they may be, and have to be cut.
    mutating func text(most: Int) -> String {
        number(in: 0...3) > 0 ? text(pieces: 0...min(most, 10)) : text(pieces: most / 2...most)
    }

    mutating func text(pieces range: ClosedRange<Int>) -> String {
        (0..<Int.random(in: range, using: &generator)).map { _ in piece() }.joined()
    }

    mutating func link() -> String { Self.links.randomElement(using: &generator)! }

    mutating func keywords() -> [String] {
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in piece() }
    }

    mutating func number(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func bool() -> Bool { Bool.random(using: &generator) }

    private mutating func piece() -> String { Self.pieces.randomElement(using: &generator)! }
}
