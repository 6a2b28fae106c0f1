public import DotNewsModels

extension ReaderMessage {
    /// Creates the message about a store that was repaired.
    public init(_ recovery: StoreRecovery, in language: LanguageTag = .preferred) {
        let count = recovery.rescued
        let title =
            if recovery.isPending {
                LocalizedText("Not restored yet", hant: "尚未復原", hans: "尚未恢复")
            } else if recovery.isComplete {
                LocalizedText("All of your own was kept", hant: "你的個人資料已全部保留", hans: "您的个人数据已全部保留")
            } else {
                LocalizedText(
                    "Part of your own was kept", hant: "你的部分個人資料已保留", hans: "您的部分个人数据已保留")
            }
        let clauses =
            recovery.isPending
            ? []
            : [
                LocalizedText(
                    "\(count) entr\(count == 1 ? "y" : "ies") restored", hant: "已復原 \(count) 項", hans: "已恢复 \(count) 项"),
                LocalizedText(
                    "articles come back with the next sync", hant: "文章會在下次同步時重新下載", hans: "文章会在下次同步时重新下载"),
            ]
        self.init(title: title.text(in: language), text: Self.sentence(clauses, in: language))
    }
}
