import DotNewsMarkup
import DotNewsModels
import Testing

/// Every construct of a body, in the words of the three languages.
@Suite struct BlockTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let html: String
        let expected: String
        init(_ html: String, _ expected: String) {
            self.html = html
            self.expected = expected
        }
        var testDescription: String { html }
    }

    static let text: [Case] = [
        Case("<p>One.</p><p>Two.</p>", "p(One.) p(Two.)"),
        Case("<p>一。</p><p>二。</p>", "p(一。) p(二。)"),
        Case("<p>Some <em>stress</em>, <i>too</i>.</p>", "p(Some *stress*, *too*.)"),
        Case("<p>有<strong>重點</strong>和<b>重点</b>。</p>", "p(有**重點**和**重点**。)"),
        Case("<p>a <b><i>both</i></b> c</p>", "p(a ***both*** c)"),
        Case("<p>a <b>x</b> <b>y</b> c</p>", "p(a **x y** c)"),
        Case("<p>See <a href=\"/a/1.html\">the map</a>.</p>", "p(See [the map](/a/1.html).)"),
        Case("<p>詳見<a href='//www.tkww.hk/a'>地圖</a>。</p>", "p(詳見[地圖](https://www.tkww.hk/a)。)"),
        Case("<p><a href=/x>go <b>now</b> on</a></p>", "p([go ](/x)[**now**](/x)[ on](/x))"),
        Case("<p><a href=/x>go </a>on</p>", "p([go](/x) on)"),
        Case("<p>one<br>two</p>", "p(one⏎two)"),
        Case("<p>一<br/>二</p>", "p(一⏎二)"),
        Case("<p>one<br><br>two</p>", "p(one) p(two)"),
        Case("<p>one<br>\n&nbsp;<br>two</p>", "p(one) p(two)"),
        Case("<p>第一段<br>　　第二段<br>同段</p>", "p(第一段) p(第二段⏎同段)"),
        Case("<p><br>one<br></p>", "p(one)"),
        Case("<div>one<div>two</div>three</div>", "p(one) p(two) p(three)"),
        Case("loose <b>text</b>", "p(loose **text**)"),
        Case("loose<p>in</p>after", "p(loose) p(in) p(after)"),
        Case("<p>one<p>two", "p(one) p(two)"),
        Case("<dl><dt>港幣</dt><dd>HKD</dd></dl>", "h3(港幣) p(HKD)"),
        Case("<p>x</p><hr><hr><p>y</p>", "p(x) hr p(y)"),
        Case("<hr><p>y</p><hr>", "p(y)"),
        Case("<p>x</p><pre>\na  b\n\tc\n</pre>", "p(x) pre(a  b⏎ c)"),
        Case("<p>x</p><pre>一<br>二</pre>", "p(x) pre(一⏎二)"),
        Case("<article><section><p>deep</p></section></article>", "p(deep)"),
        Case("<o:p>Word</o:p><font color=red>red</font>", "p(Wordred)"),
    ]

    static let space: [Case] = [
        Case("<p>  a\n\t b  </p>", "p(a b)"),
        Case("<p>a&nbsp;&nbsp;&nbsp;b</p>", "p(a b)"),
        Case("<p>&nbsp;</p><p>\u{3000}</p><p> </p>", ""),
        Case("<p>\u{3000}\u{3000}點新聞報道</p>", "p(點新聞報道)"),
        Case("<p>&#12288;&#12288;点新闻报道</p>", "p(点新闻报道)"),
        Case("<p>姓名\u{3000}職位</p>", "p(姓名\u{3000}職位)"),
        Case("<p>東橋\n    封閉</p>", "p(東橋封閉)"),
        Case("<p>東橋 封閉</p>", "p(東橋 封閉)"),
        Case("<p>MTR\n東橋</p>", "p(MTR 東橋)"),
        Case("<p>a\u{200B}b\u{FEFF}c\u{00AD}d</p>", "p(abcd)"),
        Case("<p>a\u{202E}b\u{2066}c\u{2069}d\u{200E}e</p>", "p(abcd\u{200E}e)"),
        Case("<p>新\u{200D}聞 \u{1F469}\u{200D}\u{1F4BB}</p>", "p(新聞 \u{1F469}\u{200D}\u{1F4BB})"),
        Case("<p>a\u{0}b\u{7}c\u{1B}[31md\u{9B}e</p>", "p(a bc[31mde)"),
        Case("<p>&amp;amp; &lt;p&gt; &mdash; &#x6771; &copy;</p>", "p(&amp; <p> — 東 ©)"),
        Case("<p>Tom &unknown; Jerry &</p>", "p(Tom &unknown; Jerry &)"),
        Case("<p>한국어\n뉴스 ニュース\n速報</p>", "p(한국어 뉴스 ニュース速報)"),
    ]

    static let heads: [Case] = [
        Case(
            "<p>x</p><h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4><h5>E</h5><h6>F</h6>",
            "p(x) h2(A) h2(B) h3(C) h4(D) h5(E) h6(F)"),
        Case("<p>x</p><h2><strong>檢查結果</strong></h2>", "p(x) h2(檢查結果)"),
        Case("<p>x</p><p><strong>What the inspection found</strong></p>", "p(x) h3(What the inspection found)"),
        Case("<p>x</p><p><b>檢查</b><b>結果</b></p>", "p(x) h3(檢查結果)"),
        Case("<p>x</p><p><strong>检查结果</strong><br></p>", "p(x) h3(检查结果)"),
        Case("<p>x</p><p><strong>Bold</strong> start</p>", "p(x) p(**Bold** start)"),
        Case("<p>x</p><p><strong><a href=/y>Linked</a></strong></p>", "p(x) p([**Linked**](/y))"),
        Case("<p>x</p><h2></h2><h3>&nbsp;</h3>", "p(x)"),
        Case("<p>x</p><h2>A<br>B</h2>", "p(x) h2(A⏎B)"),
        Case("<h2>A<img src=/i.jpg></h2>", "h2(A) fig(/i.jpg)"),
    ]

    static let quotes: [Case] = [
        Case("<p>\"All of it.\"</p><p>x</p>", "lead(\"All of it.\") p(x)"),
        Case("<p>“All of it.”</p><p>x</p>", "lead(“All of it.”) p(x)"),
        Case("<p>「全段引文。」</p><p>x</p>", "lead(「全段引文。」) p(x)"),
        Case("<p>『全段引文。』</p><p>x</p>", "lead(『全段引文。』) p(x)"),
        Case("<p>「外『內』外」</p>", "lead(「外『內』外」)"),
        Case("<p><strong>\"Strong lead.\"</strong></p><p>x</p>", "lead(\"Strong lead.\") p(x)"),
        Case("<p>\"A,\" he said, \"B.\"</p>", "p(\"A,\" he said, \"B.\")"),
        Case("<p>「甲」與「乙」</p>", "p(「甲」與「乙」)"),
        Case("<p>x</p><p>\"Later.\"</p>", "p(x) p(\"Later.\")"),
        Case("<figure><img src=/i.jpg></figure><p>\"Lead.\"</p>", "fig(/i.jpg) lead(\"Lead.\")"),
        Case("<blockquote><p>導語</p></blockquote><p>x</p>", "lead(導語) p(x)"),
        Case("<p>x</p><blockquote><p>a</p><p>b</p></blockquote>", "p(x) quote{p(a) p(b)}"),
        Case("<p>x</p><blockquote>bare</blockquote>", "p(x) quote{p(bare)}"),
        Case("<p>x</p><blockquote><blockquote>in</blockquote></blockquote>", "p(x) quote{quote{p(in)}}"),
        Case("<p>x</p><blockquote> </blockquote>", "p(x)"),
    ]

    static let lists: [Case] = [
        Case("<ul><li>One</li><li>Two</li></ul>", "ul{p(One); p(Two)}"),
        Case("<ol><li>甲<li>乙</ol>", "ol{p(甲); p(乙)}"),
        Case("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "ul{p(a) ol{p(b)}; p(c)}"),
        Case("<ul><li>a</li><ul><li>b</li></ul></ul>", "ul{p(a); ul{p(b)}}"),
        Case("<ul><li><p>a</p><p>b</p></li><li></li></ul>", "ul{p(a) p(b)}"),
        Case("<p>x</p><li>一</li><li>二</li><p>y</p>", "p(x) ul{p(一); p(二)} p(y)"),
        Case("<ul>stray<li>a</li></ul>", "ul{p(stray); p(a)}"),
        Case("<ul></ul><ol><li> </li></ol>", ""),
    ]

    static let tables: [Case] = [
        Case(
            "<table><caption>Fares</caption><tr><th>From</th><th>To</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "table(Fares){From#,To#;1,2}"),
        Case(
            "<table><thead><tr><th>站</th><th>價</th></tr></thead><tbody><tr><td>甲</td><td><b>3</b></td></tr></tbody></table>",
            "table(){站#,價#;甲,**3**}"),
        Case("<table><tr><td>a<td>b<tr><td>c</table>", "table(){a,b;c}"),
        Case("<table><tr><td><p>a</p><p>b</p></td><td>c<br>d</td></tr></table>", "table(){a⏎b,c⏎d}"),
        Case("<table><tr><td>only</td></tr></table>", "p(only)"),
        Case("<table><tr><td><img src=/i.jpg></td></tr><tr><td>說明</td></tr></table>", "fig(/i.jpg) p(說明)"),
        Case("<table><tr><td>a</td><td><img src=/i.jpg></td></tr></table>", "table(){a,} fig(/i.jpg)"),
        Case("<table><tr><td></td></tr></table>", ""),
        Case("<td>stray</td>", "p(stray)"),
        Case(
            "<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>", "table(){a,b c}"
        ),
    ]

    @Test(arguments: text) func `text becomes paragraphs with styles, links and line breaks`(_ item: Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test(arguments: space) func `layout characters and spaces go, white space collapses`(_ item: Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test(arguments: heads) func `headings and strong paragraphs become subheads`(_ item: Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test(arguments: quotes) func `a quotation that opens the article is the lead quote`(_ item: Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test(arguments: lists) func `lists keep their nesting`(_ item: Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test(arguments: tables) func `tables keep rows and headers`(_ item: Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test func `a strong paragraph too wide for a subhead stays a paragraph`() {
        let long = String(repeating: "檢", count: 61)
        #expect(outline(parse("<p>x</p><p><b>\(long)</b></p>").body) == "p(x) p(**\(long)**)")
        let fitting = String(repeating: "檢", count: 60)
        #expect(outline(parse("<p>x</p><p><b>\(fitting)</b></p>").body) == "p(x) h3(\(fitting))")
    }
}
