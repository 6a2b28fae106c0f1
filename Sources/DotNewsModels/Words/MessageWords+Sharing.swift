extension MessageWords {
    /// The words for errors of posts, links and codes.
    static let sharing: [String: MessageWords] = [
        "share.nothingToShare": MessageWords(
            title: LocalizedText("Nothing to share", hant: "沒有可分享的內容", hans: "没有可分享的内容"),
            text: LocalizedText(
                "The article has no title, summary or link.", hant: "文章沒有標題、摘要或連結。", hans: "文章没有标题、摘要或链接。")),
        "share.unacceptableLink": MessageWords(
            title: LocalizedText("The link cannot be shared", hant: "連結未能分享", hans: "链接无法分享"),
            text: LocalizedText("It is not an address of a web page.", hant: "這不是網頁地址。", hans: "这不是网页地址。")),
        "share.linkTooLong": MessageWords(
            title: LocalizedText("The link is too long", hant: "連結太長", hans: "链接太长"),
            text: LocalizedText("Share a shorter link.", hant: "請分享較短的連結。", hans: "请分享较短的链接。")),
        "share.limitOutOfRange": MessageWords(
            title: LocalizedText("Not shared", hant: "未能分享", hans: "无法分享"),
            text: LocalizedText("A length limit is not one that can be used.", hant: "長度上限不適用。", hans: "长度上限不可用。")),
        "share.linkMissing": MessageWords(
            title: LocalizedText("No link", hant: "沒有連結", hans: "没有链接"),
            text: LocalizedText("A link is needed here.", hant: "這裏需要連結。", hans: "此处需要链接。")),
        "share.unacceptableValue": MessageWords(
            title: LocalizedText("Not shared", hant: "未能分享", hans: "无法分享"),
            text: LocalizedText("A setting for sharing is wrong.", hant: "分享設定不正確。", hans: "分享设置不正确。")),
        "qrCode.empty": MessageWords(
            title: LocalizedText("Nothing to show", hant: "沒有內容", hans: "没有内容"),
            text: LocalizedText("A code needs some text.", hant: "二維碼需要文字。", hans: "二维码需要文字。")),
        "qrCode.capacityExceeded": MessageWords(
            title: LocalizedText("Too long for a code", hant: "內容太長", hans: "内容太长"),
            text: LocalizedText("Share a shorter link.", hant: "請分享較短的連結。", hans: "请分享较短的链接。")),
        "qrCode.encoderFailed": MessageWords(
            title: LocalizedText("No code could be made", hant: "未能製作二維碼", hans: "无法生成二维码"),
            text: LocalizedText("Share the link instead.", hant: "請改為分享連結。", hans: "请改为分享链接。")),
        "qrCode.malformed": MessageWords(
            title: LocalizedText("No code could be made", hant: "未能製作二維碼", hans: "无法生成二维码"),
            text: LocalizedText("Share the link instead.", hant: "請改為分享連結。", hans: "请改为分享链接。")),
        "qrCode.imageFailed": MessageWords(
            title: LocalizedText("No code could be made", hant: "未能製作二維碼", hans: "无法生成二维码"),
            text: LocalizedText("Share the link instead.", hant: "請改為分享連結。", hans: "请改为分享链接。")),
    ]
}
