/// What may follow the host of a link: a port, a path, a query.
enum XLinkTail {
    /// The path of a link whose host ends at `index`, after a port if there is one; empty when there is none.
    static func path(in text: TextUnits, at index: Int) -> Range<Int> {
        var start = index
        if text.unit(at: start) == 0x3A {
            var end = start + 1
            while end < text.count, (0x30...0x39).contains(text[end]) { end += 1 }
            if end > start + 1 { start = end }
        }
        guard start < text.count, text[start] == 0x2F else { return start..<start }
        var end = start + 1
        var index = end
        while index < text.count {
            if XCharacterClasses.isPath(text[index]) {
                index += 1
                if XCharacterClasses.isPathEnd(text[index - 1]) { end = index }
            } else if let closed = parenthesesEnd(in: text, at: index, allowsNesting: true) {
                // Parentheses end a path only where it could have ended before them: `/a_(b)`, not `/a.(b)`.
                if index == end { end = closed }
                index = closed
            } else {
                break
            }
        }
        return start..<end
    }

    /// Where the query ends that starts at `index`; `index` itself when there is none.
    static func queryEnd(in text: TextUnits, at index: Int) -> Int {
        guard index < text.count, text[index] == 0x3F else { return index }
        var end = index
        var next = index + 1
        while next < text.count, XCharacterClasses.isQuery(text[next]) {
            next += 1
            if XCharacterClasses.isQueryEnd(text[next - 1]) { end = next }
        }
        return end
    }

    /// Where balanced parentheses end, which may hold one more pair inside: `(film)`, `(Version_(Edited))`.
    private static func parenthesesEnd(in text: TextUnits, at index: Int, allowsNesting: Bool) -> Int? {
        guard text[index] == 0x28 else { return nil }
        var end = index + 1
        var hasInner = false
        while end < text.count {
            if XCharacterClasses.isPath(text[end]) {
                end += 1
            } else if allowsNesting, !hasInner,
                let closed = parenthesesEnd(in: text, at: end, allowsNesting: false)
            {
                hasInner = true
                end = closed
            } else {
                break
            }
        }
        guard end > index + 1, end < text.count, text[end] == 0x29 else { return nil }
        return end + 1
    }
}
