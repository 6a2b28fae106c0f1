import DotNewsModels

/// Finds which of many phrases stand in an article's title, summary, keywords and tags, by the tokens with which the index
/// finds them. Passes over the article once, however many phrases there are.
///
/// Compares hashes of tokens. A site that makes two of them equal can have its own article muted or followed for a word
/// that it does not have, which nobody gains by.
struct PhraseSet {
    fileprivate struct Phrase {
        /// The hashes of the tokens. When the last token is a single character, a token of a text may begin with it, and its
        /// hash is that of a character.
        var tokens: [UInt64]
    }

    fileprivate let phrases: [Phrase]
    /// The phrases that begin with a token or character.
    fileprivate private(set) var starts: [UInt64: [Int]] = [:]
    /// One bit for a part of each hash in ``starts``, as most tokens of a text begin no phrase.
    fileprivate private(set) var filter = [UInt64](repeating: 0, count: 64)

    init(_ phrases: [MatchExpression.Phrase]) {
        self.phrases = phrases.map { phrase in
            let hashes = phrase.tokens.map { $0.withUnsafeBufferPointer(TokenHash.init) }
            var tokens = hashes.map(\.token)
            if phrase.endsInSingleCharacter, let last = hashes.last { tokens[tokens.count - 1] = last.character }
            return Phrase(tokens: tokens)
        }
        for (index, phrase) in self.phrases.enumerated() {
            guard let first = phrase.tokens.first else { continue }
            starts[first, default: []].append(index)
            filter[Int(first >> 6 & 63)] |= 1 << (first & 63)
        }
    }

    /// True when there is nothing to find.
    var isEmpty: Bool { starts.isEmpty }

    /// Returns the indices of the phrases that stand in an article.
    func matches(in article: ArticleSummary) -> Set<Int> {
        var sink = Sink(set: self)
        sink.read(article.title)
        sink.partial = []
        sink.read(article.summary)
        sink.partial = []
        // Together, as they are indexed.
        for word in article.keywords { sink.read(word) }
        for word in article.tags { sink.read(word) }
        return sink.found
    }

    private struct Sink: SearchTokenSink {
        let set: PhraseSet
        var found: Set<Int> = []
        /// The phrases that have begun, with the number of their tokens that have been met.
        var partial: [(phrase: Int, count: Int)] = []

        mutating func read(_ text: String) {
            var text = text
            text.withUTF8 { SearchTokenizer.tokenize($0, for: .document, into: &self) }
        }

        @inline(__always)
        mutating func accept(_ token: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> Bool {
            let hash = TokenHash(token)
            if !partial.isEmpty { advance(hash) }
            if isStart(hash.token) { begin(hash.token) }
            if isStart(hash.character) { begin(hash.character) }
            return true
        }

        @inline(__always)
        private func isStart(_ hash: UInt64) -> Bool { set.filter[Int(hash >> 6 & 63)] & 1 << (hash & 63) != 0 }

        private mutating func begin(_ hash: UInt64) {
            for phrase in set.starts[hash] ?? [] { note(phrase, 1) }
        }

        private mutating func advance(_ hash: TokenHash) {
            let begun = partial
            partial = []
            for (phrase, count) in begun {
                let wanted = set.phrases[phrase].tokens[count]
                if wanted == hash.token || wanted == hash.character { note(phrase, count + 1) }
            }
        }

        private mutating func note(_ phrase: Int, _ count: Int) {
            if count == set.phrases[phrase].tokens.count {
                found.insert(phrase)
            } else if !found.contains(phrase) {
                partial.append((phrase, count))
            }
        }
    }
}

/// Hashes of a token, and of the character with which it begins. That of a character differs from that of a
/// token of this character alone.
private struct TokenHash {
    let token: UInt64
    let character: UInt64

    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let first = bytes.first ?? 0
        let length = min(first < 0xE0 ? first < 0xC0 ? 1 : 2 : first < 0xF0 ? 3 : 4, bytes.count)
        let raw = UnsafeRawBufferPointer(bytes)
        var hash = StableHash()
        hash.combine(UnsafeRawBufferPointer(rebasing: raw[..<length]))
        // The filter looks at the lowest bits, to which multiplication carries nothing from above.
        character = ~(hash.value ^ hash.value >> 32)
        hash.combine(UnsafeRawBufferPointer(rebasing: raw[length...]))
        token = hash.value ^ hash.value >> 32
    }
}
