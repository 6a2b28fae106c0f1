import DotNewsFoundation

/// The most that is read of a text, so that a text without end costs no more than the longest that can be shared.
struct TextBound {
    /// The most characters.
    let characters: Int
    /// The most bytes of UTF-8: a character may be made of any number of code points.
    var bytes: Int { characters * 32 }

    /// A title or a summary: more than the longest post of X, 25,000 units.
    static let field = TextBound(characters: 30_000)
    /// The body of a thread: more than 99 posts of 280 units.
    static let body = TextBound(characters: 30_000)

    /// The beginning of `text` with "…" behind it, or the text with fewer marks, and why; `text` itself and no reason when
    /// neither is needed.
    func applied(to text: String) -> (text: String, reason: String?) {
        let original = text.utf8.count
        let text = CombiningMarks.bounded(text)
        let reason =
            text.utf8.count < original
            ? "of the marks on one letter the first \(CombiningMarks.maximumRun) are read" : nil
        guard text.utf8.count > characters else { return (text, reason) }
        var head = text[...]
        if text.utf8.count > bytes {
            // The last character may have been cut, and is left out.
            head = text[..<text.utf8.index(text.startIndex, offsetBy: bytes)].dropLast()
        }
        let end = head.index(head.startIndex, offsetBy: characters, limitedBy: head.endIndex) ?? head.endIndex
        guard end < text.endIndex else { return (text, reason) }
        return (head[..<end] + TextFitter.ellipsis, "what is behind the first \(characters) characters is not read")
    }
}
