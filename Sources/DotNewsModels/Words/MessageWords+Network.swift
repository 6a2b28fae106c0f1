extension MessageWords {
    /// The words for errors of the network, the site and its account.
    static let network: [String: MessageWords] = [
        "http.timedOut": MessageWords(
            title: LocalizedText("The site takes too long", hant: "連線逾時", hans: "连接超时"),
            text: LocalizedText(
                "It did not answer in time. Try again later.",
                hant: "網站沒有及時回應。請稍後再試。",
                hans: "网站没有及时响应。请稍后重试。"), action: .retry),
        "http.insecureConnection": MessageWords(
            title: LocalizedText("The connection is not secure", hant: "連線不安全", hans: "连接不安全"),
            text: LocalizedText(
                "The identity of the site could not be confirmed. Check the network, and the device's date and time.",
                hant: "未能確認網站的身分。請檢查網絡，以及裝置的日期和時間。",
                hans: "无法确认网站的身份。请检查网络，以及设备的日期和时间。")),
        "http.failed": MessageWords(
            title: LocalizedText("The connection failed", hant: "連線失敗", hans: "连接失败"),
            text: LocalizedText("Try again later.", hant: "請稍後再試。", hans: "请稍后重试。"), action: .retry),
        "cms.noSearch": MessageWords(
            title: LocalizedText("No online search", hant: "沒有網上搜尋", hans: "没有在线搜索"),
            text: LocalizedText(
                "This edition cannot be searched online. Search what has been downloaded.",
                hant: "這個版本未能在網上搜尋。可搜尋已下載的文章。",
                hans: "此版本无法在线搜索。可搜索已下载的文章。")),
        "cms.noArticle": MessageWords(
            title: LocalizedText("Not an article", hant: "連結沒有指向文章", hans: "链接未指向文章"),
            text: LocalizedText("Check the link.", hant: "請檢查連結。", hans: "请检查链接。")),
        "fetch.notAnArticle": MessageWords(
            title: LocalizedText("Not an article", hant: "連結沒有指向文章", hans: "链接未指向文章"),
            text: LocalizedText("Check the link.", hant: "請檢查連結。", hans: "请检查链接。")),
        "fetch.otherSite": MessageWords(
            title: LocalizedText("Another edition", hant: "屬於另一個版本", hans: "属于另一个版本"),
            text: LocalizedText(
                "The link leads to a site that this edition does not read. Open it in a browser.",
                hant: "連結指向另一個網站。請用瀏覽器開啟。", hans: "链接指向另一个网站。请用浏览器打开。")),
        "fetch.notFound": MessageWords(
            title: LocalizedText("No such article", hant: "找不到文章", hans: "找不到文章"),
            text: LocalizedText(
                "The site has no article at this link. Check the link.",
                hant: "網站沒有這篇文章。請檢查連結。", hans: "网站没有这篇文章。请检查链接。")),
        "fetch.unknownDate": MessageWords(
            title: LocalizedText("No such article", hant: "找不到文章", hans: "找不到文章"),
            text: LocalizedText(
                "The article is not on this device, and the site cannot be asked for it without its link.",
                hant: "裝置上沒有這篇文章，沒有連結就不能向網站查詢。", hans: "设备上没有这篇文章，没有链接就无法向网站查询。")),
        "fetch.withdrawn": MessageWords(
            title: LocalizedText("No longer published", hant: "文章已下架", hans: "文章已下架"),
            text: LocalizedText(
                "The publisher has taken the article off.", hant: "網站已移除這篇文章。", hans: "网站已移除这篇文章。")),
        "fetch.noImage": MessageWords(
            title: LocalizedText("No such picture", hant: "找不到圖片", hans: "找不到图片"),
            text: LocalizedText(
                "The site does not have the picture any more.", hant: "網站已沒有這張圖片。", hans: "网站已没有这张图片。")),
        "fetch.timedOut": MessageWords(
            title: LocalizedText("The site takes too long", hant: "連線逾時", hans: "连接超时"),
            text: LocalizedText(
                "It did not answer in time. Try again later.", hant: "網站沒有及時回應。請稍後再試。",
                hans: "网站没有及时响应。请稍后重试。"), action: .retry),
        "account.notConfigured": MessageWords(
            title: LocalizedText("Not offered", hant: "未有提供這項服務", hans: "未提供此服务"),
            text: LocalizedText(
                "This edition offers no sign-in, comments or favourites.",
                hant: "這個版本沒有提供登入、留言和收藏。",
                hans: "此版本没有提供登录、评论和收藏。")),
        "account.refused": MessageWords(
            title: LocalizedText("The site does not accept it", hant: "網站不接受這項操作", hans: "网站不接受此操作"),
            text: LocalizedText("Check what was entered.", hant: "請檢查輸入的內容。", hans: "请检查输入的内容。")),
        "account.busy": MessageWords(
            title: LocalizedText("The site is busy", hant: "網站繁忙", hans: "网站繁忙"),
            text: LocalizedText("Try again later.", hant: "請稍後再試。", hans: "请稍后重试。"), action: .retry),
        "account.credentials": MessageWords(
            title: LocalizedText("The sign-in cannot be read", hant: "未能讀取登入資料", hans: "无法读取登录信息"),
            text: LocalizedText("Sign in again.", hant: "請重新登入。", hans: "请重新登录。"), action: .signIn),
        "credential.failed": MessageWords(
            title: LocalizedText("The sign-in cannot be kept", hant: "未能讀寫登入資料", hans: "无法读写登录信息"),
            text: LocalizedText(
                "Check the device's storage and permissions, then sign in again.",
                hant: "請檢查裝置的儲存空間和存取權限，然後重新登入。",
                hans: "请检查设备的存储空间和访问权限，然后重新登录。"), action: .signIn),
        "document.empty": MessageWords(
            title: LocalizedText("Nothing to read", hant: "沒有內容", hans: "没有内容"),
            text: LocalizedText("The content is empty.", hant: "內容是空的。", hans: "内容为空。")),
        "document.tooLarge": MessageWords(
            title: LocalizedText("Too large", hant: "內容過大", hans: "内容过大"),
            text: LocalizedText("The content is larger than can be read.", hant: "內容過大，未能讀取。", hans: "内容过大，无法读取。")),
        "document.unrecognised": MessageWords(
            title: LocalizedText("Not recognised", hant: "未能辨認內容", hans: "无法识别内容"),
            text: LocalizedText("This is no content of the site.", hant: "這不是網站的內容。", hans: "这不是网站的内容。")),
        "document.wrongKind": MessageWords(
            title: LocalizedText("Something else", hant: "內容類型不符", hans: "内容类型不符"),
            text: LocalizedText(
                "The content is of another kind than expected.", hant: "內容與預期的類型不同。", hans: "内容与预期的类型不同。")),
        "document.withdrawn": MessageWords(
            title: LocalizedText("Article withdrawn", hant: "文章已撤回", hans: "文章已撤回"),
            text: LocalizedText("The publisher has withdrawn this article.", hant: "發布者已撤回這篇文章。", hans: "发布者已撤回此文章。")),
    ]
}
