import DotNewsModels
@testable import DotNewsPersistence
import Foundation

/// The tokenizer of the index, on any bytes, and the search for a text in itself.
enum TokenizerHarness {
    static func check(_ input: Data) {
        // Copied to its size, so that the address sanitizer sees who reads on.
        Array(input).withUnsafeBufferPointer { bytes in
            let document = tokens(of: bytes, for: .document)
            check(document, in: bytes.count)
            // Of a query the last character of a run is left out, as the run may go on in the document.
            let query = tokens(of: bytes, for: .query)
            require(
                document.map(\.bytes).starts(with: query.map(\.bytes)) && document.count - query.count <= 1,
                "\(document.count) and \(query.count) tokens")
        }
        let text = String(decoding: input, as: UTF8.self)
        search(for: text)
        piece(of: text)
    }

    private static func tokens(
        of bytes: UnsafeBufferPointer<UInt8>, for purpose: SearchTokenizer.Purpose
    ) -> [SearchTokenizer.Token] {
        var sink = Sink()
        SearchTokenizer.tokenize(bytes, for: purpose, into: &sink)
        return sink.tokens
    }

    private struct Sink: SearchTokenSink {
        var tokens: [SearchTokenizer.Token] = []

        mutating func accept(_ token: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> Bool {
            tokens.append(SearchTokenizer.Token(bytes: Array(token), range: range))
            return true
        }
    }

    private static func check(_ tokens: [SearchTokenizer.Token], in size: Int) {
        var start = 0
        for token in tokens {
            require(
                token.range.lowerBound >= start && token.range.upperBound <= size && !token.range.isEmpty,
                "\(token.range) after \(start) of \(size)")
            start = token.range.lowerBound
            require((1...SearchTokenizer.maximumTokenLength).contains(token.bytes.count), "\(token.bytes.count) bytes")
            require(String(validating: token.bytes, as: UTF8.self) != nil, "\(token.bytes) is not UTF-8")
            // What has been folded is folded. Parts of a character that something invisible keeps apart are a pair,
            // and would be one character without it.
            let characters = token.text.unicodeScalars.map { String($0) }
            let isPair =
                characters.count == 2
                && SearchTokenizer.tokens(of: characters[1], for: .query).first?.isSingleCharacter == true
            for part in isPair ? characters : [token.text] {
                let again = SearchTokenizer.tokens(of: part, for: .query).map(\.text)
                require(again == [part], "\(part.debugDescription) folds again, to \(again)")
            }
        }
    }

    /// A text with tokens is found in itself as a quotation, and what is found lies within it.
    private static func search(for text: String) {
        let marks = Set("\"“”„＂「」『』﹁﹂«»《》")
        let plain = String(text.filter { !marks.contains($0) }.prefix(200))
        let matcher = QueryMatcher(SearchQuery("\"\(plain)\""))
        if !SearchTokenizer.tokens(of: plain, for: .query).isEmpty {
            require(matcher.isFound(in: plain), "not found in itself: \(plain.debugDescription)")
        }
        let anything = QueryMatcher(SearchQuery(text, completesLastWord: true))
        for matcher in [matcher, anything] {
            checkMatches(matcher.matches(in: text), in: text)
            let snippet = matcher.snippet(of: text)
            checkMatches(snippet.matches, in: snippet.text)
            require(!snippet.text.unicodeScalars.contains { $0.value < 0x20 }, snippet.text.debugDescription)
        }
        _ = anything.isExcluded(by: text)
    }

    /// A limit gives the beginning of what there is without it.
    private static func piece(of text: String) {
        let all = SearchTokenizer.tokens(of: text, for: .document)
        let some = SearchTokenizer.tokens(of: text, for: .document, limit: 3)
        require(some == Array(all.prefix(3)), "\(some.map(\.text)) of \(all.prefix(3).map(\.text))")
    }
}
