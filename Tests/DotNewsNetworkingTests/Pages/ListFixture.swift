import Foundation
import Testing

/// A list of invented articles, in each of the ways the sites write lists.
struct ListFixture: Sendable, CustomTestStringConvertible {
    enum Form: String, CaseIterable, Sendable {
        case articleItem, shareArticle, columnList, text, flexBetween, marked
    }

    struct Article: Sendable {
        var id: String
        var title: String
        var summary: String
        var path: String { "/a/202510/16/\(id).html" }
    }

    var form: Form
    var time = "16分鐘前"
    var exactTime: String? = "Thu Oct 16 09:30:00 HKT 2025"
    var articles = Self.articles

    static let site = "https://english.dotdotnews.com"
    static let articles = [
        Article(
            id: "AP68f0a1b2e4b0c0ffee000001", title: "Deepline | Ferry \"Lark\" & the missing pier",
            summary: "A ferry looks for its pier."),
        Article(
            id: "AP68f0a1b2e4b0c0ffee000002", title: "點觀香港｜渡輪找不到碼頭　船長：周二還在", summary: "渡輪出海四十年，首次找不到碼頭。"),
        Article(id: "AP68f0a1b2e4b0c0ffee000003", title: "渡轮找不到码头 船长：周二还在", summary: "渡轮首次找不到码头。"),
    ]

    var testDescription: String { form.rawValue }

    /// The items alone, as `more_2.html` has them.
    var fragment: String { "<div class=\"content-list\">\n" + articles.map(item).joined(separator: "\n") + "\n</div>" }

    /// A whole page.
    var html: String {
        """
        <html><head><title>Deepline - 點新聞-dotdotnews</title></head><body>
        <ul class="menu"><li><a href="/hknews">HK</a></li><li><a href="/deepline">Deepline</a></li></ul>
        <input type="hidden" id="channelId" value="dotnews" /><input type="hidden" class="inputColumnId" value="5f47252ce4b0e87bc3726930" />
        <input type="hidden" class="columnDirname" value="deepline" />
        \(fragment)<input type="hidden" name="pageNo" value="2" /></body></html>
        """
    }

    private func item(_ article: Article) -> String {
        let title = ArticleFixture.escaped(article.title)
        let address = Self.site + article.path
        let exact = exactTime.map { " data-publishTime=\"\($0)\"" } ?? ""
        let mark = """
            data-url="\(address)"\(exact) data-columnName="Deepline" data-contentType="0" \
            data-columnId="5f47252ce4b0e87bc3726930" data-title="\(title)" data-itemId="\(article.id)" \
            data-jsonUrl="\(address.replacing(".html", with: ".json"))"
            """
        switch form {
        case .articleItem:
            return """
                <div class="story-item limit-list">
                 <a href="\(address)" title="\(title)"><div class="figure"><img src="https://dw-media.dotdotnews.com/\(article.id).jpg?x-oss-process=image/resize,w_500" alt="\(title)" /></div></a>
                 <div class="story-item-text text">
                  <div class="story-item-title text-overflow"><a href="\(address)" title="\(title)">\(title)</a></div>
                  <div class="story-item-summary text-overflow">\(article.summary)</div>
                  <div class="story-item-time"><span class="time">
                     \(time)
                  </span><div>Ada</div></div>
                  <div class="story-item-tag" onclick="collect(this)" \(mark)></div></div></div>
                """
        case .shareArticle:
            return "<p><a class=\"Share_Article btn\" data-title=\"\(title)\" data-href=\"\(article.path)\"></a></p>"
        case .columnList:
            return """
                <div class="columnList item"><div class="text"><h2><a href="\(address)">\(title)</a></h2><p>\(article.summary)</p></div>
                <a class="Share_Article" data-title="\(title)" data-href="\(article.path)"></a></div>
                """
        case .text:
            return
                "<div class=\"text\"><h2><a href=\"\(article.path)\">\(title)</a></h2><p>\(article.summary)</p></div>"
        case .flexBetween:
            return """
                <div class="flex-between"><div class="item"><img data-src="//dw-media.dotdotnews.com/\(article.id).jpg" src="">
                <h4><a href="\(article.path)">\(title)</a></h4><span class="time">\(time)</span></div></div>
                """
        case .marked: return "<li \(mark)></li>"
        }
    }
}

/// A page of search results as the site writes it.
struct SearchFixture: Sendable {
    var total = "1,234"
    var time = "2025-10-16 09:30:00"
    var articles = ListFixture.articles

    var html: String {
        "<html><body><div class=\"searchNumber\">共找到 <font>\(total)</font> 條</div>\n"
            + articles.map { article in
                """
                <div class="searchItem"><div class="searchItemPic"><a><img class="newsImg" src="\(article.id.hasSuffix("1") ? "" : "//dw-media.dotdotnews.com/\(article.id).jpg")" /></a></div>
                <div class="searchItemTitle"><a href="\(ListFixture.site)\(article.path)"><h3 class="searchNewsTitle">\(ArticleFixture.escaped(article.title).replacing("Ferry", with: "<em>Ferry</em>"))</h3></a>
                <div class="searchNewsnewsContent">\(article.summary)</div></div>
                <div class="articleBottom"><div class="searchNewsClounm">Deepline</div><div class="searchItemTime">\(time)</div></div></div>
                """
            }.joined(separator: "\n") + "</body></html>"
    }
}
