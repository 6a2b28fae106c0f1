/// How an article was made, as the CMS says it. Open: a server may send words that are not listed here.
public struct ArticleType: RawRepresentable, Hashable, Sendable, Codable {
    /// The CMS's word.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Text, with or without images.
    public static let article = ArticleType(rawValue: "COMPO")
    /// A video with its text.
    public static let video = ArticleType(rawValue: "VIDEO")
    /// A series of images.
    public static let gallery = ArticleType(rawValue: "GALLERY")
}

/// Whether an article is meant for readers, as the CMS says it. Open: a server may send numbers that are not listed.
package struct PublishStatus: RawRepresentable, Hashable, Sendable {
    /// The CMS's number.
    package let rawValue: Int

    /// Takes any number.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Published; every other number means that the article is not, or no longer, meant for readers.
    package static let published = PublishStatus(rawValue: 1)
}

/// A language tag of BCP 47, such as `zh-Hant`. Open: sister sites may use any.
public struct LanguageTag: RawRepresentable, Hashable, Sendable, Codable {
    /// The tag.
    public let rawValue: String

    /// Takes any tag.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Traditional Chinese.
    public static let traditionalChinese = LanguageTag(rawValue: "zh-Hant")
    /// Simplified Chinese.
    public static let simplifiedChinese = LanguageTag(rawValue: "zh-Hans")
    /// English.
    public static let english = LanguageTag(rawValue: "en")

    /// Whether the language is written in Chinese characters.
    public var isChinese: Bool { rawValue.hasPrefix("zh") }
}

/// Whether a page is shown light or dark.
public enum Appearance: String, Hashable, Sendable, Codable, CaseIterable {
    /// Dark text on light ground.
    case light
    /// Light text on dark ground.
    case dark
    /// As the system is set.
    case automatic = "auto"
}
