extension MessageWords {
    /// The words for errors of what a reader's devices share.
    static let replication: [String: MessageWords] = [
        "storage.exists": MessageWords(
            title: LocalizedText("The shared storage is in use", hant: "共用儲存空間正在使用", hans: "共享存储空间正在使用"),
            text: LocalizedText(
                "Another device is using it. Try again soon.",
                hant: "另一部裝置正在使用。請稍後再試。",
                hans: "另一台设备正在使用。请稍后重试。"), action: .retry),
        "storage.missing": MessageWords(
            title: LocalizedText("Shared content not found", hant: "找不到共用資料", hans: "找不到共享数据"),
            text: LocalizedText(
                "It may have been removed from the shared storage.",
                hant: "資料可能已從共用儲存空間移除。",
                hans: "数据可能已从共享存储空间移除。")),
        "storage.tooLarge": MessageWords(
            title: LocalizedText("Shared content cannot be read", hant: "未能讀取共用資料", hans: "无法读取共享数据"),
            text: LocalizedText("Part of it is larger than can be read.", hant: "部分資料過大。", hans: "部分数据过大。")),
        "storage.unauthorized": MessageWords(
            title: LocalizedText("The shared storage needs a sign-in", hant: "未能登入共用儲存空間", hans: "无法登录共享存储空间"),
            text: LocalizedText(
                "Check the user name and the password.",
                hant: "請檢查用戶名稱和密碼。",
                hans: "请检查用户名和密码。"), action: .signIn),
        "storage.forbidden": MessageWords(
            title: LocalizedText("No access to the shared storage", hant: "沒有共用儲存空間的權限", hans: "没有共享存储空间的权限"),
            text: LocalizedText("Check whether it may be read and written.", hant: "請檢查讀寫權限。", hans: "请检查读写权限。")),
        "storage.full": MessageWords(
            title: LocalizedText("The shared storage is full", hant: "共用儲存空間已滿", hans: "共享存储空间已满"),
            text: LocalizedText(
                "Free some space there and try again.",
                hant: "請在該處釋放空間，然後再試。",
                hans: "请在该处释放空间，然后重试。"), action: .freeSpace),
        "storage.unusable": MessageWords(
            title: LocalizedText("Shared storage not found", hant: "找不到共用儲存空間", hans: "找不到共享存储空间"),
            text: LocalizedText("Check its address.", hant: "請檢查地址。", hans: "请检查地址。")),
        "storage.locked": MessageWords(
            title: LocalizedText("The shared storage is in use", hant: "共用儲存空間正在使用", hans: "共享存储空间正在使用"),
            text: LocalizedText(
                "Another device is using it. Try again soon.",
                hant: "另一部裝置正在使用。請稍後再試。",
                hans: "另一台设备正在使用。请稍后重试。"), action: .retry),
        "storage.unavailable": MessageWords(
            title: LocalizedText("The shared storage is not available", hant: "共用儲存空間暫時未能使用", hans: "共享存储空间暂时无法使用"),
            text: LocalizedText("Try again later.", hant: "請稍後再試。", hans: "请稍后重试。"), action: .retry),
        "storage.malformedResponse": MessageWords(
            title: LocalizedText("The shared storage is not available", hant: "共用儲存空間暫時未能使用", hans: "共享存储空间暂时无法使用"),
            text: LocalizedText(
                "It did not answer as it should. Try again later.",
                hant: "儲存空間沒有正常回應。請稍後再試。",
                hans: "存储空间没有正常响应。请稍后重试。"), action: .retry),
        "storage.clockSkew": MessageWords(
            title: LocalizedText("The clock is wrong", hant: "裝置時間不正確", hans: "设备时间不正确"),
            text: LocalizedText(
                "Set the device's date and time, then try again.",
                hant: "請校正裝置的日期和時間，然後再試。",
                hans: "请校正设备的日期和时间，然后重试。"), action: .retry),
        "storage.encrypted": MessageWords(
            title: LocalizedText("Recovery code or passphrase needed", hant: "需要復原碼或密碼", hans: "需要恢复码或密码"),
            text: LocalizedText(
                "What is shared is encrypted. Enter the recovery code or the passphrase.",
                hant: "共用資料已加密。請輸入復原碼或密碼。",
                hans: "共享数据已加密。请输入恢复码或密码。"), action: .signIn),
        "storage.notEncrypted": MessageWords(
            title: LocalizedText("Not encrypted", hant: "共用資料沒有加密", hans: "共享数据未加密"),
            text: LocalizedText(
                "Go on without a recovery code or passphrase, or choose another storage.",
                hant: "請不使用復原碼或密碼，或選擇其他儲存空間。",
                hans: "请不使用恢复码或密码，或选择其他存储空间。")),
        "storage.wrongSecret": MessageWords(
            title: LocalizedText("Wrong recovery code or passphrase", hant: "復原碼或密碼不正確", hans: "恢复码或密码不正确"),
            text: LocalizedText("Check it and enter it again.", hant: "請檢查後重新輸入。", hans: "请检查后重新输入。"), action: .signIn),
        "storage.headerMissing": MessageWords(
            title: LocalizedText("Shared content is incomplete", hant: "共用資料不完整", hans: "共享数据不完整"),
            text: LocalizedText(
                "What is needed to decrypt it is missing. Check the storage.",
                hant: "欠缺解密所需的資料。請檢查儲存空間。",
                hans: "缺少解密所需的数据。请检查存储空间。")),
        "storage.damaged": MessageWords(
            title: LocalizedText("Shared content is damaged", hant: "共用資料已損壞", hans: "共享数据已损坏"),
            text: LocalizedText("Part of it cannot be read.", hant: "部分資料未能讀取。", hans: "部分数据无法读取。")),
        "storage.failed": MessageWords(
            title: LocalizedText("The shared storage failed", hant: "共用儲存空間出錯", hans: "共享存储空间出错"),
            text: LocalizedText("Try again later.", hant: "請稍後再試。", hans: "请稍后重试。"), action: .retry),
        "storageAddress.invalid": MessageWords(
            title: LocalizedText("The storage's address is wrong", hant: "儲存空間地址不正確", hans: "存储空间地址不正确"),
            text: LocalizedText("Check the address.", hant: "請檢查地址。", hans: "请检查地址。")),
        "recoveryCode.invalid": MessageWords(
            title: LocalizedText("The recovery code is wrong", hant: "復原碼不正確", hans: "恢复码不正确"),
            text: LocalizedText("Check it and enter it again.", hant: "請檢查後重新輸入。", hans: "请检查后重新输入。")),
        "replication.storage": MessageWords(
            title: LocalizedText("The shared storage failed", hant: "共用儲存空間出錯", hans: "共享存储空间出错"),
            text: LocalizedText("Try again later.", hant: "請稍後再試。", hans: "请稍后重试。"), action: .retry),
        "replication.store": MessageWords(
            title: LocalizedText("The stored content cannot be used", hant: "未能使用儲存的內容", hans: "无法使用存储的内容"),
            text: LocalizedText("Try again later.", hant: "請稍後再試。", hans: "请稍后重试。"), action: .retry),
        "replication.unknownDevice": MessageWords(
            title: LocalizedText("Device not found", hant: "找不到裝置", hans: "找不到设备"),
            text: LocalizedText("It may have been removed already.", hant: "裝置可能已被移除。", hans: "设备可能已被移除。")),
        "replication.unreadableLog": MessageWords(
            title: LocalizedText("The device cannot be removed", hant: "未能移除裝置", hans: "无法移除设备"),
            text: LocalizedText("Part of what it wrote cannot be read.", hant: "裝置的部分資料未能讀取。", hans: "设备的部分数据无法读取。")),
        "replication.invalidName": MessageWords(
            title: LocalizedText("The name cannot be used", hant: "名稱不適用", hans: "名称不可用"),
            text: LocalizedText("Choose a short name.", hant: "請使用較短的名稱。", hans: "请使用较短的名称。")),
    ]
}
