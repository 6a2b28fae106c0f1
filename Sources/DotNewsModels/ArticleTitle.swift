/// The two parts of a title: the column in front, and what the article is about.
///
/// The sites write `Deepline | Two-hour phone call…` in English and `點觀香港｜東橋檢查…` in Chinese.
public struct ArticleTitle: Hashable, Sendable {
    /// The part up to and including the bar, such as `Deepline |`; empty when the title has no such part.
    public let kicker: String
    /// The rest, which is the whole title when there is no kicker.
    public let headline: String

    /// The longest kicker recognised, in graphemes; what is longer is part of the headline.
    public static let maximumKickerLength = 24

    /// Splits `title` at its first bar, half- or full-width, when both parts have text.
    public init(_ title: String) {
        let bar = title.prefix(Self.maximumKickerLength + 2).firstIndex { character in
            // A letter with marks is no bar, and may have so many that comparing it takes long.
            character.utf8.count <= 3 && (character == "|" || character == "｜")
        }
        if let bar {
            let front = title[..<bar].trimmingSpaces()
            let rest = title[title.index(after: bar)...].trimmingSpaces()
            if !front.isEmpty, !rest.isEmpty {
                kicker = String(title[...bar].trimmingSpaces())
                headline = String(rest)
                return
            }
        }
        kicker = ""
        headline = title
    }
}

extension ArticleSummary {
    /// The column in front of the title, such as `Deepline |`; empty when there is none.
    public var kicker: String { ArticleTitle(title).kicker }
    /// The title without the column in front.
    public var headline: String { ArticleTitle(title).headline }
}

extension StringProtocol {
    /// Without white space at the ends, the ideographic space included.
    package func trimmingSpaces() -> SubSequence {
        // ASCII that is no white space at both ends: nothing to take away, and no character to be looked at.
        if let first = utf8.first, let last = utf8.suffix(1).first, first > 0x20, first < 0x80, last > 0x20,
            last < 0x80
        {
            return self[startIndex..<endIndex]
        }
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return self[startIndex..<startIndex] }
        return self[start...end]
    }
}
