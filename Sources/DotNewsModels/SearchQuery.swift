public import DotNewsFoundation

/// What a reader looks for, and in which order the answer comes; the same for the store and for the site's own search.
///
/// In ``text``, words are found where all of them are; `"words in quotes"`, in any of the usual quotation marks, only
/// in this order; a word or quotation after a minus sign must not be there. Nothing that can be typed is an error, and
/// a text without a letter or digit finds nothing.
public struct SearchQuery: Hashable, Sendable {
    /// Where the words must be.
    public enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
        /// Anywhere: title, keywords, tags, summary and body.
        case content
        /// In the title.
        case title
        /// In the keywords and tags.
        case keyword
    }

    /// The order of the results.
    public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
        /// New to old.
        case newest
        /// Old to new.
        case oldest
        /// Best first: articles with all words in the title, then in title and keywords, then in these and the summary,
        /// then the rest; each of these new to old.
        case relevance
    }

    /// The page sizes that are possible.
    public static let pageSizes = 1...100

    /// What was typed.
    public var text: String
    /// Where the words must be.
    public var scope: Scope
    /// The order of the results.
    public var order: Order
    /// The earliest time of publication; `nil` for no limit.
    public var from: Date?
    /// The latest time of publication; `nil` for no limit. Articles without a time are outside every limit.
    public var to: Date?
    /// The columns in which to look, with the columns inside them; empty for everywhere.
    public var columns: [ColumnPath]
    /// Whether the last word may be the beginning of a word, because it is still being typed.
    public var completesLastWord: Bool
    /// The results of a page; brought into ``pageSizes``.
    public var pageSize: Int {
        didSet { pageSize = Self.acceptable(pageSize) }
    }

    /// Creates a search; what is not given does not narrow it.
    public init(
        _ text: String, in scope: Scope = .content, order: Order = .newest, from: Date? = nil, to: Date? = nil,
        columns: [ColumnPath] = [], completesLastWord: Bool = false, pageSize: Int = 20
    ) {
        self.text = text
        self.scope = scope
        self.order = order
        self.from = from
        self.to = to
        self.columns = columns
        self.completesLastWord = completesLastWord
        self.pageSize = Self.acceptable(pageSize)
    }

    private static func acceptable(_ size: Int) -> Int {
        min(max(size, pageSizes.lowerBound), pageSizes.upperBound)
    }
}

extension SearchQuery {
    /// A word or quotation of a query.
    package struct Term: Hashable, Sendable {
        /// The text, without quotation marks and minus sign; never empty, but maybe without a letter.
        package var text: String
        /// Whether it stood in quotation marks.
        package var isQuotation = false
        /// Whether it must not be there.
        package var isExcluded = false
    }

    /// The most terms that are looked at; the rest of a longer text is ignored.
    package static let maximumTermCount = 32

    /// The words and quotations of ``text``, in their order.
    ///
    /// A quotation that does not end goes to the end of the text. A minus sign counts only in front of a term.
    package var terms: [Term] {
        var terms: [Term] = []
        var rest = CombiningMarks.bounded(text)[...]
        while terms.count < Self.maximumTermCount {
            rest = rest.drop { $0.isWhitespace }
            guard let first = rest.first else { break }
            var isExcluded = false
            if Self.minusSigns.contains(first), let next = rest.dropFirst().first, !next.isWhitespace {
                isExcluded = true
                rest = rest.dropFirst()
            }
            guard let start = rest.first else { break }
            let content: Substring
            let isQuotation: Bool
            if let closing = Self.quotationMarks[start] {
                rest = rest.dropFirst()
                content = rest.prefix { !closing.contains($0) }
                rest = rest.dropFirst(content.count).dropFirst()
                isQuotation = true
            } else {
                content = rest.prefix { !$0.isWhitespace && Self.quotationMarks[$0] == nil }
                rest = rest.dropFirst(content.count)
                isQuotation = false
            }
            guard !content.isEmpty else { continue }
            terms.append(Term(text: String(content), isQuotation: isQuotation, isExcluded: isExcluded))
        }
        return terms
    }

    private static let minusSigns: Set<Character> = ["-", "－", "−", "﹣"]
    private static let quotationMarks: [Character: Set<Character>] = [
        "\"": ["\"", "”"], "“": ["”", "\"", "“"], "”": ["”"], "„": ["“", "”"], "＂": ["＂"], "「": ["」"], "『": ["』"],
        "﹁": ["﹂"], "«": ["»"], "《": ["》"],
    ]
}
