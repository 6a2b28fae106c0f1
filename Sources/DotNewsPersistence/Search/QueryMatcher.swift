package import DotNewsModels

/// A query looked for in a text that is not in the index, by the tokens with which the index would find it.
package struct QueryMatcher: Sendable {
    private let required: TextMatcher
    private let excluded: TextMatcher
    private let hasExcluded: Bool

    /// Makes a matcher of what a query asks for; its scope, dates and columns do not matter.
    package init(_ query: SearchQuery) {
        let expression = MatchExpression(query)
        required = TextMatcher(expression.required)
        excluded = TextMatcher(expression.excluded)
        hasExcluded = !expression.excluded.isEmpty
    }

    /// Whether everything that must be there is in `text`.
    package func isFound(in text: String) -> Bool {
        var text = text
        let found = text.withUTF8 { required.occurrences(in: $0, limit: .max) }
        return Set(found.map(\.phrase)).count == required.phraseCount
    }

    /// Whether something that must not be there is in `text`.
    package func isExcluded(by text: String) -> Bool {
        guard hasExcluded else { return false }
        return !excluded.matches(in: text).isEmpty
    }

    /// Where in `text` something stands that must be there.
    package func matches(in text: String) -> [TextMatch] { required.matches(in: text) }

    /// The piece of `text` that shows best why it was found, with the matches in it.
    package func snippet(of text: String) -> (text: String, matches: [TextMatch]) {
        SnippetMaker(matcher: required).snippet(body: [], summary: text)
    }
}
