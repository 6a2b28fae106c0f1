import DotNewsModels
import Foundation

/// Finds by looking at every article: no index, no tokenizer, only text folded by Foundation, and where its words end.
struct PlainScan {
    struct Document {
        var article: Article
        var title: [String]
        var keywords: [String]
        var summary: [String]
        var body: [String]

        init(_ article: Article) {
            self.article = article
            title = PlainScan.units(article.title)
            keywords = PlainScan.units((article.summary.keywords + article.summary.tags).joined(separator: " "))
            summary = PlainScan.units(article.summary.summary)
            body = PlainScan.units(article.body.text)
        }
    }

    /// Newest first.
    var documents: [Document]

    func find(_ query: SearchQuery, columns: Set<ColumnID>? = nil) -> [ArticleID] {
        let terms = query.terms.enumerated().flatMap { index, term in
            let parts =
                term.isQuotation ? [term.text] : term.text.split { "，。《》：".contains($0) }.map(String.init)
            return parts.enumerated().map { part, text in
                (
                    units: Self.units(text), isExcluded: term.isExcluded,
                    isOpen: query.completesLastWord && !term.isQuotation && index == query.terms.count - 1
                        && part == parts.count - 1
                )
            }
        }.filter { !$0.units.allSatisfy { $0 == "|" } }
        guard !terms.isEmpty else { return [] }
        func has(_ document: Document, _ term: (units: [String], isExcluded: Bool, isOpen: Bool), in level: Int) -> Bool
        {
            let fields = [document.title, document.keywords, document.summary, document.body]
            let searched =
                switch query.scope {
                case .content: Array(fields.prefix(level))
                case .title: [document.title]
                case .keyword: [document.keywords]
                }
            return searched.contains { Self.contains($0, term.units, isOpen: term.isOpen) }
        }
        let found = documents.filter { document in
            terms.allSatisfy { has(document, $0, in: 4) != $0.isExcluded }
                && (query.from.map { document.article.summary.publishedAt ?? .distantPast >= $0 } ?? true)
                && (query.to.map { document.article.summary.publishedAt ?? .distantFuture <= $0 } ?? true)
                && (columns.map { columns in document.article.summary.column.map { columns.contains($0.id) } ?? false }
                    ?? true)
        }
        switch query.order {
        case .newest: return found.map(\.article.id)
        case .oldest: return found.reversed().map(\.article.id)
        case .relevance:
            let required = terms.filter { !$0.isExcluded }
            guard query.scope == .content, !required.isEmpty else { return found.map(\.article.id) }
            var levels: [[ArticleID]] = Array(repeating: [], count: 5)
            for document in found {
                let level = (1...4).first { level in required.allSatisfy { has(document, $0, in: level) } } ?? 4
                levels[level].append(document.article.id)
            }
            return levels.flatMap { $0 }
        }
    }

    // MARK: Text

    /// A text as its folded words and, of scripts without spaces, characters; `|` where something separates.
    static func units(_ text: String) -> [String] {
        var units = ["|"]
        var word = ""
        func endWord() {
            guard !word.isEmpty else { return }
            if units.last != "|" { units.append("|") }
            units += [word, "|"]
            word = ""
        }
        for character in text.precomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
            .unicodeScalars
        {
            if isUnspaced(character) {
                endWord()
                units.append(folded(character))
            } else if character.properties.isAlphabetic || character.properties.numericType != nil {
                word += String(character).folding(
                    options: [.caseInsensitive, .diacriticInsensitive], locale: Locale(identifier: "en_US_POSIX"))
            } else {
                endWord()
                if units.last != "|" { units.append("|") }
            }
        }
        endWord()
        return units
    }

    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        (0x3005...0x3007).contains(scalar.value) || (0x3041...0x30FA).contains(scalar.value) || scalar.value == 0x30FC
            || (0x3400...0x9FFF).contains(scalar.value) || (0xAC00...0xD7A3).contains(scalar.value)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> String {
        if (0x30A1...0x30F6).contains(scalar.value) {
            return Unicode.Scalar(scalar.value - 0x60).map { String($0) } ?? ""
        }
        return String(scalar).applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? ""
    }

    static func contains(_ document: [String], _ phrase: [String], isOpen: Bool = false) -> Bool {
        var phrase = phrase.drop { $0 == "|" }
        while phrase.last == "|" { phrase.removeLast() }
        guard let last = phrase.last, document.count >= phrase.count else { return false }
        let isBeginning = isOpen && last.utf8.count > 1
        return (0...document.count - phrase.count).contains { start in
            let part = document[start..<start + phrase.count]
            return part.dropLast().elementsEqual(phrase.dropLast())
                && (part.last == last || isBeginning && part.last?.hasPrefix(last) == true)
        }
    }
}
