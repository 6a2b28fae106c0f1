import DotNewsMarkup
import DotNewsModels
import Foundation

/// An article with something of everything, in each language.
enum TestArticles {
    static func article(_ language: LanguageTag) -> Article {
        let html: String
        let title: String
        let column: String
        switch language {
        case .english:
            title = "Deepline | East span reopens"
            column = "Deepline"
            html = """
                <p>"A bridge is only as strong as the people who look after it."</p>
                <figure><img src=/i.jpg data-width=1600 data-height=1066><figcaption>The span at dawn. (DDN photo)</figcaption></figure>
                <p>Engineers closed the <strong>east span</strong> for two hours &amp; reopened it before the evening peak.</p>
                <p><strong>What the inspection found</strong></p>
                <ul><li>Two worn bearings</li><li>One loose rail<ol><li>left</li></ol></li></ul>
                <p>See <a href="/a/202511/02/AP6906c0ffe4b0e343b0e2aa02.html">the map</a>.</p>
                <p>(Source: Harbour Wire; English Editor: Ada)</p>
                <p>Related News:</p><p><a href="/a/202511/01/AP69056f80e4b0e343b0e2aa03.html">East span to close</a></p>
                """
        case .simplifiedChinese:
            title = "点观香港｜东桥重开"
            column = "点观香港"
            html = """
                <p>「桥的坚固在于看护它的人。」</p>
                <figure><img src=/i.jpg><figcaption>清晨的东桥。（点新闻记者摄）</figcaption></figure>
                <p>　　工程师周一封闭<strong>东桥</strong>两小时检查，傍晚繁忙时间前已重开。</p>
                <p><strong>检查结果</strong></p><ul><li>两个支座磨损</li><li>一段栏杆松动</li></ul>
                <p>详见<a href="/a/202511/02/AP6906c0ffe4b0e343b0e2aa02.html">地图</a>。</p>
                <p>（来源：港湾通讯社；责任编辑：阿达）</p>
                <p>相关新闻：</p><p><a href="/a/202511/01/AP69056f80e4b0e343b0e2aa03.html">东桥将封闭</a></p>
                """
        default:
            title = "點觀香港｜東橋重開"
            column = "點觀香港"
            html = """
                <p>「橋的堅固在於看護它的人。」</p>
                <figure><img src=/i.jpg><figcaption>清晨的東橋。（點新聞記者攝）</figcaption></figure>
                <p>　　工程師周一封閉<strong>東橋</strong>兩小時檢查，傍晚繁忙時間前已重開。</p>
                <p><strong>檢查結果</strong></p><ul><li>兩個支座磨損</li><li>一段欄杆鬆動</li></ul>
                <p>詳見<a href="/a/202511/02/AP6906c0ffe4b0e343b0e2aa02.html">地圖</a>。</p>
                <p>（來源：港灣通訊社；責任編輯：阿達）</p>
                <p>相關新聞：</p><p><a href="/a/202511/01/AP69056f80e4b0e343b0e2aa03.html">東橋將封閉</a></p>
                """
        }
        let parsed = parse(html)
        return Article(
            summary: ArticleSummary(
                id: ArticleID("AP690800aae4b0e343b0e2aa01")!, title: title, address: testBase,
                column: ColumnReference(id: ColumnID("c1")!, name: column),
                publishedAt: Date(timeIntervalSince1970: 1_762_133_400), author: "Ada", tags: ["bridge", "東橋"]),
            body: parsed.body, credits: parsed.credits, related: parsed.related)
    }
}
