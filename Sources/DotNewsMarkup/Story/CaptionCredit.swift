import DotNewsModels

/// The credit at the end of a caption: `The east span. (DDN photo)`, `聚集法院外。（大公文匯全媒體記者攝）`.
enum CaptionCredit {
    /// The longest credit, in columns; a longer bracket is part of the caption.
    private static let longest = 80

    /// Splits `text` into caption and credit, the credit without its brackets.
    static func split(_ text: String) -> (caption: String, credit: String) {
        let text = text.trimmingSpaces()
        if let (before, inner) = trailingBracket(text), TerminalText.width(of: inner) <= longest, namesSource(inner) {
            return (String(before.trimmingSpaces()), String(inner.trimmingSpaces()))
        }
        if let start = trailingLabel(text) {
            let caption = text[..<start].trimmingSpaces()
            return (String(caption), String(text[start...]))
        }
        return (String(text), "")
    }

    /// The text before the bracket that ends `text`, and the text in it, whichever brackets the editor mixed.
    static func trailingBracket(_ text: Substring) -> (before: Substring, inner: Substring)? {
        var end = text.endIndex
        if let last = text.last, last == "." || last == "。" { end = text.index(before: end) }
        guard end > text.startIndex else { return nil }
        let close = text.index(before: end)
        guard closing.contains(text[close]) else { return nil }
        var depth = 0
        var index = close
        while true {
            if closing.contains(text[index]) { depth += 1 }
            if opening.contains(text[index]) { depth -= 1 }
            if depth == 0 { return (text[..<index], text[text.index(after: index)..<close]) }
            guard index > text.startIndex else { return nil }
            index = text.index(before: index)
        }
    }

    static let opening: Set<Character> = ["(", "（", "[", "［", "【", "〔"]
    static let closing: Set<Character> = [")", "）", "]", "］", "】", "〕"]

    /// Words that tell a credit from an aside. English ones are matched as words.
    private static let englishWords: Set<String> = [
        "photo", "photos", "photograph", "photographer", "picture", "pictures", "pic", "image", "images", "courtesy",
        "file", "handout", "screenshot", "screengrab", "source", "credit", "reporter", "via", "agency", "video",
        "illustration", "graphic", "afp", "ap", "reuters", "xinhua", "getty", "epa", "cns", "cnsphoto", "bloomberg",
        "ddn",
        "dotdotnews", "cctv", "tass", "sputnik", "kyodo", "yonhap", "weibo", "facebook", "instagram", "x", "twitter",
        "wikipedia", "wikimedia", "rthk", "scmp", "vcg", "shutterstock", "unsplash", "internet", "online", "provided",
    ]

    private static let chineseWords = [
        "攝", "摄", "圖", "图", "記者", "记者", "資料", "资料", "提供", "新華社", "新华社", "中新", "法新社", "美聯社", "美联社",
        "路透", "央視", "央视", "網絡", "网络", "網上", "網頁", "网页", "微博", "微信", "視頻", "视频", "來源", "来源", "片段", "供稿",
        "官網", "官网", "通訊社", "通讯社", "社交媒體", "社交媒体", "大公", "文匯", "文汇", "點新聞", "点新闻", "政府新聞處", "彭博",
    ]

    private static func namesSource(_ text: Substring) -> Bool {
        if chineseWords.contains(where: { text.contains($0) }) { return true }
        return text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).contains {
            englishWords.contains(String($0))
        }
    }

    private static let labels = [
        "photo credit", "photo by", "photo courtesy of", "image credit", "photo source", "圖片來源", "图片来源", "圖源", "图源",
        "攝影", "摄影",
        "圖片", "图片", "photo", "image",
    ]

    /// Where a credit without brackets starts: a label at the start of the last sentence.
    private static func trailingLabel(_ text: Substring) -> Substring.Index? {
        // From the end of the sentence before the last one; a full stop at the very end ends the last.
        var start = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            let ends =
                "。！？；|｜".contains(text[index])
                || ".!?;".contains(text[index]) && next < text.endIndex && text[next].isWhitespace
            if ends, next < text.endIndex, text[next...].contains(where: { !$0.isWhitespace }) { start = next }
            index = next
        }
        let sentence = text[start...].trimmingSpaces()
        guard TerminalText.width(of: sentence) <= longest else { return nil }
        let lowered = sentence.lowercased()
        for label in labels where lowered.hasPrefix(label) {
            let rest = sentence.dropFirst(label.count).trimmingSpaces()
            // "Photo shows …" and "圖：東橋" tell what is seen, not who made it.
            let isShort = label == "photo" || label == "image" || label == "圖片" || label == "图片"
            let hasColon = rest.first == ":" || rest.first == "："
            if label.hasSuffix(" by") || label.hasSuffix(" of") ? !rest.isEmpty : hasColon && rest.count > 1 {
                if isShort, start == text.startIndex || !namesSource(rest) { continue }
                return sentence.startIndex
            }
        }
        return nil
    }
}
