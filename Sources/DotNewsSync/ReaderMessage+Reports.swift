import DotNewsFoundation
public import DotNewsModels

extension ReaderMessage {
    /// Creates the message about a sync: how much is new, or why nothing came.
    public init(_ report: SyncReport, in language: LanguageTag = .preferred) {
        if let wait = report.postponed {
            self.init(wait, in: language)
            return
        }
        self.init(title: Self.title(of: report).text(in: language), text: Self.text(of: report, in: language))
        if report.failure != nil || report.interruption != nil { action = .retry }
    }

    private static func title(of report: SyncReport) -> LocalizedText {
        if report.wasCancelled { return LocalizedText("Sync stopped", hant: "同步已停止", hans: "同步已停止") }
        if report.failure != nil {
            return LocalizedText("No column could be updated", hant: "未能更新欄目", hans: "无法更新栏目")
        }
        if report.interruption != nil {
            return LocalizedText("Sync interrupted", hant: "同步中斷", hans: "同步中断")
        }
        let new = report.progress.new
        guard new > 0 else {
            return report.isUnchanged
                ? LocalizedText("Nothing new", hant: "沒有新內容", hans: "没有新内容")
                : LocalizedText("Up to date", hant: "已更新", hans: "已更新")
        }
        return LocalizedText(
            "\(new) new article\(new == 1 ? "" : "s")", hant: "新增 \(new) 篇文章", hans: "新增 \(new) 篇文章")
    }

    private static func text(of report: SyncReport, in language: LanguageTag) -> String {
        let progress = report.progress
        var parts: [LocalizedText] = []
        // Where the title is about something else.
        if progress.new > 0, report.wasCancelled || report.failure != nil || report.interruption != nil {
            parts.append(
                LocalizedText("\(progress.new) new", hant: "新增 \(progress.new) 篇", hans: "新增 \(progress.new) 篇"))
        }
        if progress.updated > 0 {
            let count = progress.updated
            parts.append(LocalizedText("\(count) updated", hant: "更新 \(count) 篇", hans: "更新 \(count) 篇"))
        }
        if progress.withdrawn > 0 {
            let count = progress.withdrawn
            parts.append(LocalizedText("\(count) withdrawn", hant: "撤回 \(count) 篇", hans: "撤回 \(count) 篇"))
        }
        if progress.skippedCount > 0 {
            let count = progress.skippedCount
            parts.append(
                LocalizedText("\(count) could not be read", hant: "\(count) 項未能讀取", hans: "\(count) 项无法读取"))
        }
        return sentence(parts, in: language)
    }

    /// Creates the message about a refresh that is not due.
    public init(_ wait: RefreshWait, in language: LanguageTag = .preferred) {
        let title = LocalizedText("No refresh is due", hant: "暫時無需更新", hans: "暂时无需更新")
        self.init(
            title: title.text(in: language), text: Self.sentence([wait.reason.title], in: language), retryAt: wait.until
        )
    }

    /// Creates the message about what was sent.
    public init(_ report: OutboxReport, in language: LanguageTag = .preferred) {
        let delivered = report.delivered
        let title =
            if report.needsSignIn {
                LocalizedText("Sign in to send", hant: "登入後才可發送", hans: "登录后才可发送")
            } else if delivered > 0 {
                LocalizedText("\(delivered) sent", hant: "已發送 \(delivered) 項", hans: "已发送 \(delivered) 项")
            } else if report.waiting + report.refused > 0 {
                LocalizedText("Not sent yet", hant: "尚未發送", hans: "尚未发送")
            } else {
                LocalizedText("Nothing to send", hant: "沒有待發送的項目", hans: "没有待发送的项目")
            }
        var parts: [LocalizedText] = []
        if report.waiting > 0 {
            let count = report.waiting
            parts.append(LocalizedText("\(count) waiting", hant: "\(count) 項待發送", hans: "\(count) 项待发送"))
        }
        if report.refused > 0 {
            let count = report.refused
            parts.append(
                LocalizedText("\(count) not accepted", hant: "\(count) 項不獲接受", hans: "\(count) 项未被接受"))
        }
        self.init(title: title.text(in: language), text: Self.sentence(parts, in: language))
        if report.needsSignIn {
            action = .signIn
        } else if report.waiting > 0 {
            action = .retry
            retryAt = report.nextAttemptAt
        }
    }
}

extension SyncProgress.Phase {
    /// The phase's name for readers.
    public var title: LocalizedText {
        switch self {
        case .waiting: LocalizedText("Waiting for another sync", hant: "等待另一次同步", hans: "等待另一次同步")
        case .bookmarks: LocalizedText("Bookmarks", hant: "書籤", hans: "书签")
        case .columns: LocalizedText("Columns", hant: "欄目", hans: "栏目")
        case .lists: LocalizedText("Lists", hant: "文章列表", hans: "文章列表")
        case .articles: LocalizedText("Articles", hant: "文章", hans: "文章")
        case .indexing: LocalizedText("Search index", hant: "搜尋索引", hans: "搜索索引")
        case .images: LocalizedText("Images", hant: "圖片", hans: "图片")
        case .retention: LocalizedText("Tidying", hant: "整理", hans: "整理")
        case .finished: LocalizedText("Done", hant: "完成", hans: "完成")
        }
    }
}

extension RefreshWait.Reason {
    /// The reason for readers, as a clause.
    public var title: LocalizedText {
        switch self {
        case .interval:
            LocalizedText("the last one was not long ago", hant: "剛剛更新不久", hans: "刚刚更新不久")
        case .fresh:
            LocalizedText("the site says that nothing can have changed", hant: "網站表示內容未有更改", hans: "网站表示内容没有更改")
        case .retryAfter:
            LocalizedText("the site has asked to be left alone", hant: "網站要求稍候", hans: "网站要求稍候")
        case .backOff: LocalizedText("the last one failed", hant: "上次更新失敗", hans: "上次更新失败")
        case .announcement:
            LocalizedText(
                "the site has news, which not everybody fetches at once", hant: "網站有新內容，將會分批更新",
                hans: "网站有新内容，将会分批更新")
        case .savesData:
            LocalizedText("data is to be saved while nobody is looking", hant: "正在節省數據用量", hans: "正在节省数据用量")
        case .savesPower:
            LocalizedText("power is to be saved while nobody is looking", hant: "正在節省電量", hans: "正在节省电量")
        }
    }
}
