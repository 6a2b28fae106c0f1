import DotNewsMarkup
import DotNewsModels
import Testing

/// What editors' markup means: each form in blocks, and where it shows, in text, Markdown and HTML.
@Suite struct AuthorsTextTests {
    static let blocks: [BlockTests.Case] = [
        // Character references.
        .init("<p>It&#146;s &#147;open&#148; &#150; 50&#128;&#133;</p>", "p(It’s “open” – 50€…)"),
        .init("<p>&lpar;甲&rpar;&comma; 5&percnt; &apos;x&apos; &nvlt; &lsqb;</p>", "p((甲), 5% 'x' <\u{20D2} [)"),
        .init("<p>&copy 2025 A&amp B &nbsp完 &notit; &lt;b&gt;</p>", "p(© 2025 A& B 完 ¬it; <b>)"),
        .init("<p>&#0;&#xD800;&#1114112;&#x1F600;&unknown; &;</p>", "p(\u{FFFD}\u{FFFD}\u{FFFD}😀&unknown; &;)"),
        .init("<a href='/x?a=1&copy=2&lt=3&amp;b=4'>x</a>", "p([x](/x?a=1&copy=2&lt=3&b=4))"),
        .init("<p>&lt;script&gt;1&lt;/script&gt; &ltb&gt</p>", "p(<script>1</script> <b>)"),
        // Raised and lowered text.
        .init("<p>10<sup>5</sup>，3×10<sup>-4</sup>；CO<sub>2</sub>；m<sup>2</sup></p>", "p(10⁵，3×10⁻⁴；CO₂；m²)"),
        .init(
            "<p>x<sup>n+1</sup> a<sup>bc</sup> v<sub>max</sub> w<sub>甲</sub> x<sup>r</sup> 3<sup>1/2</sup></p>",
            "p(xⁿ⁺¹ a^bc vₘₐₓ w[甲] x^r 3^(1/2))"),
        .init(
            "<p>the 1<sup>st</sup>, 25<sup>o</sup>C, 1<sup>a</sup>, Acme<sup>TM</sup>, 註<sup>[1]</sup>, 註<sup>1,2</sup></p>",
            "p(the 1st, 25°C, 1ª, Acme™, 註[1], 註¹,²)"),
        .init("<p>2<sup><b>10</b></sup> 2<sup>a<a href=/x>b</a></sup></p>", "p(2**¹⁰** 2^a[b](/x))"),
        .init("<p>10<span style='vertical-align: super; font-size: 9px'>5</span></p>", "p(10⁵)"),
        // Struck and inserted text.
        .init("<p>大橋<del>周一</del><ins>周二</ins>重開</p>", "p(大橋~周一~周二重開)"),
        .init("<p><span style='text-decoration:line-through'>100元</span>50元</p>", "p(~100元~50元)"),
        .init("<p><strike><b>a</b> b</strike></p>", "p(~**a**~~ b~)"),
        // Quotations.
        .init(
            "<p>她說<q>今晚<q>開</q>船</q>。</p><p>He said <q>to<q>n</q>ight</q>.</p>",
            "p(她說「今晚『開』船」。) p(He said “to‘n’ight”.)"),
        .init("<p><q>開船</q>，<q>「已引」</q>「<q>又引</q>」<q> </q></p>", "p(「開船」，「已引」「又引」)"),
        // Ordered lists.
        .init("<ol start=3><li>c</li><li>d</li></ol>", "ol[3, 4]{p(c); p(d)}"),
        .init("<ol reversed><li>c</li><li></li><li>a</li></ol>", "ol[3, 1]{p(c); p(a)}"),
        .init("<ol type=a start=26><li>z</li><li value=30>x</li><li>y</li></ol>", "ol[z, ad, ae]{p(z); p(x); p(y)}"),
        .init("<ol style='list-style-type: upper-roman' start=9><li>a</li></ol>", "ol[IX]{p(a)}"),
        .init("<ol start=-1><li>a</li><li>b</li></ol>", "ol[-1, 0]{p(a); p(b)}"),
        .init("<ol start=99999999999999999999 reversed=''><li value=x>a</li></ol>", "ol{p(a)}"),
        .init("<ol><li>a</li><ol><li>b</li></ol><li>c</li></ol>", "ol{p(a) ol{p(b)}; p(c)}"),
        // Cells that cover others.
        .init(
            "<table><tr><th>日<th colspan=2>時<tr><td>一<td>上<td>下<tr><td rowspan=2>二<td>甲<td>乙<tr><td>丙<td>丁</table>",
            "table(){日#,時#,;一,上,下;二,甲,乙;,丙,丁}"),
        .init("<table><tr><td colspan=3>題<tr><td>a<td>b</table>", "table(){題,;a,b}"),
        .init("<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>", "table(){a,b;,c;,d}"),
        .init("<table><tr><td rowspan=9>a<td colspan=x>b<tr><td colspan=0>c</table>", "table(){a,b;,c}"),
        // Formulas.
        .init("<p>面積 <math><mi>x</mi><mo>=</mo><mn>2</mn></math> 平方</p>", "p(面積 x=2 平方)"),
        .init(
            "<math> <msup> <mi>x</mi> <mn>2</mn> </msup><mo>/</mo><msub><mi>a</mi><mn>1</mn></msub> </math>", "p(x²/a₁)"
        ),
        .init(
            "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></mfrac><annotation>\\frac</annotation></math>",
            "p((a+1)/2)"),
        .init(
            "<p><span><math><mi>x</mi></math></span><span aria-hidden=true>x</span>是未知數<img class=latex alt='y^2' src=/y.png></p>",
            "p(x是未知數y^2)"),
        // Images that stand for characters.
        .init("<p>今日開船<img src=/26f4.svg alt='⛴' class='wp-smiley'>，歡迎！</p>", "p(今日開船⛴，歡迎！)"),
        .init(
            "<p>好<img src=/x.png alt='[笑]' style='width:1em;height:1.2em'>！<img width=20 height=20 src=/i.png></p>",
            "p(好[笑]！)"),
        .init("<p>a<img src=/e.png alt='👍🏽'>b</p>", "p(a👍🏽b)"),
        .init("<p>a<img src=/e.png alt='開船'>b</p>", "p(a) fig(/e.png|||開船) p(b)"),
    ]

    @Test(arguments: blocks)
    func `markup says what its author meant`(example: BlockTests.Case) {
        #expect(outline(parse(example.html).body) == example.expected, "\(example.html)")
    }

    static let latePictures: [String] = [
        "<img src='data:image/gif;base64,R0' data-srcset='/s.jpg 480w, /pier.jpg 960w'>",
        "<img src='data:image/gif;base64,R0' data-lazy-src=/pier.jpg>",
        "<img src=/blank.gif data-large-file=/pier.jpg>",
        "<img srcset='data:image/gif;base64,R0lGODlhAQABAAAAACw= 1x, /pier.jpg 2x'>",
        "<img srcset='/pier.jpg 1600w, /huge.jpg 4000w, /s.jpg 300w'>",
        "<picture><source srcset=/pier.jpg type=image/webp><img src='data:image/gif;base64,R0'></picture>",
        "<picture><source data-srcset='/s.jpg 1x, /pier.jpg 2x'></picture>",
        "<img class=lazy src='data:image/gif;base64,R0'><noscript><img src=/pier.jpg></noscript>",
        "<p><img src=/placeholder.png></p><noscript><img src=/pier.jpg></noscript>",
        "<noscript><img src=/pier.jpg></noscript>", "<noscript><img src=/pier.jpg></noscript><img data-src=/pier.jpg>",
        "<img data-src=/pier.jpg><noscript><img src=/pier-small.jpg></noscript>",
        "<img style='display:none' data-original=/pier.jpg>", "<img data-lazy=true src=/pier.jpg>",
        "<figure><img src=/lazy.gif><noscript><img src=/pier.jpg></noscript></figure>",
    ]

    @Test(arguments: latePictures)
    func `a picture that the page loads late is a picture of the article`(html: String) {
        let parsed = parse(html)
        #expect(outline(parsed.body) == "fig(/pier.jpg)", "\(html)")
        #expect(parsed.warnings.isEmpty)
    }

    @Test func `a noscript that counts readers is no picture`() {
        let html = "<p>x</p><noscript><img width=1 height=1 src=https://c.example/tr?id=1></noscript>"
        #expect(outline(parse(html + "<noscript><img style='display:none' src=/a.gif>text</noscript>").body) == "p(x)")
    }

    /// Body, text, Markdown and HTML.
    static let renderings: [(html: String, text: String, markdown: String, page: String)] = [
        ("<p>收費<s>100元</s>50元。</p>", "收費50元。", "收費~~100元~~50元。", "<p>收費<s>100元</s>50元。</p>"),
        (
            "<p>on <del>Monday</del> <ins>Tuesday</ins></p>", "on Tuesday", "on ~~Monday~~ Tuesday",
            "<p>on <s>Monday</s> Tuesday</p>"
        ),
        (
            "<p><b>a</b><s><b>b</b>c</s></p>", "a", "**a**~~bc~~",
            "<p><strong>a</strong><s><strong>b</strong></s><s>c</s></p>"
        ),
        (
            "<ol start=3><li>c</li><li>d</li></ol>", "3. c\n4. d", "3. c\n4. d",
            "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>"
        ),
        (
            "<ol reversed><li>b</li><li>a</li></ol>", "2. b\n1. a", "2. b\n1) a",
            "<ol start=\"2\">\n<li>b</li>\n<li value=\"1\">a</li>\n</ol>"
        ),
        (
            "<ol type=i><li>a</li><li>b</li></ol>", "i. a\nii. b", "- i. a\n- ii. b",
            "<ol type=\"i\">\n<li>a</li>\n<li>b</li>\n</ol>"
        ),
        (
            "<table><tr><td>上午九時<br>下午五時<td>x<tr><td>y</table>", "上午九時 下午五時 │ x\ny",
            "|  |  |\n| --- | --- |\n| 上午九時 下午五時 | x |\n| y |  |",
            "<div class=\"table\"><table>\n<tr><td>上午九時<br>下午五時</td><td>x</td></tr>\n<tr><td>y</td></tr>\n</table></div>"
        ),
        ("<h2>財政<br>預算</h2>", "## 財政 預算", "## 財政 預算", "<h2>財政<br>預算</h2>"),
        ("<p>10<sup>5</sup></p>", "10⁵", "10⁵", "<p>10⁵</p>"),
    ]

    @Test(arguments: renderings)
    func `every rendering says it`(example: (html: String, text: String, markdown: String, page: String)) {
        let body = parse(example.html).body
        #expect(PlainTextRenderer().render(body) == example.text + "\n")
        #expect(MarkdownRenderer().render(body) == example.markdown + "\n")
        #expect(HTMLRenderer().renderFragment(body) == example.page + "\n")
    }

    @Test func `what is struck is no word of the text`() {
        let body = parse("<p>大橋<del>周一</del><ins>周二</ins>重開</p><p><s>全部收回</s></p><p>完</p>").body
        #expect(body.text == "大橋周二重開\n完")
        #expect(PlainTextRenderer().render(body) == "大橋周二重開\n\n完\n")
        #expect(MarkdownRenderer().render(body) == "大橋~~周一~~周二重開\n\n~~全部收回~~\n\n完\n")
    }

    @Test func `a line for a terminal keeps the author's lines apart`() {
        #expect(TerminalText.sanitized("一\n二\r\n三") == "一 二 三")
    }
}
