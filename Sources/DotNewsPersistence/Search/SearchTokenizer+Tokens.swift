extension SearchTokenizer {
    /// A token as a value.
    struct Token: Hashable, Sendable {
        /// The folded token, as UTF-8.
        var bytes: [UInt8]
        /// The bytes of the text that it stands for.
        var range: Range<Int>

        /// The folded token.
        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// Whether it is one character of a script that is indexed in pairs.
        var isSingleCharacter: Bool {
            guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else { return false }
            return scalar.value < 0x10000
                ? FoldingTable.shared.unspacedBlocks[Int(scalar.value >> 5)]
                : FoldingTable.isUnspacedSupplementary(scalar.value)
        }
    }

    /// The tokens of a text, up to `limit`.
    static func tokens(of text: String, for purpose: Purpose, limit: Int = .max) -> [Token] {
        var text = text
        return text.withUTF8 { bytes in
            var sink = Collector(limit: limit)
            if limit > 0 { tokenize(bytes, for: purpose, into: &sink) }
            return sink.tokens
        }
    }

    /// What different spellings of a name have in common: its tokens, or the name itself when it has none.
    static func key(of name: String) -> String {
        let tokens = tokens(of: name, for: .query)
        return tokens.isEmpty ? String(name.filter { !$0.isWhitespace }) : tokens.map(\.text).joined(separator: " ")
    }

    private struct Collector: SearchTokenSink {
        let limit: Int
        var tokens: [Token] = []

        mutating func accept(_ token: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> Bool {
            tokens.append(Token(bytes: Array(token), range: range))
            return tokens.count < limit
        }
    }
}
