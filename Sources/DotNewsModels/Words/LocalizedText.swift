/// A text in the three languages of the package: Traditional Chinese as Hong Kong writes it, Simplified Chinese and English.
public struct LocalizedText: Hashable, Sendable {
    /// The text in Traditional Chinese.
    public let traditionalChinese: String
    /// The text in Simplified Chinese.
    public let simplifiedChinese: String
    /// The text in English.
    public let english: String

    /// Creates a text.
    ///
    /// - Parameters:
    ///   - english: The text in English.
    ///   - hant: The text in Traditional Chinese.
    ///   - hans: The text in Simplified Chinese.
    public init(_ english: String, hant: String, hans: String) {
        self.english = english
        traditionalChinese = hant
        simplifiedChinese = hans
    }

    /// Returns the text in a language: English in those that are not Chinese.
    public func text(in language: LanguageTag) -> String {
        guard language.isChinese else { return english }
        return language.isSimplifiedChinese ? simplifiedChinese : traditionalChinese
    }
}

extension LanguageTag {
    /// Whether the language is Chinese, written in simplified characters. Chinese of no known place is not.
    public var isSimplifiedChinese: Bool {
        let tag = rawValue.lowercased()
        return ["zh-cn", "zh-sg", "zh-my"].contains { tag == $0 || tag.hasPrefix($0 + "-") } || tag.hasPrefix("zh-hans")
            || tag.hasPrefix("zh-cmn-hans")
    }
}
