import CDotNewsLibXML2

/// Words to look for in the classes and ids of elements, where `relatedNews`, `related-news` and `related_news` are the words
/// `related` and `news`.
package struct HTMLNameWords: Sendable {
    /// The words by their first letter, in lower case; those that end in `*` stand for all words that begin so.
    private let words: [[(letters: [UInt8], isPrefix: Bool)]]

    /// Creates a set of words of ASCII letters, parted by spaces, in lower case.
    package init(_ text: StaticString) {
        var words = [[(letters: [UInt8], isPrefix: Bool)]](repeating: [], count: 26)
        for word in text.withUTF8Buffer({ String(decoding: $0, as: UTF8.self) }).split(whereSeparator: \.isWhitespace) {
            let letters = Array(word.utf8.prefix { $0 != UInt8(ascii: "*") })
            guard let first = letters.first, (0x61...0x7A).contains(first) else {
                preconditionFailure("not a word: \(word)")
            }
            words[Int(first - 0x61)].append((letters, letters.count < word.utf8.count))
        }
        self.words = words
    }

    /// Whether one of the words is in the class or the id of `element`.
    package func name(_ element: HTMLElement) -> Bool {
        for name in ["class", "id"] {
            if let attribute = name.withCString({ element.node.attributeNode($0) }),
                let text = attribute.pointee.children,
                contain(wordIn: text.content)
            {
                return true
            }
        }
        return false
    }

    private func contain(wordIn text: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < text.count {
            guard Self.isLetter(text[start]) else {
                start += 1
                continue
            }
            // A word ends before the next capital letter, unless it is all capitals.
            var end = start + 1
            while end < text.count, Self.isLetter(text[end]), text[end] >= 0x61 || text[end - 1] < 0x61 { end += 1 }
            if contain(UnsafeBufferPointer(rebasing: text[start..<end])) { return true }
            start = end
        }
        return false
    }

    private func contain(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        words[Int((word[0] | 0x20) - 0x61)].contains { letters, isPrefix in
            guard isPrefix ? word.count >= letters.count : word.count == letters.count else { return false }
            for index in letters.indices where word[index] | 0x20 != letters[index] { return false }
            return true
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
