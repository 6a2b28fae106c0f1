import DotNewsModels

/// The words a rendering adds of its own, in the language of the page.
struct ReadingWords {
    let image, video, audio, player, table: String
    let author, editor, source, tags, related, share, original, scan: String
    /// What stands between a label and what it labels, between the items of a row, and around a credit.
    let colon, comma, opening, closing: String
    let isChinese: Bool

    init(_ language: LanguageTag) {
        let tag = language.rawValue.lowercased()
        let isSimplified =
            tag == "zh-cn" || tag == "zh-sg" || tag == "zh-my" || tag.hasPrefix("zh-hans") || tag == "zh-cmn-hans"
        isChinese = language.isChinese
        if !isChinese {
            (image, video, audio, player, table) = ("Image", "Video", "Audio", "Player", "Table")
            (author, editor, source) = ("Author", "Editor", "Source")
            (tags, related, share, original) = ("Tags", "Related news", "Share", "Original article")
            scan = "Scan to share"
            (colon, comma, opening, closing) = (": ", ", ", "(", ")")
            return
        }
        (colon, comma, opening, closing) = ("：", "、", "（", "）")
        if isSimplified {
            (image, video, audio, player, table) = ("图片", "视频", "音频", "播放器", "表格")
            (author, editor, source) = ("作者", "编辑", "来源")
            (tags, related, share, original) = ("标签", "相关新闻", "分享", "原文")
            scan = "扫码分享"
        } else {
            (image, video, audio, player, table) = ("圖片", "影片", "音頻", "播放器", "表格")
            (author, editor, source) = ("作者", "編輯", "來源")
            (tags, related, share, original) = ("標籤", "相關新聞", "分享", "原文")
            scan = "掃碼分享"
        }
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
