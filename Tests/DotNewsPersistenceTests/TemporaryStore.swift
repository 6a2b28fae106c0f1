import DotNewsModels
import DotNewsPersistence
import Foundation

/// A folder of its own for each test, removed with it.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("dotnews-store-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var database: URL { url.appendingPathComponent("news.sqlite") }
}

/// Articles and columns as tests need them, in both languages of the sites and in Simplified Chinese.
enum Sample {
    static let noon = Date(timeIntervalSince1970: 1_747_713_600)

    static func id(_ number: Int) -> ArticleID {
        let digits = String(number, radix: 16)
        return ArticleID("AP" + String(repeating: "0", count: 24 - digits.count) + digits)!
    }

    static func column(_ name: String) -> ColumnID { ColumnID(name)! }

    static func address(_ path: String) -> WebAddress { WebAddress("https://news.example/\(path)")! }

    static let titles = [
        "Deepline | Two-hour phone call ends without a date",
        "點觀香港｜東橋檢查完成，今晚重開",
        "点观香港｜东桥检查完成，今晚重开",
        "Ferry timetable changes from Monday",
    ]

    /// An article, published `minutes` after noon.
    static func summary(
        _ number: Int, minutes: Double? = nil, column: String? = "c1", updated: Double? = 0, title: String? = nil
    ) -> ArticleSummary {
        ArticleSummary(
            id: id(number), title: title ?? titles[number % titles.count] + " \(number)",
            address: address("a/\(number).html"), summary: "摘要 summary \(number)",
            column: column.map { ColumnReference(id: Sample.column($0), name: "港聞 \($0)", path: ColumnPath($0)) },
            publishedAt: minutes.map { noon.addingTimeInterval($0 * 60) },
            updatedAt: updated.map { noon.addingTimeInterval($0 * 60) },
            shareAddress: address("s/\(number)"), jsonAddress: address("a/\(number).json"), author: "陳大文",
            source: "點新聞", keywords: ["香港", "harbour"], tags: ["旅遊"],
            thumbnail: ImageAsset(address: address("i/\(number).jpg")))
    }

    static func article(_ summary: ArticleSummary, text: String = "維港今早有霧。 Fog over the harbour.") -> Article {
        Article(
            summary: summary,
            body: ArticleBody(blocks: [
                .leadQuote("「今日很好」"), .paragraph(InlineText(text)),
                .figure(ImageAsset(address: address("f/\(summary.id).jpg"), caption: "维港", credit: "網上圖片")),
            ]),
            credits: Credits(author: "陳大文", editor: "Jane", source: "點新聞", line: "點新聞記者陳大文報道"),
            images: [ImageAsset(address: address("x/\(summary.id).jpg"))], video: nil,
            related: [RelatedLink(title: "Related 相關", address: address("a/related.html"))],
            channelID: ChannelID("ch1"))
    }

    /// The columns of the site: `hk` (c1) with `hk/top` (c2) inside it, and others.
    static func columnTree(and others: SiteColumn...) -> StoreChange {
        let inner = SiteColumn(id: column("c2"), name: "要聞", path: ColumnPath("hk/top")!)
        let outer = SiteColumn(id: column("c1"), name: "香港", path: ColumnPath("hk")!, children: [inner])
        return .columnTree(ColumnTree(roots: [outer] + others), address: address("columns"), version: nil)
    }

    static let listAddress = address("columns/c1/stories.json")

    static func articles(
        _ summaries: [ArticleSummary], in column: String = "c1", withdrawn: [ArticleID] = [],
        version: ResourceVersion? = ResourceVersion(entityTag: "\"v1\"")
    ) -> StoreChange {
        .articles(
            summaries, listedIn: Sample.column(column), withdrawn: withdrawn,
            address: address("columns/\(column)/stories.json"), version: version)
    }

    static func body(_ article: Article, version: String = "\"b1\"") -> StoreChange {
        .article(
            article, address: article.summary.jsonAddress!,
            version: ResourceVersion(entityTag: version, lastModified: "Tue, 20 May 2025 04:00:00 GMT"))
    }
}

extension ArticleStore {
    /// All pages of a query, one after the other.
    func allPages(_ query: ArticleQuery = .init(), limit: Int) async throws -> [ArticleSummary] {
        var all: [ArticleSummary] = []
        var cursor: PageCursor?
        repeat {
            let page = try await articles(query, limit: limit, after: cursor)
            all += page.items.map(\.summary)
            cursor = page.next
        } while cursor != nil
        return all
    }
}
