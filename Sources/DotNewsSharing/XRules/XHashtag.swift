/// Hashtags as X recognises them.
package enum XHashtag {
    /// Whether `text`, with its sign `#` or `＃`, is one hashtag as a whole.
    package static func isValid(_ text: String) -> Bool {
        guard let sign = text.first, sign == "#" || sign == "＃" else { return false }
        return XHashtagScanner.isValid(name: String(text.dropFirst()))
    }
}
