import DotNewsModels

/// A query in terms of the index: phrases of tokens that must be there, and such that must not.
///
/// Everything a person types ends up inside quotation marks of FTS5's language, so nothing of it can be read as an
/// operator, and no text is an error.
struct MatchExpression: Hashable, Sendable {
    /// Tokens that follow one another.
    struct Phrase: Hashable, Sendable {
        /// The text, without the characters that FTS5 or SQLite would take for its end.
        let text: String
        /// The folded tokens, one or more.
        let tokens: [[UInt8]]
        /// Whether the last token may be the beginning of one.
        let isPrefix: Bool
        /// Whether the last token is a single character, of which a token in a text may hold another one.
        let endsInSingleCharacter: Bool

        /// FTS5's words for the phrase.
        fileprivate var fts5: String {
            "\"" + text + "\"" + (isPrefix ? " *" : "")
        }
    }

    /// Phrases that must all be there.
    private(set) var required: [Phrase] = []
    /// Phrases none of which may be there.
    private(set) var excluded: [Phrase] = []

    /// The longest text that is looked at, in characters; the rest of a longer one is ignored.
    static let maximumLength = 1_000

    init(_ query: SearchQuery) {
        var query = query
        query.text = String(query.text.prefix(Self.maximumLength))
        let terms = query.terms
        for (index, term) in terms.enumerated() {
            // What is typed after a space or a closing mark is not being completed.
            let isUnfinished =
                query.completesLastWord && index == terms.count - 1 && !term.isQuotation
                && query.text.last?.isWhitespace == false
            // A quotation is one phrase; outside of one, Chinese punctuation separates as a space does.
            let parts =
                term.isQuotation
                ? [term.text[...]] : term.text.split { $0.isPunctuation && $0.isFullWidthPunctuation }
            for (partIndex, part) in parts.enumerated() {
                guard let phrase = Phrase(part, isUnfinished: isUnfinished && partIndex == parts.count - 1) else {
                    continue
                }
                if term.isExcluded { excluded.append(phrase) } else { required.append(phrase) }
            }
        }
    }

    /// Whether it finds nothing because nothing is asked for.
    var isEmpty: Bool { required.isEmpty && excluded.isEmpty }

    /// What must be there, in FTS5's language, in the given columns; `nil` when nothing must.
    func requiredExpression(in columns: [SearchSchema.Column]?) -> String? {
        guard !required.isEmpty else { return nil }
        return Self.filter(columns) + "(" + required.map(\.fts5).joined(separator: " AND ") + ")"
    }

    /// What must not be there, in FTS5's language, in the given columns; `nil` when nothing is excluded.
    func excludedExpression(in columns: [SearchSchema.Column]?) -> String? {
        guard !excluded.isEmpty else { return nil }
        return Self.filter(columns) + "(" + excluded.map(\.fts5).joined(separator: " OR ") + ")"
    }

    /// The whole query in FTS5's language; `nil` when nothing must be there.
    func expression(in columns: [SearchSchema.Column]?) -> String? {
        guard let required = requiredExpression(in: columns) else { return nil }
        return excludedExpression(in: columns).map { "\(required) NOT \($0)" } ?? required
    }

    /// One phrase in FTS5's language.
    static func expression(of phrase: Phrase, in columns: [SearchSchema.Column]?) -> String {
        filter(columns) + "(" + phrase.fts5 + ")"
    }

    private static func filter(_ columns: [SearchSchema.Column]?) -> String {
        columns.map { "{" + $0.map(\.rawValue).joined(separator: " ") + "} : " } ?? ""
    }
}

extension MatchExpression.Phrase {
    /// - Parameter isUnfinished: Whether the last word may go on.
    /// - Returns: `nil` when the text has no token.
    init?(_ part: some StringProtocol, isUnfinished: Bool = false) {
        // By scalars: a quotation mark with an accent on it is another character, but the same byte to FTS5.
        var line = ""
        line.unicodeScalars.append(contentsOf: part.unicodeScalars.map { $0.value < 0x20 || $0 == "\"" ? " " : $0 })
        let tokens = SearchTokenizer.tokens(of: line, for: .query)
        guard let last = tokens.last else { return nil }
        // Every character starts a token, so one alone is found by what starts with it.
        let isSingle = last.isSingleCharacter
        // Beginnings of one letter would find most of the words there are.
        let isBeginning = isUnfinished && last.bytes.count >= 2 && last.text.last?.isWrittenInWords == true
        self.init(
            text: line, tokens: tokens.map(\.bytes), isPrefix: isSingle || isBeginning,
            endsInSingleCharacter: isSingle)
    }
}

extension Character {
    /// Whether it stands in the middle of the em square, as Chinese punctuation does.
    fileprivate var isFullWidthPunctuation: Bool {
        guard let value = unicodeScalars.first?.value else { return false }
        return (0x3000...0x303F).contains(value) || (0xFE30...0xFE6F).contains(value)
            || (0xFF00...0xFF65).contains(value)
    }

    /// Whether it belongs to a script that is indexed in words.
    fileprivate var isWrittenInWords: Bool {
        guard let value = unicodeScalars.first?.value else { return false }
        return value < 0x10000
            ? !FoldingTable.shared.unspacedBlocks[Int(value >> 5)] : !FoldingTable.isUnspacedSupplementary(value)
    }
}
