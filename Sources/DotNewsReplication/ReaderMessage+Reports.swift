public import DotNewsModels

extension ReaderMessage {
    /// Creates the message about a replication: what came from the reader's other devices, and what could not be read.
    public init(_ report: ReplicationReport, in language: LanguageTag = .preferred) {
        let merged = report.entriesMerged
        let title =
            if merged > 0 {
                LocalizedText(
                    "\(merged) change\(merged == 1 ? "" : "s") from other devices", hant: "來自其他裝置的 \(merged) 項更改",
                    hans: "来自其他设备的 \(merged) 项更改")
            } else if report.isUnchanged {
                LocalizedText("Nothing new", hant: "沒有新內容", hans: "没有新内容")
            } else {
                LocalizedText("Devices are up to date", hant: "裝置已同步", hans: "设备已同步")
            }
        var parts: [LocalizedText] = []
        if !report.leftAlone.isEmpty {
            let count = report.leftAlone.count
            parts.append(
                LocalizedText("\(count) could not be read", hant: "\(count) 項未能讀取", hans: "\(count) 项无法读取"))
        }
        if !report.missing.isEmpty {
            let count = report.missing.count
            parts.append(LocalizedText("\(count) missing", hant: "欠缺 \(count) 項", hans: "缺少 \(count) 项"))
        }
        self.init(title: title.text(in: language), text: Self.sentence(parts, in: language))
    }
}

extension ReplicationProgress.Phase {
    /// The phase's name for readers.
    public var title: LocalizedText {
        switch self {
        case .listing: LocalizedText("Listing", hant: "查看共用儲存空間", hans: "查看共享存储空间")
        case .reading: LocalizedText("Reading", hant: "讀取其他裝置的更改", hans: "读取其他设备的更改")
        case .writing: LocalizedText("Writing", hant: "寫入此裝置的更改", hans: "写入此设备的更改")
        case .tidying: LocalizedText("Tidying", hant: "整理", hans: "整理")
        }
    }
}
