import DotNewsModels
import DotNewsSharing
import Foundation

/// The three editions' worth of articles that every target is tried with.
enum Articles {
    static let id = ArticleID("AP690800aae4b0e343b0e2aa01")!
    static let page = WebAddress("https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html")!
    static let picture = WebAddress("https://dw-media.dotdotnews.com/dams/2.jpg")!
    static let share = WebAddress("https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html")!

    static let traditional = ShareContent(
        title: "點觀香港｜東橋檢查工程完成", summary: "東橋的例行檢查工程今日順利完成，運輸署表示新的交通安排將於下周一起實施。",
        articleAddress: page, shareAddress: share,
        images: [
            ImageAsset(address: WebAddress("https://dw-media.dotdotnews.com/dams/1.jpg")!, width: 1200, height: 800)
        ],
        keywords: ["香港", "東橋", " 香港　", "#東橋#", "2024", "C++"], articleID: id)
    static let simplified = ShareContent(
        title: "东桥检查工程完成", summary: "东桥的例行检查工程今日顺利完成。", articleAddress: page, keywords: ["香港", "东桥"])
    static let english = ShareContent(
        title: "Deepline | Two-hour phone call", summary: "The leaders spoke for two hours.", articleAddress: page,
        keywords: ["trade", "Hong Kong"])

    static let simplifiedEdition = Edition(
        id: "simplified", name: "点新闻", language: .simplifiedChinese, site: Edition.dotdotnews.site)
}

extension ArticleBody {
    /// A body of paragraphs, one a line.
    init(lines: String) {
        // By bytes: a character may be made of any number of marks.
        self.init(blocks: lines.utf8.split(separator: 0x0A).map { .paragraph(InlineText(String(Substring($0)))) })
    }
}

/// The parameters of an address, decoded once.
func parameters(_ address: String) -> [String: String] {
    let items = URLComponents(string: address)?.queryItems ?? []
    return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
}
