import DotNewsModels
import Foundation

/// Invented articles, half English and half Traditional Chinese, with the lengths that articles have; always the same.
struct SampleArticles {
    /// The columns, every other one English.
    let columns: [ColumnReference] = (0..<20).map { number in
        ColumnReference(
            id: ColumnID("00000000-0000-4000-8000-0000000000\(10 + number)")!,
            name: number.isMultiple(of: 2) ? "Column \(number)" : "專欄\(number)", path: ColumnPath("column\(number)"))
    }

    private static let english = """
        the harbour council said on Tuesday that new ferries would begin service before winter after talks with island \
        residents who had asked for later boats and lower fares since the bridge project was delayed again this year
        """.split(separator: " ").map(String.init)
    private static let chinese = """
        香港 政府 表示 今日 宣布 計劃 市民 可以 透過 新 平台 預約 天文台 預計 下周 氣溫 將會 下降 記者 在 現場 了解 到 有關 項目 \
        已經 完成 專家 認為 措施 有助 推動 旅遊 和 零售 業 發展
        """.split(separator: " ").map(String.init)

    /// Article `number`, published as many minutes before the end of June 2025.
    func summary(_ number: Int) -> ArticleSummary {
        let column = columns[number % columns.count]
        let isEnglish = number.isMultiple(of: 2)
        let hex = String(number * 2_654_435_761 % 1 << 48, radix: 16)
        let digits = String(repeating: "0", count: 24 - hex.count) + hex
        let site = "https://\(isEnglish ? "english" : "www").edition.test"
        let published = Date(timeIntervalSince1970: 1_751_292_000 - Double(number) * 60)
        return ArticleSummary(
            id: ArticleID("AP" + digits)!, title: words(number, isEnglish ? 9 : 12),
            address: WebAddress("\(site)/a/202506/30/AP\(digits).html")!,
            summary: words(number &+ 7, isEnglish ? 32 : 38),
            column: column, publishedAt: published, updatedAt: published.addingTimeInterval(120),
            shareAddress: WebAddress("\(site)/s/202506/30/AP\(digits).html")!,
            jsonAddress: WebAddress("\(site)/a/202506/30/AP\(digits).json")!,
            author: words(number / 50 * 2 + number % 2, isEnglish ? 2 : 1), source: "Dot Wire",
            keywords: (0..<4).map { words(number &+ $0 * 2, 1) }, tags: (0..<2).map { words(number &+ $0 * 2, 1) },
            thumbnail: ImageAsset(
                address: WebAddress("https://media.edition.test/r/202506/30/\(digits)0000ffff.jpg?w=600")!,
                caption: words(number &+ 3, 8), width: 1_200, height: 675),
            allowsComments: true)
    }

    /// Article `number` with a body of some 4 kB: twelve paragraphs, a subhead, a figure, a link.
    func article(_ number: Int) -> Article {
        let summary = summary(number)
        let length = number.isMultiple(of: 2) ? 56 : 52
        var blocks = (0..<12).map { ArticleBody.Block.paragraph(InlineText(words(number &+ $0, length))) }
        blocks[3] = .subhead(InlineText(words(number &+ 5, 4)), level: 2)
        blocks[5] = .paragraph(
            InlineText([
                .init(words(number, 8), isStrong: true), .init(words(number, 8)),
                .init(words(number, 8), link: summary.address),
            ]))
        if let image = summary.thumbnail { blocks.insert(.figure(image), at: 1) }
        return Article(
            summary: summary, body: ArticleBody(blocks: blocks),
            credits: Credits(author: "Ada", editor: "desk", source: "Dot Wire", line: "Source: Dot Wire"))
    }

    /// `count` words of the language of article `number`.
    private func words(_ number: Int, _ count: Int) -> String {
        let isEnglish = number.isMultiple(of: 2)
        let vocabulary = isEnglish ? Self.english : Self.chinese
        return (0..<count).map { vocabulary[(number &* 31 &+ $0 &* ($0 &+ 5)) % vocabulary.count] }
            .joined(separator: isEnglish ? " " : "")
    }
}
