import DotNewsModels
import Foundation
import DotNewsTestSupport

/// The search service of a site: finds the articles of a list by a word in their title, ten on a page, newest first.
struct SearchSite: Sendable {
    struct Article: Sendable {
        var number: Int
        var title: String
        var column = "Harbour Notes"

        var id: ArticleID { ArticleID("AP" + String(repeating: "0", count: 18) + String(number + 100_000))! }
        /// The higher the number, the older.
        var time: Date { Date(timeIntervalSince1970: 1_762_156_800 - Double(number) * 3_600) }
        var address: WebAddress { WebAddress("https://english.dotdotnews.com/a/202511/03/\(id).html")! }
        var snippet: String { "What the harbour master says of \(number). 海港主任談第\(number)號。" }
    }

    var articles: [Article]
    /// What stands where the number of results does; `nil` for the true number, empty for nothing.
    var total: String?

    /// Articles with these numbers, English, Traditional and Simplified Chinese in turn.
    init(_ numbers: some Sequence<Int>) {
        articles = numbers.map { number in
            switch number % 3 {
            case 0: Article(number: number, title: "Deepline | Harbour article \(number)")
            case 1: Article(number: number, title: "點觀香港｜海港 harbour 故事\(number)")
            default: Article(number: number, title: "点观香港｜海港 harbour 故事\(number)")
            }
        }
    }

    func reply(to request: LoopbackRequest) -> LoopbackReply {
        switch request.path {
        case "/rest/suggest": .json(#"["harbour", "海港", "harbour", "\u001b[31mharbor"]"#)
        case "/rest/topWords": .json(#"{"code":0,"data":["東橋","渡輪"]}"#)
        case "/search": .text(page(Int(Self.value("page", of: request)) ?? 1), type: "text/html; charset=utf-8")
        default: .status(404)
        }
    }

    /// The value of a parameter of a request, decoded.
    static func value(_ name: String, of request: LoopbackRequest) -> String {
        let pairs = (request.query ?? "").split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        return pairs.first { $0[0] == name && $0.count == 2 }.flatMap { String($0[1]).removingPercentEncoding } ?? ""
    }

    func page(_ number: Int) -> String {
        let items = articles.dropFirst(max(0, number - 1) * 10).prefix(10).map { article in
            let time = PublicationTime.string(from: article.time).prefix(19).replacing("T", with: " ")
            return """
                <div class="searchItem"><div class="searchItemTitle"><a href="\(article.address)"><h3>\(article.title)</h3></a>
                <div class="searchNewsnewsContent">\(article.snippet)</div></div><div class="articleBottom">
                <div class="searchNewsClounm">\(article.column)</div><div class="searchItemTime">\(time)</div></div></div>
                """
        }
        return """
            <html><body><div class="searchNumber">共找到 <font>\(total ?? "\(articles.count)")</font> 條</div>\
            \(items.joined())</body></html>
            """
    }
}
