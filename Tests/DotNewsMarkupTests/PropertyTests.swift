import DotNewsFoundation
import DotNewsModels
import DotNewsTestSupport
import Testing

@testable import DotNewsMarkup

/// What holds for every input, tried on random and on damaged markup.
@Suite struct PropertyTests {
    private static let pieces = [
        "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<em>", "</em>", "<a href='/x'>", "<a href=\"javascript:1\">",
        "</a>", "<br>",
        "<ul>", "<ol>", "<li>", "</li>", "</ul>", "<blockquote>", "</blockquote>", "<figure>", "<figcaption>",
        "</figure>",
        "<img src=/i.jpg alt='a'>", "<img>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<caption>", "<h2>",
        "</h2>", "<hr>",
        "<pre>", "</pre>", "<video src=/v.mp4>", "</video>", "<iframe src=https://a.b/></iframe>", "<script>",
        "</script>", "<svg>",
        "</svg>", "<div class=gallery>", "<form>", "</form>", "<!--", "-->", "<", ">", "&", "&nbsp;", "&#8238;",
        "\u{3000}", "\u{3000}\u{3000}",
        " ", "\n", "\u{0}", "\u{1B}[1m", "\u{200B}", "\u{200D}", "\u{202E}", "東橋", "东桥。", "「引文」", "\"Quote.\"", "word ",
        "(Source: Wire)",
        "（來源：點新聞）", "責任編輯：阿達", "Related News:", "相關新聞：", "(DDN photo)", "👩‍💻", "é", "한국",
    ]

    private static func random(_ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...60, using: &generator))
            .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    /// Cuts, doubles, swaps and overwrites parts of an article's markup.
    private static func damaged(_ html: String, _ generator: inout SeededGenerator) -> String {
        var bytes = Array(html.utf8)
        for _ in 0..<Int.random(in: 1...12, using: &generator) where bytes.count > 2 {
            let start = Int.random(in: 0..<bytes.count, using: &generator)
            let end = min(bytes.count, start + Int.random(in: 1...40, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 2: bytes[start] = UInt8.random(in: 0...255, using: &generator)
            default: bytes.insert(contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8, at: start)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let article = """
        <p>"Lead."</p><figure class="image"><img src="/i.jpg" data-width="16"><figcaption>Cap. (DDN photo)</figcaption></figure>
        <p>　　東橋<strong>重開</strong>，見<a href="/x">地圖</a>。</p><p><strong>檢查結果</strong></p><ul><li>一<ol><li>二</ol></li></ul>
        <table><caption>C</caption><tr><th>A</th><td>B</td></tr></table><blockquote><p>q</p></blockquote><pre>a  b</pre><hr>
        <video src="/v.mp4"></video><p>(Source: Wire; Editor: Ada)</p><p>Related News:</p><p><a href="/1">One</a></p>
        """

    private static func inputs(_ seed: UInt64, _ count: Int) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { $0.isMultiple(of: 2) ? random(&generator) : damaged(article, &generator) }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `a body holds no empty block, no invisible character and no bad address`(
        _ seed: UInt64
    ) {
        for html in Self.inputs(seed, 500) {
            let parsed = parse(html)
            let problems = BodyInvariants.problems(of: parsed)
            #expect(problems == [], "\(html.debugDescription) \(outline(parsed.body))")
        }
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64]) func `a page read back has the text it was written from`(
        _ seed: UInt64
    ) {
        let renderer = HTMLRenderer(allowsRemoteImages: true)
        for html in Self.inputs(seed, 400) {
            let body = withoutPlayers(parse(html).body)
            let page = renderer.renderFragment(body)
            #expect(HTMLAudit.findings(in: page) == [], "\(html.debugDescription)")
            let again = parse(page)
            #expect(words(again) == words(ParsedBody(body: body)), "\(html.debugDescription)\n\(page)")
        }
    }

    @Test(arguments: [21, 22] as [UInt64]) func `text for a terminal keeps to its width and to harmless characters`(
        _ seed: UInt64
    ) {
        for (index, html) in Self.inputs(seed, 400).enumerated() {
            let width = 20 + index % 60
            let text = PlainTextRenderer(width: width).render(parse(html).body)
            for line in text.split(separator: "\n") {
                #expect(TerminalText.width(of: line) <= width, "\(line)")
                #expect(line.last != " ")
            }
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !ScalarClass($0).isDropped })
        }
    }

    @Test func `wrapping loses nothing but spaces`() {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<500 {
            let text = TextFilter.line(Self.random(&generator))
            let lines = LineWrapper(width: Int.random(in: 2...40, using: &generator)).wrap(text)
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }

    @Test func `many tasks at once read what one reads`() async {
        let inputs = Self.inputs(41, 200)
        let expected = inputs.map { parse($0) }
        let parser = BodyParser(base: testBase)
        await withTaskGroup(of: [ParsedBody].self) { group in
            for _ in 0..<8 { group.addTask { inputs.map { parser.parse($0) } } }
            for await results in group { #expect(results == expected) }
        }
    }

    /// Videos and players are links in a page, and their captions are labelled there.
    private func withoutPlayers(_ body: ArticleBody) -> ArticleBody {
        func kept(_ blocks: [ArticleBody.Block]) -> [ArticleBody.Block] {
            blocks.compactMap { block in
                switch block {
                case .video, .audio, .embed: nil
                case .blockQuote(let inner): .blockQuote(kept(inner))
                case .list(let list): .list(.init(isOrdered: list.isOrdered, items: list.items.map(kept)))
                default: block
                }
            }
        }
        return ArticleBody(blocks: kept(body.blocks))
    }

    /// The words in order, whatever blocks they stand in and however a credit is set off.
    private func words(_ parsed: ParsedBody) -> String {
        let text = [
            parsed.body.text, parsed.credits.line, parsed.related.map(\.title).joined(),
        ].joined()
        return text.filter { !$0.isWhitespace && !"()（）;".contains($0) }
    }
}
