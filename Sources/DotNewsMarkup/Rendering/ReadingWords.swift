import DotNewsModels

/// The words a rendering adds of its own, in the language of the page.
struct ReadingWords {
    let image, video, audio, player, table: String
    let author, editor, source, tags, related, share, original, scan: String
    /// What stands between a label and what it labels, between the items of a row, and around a credit.
    let colon, comma, opening, closing: String
    let isChinese: Bool

    init(_ language: LanguageTag) {
        func word(_ english: String, _ hant: String, _ hans: String) -> String {
            LocalizedText(english, hant: hant, hans: hans).text(in: language)
        }
        isChinese = language.isChinese
        (colon, comma) = (word(": ", "：", "："), word(", ", "、", "、"))
        (opening, closing) = (word("(", "（", "（"), word(")", "）", "）"))
        image = word("Image", "圖片", "图片")
        video = word("Video", "影片", "视频")
        audio = word("Audio", "音頻", "音频")
        player = word("Player", "播放器", "播放器")
        table = word("Table", "表格", "表格")
        author = word("Author", "作者", "作者")
        editor = word("Editor", "編輯", "编辑")
        source = word("Source", "來源", "来源")
        tags = word("Tags", "標籤", "标签")
        related = word("Related news", "相關新聞", "相关新闻")
        share = word("Share", "分享", "分享")
        original = word("Original article", "原文", "原文")
        scan = word("Scan to share", "掃碼分享", "扫码分享")
    }

    /// Caption and credit on one line, the credit in brackets.
    func caption(_ image: ImageAsset) -> String {
        let caption = TextFilter.line(image.caption)
        let credit = TextFilter.line(image.credit)
        if credit.isEmpty { return caption }
        let bracket = opening + credit + closing
        return caption.isEmpty ? bracket : caption + (isChinese ? "" : " ") + bracket
    }
}
