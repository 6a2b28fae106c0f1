extension MessageWords {
    /// The words for errors of the store, of a sync and of comments.
    static let store: [String: MessageWords] = [
        "store.notADatabase": MessageWords(
            title: LocalizedText("The stored content cannot be read", hant: "儲存的內容未能讀取", hans: "无法读取存储的内容"),
            text: LocalizedText(
                "The file is damaged, or is something else.", hant: "檔案已損壞，或並非新聞資料。", hans: "文件已损坏，或不是新闻数据。")),
        "store.notAStore": MessageWords(
            title: LocalizedText("Not a news file", hant: "這不是新聞資料檔案", hans: "这不是新闻数据文件"),
            text: LocalizedText("Choose another file.", hant: "請選擇其他檔案。", hans: "请选择其他文件。")),
        "store.newerVersion": MessageWords(
            title: LocalizedText("A newer version is needed", hant: "需要較新版本", hans: "需要更新的版本"),
            text: LocalizedText(
                "A newer version of the app wrote this content. Update the app.",
                hant: "內容由較新版本的應用程式寫入。請更新應用程式。",
                hans: "内容由更新版本的应用写入。请更新应用。"), action: .update),
        "store.earlierFormat": MessageWords(
            title: LocalizedText("The stored content is outdated", hant: "儲存格式已過時", hans: "存储格式已过时"),
            text: LocalizedText(
                "Repair it. What is your own is kept, and the articles are downloaded again.",
                hant: "請修復。你的個人資料會保留，文章會重新下載。",
                hans: "请修复。您的个人数据会保留，文章会重新下载。")),
        "store.readOnly": MessageWords(
            title: LocalizedText("Changes cannot be saved", hant: "未能儲存更改", hans: "无法保存更改"),
            text: LocalizedText(
                "Allow writing, or choose another place.", hant: "請允許寫入，或選擇其他位置。", hans: "请允许写入，或选择其他位置。")),
        "store.corrupt": MessageWords(
            title: LocalizedText("The stored content is damaged", hant: "儲存的內容已損壞", hans: "存储的内容已损坏"),
            text: LocalizedText(
                "Repair it. What can still be read of your own is kept, and the articles are downloaded again.",
                hant: "請修復。你的個人資料凡能讀取的都會保留，文章會重新下載。",
                hans: "请修复。您的个人数据凡能读取的都会保留，文章会重新下载。")),
        "store.unsupportedLibrary": MessageWords(
            title: LocalizedText("The system is too old", hant: "系統版本過舊", hans: "系统版本过旧"),
            text: LocalizedText("Update the system.", hant: "請更新系統軟件。", hans: "请更新系统软件。"), action: .update),
        "store.closed": MessageWords(
            title: LocalizedText("The stored content is closed", hant: "儲存的內容已關閉", hans: "存储的内容已关闭"),
            text: LocalizedText("Open the app again.", hant: "請重新開啟應用程式。", hans: "请重新打开应用。")),
        "store.notAnImage": MessageWords(
            title: LocalizedText("Not a picture", hant: "這不是圖片", hans: "这不是图片"),
            text: LocalizedText(
                "The file is not a picture that can be shown.", hant: "檔案不是可以顯示的圖片。", hans: "文件不是可以显示的图片。")),
        "store.newerExport": MessageWords(
            title: LocalizedText("A newer version is needed", hant: "需要較新版本", hans: "需要更新的版本"),
            text: LocalizedText(
                "A newer version of the app wrote this file. Nothing was changed. Update the app.",
                hant: "檔案由較新版本的應用程式寫入，沒有更改任何內容。請更新應用程式。",
                hans: "文件由更新版本的应用写入，未更改任何内容。请更新应用。"), action: .update),
        "store.invalidExport": MessageWords(
            title: LocalizedText("Not imported", hant: "未能匯入", hans: "无法导入"),
            text: LocalizedText(
                "The file is not an export, or is damaged. Nothing was changed.",
                hant: "檔案不是匯出檔案，或已損壞，沒有更改任何內容。",
                hans: "文件不是导出文件，或已损坏，未更改任何内容。")),
        "store.outboxFull": MessageWords(
            title: LocalizedText("Too much waits to be sent", hant: "待發送的項目太多", hans: "待发送的项目太多"),
            text: LocalizedText("Send or delete some of it first.", hant: "請先發送或刪除部分項目。", hans: "请先发送或删除部分项目。")),
        "store.noSuchEntry": MessageWords(
            title: LocalizedText("No longer there", hant: "項目已不存在", hans: "项目已不存在"),
            text: LocalizedText("It has been sent or cancelled.", hant: "項目已發送或已取消。", hans: "项目已发送或已取消。")),
        "store.entryUncertain": MessageWords(
            title: LocalizedText("Too late to change", hant: "已不能更改", hans: "已无法更改"),
            text: LocalizedText("It may have reached the site already.", hant: "項目可能已送達網站。", hans: "项目可能已送达网站。")),
        "store.noSuchComment": MessageWords(
            title: LocalizedText("Comment not found", hant: "找不到留言", hans: "找不到评论"),
            text: LocalizedText("Open the article's comments first.", hant: "請先開啟文章的留言。", hans: "请先打开文章的评论。")),
        "store.commentsClosed": MessageWords(
            title: LocalizedText("Comments are closed", hant: "留言已關閉", hans: "评论已关闭"),
            text: LocalizedText("This article takes no comments.", hant: "這篇文章不接受留言。", hans: "此文章不接受评论。")),
        "store.failed": MessageWords(
            title: LocalizedText("The stored content cannot be used", hant: "未能使用儲存的內容", hans: "无法使用存储的内容"),
            text: LocalizedText("Try again later.", hant: "請稍後再試。", hans: "请稍后重试。"), action: .retry),
        "outbox.refused": MessageWords(
            title: LocalizedText("Not accepted", hant: "不獲接受", hans: "未被接受"),
            text: LocalizedText(
                "The site does not take it. Change it, or delete it.",
                hant: "網站不接受這個項目。請修改或刪除。",
                hans: "网站不接受此项目。请修改或删除。")),
        "outbox.unavailable": MessageWords(
            title: LocalizedText("Not sent yet", hant: "尚未發送", hans: "尚未发送"),
            text: LocalizedText(
                "The site could not be reached. It is sent later.",
                hant: "未能連接網站，稍後會再發送。",
                hans: "无法连接网站，稍后会再发送。"), action: .retry),
        "outbox.busy": MessageWords(
            title: LocalizedText("Not sent yet", hant: "尚未發送", hans: "尚未发送"),
            text: LocalizedText(
                "The site is busy. It is sent later.",
                hant: "網站繁忙，稍後會再發送。",
                hans: "网站繁忙，稍后会再发送。"), action: .retry),
        "outbox.signInNeeded": MessageWords(
            title: LocalizedText("Sign in to send", hant: "登入後才可發送", hans: "登录后才可发送"),
            text: LocalizedText("It is sent after you have signed in.", hant: "登入後會自動發送。", hans: "登录后会自动发送。"),
            action: .signIn),
        "outbox.expired": MessageWords(
            title: LocalizedText("Waited too long", hant: "等候過久", hans: "等候过久"),
            text: LocalizedText(
                "It has not been sent for a month. Send it again, or delete it.",
                hant: "項目超過一個月未能發送。請再次發送或刪除。",
                hans: "项目超过一个月未能发送。请再次发送或删除。"), action: .retry),
        "outbox.uncertain": MessageWords(
            title: LocalizedText("May have been sent", hant: "可能已發送", hans: "可能已发送"),
            text: LocalizedText(
                "Look at the site before you send it again.", hant: "再次發送前，請先查看網站。", hans: "再次发送前，请先查看网站。")),
        "outbox.notConfigured": MessageWords(
            title: LocalizedText("Not offered", hant: "未有提供這項服務", hans: "未提供此服务"),
            text: LocalizedText(
                "This edition takes no comments or favourites.", hant: "這個版本不接受留言和收藏。", hans: "此版本不接受评论和收藏。")),
        "sync.unknownColumn": MessageWords(
            title: LocalizedText("Column not found", hant: "找不到欄目", hans: "找不到栏目"),
            text: LocalizedText("The site has no such column.", hant: "網站沒有這個欄目。", hans: "网站没有此栏目。")),
        "comment.empty": MessageWords(
            title: LocalizedText("The comment is empty", hant: "留言沒有內容", hans: "评论没有内容"),
            text: LocalizedText("Write something first.", hant: "請先輸入文字。", hans: "请先输入文字。")),
        "comment.tooLong": MessageWords(
            title: LocalizedText("The comment is too long", hant: "留言太長", hans: "评论太长"),
            text: LocalizedText("Shorten it.", hant: "請縮短留言。", hans: "请缩短评论。")),
        "comment.tooLarge": MessageWords(
            title: LocalizedText("The comment is too long", hant: "留言太長", hans: "评论太长"),
            text: LocalizedText("Shorten it.", hant: "請縮短留言。", hans: "请缩短评论。")),
    ]
}
