import DotNewsModels

/// Finds which of many phrases stand in an article's title, summary, keywords and tags, by the tokens with which the index
/// finds them. Passes over the article once, however many phrases there are.
///
/// Compares hashes of tokens. A site that makes two of them equal can have its own article muted or followed for a word
/// that it does not have, which nobody gains by.
final class PhraseSet {
    private struct Phrase {
        var tokens: [UInt64]
        /// Whether the last token is a single character, with which a token of a text may begin.
        var endsInSingleCharacter: Bool
    }

    private let phrases: [Phrase]
    /// The phrases that begin with a token.
    private var starts: [UInt64: [Int]] = [:]
    /// One bit for a part of each hash in ``starts``, as most tokens of a text begin no phrase.
    private var filter = [UInt64](repeating: 0, count: 64)
    /// The tokens of the present article, and for each the character with which it begins; 0 between texts.
    private var tokens: [UInt64] = []
    private var characters: [UInt64] = []

    /// The tokens of an article that are looked at.
    private static let maximumTokenCount = 4_096

    init(_ phrases: [MatchExpression.Phrase]) {
        self.phrases = phrases.map { phrase in
            var tokens = phrase.tokens.map { $0.withUnsafeBufferPointer(Self.hash(ofToken:)) }
            if phrase.endsInSingleCharacter, let last = phrase.tokens.last {
                tokens[tokens.count - 1] = last.withUnsafeBufferPointer(Self.hash(ofCharacter:))
            }
            return Phrase(tokens: tokens, endsInSingleCharacter: phrase.endsInSingleCharacter)
        }
        for (index, phrase) in self.phrases.enumerated() {
            guard let first = phrase.tokens.first else { continue }
            starts[first, default: []].append(index)
            filter[Int(first >> 6 & 63)] |= 1 << (first & 63)
        }
    }

    /// Whether there is nothing to find.
    var isEmpty: Bool { starts.isEmpty }

    /// Returns the indices of the phrases that stand in an article.
    func matches(in article: ArticleSummary) -> Set<Int> {
        tokens.removeAll(keepingCapacity: true)
        characters.removeAll(keepingCapacity: true)
        read(article.title)
        separate()
        read(article.summary)
        separate()
        // Together, as they are indexed.
        for words in [article.keywords, article.tags] { words.forEach(read) }
        return found()
    }

    private func read(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var sink = Sink(set: self)
            SearchTokenizer.tokenize(bytes, for: .document, into: &sink)
        }
    }

    /// Keeps a phrase from beginning in one text and ending in the next.
    private func separate() {
        tokens.append(0)
        characters.append(0)
    }

    private func found() -> Set<Int> {
        var found: Set<Int> = []
        func look(for hash: UInt64, at index: Int) {
            guard filter[Int(hash >> 6 & 63)] & 1 << (hash & 63) != 0, let starts = starts[hash] else { return }
            for phrase in starts where stands(phrases[phrase], at: index) { found.insert(phrase) }
        }
        for index in tokens.indices {
            look(for: tokens[index], at: index)
            look(for: characters[index], at: index)
        }
        return found
    }

    private func stands(_ phrase: Phrase, at start: Int) -> Bool {
        guard start + phrase.tokens.count <= tokens.count else { return false }
        return phrase.tokens.enumerated().allSatisfy { offset, token in
            let isSingle = phrase.endsInSingleCharacter && offset == phrase.tokens.count - 1
            return (isSingle ? characters : tokens)[start + offset] == token
        }
    }

    private struct Sink: SearchTokenSink {
        unowned let set: PhraseSet

        func accept(_ token: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> Bool {
            set.tokens.append(PhraseSet.hash(ofToken: token))
            set.characters.append(PhraseSet.hash(ofCharacter: token))
            return set.tokens.count < PhraseSet.maximumTokenCount
        }
    }

    private static func hash(ofToken token: UnsafeBufferPointer<UInt8>) -> UInt64 {
        hash(token, token.count, seed: 0xCBF2_9CE4_8422_2325)
    }

    /// Another hash of the first character than that of a token that is this character alone.
    private static func hash(ofCharacter token: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let first = token.first ?? 0
        let length = first < 0xE0 ? first < 0xC0 ? 1 : 2 : first < 0xF0 ? 3 : 4
        return hash(token, min(length, token.count), seed: 0x9E37_79B9_7F4A_7C15)
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int, seed: UInt64) -> UInt64 {
        var hash = seed
        for index in 0..<count { hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
        // The filter looks at the lowest bits, to which multiplication carries nothing from above.
        return hash ^ hash >> 32
    }
}
