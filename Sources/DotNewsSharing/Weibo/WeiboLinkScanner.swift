/// Finds what Weibo's counter takes for a link: `http://` or `https://`, labels of letters and digits joined by dots,
/// and then any of the ASCII that addresses are made of.
enum WeiboLinkScanner {
    /// The links of `text`, in their order.
    static func links(in text: TextUnits) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var index = 0
        while let colon = text.firstIndex(of: 0x3A, from: index) {
            index = colon + 1
            let start = text.matches("https", at: colon - 5) ? colon - 5 : colon - 4
            guard start >= (result.last?.upperBound ?? 0), text.matches("http", at: start),
                text.unit(at: colon + 1) == 0x2F, text.unit(at: colon + 2) == 0x2F,
                let end = end(in: text, host: colon + 3)
            else { continue }
            result.append(start..<end)
            index = end
        }
        return result
    }

    private static func end(in text: TextUnits, host: Int) -> Int? {
        var end = labelEnd(in: text, at: host)
        guard end > host, text.unit(at: end) == 0x2E else { return nil }
        let second = labelEnd(in: text, at: end + 1)
        guard second > end + 1 else { return nil }
        end = second
        while end < text.count, isTail(text[end]) { end += 1 }
        return end
    }

    private static func labelEnd(in text: TextUnits, at index: Int) -> Int {
        var end = index
        while end < text.count, isASCIIAlphanumeric(text[end]) { end += 1 }
        return end
    }

    private static func isTail(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x21, 0x23...0x26, 0x28...0x2F, 0x3A, 0x3B, 0x3D, 0x3F, 0x40, 0x5F, 0x7E: true
        default: isASCIIAlphanumeric(unit)
        }
    }
}
