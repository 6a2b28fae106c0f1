import DotNewsMarkup
import DotNewsModels

/// Tells what a page puts around and into its article: menus, advertisements, lists of other articles, comments.
enum PageFurniture {
    /// Words of classes and ids.
    static let words = HTMLNameWords(
        """
        ad ads advert* adsense adslot banner* breadcrumb* byline* comment* consent cookie* copyright* disclaimer* disqus dialog \
        footer* footnote gdpr login* masthead* menu* modal nav navbar navigation newsletter* outbrain pager pagination paging \
        paywall player* playlist* popup* popular* promo* recirc* recommend* related* sharing share sharebar sharethis shares \
        sidebar* signup skip social* sponsor* subscri* taboola tag tags tagged teaser* toolbar* tooltip trending widget*
        """)
    /// The beginnings of headings behind an article, under which others are.
    private static let headings = [
        "更多", "相關", "相关", "延伸閱讀", "延伸阅读", "推薦", "推荐", "推介", "熱門", "热门", "最新", "其他新聞", "其他新闻", "編輯推薦", "编辑推荐",
        "猜你喜", "你可能", "更新消息", "留言", "評論", "评论", "more ", "related", "recommended", "latest", "most ", "popular",
        "trending",
        "you may", "you might", "also read", "read more", "read next", "see also", "up next", "comments",
    ]
    /// The longest heading, in bytes.
    static let longestHeading = 60

    /// Whether a text is the heading of what is no part of an article.
    static func isHeading(_ text: String) -> Bool {
        let text = text.trimmingSpaces().lowercased()
        return text.utf8.count <= longestHeading && headings.contains { text.hasPrefix($0) }
    }
}
