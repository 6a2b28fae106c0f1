import DotNewsMarkup
import DotNewsModels
import Testing

@Suite struct MediaTests {
    static let figures: [BlockTests.Case] = [
        .init(
            "<figure><img src=/i.jpg><figcaption>The span. (DDN photo)</figcaption></figure>",
            "fig(/i.jpg|The span.|DDN photo)"),
        .init(
            "<figure><img src=/i.jpg><figcaption>聚集法院外。（大公文匯全媒體記者麥鈞傑攝）</figcaption></figure>",
            "fig(/i.jpg|聚集法院外。|大公文匯全媒體記者麥鈞傑攝)"),
        .init(
            "<figure><img src=/i.jpg><figcaption>东桥。（新华社记者摄）</figcaption></figure>", "fig(/i.jpg|东桥。|新华社记者摄)"),
        .init(
            "<figure><img src=/i.jpg><figcaption>两人会面（AFP &amp; Reuters）</figcaption></figure>",
            "fig(/i.jpg|两人会面|AFP & Reuters)"),
        .init("<figure><img src=/i.jpg><figcaption>(Xinhua)</figcaption></figure>", "fig(/i.jpg||Xinhua)"),
        .init(
            "<figure><img src=/i.jpg><figcaption>The span (left)</figcaption></figure>", "fig(/i.jpg|The span (left))"),
        .init(
            "<figure><img src=/i.jpg><figcaption>The span. Photo: Reuters</figcaption></figure>",
            "fig(/i.jpg|The span.|Photo: Reuters)"),
        .init("<figure><img src=/i.jpg><figcaption>東橋。圖片來源：新華社</figcaption></figure>", "fig(/i.jpg|東橋。|圖片來源：新華社)"),
        .init(
            "<figure><img src=/i.jpg><figcaption>Photo shows the span.</figcaption></figure>",
            "fig(/i.jpg|Photo shows the span.)"),
        .init("<figure><img src=/i.jpg></figure>", "fig(/i.jpg)"),
        .init("<figure><img src=/i.jpg><p>段落說明</p></figure>", "fig(/i.jpg|段落說明)"),
        .init("<figure><figcaption>先說明</figcaption><img src=/i.jpg></figure>", "fig(/i.jpg|先說明)"),
        .init("<figure><a href=/x><img src=/i.jpg></a></figure>", "fig(/i.jpg)"),
        .init(
            "<figure><img src=/s.jpg data-resourcesrc=/o.jpg data-width=1600 data-height=1066 width=16 alt=\"東 橋\"></figure>",
            "fig(/o.jpg|||東 橋|1600x1066)"),
        .init("<img src=/p.gif data-original=/o.jpg width=640px height=50%>", "fig(/o.jpg||||640x0)"),
        .init("<img src='data:image/gif;base64,R0' data-src=/o.jpg>", "fig(/o.jpg)"),
        .init("<img srcset='/a.jpg 1x, /b.jpg 2x'>", "fig(/b.jpg)"),
        .init("<p>before<img src=/i.jpg>after</p>", "p(before) fig(/i.jpg) p(after)"),
        .init("<img src=/count.gif width=1 height=1><p>x</p>", "p(x)"),
        .init("<img alt=x><p>x</p>", "p(x)"),
        .init("<picture><source srcset=/b.webp><img src=/i.jpg></picture>", "fig(/i.jpg)"),
        .init("<noscript><img src=/i.jpg>y</noscript><p>x</p>", "fig(/i.jpg) p(x)"),
    ]

    static let galleries: [BlockTests.Case] = [
        .init(
            "<div class='gallery'><figure><img src=/1.jpg></figure><figure><img src=/2.jpg></figure></div>",
            "gallery{fig(/1.jpg) fig(/2.jpg)}"),
        .init(
            "<div class='swiper-container'><div class='swiper-wrapper'><div class=swiper-slide><img src=/1.jpg><p>一</p></div>"
                + "<div class=swiper-slide><img src=/2.jpg><p>二</p></div></div></div>",
            "gallery{fig(/1.jpg|一) fig(/2.jpg|二)}"),
        .init(
            "<ul><li><img src=/1.jpg></li><li><img src=/2.jpg><p>說明</p></li></ul>",
            "gallery{fig(/1.jpg) fig(/2.jpg|說明)}"),
        .init(
            "<figure><img src=/1.jpg><img src=/2.jpg><figcaption>兩圖</figcaption></figure>",
            "gallery{fig(/1.jpg|兩圖) fig(/2.jpg)}"),
        .init("<div class=gallery><img src=/1.jpg></div>", "fig(/1.jpg)"),
        .init("<img src=/1.jpg><img src=/2.jpg>", "fig(/1.jpg) fig(/2.jpg)"),
        .init("<div class=gallery><p>x</p><img src=/1.jpg></div>", "p(x) fig(/1.jpg)"),
    ]

    static let players: [BlockTests.Case] = [
        .init("<video src=/v.mp4 poster=/p.jpg data-duration=95>no video</video>", "video(/v.mp4|/p.jpg|95.0)"),
        .init("<video duration=1:35 title=標題><source src=/a.mp4><source src=/b.mp4></video>", "video(/a.mp4||95.0|標題)"),
        .init("<figure><video src=/v.mp4></video><figcaption>說明</figcaption></figure>", "video(/v.mp4|||說明)"),
        .init("<audio controls><source src=/s.mp3></audio>", "audio(/s.mp3)"),
        .init(
            "<iframe src='//www.youtube.com/embed/x' title=T></iframe><p>x</p>",
            "embed(https://www.youtube.com/embed/x|T) p(x)"),
        .init("<iframe src='https://a.b/c'/><p>x</p>", "embed(https://a.b/c) p(x)"),
        .init("<iframe src='javascript:alert(1)'></iframe><p>x</p>", "p(x)"),
        .init("<video></video><p>x</p>", "p(x)"),
        .init("<video src=ftp://a/b></video><p>x</p>", "p(x)"),
    ]

    @Test(arguments: figures) func `images become figures with caption, credit and size`(_ item: BlockTests.Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test(arguments: galleries) func `images that belong together become a gallery`(_ item: BlockTests.Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test(arguments: players) func `videos, sounds and frames become players`(_ item: BlockTests.Case) {
        #expect(outline(parse(item.html).body) == item.expected)
    }

    @Test func `an article after a video whose end tag was lost is not lost`() {
        let paragraphs = (1...8).map { "<p>Paragraph \($0) of the article.</p>" }.joined()
        let body = parse("<video src=/v.mp4>" + paragraphs).body
        #expect(body.blocks.count == 9)
    }
}
