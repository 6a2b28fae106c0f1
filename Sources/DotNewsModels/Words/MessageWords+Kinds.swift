extension MessageWords {
    /// The words for failures of no known kind.
    static let other = MessageWords(
        title: LocalizedText("Something went wrong", hant: "發生錯誤", hans: "发生错误"),
        text: LocalizedText("Try again later.", hant: "請稍後再試。", hans: "请稍后重试。"), action: .retry)

    /// The words for each kind of failure, by its name: for every code that has none of its own.
    static let kinds: [String: MessageWords] = [
        "offline": MessageWords(
            title: LocalizedText("No connection", hant: "未能連線", hans: "无法连接"),
            text: LocalizedText(
                "Check the network connection and try again. What has been downloaded can still be read.",
                hant: "請檢查網絡連線，然後再試。已下載的內容仍可閱讀。",
                hans: "请检查网络连接，然后重试。已下载的内容仍可阅读。"), action: .retry),
        "siteUnavailable": MessageWords(
            title: LocalizedText("The site is not available", hant: "網站暫時未能使用", hans: "网站暂时无法使用"),
            text: LocalizedText(
                "The site did not answer as it should. Try again later.",
                hant: "網站沒有正常回應。請稍後再試。",
                hans: "网站没有正常响应。请稍后重试。"), action: .retry),
        "signInNeeded": MessageWords(
            title: LocalizedText("Sign-in needed", hant: "需要登入", hans: "需要登录"),
            text: LocalizedText("Sign in to go on.", hant: "請登入後繼續。", hans: "请登录后继续。"), action: .signIn),
        "refused": MessageWords(
            title: LocalizedText("Not accepted", hant: "要求不獲接受", hans: "请求未被接受"),
            text: LocalizedText("This is not allowed here.", hant: "這項操作不獲准許。", hans: "此操作不被允许。")),
        "notFound": MessageWords(
            title: LocalizedText("Not found", hant: "找不到內容", hans: "找不到内容"),
            text: LocalizedText("It may have been removed.", hant: "內容可能已被移除。", hans: "内容可能已被移除。")),
        "diskFull": MessageWords(
            title: LocalizedText("Not enough space", hant: "儲存空間不足", hans: "存储空间不足"),
            text: LocalizedText(
                "Free some space and try again.",
                hant: "請釋放儲存空間，然後再試。",
                hans: "请释放存储空间，然后重试。"), action: .freeSpace),
        "fileAccess": MessageWords(
            title: LocalizedText("A file cannot be used", hant: "未能讀寫檔案", hans: "无法读写文件"),
            text: LocalizedText(
                "Check the device's storage and permissions.",
                hant: "請檢查裝置的儲存空間和存取權限。",
                hans: "请检查设备的存储空间和访问权限。")),
        "damaged": MessageWords(
            title: LocalizedText("The content is damaged", hant: "內容已損壞", hans: "内容已损坏"),
            text: LocalizedText("Part of the content cannot be read.", hant: "部分內容未能讀取。", hans: "部分内容无法读取。")),
        "busy": MessageWords(
            title: LocalizedText("Busy", hant: "正在使用中", hans: "正在使用中"),
            text: LocalizedText(
                "Something else is under way. Try again soon.",
                hant: "另一項工作正在進行。請稍後再試。",
                hans: "另一项操作正在进行。请稍后重试。"), action: .retry),
        "cancelled": MessageWords(
            title: LocalizedText("Cancelled", hant: "已取消", hans: "已取消"),
            text: LocalizedText("What was done before is kept.", hant: "之前完成的部分已保留。", hans: "之前完成的部分已保留。")),
        "suspended": MessageWords(
            title: LocalizedText("Paused", hant: "已暫停", hans: "已暂停"),
            text: LocalizedText(
                "The work was paused with the app. Try again.",
                hant: "工作已隨應用程式暫停。請再試一次。",
                hans: "操作已随应用暂停。请重试。"), action: .retry),
        "invalidInput": MessageWords(
            title: LocalizedText("This cannot be used", hant: "未能使用這項輸入", hans: "无法使用此输入"),
            text: LocalizedText("Check what was entered.", hant: "請檢查輸入的內容。", hans: "请检查输入的内容。")),
        "unsupported": MessageWords(
            title: LocalizedText("Not supported", hant: "不支援這項功能", hans: "不支持此功能"),
            text: LocalizedText("Update the app and try again.", hant: "請更新應用程式，然後再試。", hans: "请更新应用，然后重试。"),
            action: .update),
    ]
}
