/// Counts a post as Weibo's own counter does: half-width characters are a half, links are 10.
///
/// The rules are those of the site's module `kit.extra.count`: CR LF is one line break; a UTF-16 unit up to U+00FF is
/// one byte, others are two; two bytes are one 字, rounded up at the end. A link of 140 characters or less is 20 bytes,
/// a longer one 20 and what exceeds 140; links of `t.cn` are counted as they stand, and so are links of Weibo itself
/// up to 41 bytes. The module knows `http://` links only; here `https://` ones count alike.
public struct WeiboTextMeasurer: TextMeasurer {
    /// The most a post may count, in 字.
    public let limit: Int

    /// Counts up to `limit` 字; 140 is what every account may post.
    public init(limit: Int = 140) { self.limit = limit }

    /// The length of `text` in 字.
    public func length(of text: String) -> Int { (Self.byteCount(of: text) + 1) / 2 }

    /// What `text` counts in bytes, of which two are one 字. Of texts that are joined by spaces or brackets it is the
    /// sum: neither can make or unmake a link.
    static func byteCount(of text: String) -> Int {
        let units = TextUnits(text)
        return byteCount(of: units, links: WeiboLinkScanner.links(in: units))
    }

    /// Measures `text`, and finds its links and its topics (`#…#`).
    ///
    /// A text is valid when it is within the limit and not only white space.
    public func measure(_ text: String) -> TextMeasurement {
        let units = TextUnits(text)
        let links = WeiboLinkScanner.links(in: units)
        let length = (Self.byteCount(of: units, links: links) + 1) / 2
        return TextMeasurement(
            measure: ShareMeasure(length: length, unit: .weibo, limit: limit),
            isValid: length <= limit && !text.allSatisfy(\.isWhitespace),
            links: links.map { .init(text: units.string($0), start: $0.lowerBound, end: $0.upperBound) },
            hashtags: Self.topics(in: units, links: links).map {
                .init(
                    text: units.string($0.lowerBound + 1..<$0.upperBound - 1), start: $0.lowerBound, end: $0.upperBound)
            })
    }

    private static func byteCount(of text: TextUnits, links: [Range<Int>]) -> Int {
        var bytes = 0
        var index = 0
        for link in links {
            bytes += byteCount(of: text, index..<link.lowerBound) + linkByteCount(of: text, link)
            index = link.upperBound
        }
        return bytes + byteCount(of: text, index..<text.count)
    }

    private static func byteCount(of text: TextUnits, _ range: Range<Int>) -> Int {
        var bytes = 0
        for index in range {
            let unit = text[index]
            if unit == 0x0D, text.unit(at: index + 1) == 0x0A { continue }
            bytes += unit > 0xFF ? 2 : 1
        }
        return bytes
    }

    private static func linkByteCount(of text: TextUnits, _ link: Range<Int>) -> Int {
        let host = link.lowerBound + (text.matches("https://", at: link.lowerBound) ? 8 : 7)
        let count = link.count
        if text.matches("t.cn", at: host) { return count }
        let isOwn =
            text.matches("weibo.com", at: host) || text.matches("weibo.cn", at: host)
            || text.matches("t.sina.com.cn", at: host) || text.matches("t.sina.cn", at: host)
        if isOwn, count <= 41 { return count }
        return count <= 140 ? 20 : count - 140 + 20
    }

    /// Two `#` with something between them; those in links are no signs.
    static func topics(in text: TextUnits, links: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var open: Int?
        var nextLink = 0
        var index = 0
        while index < text.count {
            if nextLink < links.count, links[nextLink].lowerBound == index {
                index = links[nextLink].upperBound
                nextLink += 1
                continue
            }
            if text[index] == 0x23 {
                if let start = open, index > start + 1 {
                    result.append(start..<index + 1)
                    open = nil
                } else {
                    open = index
                }
            } else if text[index] == 0x0A {
                open = nil
            }
            index += 1
        }
        return result
    }
}
