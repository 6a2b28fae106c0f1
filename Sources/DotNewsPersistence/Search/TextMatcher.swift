import DotNewsModels

/// Finds the phrases of a query in a text, with the tokens by which the index found them.
struct TextMatcher {
    /// An occurrence of a phrase.
    struct Occurrence {
        /// Which phrase.
        var phrase: Int
        /// The bytes of the text.
        var range: Range<Int>
    }

    private let phrases: [(tokens: [Int], endsInSingleCharacter: Bool)]
    fileprivate let tokens: [QueryToken]
    /// For each first byte of a token, the tokens of the query that start with it, as bits.
    fileprivate let candidates: [UInt64]

    fileprivate struct QueryToken {
        var bytes: [UInt8]
        var isPrefix: Bool
    }

    /// One bit a token; what more tokens there are is not looked for.
    private static let maximumTokenCount = 64

    init(_ phrases: [MatchExpression.Phrase]) {
        var tokens: [QueryToken] = []
        var candidates = [UInt64](repeating: 0, count: 256)
        var indexed: [(tokens: [Int], endsInSingleCharacter: Bool)] = []
        for phrase in phrases where tokens.count + phrase.tokens.count <= Self.maximumTokenCount {
            var indices: [Int] = []
            for (offset, bytes) in phrase.tokens.enumerated() {
                guard let first = bytes.first else { continue }
                candidates[Int(first)] |= 1 << UInt64(tokens.count)
                indices.append(tokens.count)
                tokens.append(QueryToken(bytes: bytes, isPrefix: phrase.isPrefix && offset == phrase.tokens.count - 1))
            }
            indexed.append((indices, phrase.endsInSingleCharacter))
        }
        self.phrases = indexed
        self.tokens = tokens
        self.candidates = candidates
    }

    /// How many phrases are looked for.
    var phraseCount: Int { phrases.count }

    /// The occurrences in a text, in the order of their ends, up to `limit`.
    func occurrences(in text: UnsafeBufferPointer<UInt8>, limit: Int = 1_000) -> [Occurrence] {
        guard !tokens.isEmpty else { return [] }
        var sink = Sink(matcher: self, text: text, limit: limit)
        SearchTokenizer.tokenize(text, for: .document, into: &sink)
        return sink.occurrences
    }

    /// Where in a text the phrases stand.
    func matches(in text: String) -> [TextMatch] {
        var text = text
        let found = text.withUTF8 { occurrences(in: $0) }
        guard !found.isEmpty else { return [] }
        var ranges: [Range<Int>] = []
        for range in found.map(\.range).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        return Self.graphemes(ranges, in: text)
    }

    /// Widens ascending ranges of bytes to whole graphemes, and counts these.
    private static func graphemes(_ ranges: [Range<Int>], in text: String) -> [TextMatch] {
        var matches: [TextMatch] = []
        var rest = ranges[...]
        var start: Int?
        var byte = 0
        for (index, character) in text.enumerated() {
            byte += character.utf8.count
            // A grapheme may hold the end of one range and the start of the next.
            while let range = rest.first, range.lowerBound < byte {
                let first = start ?? index
                guard range.upperBound <= byte else {
                    start = first
                    break
                }
                if let last = matches.last, first < last.start + last.length {
                    matches[matches.count - 1].length = index + 1 - last.start
                } else {
                    matches.append(TextMatch(start: first, length: index + 1 - first))
                }
                start = nil
                rest = rest.dropFirst()
            }
            if rest.isEmpty { break }
        }
        return matches
    }

    private struct Sink: SearchTokenSink {
        let matcher: TextMatcher
        let text: UnsafeBufferPointer<UInt8>
        let limit: Int
        var occurrences: [Occurrence] = []
        /// For each phrase the places up to which it has been found: how many tokens, and where it began.
        private var partial: [[(count: Int, start: Int)]]
        private var hasPartial = false

        init(matcher: TextMatcher, text: UnsafeBufferPointer<UInt8>, limit: Int) {
            self.matcher = matcher
            self.text = text
            self.limit = limit
            partial = Array(repeating: [], count: matcher.phrases.count)
        }

        mutating func accept(_ token: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> Bool {
            let hits = hits(of: token)
            guard hits != 0 || hasPartial else { return true }
            hasPartial = false
            for (index, phrase) in matcher.phrases.enumerated() {
                var next: [(count: Int, start: Int)] = []
                func advance(_ count: Int, _ start: Int) {
                    guard hits & 1 << UInt64(phrase.tokens[count]) != 0 else { return }
                    if count + 1 == phrase.tokens.count {
                        var end = range.upperBound
                        if phrase.endsInSingleCharacter {
                            end = range.lowerBound
                            _ = text.scalar(at: &end)
                        }
                        occurrences.append(Occurrence(phrase: index, range: start..<max(start, end)))
                    } else {
                        next.append((count + 1, start))
                    }
                }
                for (count, start) in partial[index] { advance(count, start) }
                if !phrase.tokens.isEmpty { advance(0, range.lowerBound) }
                partial[index] = next
                if !next.isEmpty { hasPartial = true }
            }
            return occurrences.count < limit
        }

        private func hits(of token: UnsafeBufferPointer<UInt8>) -> UInt64 {
            guard let first = token.first else { return 0 }
            var rest = matcher.candidates[Int(first)]
            var hits: UInt64 = 0
            while rest != 0 {
                let index = rest.trailingZeroBitCount
                rest &= rest - 1
                let query = matcher.tokens[index]
                if query.isPrefix ? token.starts(with: query.bytes) : token.elementsEqual(query.bytes) {
                    hits |= 1 << UInt64(index)
                }
            }
            return hits
        }
    }
}
