import DotNewsFoundation
import DotNewsModels

/// The part of an element's `style` and `hidden` attributes that changes the meaning of a text.
struct VisualStyle {
    /// Whether the page hides the element from its readers.
    var isHidden = false
    var isStruck = false
    var baseline = InlineStyle.Baseline.normal
}

extension AttributeList {
    /// The element's look, as far as its own attributes say it.
    var visualStyle: VisualStyle {
        var result = VisualStyle()
        if hasAttribute("hidden") { result.isHidden = true }
        guard let style = declarations else { return result }
        result.isHidden = result.isHidden || style.contains("display:none")
        result.isStruck = style.contains("line-through")
        if style.contains("vertical-align:super") { result.baseline = .raised }
        if style.contains("vertical-align:sub") { result.baseline = .lowered }
        return result
    }

    /// The `style` attribute in lower case and without spaces; `nil` unless it may say something of ``VisualStyle``.
    private var declarations: String? {
        guard let style = value("style"), Self.mayMatter(style) else { return nil }
        return CombiningMarks.bounded(String(cString: style)).lowercased().filter { $0 != " " }
    }

    /// Whether one of the words none, line-through, super and sub may be in a style: decides for almost every element without
    /// making a string.
    private static func mayMatter(_ style: UnsafePointer<UInt8>) -> Bool {
        var last: UInt32 = 0
        var index = 0
        while style[index] != 0 {
            last = last << 8 | UInt32(style[index] | 0x20)
            switch last {
            // "none", "thro", "supe", ":sub", " sub".
            case 0x6E6F_6E65, 0x7468_726F, 0x7375_7065, 0x3A73_7562, 0x2073_7562: return true
            default: index += 1
            }
        }
        return false
    }

    /// The signs of an ordered list: its `type`, or `list-style-type` among its styles.
    var numberStyle: ArticleBody.List.NumberStyle {
        if let type = self["type"]?.trimmed(), let style = ArticleBody.List.NumberStyle(rawValue: String(type)) {
            return style
        }
        guard let style = self["style"]?.lowercased(), style.contains("list-style") else { return .decimal }
        return Self.numberStyles.first { style.contains($0.word) }?.style ?? .decimal
    }

    private static let numberStyles: [(word: String, style: ArticleBody.List.NumberStyle)] = [
        ("lower-alpha", .lowercaseLetters), ("lower-latin", .lowercaseLetters), ("upper-alpha", .uppercaseLetters),
        ("upper-latin", .uppercaseLetters), ("lower-roman", .lowercaseRoman), ("upper-roman", .uppercaseRoman),
    ]

    /// The largest side of an image that stands in a line of text, in pixels.
    private static let smallestPicture = 32

    /// Whether an image is no taller and wider than a line, by its attributes or its style.
    var isAsSmallAsText: Bool {
        if let width = pixels(["width"]), let height = pixels(["height"]) {
            return width <= Self.smallestPicture && height <= Self.smallestPicture
        }
        guard let style = self["style"]?.lowercased() else { return false }
        return style.split(separator: ";").contains { declaration in
            let parts = declaration.split(separator: ":")
            guard parts.count == 2, parts[0].trimmed() == "height" else { return false }
            let value = parts[1].trimmed()
            if value.hasSuffix("em"), let number = Double(value.dropLast(2)) { return number > 0 && number <= 2 }
            if value.hasSuffix("px"), let number = Double(value.dropLast(2)) {
                return number > 1 && number <= Double(Self.smallestPicture)
            }
            return false
        }
    }
}
