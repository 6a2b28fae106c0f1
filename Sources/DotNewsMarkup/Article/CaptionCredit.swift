import DotNewsModels

/// The credit at the end of a caption: `The east span. (DDN photo)`, `聚集法院外。（大公文匯全媒體記者攝）`.
enum CaptionCredit {
    /// The longest credit, in columns; a longer bracket is part of the caption.
    private static let longest = 80

    /// Splits `text` into caption and credit, the credit without its brackets.
    static func split(_ text: String) -> (caption: String, credit: String) {
        if let (before, inner) = trailingBracket(text[...]), TerminalText.width(of: inner) <= longest,
            namesSource(inner)
        {
            return (String(before.trimmed()), String(inner.trimmed()))
        }
        if let start = trailingLabel(text[...]) {
            let caption = text[..<start].trimmed()
            return (String(caption), String(text[start...]))
        }
        return (text, "")
    }

    /// The text before the bracket that ends `text`, and the text in it, whichever brackets the editor mixed.
    static func trailingBracket(_ text: Substring) -> (before: Substring, inner: Substring)? {
        guard let bracket = text.utf8.withContiguousStorageIfAvailable({ Bracket(atEndOf: $0) }) ?? nil else {
            return nil
        }
        let utf8 = text.utf8
        func index(_ offset: Int) -> String.Index { utf8.index(utf8.startIndex, offsetBy: offset) }
        return (text[..<index(bracket.start)], text[index(bracket.innerStart)..<index(bracket.innerEnd)])
    }

    /// Where a bracket stands, by bytes: half- and full-width, round, square and 【】〔〕.
    private struct Bracket {
        var start: Int
        var innerStart: Int
        var innerEnd: Int

        init?(atEndOf bytes: UnsafeBufferPointer<UInt8>) {
            var end = bytes.count
            if end > 0, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
            if end > 2, bytes[end - 1] == 0x82, bytes[end - 2] == 0x80, bytes[end - 3] == 0xE3 { end -= 3 }
            guard end > 0, let last = Self.mark(bytes, endingAt: end), last.isClosing else { return nil }
            var depth = 0
            var index = end
            while index > 0 {
                guard let mark = Self.mark(bytes, endingAt: index) else {
                    index -= 1
                    continue
                }
                depth += mark.isClosing ? 1 : -1
                if depth == 0 {
                    start = index - mark.length
                    innerStart = index
                    innerEnd = end - last.length
                    return
                }
                index -= mark.length
            }
            return nil
        }

        private static func mark(
            _ bytes: UnsafeBufferPointer<UInt8>, endingAt end: Int
        ) -> (isClosing: Bool, length: Int)? {
            switch bytes[end - 1] {
            case 0x28, 0x5B: return (false, 1)
            case 0x29, 0x5D: return (true, 1)
            case 0x88, 0xBB, 0x90, 0x94, 0x89, 0xBD, 0x91, 0x95: break
            default: return nil
            }
            guard end > 2 else { return nil }
            switch (bytes[end - 3], bytes[end - 2], bytes[end - 1]) {
            case (0xEF, 0xBC, 0x88), (0xEF, 0xBC, 0xBB), (0xE3, 0x80, 0x90), (0xE3, 0x80, 0x94): return (false, 3)
            case (0xEF, 0xBC, 0x89), (0xEF, 0xBC, 0xBD), (0xE3, 0x80, 0x91), (0xE3, 0x80, 0x95): return (true, 3)
            default: return nil
            }
        }
    }

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

    /// The Chinese words' bytes, by their first character.
    private static let chineseBytes = Dictionary(
        grouping: chineseWords.map { Array($0.utf8) }, by: { $0.prefix(3).reduce(0) { $0 << 8 | UInt32($1) } })

    private static func namesSource(_ text: Substring) -> Bool {
        let bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] >= 0xE4 && index + 2 < bytes.count {
            let first = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            if let words = chineseBytes[first], words.contains(where: { bytes[index...].starts(with: $0) }) {
                return true
            }
        }
        var word: UInt64 = 0
        for byte in bytes {
            if byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A, byte < 0x80 {
                word = word << 8 | UInt64(byte | 0x20)
            } else if word != 0 {
                if englishKeys.contains(word) { return true }
                word = 0
            }
        }
        return englishKeys.contains(word)
    }

    /// The last eight letters of each English word, as a word of memory.
    private static let englishKeys = Set(englishWords.map { $0.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } })

    private static let labels = [
        "photo credit", "photo by", "photo courtesy of", "image credit", "photo source", "圖片來源", "图片来源", "圖源", "图源",
        "攝影", "摄影",
        "圖片", "图片", "photo", "image",
    ]

    /// Where a credit without brackets starts: a label at the start of the last sentence.
    private static func trailingLabel(_ text: Substring) -> Substring.Index? {
        // Most captions have neither a colon nor the "by" and "of" of the labels.
        guard mayHoldLabel(text) else { return nil }
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
        let sentence = text[start...].trimmed()
        guard TerminalText.width(of: sentence) <= longest else { return nil }
        let lowered = sentence.lowercased()
        for label in labels where lowered.hasPrefix(label) {
            let rest = sentence.dropFirst(label.count).trimmed()
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

    private static func mayHoldLabel(_ text: Substring) -> Bool {
        var last: UInt32 = 0
        for byte in text.utf8 {
            last = last << 8 | UInt32(byte)
            // ":", "：", "oto " of the label "Photo by".
            if byte == 0x3A || last & 0xFF_FFFF == 0xEF_BC9A || last | 0x2020_2020 == 0x6F74_6F20 { return true }
        }
        return false
    }
}
